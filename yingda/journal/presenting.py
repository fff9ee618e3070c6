"""What browsers get of a fact, and who may get it. Higher rooms register what only they know.

A batch of entries is presented once for each kind of audience, whatever the number of streams: ids that may be shown
outside, and where a viewer needs the content at once the very object that GET returns (`object`).
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Model
from ninja.responses import NinjaJSONEncoder

from yingda.journal.audience import Audience, Kind
from yingda.journal.feed import Entry
from yingda.journal.models import Fact
from yingda.journal.names import declared
from yingda.lib.times import from_micros

log = logging.getLogger(__name__)

REFERENCES = {"line": "line", "contact": "contact", "case": "case", "person": "person", "by": "person"}


@dataclass(frozen=True)
class Restriction:
    """A finer right on facts that name a row of `kind`."""

    kind: str
    test: Callable[..., bool]
    load: Callable[[set[int]], Mapping[int, object]] | None


RESOLVERS: dict[str, Callable[[set[int]], Mapping[int, str]]] = {}
BUILDERS: dict[str, Callable[[list[Fact], Kind], Mapping[int, dict]]] = {}
RESTRICTIONS: list[Restriction] = []
OPENINGS: list[Callable[..., bool]] = []
CUSTOMER_NAMES: set[str] = set()
BUILT: ContextVar[dict | None] = ContextVar("objects of the batch that is presented", default=None)


def present_ref(kind: str, resolve: Callable[[set[int]], Mapping[int, str]]) -> None:
    """`resolve(ids) -> {id: outside id}` for `line` (its code), `contact`, `case` or `person` (their uid)."""
    if kind not in REFERENCES.values():
        raise ValueError(f"facts name no {kind}")
    RESOLVERS[kind] = resolve


def present_object(name: object, build: Callable[[list[Fact], Kind], Mapping[int, dict]]) -> None:
    """`build(facts, audience) -> {fact id: object}`: the same that GET returns, sent on unchanged."""
    BUILDERS[str(name)] = build


def each_once(kind: str, rows: Sequence[Model], build: Callable[[list], list[dict]]) -> list[dict]:
    """`build(rows)`. While a batch is presented each row is built once, whatever number of builders ask for it."""
    kept = BUILT.get()
    if kept is None:
        return build(list(rows))
    if missing := [row for pk, row in {row.pk: row for row in rows}.items() if (kind, pk) not in kept]:
        kept |= {(kind, row.pk): out for row, out in zip(missing, build(missing), strict=True)}
    return [kept[kind, row.pk] for row in rows]


def restrict(kind: str, test: Callable[..., bool], *, load: Callable[[set[int]], Mapping] | None = None) -> None:
    """Let `test(scope, fact)` refuse staff the facts that name a row of `kind`. It must answer from memory.

    What it needs from the database is read by `load(ids) -> {id: thing}`, once a batch; the test is then called as
    `test(scope, fact, thing)` with None for an id that was not found.
    """
    RESTRICTIONS.append(Restriction(kind, test, load))


def widen(test: Callable[..., bool]) -> None:
    """Let `test(scope, fact)` show staff facts that have no line and are not about or by themselves."""
    OPENINGS.append(test)


def for_customers(names: Iterable[object]) -> None:
    """Let customers hear facts of these names about their own contact. They hear no others."""
    CUSTOMER_NAMES.update(str(name) for name in names)


class Batch:
    """Entries on their way to any number of streams."""

    def __init__(self, entries: Sequence[Entry]):
        self.entries = entries
        self.facts = [entry.fact for entry in entries]
        self.things = [self.loaded(restriction) for restriction in RESTRICTIONS]
        self.events: dict[Kind, list[bytes]] = {}

    def loaded(self, restriction: Restriction) -> Mapping[int, object] | None:
        ids = {id for fact in self.facts if (id := getattr(fact, restriction.kind)) is not None}
        if not restriction.load or not ids:
            return {}
        return guarded(f"rights on {restriction.kind}", restriction.load, ids, otherwise=None)

    def seen_by(self, audience: Audience, behind: int) -> list[bytes]:
        """The events behind this position that the audience may see, ready to be sent."""
        return [
            event
            for entry, event in zip(self.entries, self.presented(audience.kind), strict=True)
            if entry.position > behind and self.may_see(audience, entry.fact)
        ]

    def may_see(self, audience: Audience, fact: Fact) -> bool:
        if audience.kind == "customer":
            return fact.name in CUSTOMER_NAMES and fact.contact is not None and fact.contact == audience.contact
        theirs = audience.scope.sees_line(fact.line) if fact.line is not None else concerns(audience.scope, fact)
        return theirs and all(
            guarded(f"rights on {restriction.kind}", passes, restriction, audience.scope, fact, things, otherwise=False)
            for restriction, things in zip(RESTRICTIONS, self.things, strict=True)
        )

    def presented(self, kind: Kind) -> list[bytes]:
        """All entries as server-sent events for this kind of audience."""
        if kind not in self.events:
            references, objects = self.references(), self.objects(kind)
            self.events[kind] = [
                guarded(f"fact {entry.fact.pk}", encoded, entry, references, objects.get(entry.fact.pk), otherwise=b"")
                for entry in self.entries
            ]
        return self.events[kind]

    def references(self) -> dict[str, Mapping[int, str]]:
        wanted: dict[str, set[int]] = {}
        for fact in self.facts:
            for field, kind in REFERENCES.items():
                if (id := getattr(fact, field)) is not None:
                    wanted.setdefault(kind, set()).add(id)
        return {
            kind: guarded(f"ids of {kind}", RESOLVERS[kind], ids, otherwise={})
            for kind, ids in wanted.items()
            if kind in RESOLVERS
        }

    def objects(self, kind: Kind) -> dict[int, dict]:
        """By fact id. One builder serves many names of facts, and is asked once for all of them."""
        theirs: dict[Callable, list[Fact]] = {}
        for fact in self.facts:
            if build := BUILDERS.get(fact.name):
                theirs.setdefault(build, []).append(fact)
        built: dict[int, dict] = {}
        token = BUILT.set({})
        try:
            for build, facts in theirs.items():
                names = ", ".join(sorted({fact.name for fact in facts}))
                built.update(guarded(f"objects of {names}", build, facts, kind, otherwise={}))
        finally:
            BUILT.reset(token)
        return built


def guarded(what: str, function: Callable, *arguments: object, otherwise):
    """What the function says; `otherwise` when it has a defect, which must not stop everybody's feed.

    Without an object or an id the browser asks by GET; without an answer about rights nobody sees the fact. Trouble
    with the database passes through: then the whole batch is tried again.
    """
    try:
        return function(*arguments)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # whatever the defect, it is one room's, and the feed is everybody's
        log.exception("The feed could not get %s", what)
        return otherwise


def concerns(scope, fact: Fact) -> bool:
    """Whether a fact without a line is this person's to hear."""
    return scope.person in (fact.person, fact.by) or any(
        guarded("rights on people's facts", test, scope, fact, otherwise=False) for test in OPENINGS
    )


