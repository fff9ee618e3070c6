"""What routing does when a contact moves on: heard inside the verb's own transaction, which holds the contact."""

from yingda.contacts import facts as contact_facts
from yingda.contacts.models import Contact, Transfer
from yingda.journal import subscribe
from yingda.journal.models import Fact
from yingda.people import facts as people_facts
from yingda.routing.desks import settle
from yingda.routing.enqueue import ASSIGNED_RANK, enqueue, rank_of
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Desk, Waiting
from yingda.routing.moving import take_place
from yingda.routing.offers import withdraw


def register() -> None:
    subscribe(ended, [contact_facts.ENDED], "frees the agent, or takes the contact out of the queue")
    subscribe(transferred, [contact_facts.TRANSFER], "frees the agent and queues the contact for its new people")
    subscribe(handed_over, [contact_facts.HANDED_OVER], "frees the agent and takes a place of the one who takes over")
    subscribe(archived, [contact_facts.ARCHIVED], "ends the agent's wrap-up")
    subscribe(weighed, [contact_facts.URGENCY, contact_facts.RECOGNISED], "moves a waiting contact to its new place")
    subscribe(spoken, [contact_facts.LANGUAGE], "looks for an agent who speaks the language")
    subscribe(rights_changed, [people_facts.RESTRICTED, people_facts.RELEASED], "matches again")


def ended(facts: list[Fact]) -> None:
    for fact in facts:
        withdraw(contact_of(fact), at=fact.at, reason=fact.data["ended_by"])


def transferred(facts: list[Fact]) -> None:
    for fact in facts:
        made = Transfer.objects.select_related("to_person", "to_team", "by").get(uid=fact.data["transfer"])
        contact = contact_of(fact)
        withdraw(contact, at=fact.at, reason="transferred")
        enqueue(
            contact, team=made.to_team, prefers=made.to_person, holds=made.to_person is not None, avoids=made.by,
            at=fact.at,
        )


def handed_over(facts: list[Fact]) -> None:
    for fact in facts:
        take_place(contact_of(fact), fact.person, at=fact.at)


def archived(facts: list[Fact]) -> None:
    for fact in facts:
        if fact.person:
            settle(Desk.objects.lock_for(fact.person), at=fact.at)
            nudge_after_commit()


def weighed(facts: list[Fact]) -> None:
    for fact in facts:
        waiting = Waiting.objects.filter(contact=fact.contact).exclude(rank=ASSIGNED_RANK)
        if waiting.exists():
            waiting.update(rank=rank_of(contact_of(fact)))


def spoken(facts: list[Fact]) -> None:
    for fact in facts:
        if Waiting.objects.filter(contact=fact.contact).update(language=fact.data["language"]):
            nudge_after_commit()


def rights_changed(facts: list[Fact]) -> None:
    nudge_after_commit()


def contact_of(fact: Fact) -> Contact:
    return fact.rows.get("contact") or Contact.objects.get(pk=fact.contact)
