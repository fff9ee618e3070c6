"""The one door for facts: `record` inside a verb; they are written, told and queued for the feed as the verb ends."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from yingda.journal import holding, placer
from yingda.journal.models import Fact
from yingda.journal.names import CODE, BadFact, FactName
from yingda.journal.subscribers import tell
from yingda.lib.times import now

MOST_ROUNDS = 20


class NoVerb(RuntimeError):
    """`record` outside a verb: the fact would stand alone, without the state that it speaks of."""


PENDING: ContextVar[list[Fact] | None] = ContextVar("facts of the running verb", default=None)
WRITTEN: ContextVar[list[int] | None] = ContextVar("ids of the running verb's facts", default=None)
VIA: ContextVar[str] = ContextVar("the session, token or process at work", default="")


def record(name: FactName, *, at: datetime, by=None, line=None, contact=None, case=None, person=None, **data) -> Fact:
    """Record that `name` happened `at`. Rows or their ids are taken for `by`, `line`, `contact`, `case`, `person`.

    The fact gets its id when the verb ends (or at `flush`). It carries the rows it was given as `rows`, so that a
    subscriber in the same transaction need not read them again. Raises NoVerb, BadFact.
    """
    pending = PENDING.get()
    if pending is None:
        raise NoVerb(f"{name} was recorded outside a verb")
    fact = Fact(
        name=name.name,
        at=at,
        recorded=now(),
        by=key(by),
        via=VIA.get(),
        line=key(line),
        contact=key(contact),
        case=key(case),
        person=key(person),
        data=name.stored(data),
    )
    given = {"by": by, "line": line, "contact": contact, "case": case, "person": person}
    fact.rows = {name: row for name, row in given.items() if isinstance(row, Model)}
    pending.append(fact)
    return fact


def key(thing) -> int | None:
    """The id of a row, or the id itself."""
    return getattr(thing, "pk", thing)


def in_verb() -> bool:
    """Whether a verb is running here."""
    return PENDING.get() is not None


@contextmanager
def one_transaction():
    """A transaction at whose end the facts recorded in it are written, told to subscribers and put in the feed."""
    pending, written, held = PENDING.set([]), WRITTEN.set([]), holding.HELD.set({})
    try:
        with transaction.atomic():
            yield
            settle()
    finally:
        PENDING.reset(pending)
        WRITTEN.reset(written)
        holding.HELD.reset(held)


def settle() -> None:
    """Write and tell batch after batch until nobody records any more, then hand the facts to the feed."""
    for _ in range(MOST_ROUNDS):
        if not flush():
            break
    else:
        raise BadFact(f"facts without end: {', '.join(fact.name for fact in PENDING.get())}")
    if ids := WRITTEN.get():
        placer.enqueue(ids)


def flush() -> list[Fact]:
    """Write the facts recorded so far, so that they have ids, and tell the subscribers. Returns them."""
    pending = PENDING.get()
    batch, pending[:] = pending[:], []
    if batch:
        placer.write(batch)
        WRITTEN.get().extend(fact.pk for fact in batch)
        tell(batch)
    return batch


def born(row: Model) -> None:
    """Note that the running verb has made this row: until it commits nobody else can see it, let alone lock it."""
    row.born = WRITTEN.get()
    holding.hold((type(row), row.pk), row)


def newborn(row: Model) -> bool:
    """Whether the running verb has made this row, so that it needs no lock and nothing can refer to it yet."""
    return getattr(row, "born", None) is not None and row.born is WRITTEN.get()


@contextmanager
def attempt():
    """A part of a verb that may fail alone: a savepoint, with which also the facts recorded inside are undone."""
    pending, written = PENDING.get(), WRITTEN.get()
    waiting, ids = pending[:], written[:]
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for fact in waiting:  # a flush inside wrote them, and that is undone as well
            fact.pk, fact._state.adding = None, True
        pending[:], written[:] = waiting, ids
        holding.forget()
        raise


@contextmanager
def through(via: str):
    """Name the session, token or process (a machine word, at most 64 characters) through which the facts inside come.

    Never the session's key itself, which would open the door to whoever reads the journal.
    """
    if via and not CODE.fullmatch(via):
        raise BadFact(f"via takes a machine word, not {via!r:.40}")
    token = VIA.set(via)
    try:
        yield
    finally:
        VIA.reset(token)
