"""The record form (3.1) as read from `record_form.toml`."""

from dataclasses import replace

from yingda.lib.say import Sentence
from yingda.standard.reading import Table
from yingda.standard.shape import Choice, Field

GROUPS = ("customer", "contact", "handling", "follow_up")
KINDS = ("text", "long", "choice", "time", "flag", "files")
EVERY = "every"


class Form:
    """What the file says: the groups' titles, the fields, the templates of types, and what each type requires."""

    def __init__(self, file: Table, choices: dict[str, tuple[Choice, ...]], types: tuple[str, ...]):
        """`choices`: the values of fields that stand in other files, by field. `types`: the request types."""
        self.groups = read_groups(file)
        self.fields = tuple(
            replace(field, choices=choices.get(field.key, field.choices))
            for field in (read_field(key, table) for key, table in file.named("field").items())
        )
        self.templates = {}
        for name, table in file.named("template", {}).items():
            self.templates[name] = tuple(replace(read_field(key, table.table(key)), extra=True) for key in table.data)
        self.required = self.read_required(file.table("required"), types)
        file.done()

    def read_required(self, table: Table, types: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """The keys that must stand before archiving, by request type; "" while there is no type."""
        every = frozenset(table.texts(EVERY))
        required = {"": every}
        for name in types:
            required[name] = every | frozenset(table.texts(name, []))
        table.done()
        for name, keys in required.items():
            fields = self.fields + self.templates.get(name, ())
            known = {field.key for field in fields if not field.system}
            for key in sorted(keys - known):
                why = f"没有可填写的字段 {key}", f"names {key}, which is no field that people fill in"
                table.fault(name or EVERY, *why)
        return required


def read_groups(file: Table) -> dict[str, Sentence]:
    groups = {}
    for key, table in file.named("group").items():
        groups[key] = table.title()
        table.done()
    return groups


def read_field(key: str, table: Table) -> Field:
    label = table.title()
    choices = []
    for one in table.tables("choices", []):
        choices.append(Choice(one.text("code"), one.title(), "3.1"))
        one.done()
    field = Field(
        key,
        label.zh,
        label.en,
        table.flag("required", False),
        table.choice("group", GROUPS),
        table.choice("kind", KINDS, "text"),
        tuple(choices),
        table.flag("system", False),
        sealed=table.flag("sealed", False),
    )
    table.done()
    return field
