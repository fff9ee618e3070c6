"""What a call does when its contact moves on: heard inside the verb's own transaction, which holds the contact."""

from yingda.contacts import facts as contact_facts
from yingda.contacts.models import Contact
from yingda.journal import subscribe
from yingda.journal.models import Fact
from yingda.routing import facts as routing_facts
from yingda.telephony import ending, engaging, facts, offering
from yingda.telephony.arranging import arrange, serve, unserved
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import call_of, customer, moved, speak
from yingda.telephony.saying import say


def register() -> None:
    subscribe(offering.made, [routing_facts.OFFERED], "rings the agent's phone")
    subscribe(ending.contact_ended, [contact_facts.ENDED], "hangs up the call's legs")
    subscribe(served, [contact_facts.ANSWERED, contact_facts.HANDED_OVER], "connects the customer with who serves them")
    subscribe(requeued, [contact_facts.REQUEUED], "hangs up who did not take the call; the customer hears music")
    subscribe(transferred, [contact_facts.TRANSFER], "hangs up who hands the call on; the customer hears so")
    subscribe(held, [contact_facts.HELD, contact_facts.RESUMED], "plays music to a customer on hold")
    subscribe(told, [contact_facts.HOLD_NEWS], "tells a customer on hold that work goes on")
    subscribe(freed, [facts.LEG_ENDED], "lets who was consulted or listened take calls again")


def served(heard: list[Fact]) -> None:
    for fact in heard:
        if call := going_on(fact):
            serve(call, fact.person, at=fact.at)


def requeued(heard: list[Fact]) -> None:
    for fact in heard:
        if call := going_on(fact):
            if call.grace:
                call.change(grace=None)
            unserved(call, cause=fact.data["reason"], at=fact.at)


def transferred(heard: list[Fact]) -> None:
    for fact in heard:
        if call := going_on(fact):
            if call.grace:
                call.change(grace=None)
            unserved(call, cause="transferred", at=fact.at, prompt=say(call.contact, "transferring"))


def held(heard: list[Fact]) -> None:
    for fact in heard:
        call = going_on(fact)
        if call and call.stage == Call.Stage.TALK:
            arrange(call, at=fact.at)


def told(heard: list[Fact]) -> None:
    for fact in heard:
        call = going_on(fact)
        leg = call and customer(call)
        if leg and leg.place == Leg.Place.HOLD:
            speak(leg, say(call.contact, "hold_news"))
            moved(call, at=fact.at)


def freed(heard: list[Fact]) -> None:
    for fact in heard:
        if fact.person and fact.data["party"] in (Leg.Party.COLLEAGUE, Leg.Party.SUPERVISOR):
            engaging.disengage(fact.person, at=fact.at)


def going_on(fact: Fact) -> Call | None:
    """The contact's call while it lasts."""
    call = call_of(Contact.objects.lock(fact.contact))
    return None if call is None or call.ended else call
