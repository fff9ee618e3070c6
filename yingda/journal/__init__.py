"""The journal: every fact once, in order, for ever. Rooms use `declare`, `record`, `verb` and `subscribe`."""

from yingda.journal.names import Code, FactName, declare, declared
from yingda.journal.subscribers import subscribe

__all__ = ["Code", "FactName", "declare", "declared", "record", "subscribe", "verb"]


def __getattr__(name: str):
    """`record` and `verb` need the models, which load after the apps: they are looked up when first used."""
    if name == "record":
        from yingda.journal.recording import record

        return record
    if name == "verb":
        from yingda.journal.verbs import verb

        return verb
    raise AttributeError(name)
