"""Recordings are kept as long as their line wants; their deletion is itself recorded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from yingda.contacts.models import Contact
from yingda.jobs.making import job
from yingda.journal import verb
from yingda.journal.models import Fact
from yingda.lib.db import lock_rows
from yingda.lib.times import now
from yingda.people.models import Line
from yingda.telephony import facts
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.models import Recording
from yingda.telephony.recordings import storing
from yingda.telephony.recordings.beginning import change, tell
from yingda.telephony.recordings.keeping import fail, finish_without, forget_source

EVERY = timedelta(minutes=10)
BATCH = 200
GIVEN_UP = timedelta(hours=12)  # after the last try of the job that takes recordings over
GONE_AT_ONCE = timedelta(seconds=3)
State = Recording.State


@job()
def tidy() -> int:
    """Delete what is due, give up what never arrived, drop what a killed job left at the exchange; how many."""
    at = now()
    return delete_due(at) + give_up(at) + forget_sources()


def delete_due(at: datetime) -> int:
    """Each in a verb of its own, in batches."""
    done = 0
    while rows := list(Recording.objects.light().due(at).order_by("delete_after")[:BATCH]):
        done += sum(delete(row.pk, reason="retention", at=at) for row in rows)
    return done


@verb
def delete(pk: int, *, reason: str, at: datetime) -> bool:
    """The sound goes, the row stays and says when. The bytes go first: broken off, it is done again."""
    recording = lock_rows(Recording.objects.filter(pk=pk).exclude(state=State.DELETED)).first()
    if recording is None:
        return False
    storing.drop(recording.name)
    forget_source(recording)
    change(recording, state=State.DELETED, deleted=at, name="", key="", peaks=[], speech={})
    tell(facts.RECORDING_DELETED, recording, at=at, reason=reason)
    return True


def give_up(at: datetime) -> int:
    """What the exchange never delivered, or nobody could take over for GIVEN_UP."""
    overdue = Recording.objects.light().filter(state=State.ARRIVING, ended__lt=at - GIVEN_UP)
    return sum(given_up(row, at) for row in overdue[:BATCH])


def given_up(row: Recording, at: datetime) -> bool:
    """Of a caller who had gone when recording was to begin, the exchange has no file: nothing is lost."""
    if not row.source and row.ended - row.began < GONE_AT_ONCE:
        return finish_without(row.pk, at=at)
    return fail(row.pk, "stuck" if row.source else "lost", at=at)


def forget_sources() -> int:
    """A job was killed, for the last time, between keeping a recording and removing the exchange's copy."""
    rows = list(Recording.objects.light().filter(state__in=[State.KEPT, State.DELETED]).exclude(source="")[:BATCH])
    for row in rows:
        forget_source(row)
    return len(rows)


def follow_hotlines(heard: Sequence[Fact]) -> None:
    """A hotline was set up anew: a job lets its recordings follow."""
    for fact in heard:
        if fact.data.get("what") == "hotline" and fact.line:
            keep_as_wanted.enqueue(fact.line)


@job()
def keep_as_wanted(line: int) -> int:
    """How many recordings of this line are kept for as long as its hotline now says."""
    row = Line.objects.select_related("hotline").get(pk=line)
    return keep_for(row, hotline_of(row).retention_days)


def keep_for(line: Line, days: int) -> int:
    """From now on the line's recordings are kept so long, those that it has already as well; how many."""
    done, last = 0, 0
    while rows := list(kept_of(line).filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in rows:
            row.delete_after = (row.ended or row.began) + timedelta(days=days)
        done += Recording.objects.bulk_update(rows, ["delete_after"])
        last = rows[-1].pk
    return done


def kept_of(line: Line):
    return Recording.objects.light().filter(state=State.KEPT, call__contact__line=line)


def erase_recordings(customers: list[int], most: int) -> int:
    """Those of customers who asked to be forgotten; what is under way goes when it arrives. Called until it says 0."""
    contacts = Contact.objects.filter(customer__in=customers)
    rows = Recording.objects.light().filter(Q(state=State.KEPT) | Q(state=State.FAILED), call__contact__in=contacts)
    return sum(delete(row.pk, reason="erased", at=now()) for row in rows.order_by("pk")[:most])
