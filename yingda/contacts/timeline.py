"""What happened in a contact, in words: its facts with titles, who and when (3.3)."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from yingda.contacts import labels
from yingda.contacts.labels import label
from yingda.contacts.models import Contact
from yingda.contacts.present import by_id, person_brief
from yingda.journal import declared
from yingda.journal.models import Fact
from yingda.lib.say import say
from yingda.people.models import Person
from yingda.people.scope import Scope

QUIET = ("contact.message", "contact.whispered", "contact.seen", "offer.made")  # the conversation, and doubles
SECONDS = say("等待 {seconds} 秒", "after {seconds} s")


def waited(data: dict) -> str:
    return SECONDS(seconds=data["waited"] // 1_000_000)


HIDDEN: list[Callable[[Contact, Scope], Q]] = []
DETAILS: dict[str, Callable[[dict], str]] = {
    "contact.arrived": lambda data: label(labels.CHANNELS, data.get("channel")),
    "contact.requeued": lambda data: label(labels.REASONS, data.get("reason")),
    "contact.answered": waited,
    "contact.step": lambda data: label(labels.STEPS, data.get("step")),
    "contact.typed": lambda data: label(labels.REQUEST_TYPES, data.get("type")),
    "contact.classified": lambda data: label(labels.REQUEST_TYPES, data.get("type")),
    "contact.urgency": lambda data: label(labels.URGENCIES, data.get("urgency")),
    "contact.identity_checked": lambda data: label(labels.RESULTS, data.get("result")),
    "contact.transfer": lambda data: label(labels.TARGETS, data.get("to")),
    "contact.ended": lambda data: label(labels.PARTIES, data.get("ended_by")),
}


def describe(name: object, detail: Callable[[dict], str]) -> None:
    """Let a higher room say in words what its fact's data mean, in the active language."""
    DETAILS[str(name)] = detail


def conceal(hidden: Callable[[Contact, Scope], Q]) -> None:
    """Let a higher room say which facts of a contact are not for these eyes."""
    HIDDEN.append(hidden)


def facts_of(contact: Contact, scope: Scope):
    """The facts to tell this person of a contact, for paging by id."""
    facts = Fact.objects.filter(contact=contact.pk).exclude(name__in=QUIET)
    for hidden in HIDDEN:
        facts = facts.exclude(hidden(contact, scope))
    return facts


def timeline_out(facts: list[Fact]) -> list[dict]:
    """`[{id, at, recorded, name, title, detail, by, person}]` in the active language: one query for the people."""
    people = by_id(Person, (pk for fact in facts for pk in (fact.by, fact.person)))
    return [
        {
            "id": fact.pk,
            "at": fact.at,
            "recorded": recorded_later(fact),
            "name": fact.name,
            "title": title(fact.name),
            "detail": detail(fact),
            "by": person_brief(people.get(fact.by)),
            "person": person_brief(people.get(fact.person)),
        }
        for fact in facts
    ]


def title(name: str) -> str:
    known = declared(name)
    return str(known.title) if known else name


def detail(fact: Fact) -> str:
    return DETAILS[fact.name](fact.data) if fact.name in DETAILS else ""


def recorded_later(fact: Fact) -> datetime | None:
    """When we learnt it, where that was not at once (back-entry)."""
    return fact.recorded if (fact.recorded - fact.at).total_seconds() > 60 else None
