"""One short transaction of the clock: due rows locked, judged in memory, written by one update and bulk inserts."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from yingda.journal import Code, record, verb
from yingda.lib.db import fetched, on_postgresql
from yingda.promises import facts
from yingda.promises.deadlines import ESCALATION, LIMIT, REMINDER, History, Stage, in_order
from yingda.promises.models import Extension, Notice, Pause, Promise
from yingda.promises.notices import Ladder, notices
from yingda.promises.waking import COLUMNS, Poisoned, Row, Woken, needs_history, wake_up

log = logging.getLogger(__name__)

MOST = 100  # about 25 ms: no write transaction may last over 50
SET_BASED = """
UPDATE promises_promise AS p
SET rank = new.rank, wake = new.wake, state = new.state, broken = new.broken, failures = new.failures
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::int[], %s::timestamptz[], %s::text[], %s::timestamptz[],
            %s::int[]) AS new(id, was_rank, was_wake, rank, wake, state, broken, failures)
WHERE p.id = new.id AND p.rank = new.was_rank AND p.wake IS NOT DISTINCT FROM new.was_wake
RETURNING p.id
"""


def due_ids(at: datetime) -> list[int]:
    """The ids of a batch, without locking."""
    return list(Promise.objects.due(at).values_list("id", flat=True)[:MOST])


@verb
def wake_batch(at: datetime, ids: Sequence[int] | None = None) -> tuple[int, int]:
    """Wake what is due at `at` (only these `ids`). Returns how many were woken, how many could not be judged."""
    rows = take(at, ids)
    judged = judge(rows, at)
    woken = [one for one in judged if isinstance(one, Woken)]
    poisoned = [one for one in judged if isinstance(one, Poisoned)]
    changed = write(woken, poisoned, at)
    woken = [one for one in woken if one.row.id in changed]
    ladder = Ladder(woken)
    for one in woken:
        tell(one, ladder, at)
    for one in poisoned:
        complain(one, at)
    told = [notice for one in woken for notice in notices(one, ladder, at)]
    if told:
        Notice.objects.bulk_create(told, ignore_conflicts=True)
    return len(woken), len(poisoned)


def take(at: datetime, ids: Sequence[int] | None) -> list[Row]:
    """Lock at most a batch of due rows, leaving those that another clock has in hand."""
    due = Promise.objects.due(at)
    if ids is not None:
        due = due.filter(pk__in=ids)
    if on_postgresql():
        due = due.select_for_update(skip_locked=True)
    return [Row(*values) for values in due.values_list(*COLUMNS)[:MOST]]


def judge(rows: Sequence[Row], at: datetime) -> list[Woken | Poisoned]:
    """Each row by its own rule; a row that cannot be judged is set aside."""
    judged: list[Woken | Poisoned] = []
    histories = read_histories(rows)
    for row in rows:
        try:
            judged.append(wake_up(row, histories.get(row.id) or History(row.opened, row.due), at))
        except Exception as error:  # whatever is wrong with one promise must not stop the others
            judged.append(Poisoned(row, error))
    return judged


def read_histories(rows: Sequence[Row]) -> dict[int, History]:
    """The histories of those rows to which they matter: two queries, none if there are no such rows."""
    asking = {row.id: row for row in rows if asks(row)}
    if not asking:
        return {}
    pauses, extensions = defaultdict(list), defaultdict(list)
    for id, since, ended in Pause.objects.filter(promise__in=asking).values_list("promise", "since", "ended"):
        pauses[id].append((since, ended))
    for id, moved, limit in Extension.objects.filter(promise__in=asking).values_list("promise", "at", "limit"):
        extensions[id].append((moved, limit))
    return {
        id: History(row.opened, row.due, in_order(pauses[id]), tuple(sorted(extensions[id])))
        for id, row in asking.items()
    }


def asks(row: Row) -> bool:
    try:
        return needs_history(row)
    except LookupError:
        return False  # a rule that is not there: `judge` meets it again and sets the row aside


def write(woken: Sequence[Woken], poisoned: Sequence[Poisoned], at: datetime) -> set[int]:
    """Compare-and-set: only rows that still stand as they were read. Returns the ids that changed."""
    rows = [(one.row.id, one.row.rank, one.row.wake, one.rank, one.wake, one.state, one.broken, 0) for one in woken]
    for one in poisoned:
        row = one.row
        rows.append((row.id, row.rank, row.wake, row.rank, one.wake(at), row.state, row.broken, one.failures))
    if not rows:
        return set()
    if not on_postgresql():
        return {values[0] for values in rows if write_one(*values)}
    return {id for (id,) in fetched(SET_BASED, [list(column) for column in zip(*rows, strict=True)])}


def write_one(id, was_rank, was_wake, rank, wake, state, broken, failures) -> int:
    found = Promise.objects.filter(pk=id, rank=was_rank, wake=was_wake)
    return found.update(rank=rank, wake=wake, state=state, broken=broken, failures=failures)


def tell(one: Woken, ladder: Ladder, at: datetime) -> None:
    """One fact for every stage passed. It broke at its limit; people were told now."""
    row = one.row
    common = {"line": row.line, "contact": row.contact, "case": row.case, "promise": row.uid, "rule": Code(row.rule)}
    for stage in one.stages:
        if stage.kind == REMINDER:
            record(facts.REMINDED, at=at, person=row.owner, rank=stage.number, **common)
        elif stage.kind == LIMIT:
            record(facts.BROKEN, at=row.limit, person=row.owner, **common)
        else:
            record(facts.ESCALATED, at=at, person=person_of(one, stage, ladder), rung=stage.number, **common)


def person_of(one: Woken, stage: Stage, ladder: Ladder) -> int | None:
    """Whom the escalation reached, when it is one person; else the owner."""
    people = ladder.people(one, stage) if stage.kind == ESCALATION else []
    return people[0] if len(people) == 1 else one.row.owner


def complain(one: Poisoned, at: datetime) -> None:
    """In the log each time; in the journal, for `doctor`, the first time."""
    row = one.row
    log.error("promise %s cannot be judged (try %d)", row.uid, one.failures, exc_info=one.error)
    if row.failures == 0:
        record(
            facts.RULE_FAILED,
            at=at,
            line=row.line,
            contact=row.contact,
            case=row.case,
            rule=Code(row.rule),
            error=Code(type(one.error).__name__),
            fact=row.opened_by,
        )


def wake_one(id: int, at: datetime) -> bool:
    """Wake one promise of a batch that failed. False: it failed again, and comes back later."""
    try:
        _, poisoned = wake_batch(at, [id])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        put_off(id, at, error)
        return False
    return not poisoned


@verb
def put_off(id: int, at: datetime, error: Exception) -> None:
    """The database refuses this row's change: it comes back later, every time a longer while."""
    for row in take(at, [id]):
        poisoned = Poisoned(row, error)
        write([], [poisoned], at)
        complain(poisoned, at)