def passes(restriction: Restriction, scope, fact: Fact, things: Mapping[int, object]) -> bool:
    id = getattr(fact, restriction.kind)
    if id is None or things is None:
        return id is None
    return restriction.test(scope, fact, things.get(id)) if restriction.load else restriction.test(scope, fact)


def encoded(entry: Entry, references: Mapping[str, Mapping[int, str]], built: dict | None) -> bytes:
    """One server-sent event."""
    fact = entry.fact
    shown = {field: references.get(kind, {}).get(getattr(fact, field)) for field, kind in REFERENCES.items()}
    body = {"position": entry.position, "name": fact.name, "at": fact.at, **shown, "data": data(fact), "object": built}
    return b"id: %d\ndata: %s\n\n" % (entry.position, dumps(body))


def data(fact: Fact) -> dict[str, object]:
    """The fact's data as JSON speaks elsewhere: times as ISO 8601, spans in seconds."""
    declaration = declared(fact.name)
    fields = declaration.fields if declaration else {}
    return {key: shown(value, fields.get(key)) for key, value in fact.data.items()}


def shown(value: object, kind: type | None) -> object:
    if kind is datetime:
        return from_micros(value)
    if kind is timedelta:
        return value / 1_000_000
    return value


def dumps(value: object) -> bytes:
    """JSON as the API writes it."""
    return json.dumps(value, cls=NinjaJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()
