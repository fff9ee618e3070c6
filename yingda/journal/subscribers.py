"""Who hears which facts, inside the verb's own transaction. Registered in `AppConfig.ready`, printed by the CLI."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Subscriber:
    """A handler `(facts: list[Fact]) -> None`, the names it hears (None: all) and a word on what for."""

    handler: Callable
    names: frozenset[str] | None
    purpose: str

    def hears(self, name: str) -> bool:
        return self.names is None or name in self.names


SUBSCRIBERS: list[Subscriber] = []


def subscribe(handler: Callable, names: Iterable[object] | None, purpose: str) -> None:
    """Let `handler` be called with the facts of these names (FactName or text; None: every fact) of each batch.

    Called after the batch is in the journal (facts have ids), before commit. What it records is queued for the
    next batch. What it raises fails the verb.
    """
    chosen = None if names is None else frozenset(str(name) for name in names)
    SUBSCRIBERS.append(Subscriber(handler, chosen, purpose))


def tell(facts: Sequence) -> None:
    """Hand each subscriber the facts of this batch that it hears."""
    names = frozenset(fact.name for fact in facts)
    for subscriber in SUBSCRIBERS:
        if subscriber.names is None or not subscriber.names.isdisjoint(names):
            subscriber.handler([fact for fact in facts if subscriber.hears(fact.name)])


def listing() -> str:
    """Who hears what, one subscriber a paragraph: its purpose, the function, the names it hears."""
    return "\n".join(
        f"{subscriber.purpose}\n  {where(subscriber.handler)}\n  {', '.join(sorted(subscriber.names or ['*']))}"
        for subscriber in SUBSCRIBERS
    )


def where(handler: Callable) -> str:
    return f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__qualname__)}"
