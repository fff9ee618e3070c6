"""What the lobby and our own calls hear from the journal, and what the clock does for them."""

from collections.abc import Sequence
from datetime import timedelta

from yingda.access.files import register_owner
from yingda.contacts import facts as contact_facts
from yingda.contacts.models import Contact
from yingda.customers.erasing import erases
from yingda.journal import presenting, subscribe
from yingda.journal.models import Fact
from yingda.promises.tasks import clock_task
from yingda.telephony import callbacks, facts, outbound_course, web_tickets
from yingda.telephony.callbacks_present import by_fact
from yingda.telephony.lobby import leaving, places, queueing
from yingda.telephony.moving import call_of
from yingda.telephony.sealed import erase_numbers
from yingda.telephony.setup import menus
from yingda.telephony.setup.roles import SEES

MINUTE = timedelta(minutes=1)


def register() -> None:
    subscribe(outbound_course.picked_up, [facts.LEG_ANSWERED], "rings the customer whom an agent calls")
    subscribe(outbound_course.not_reached, [contact_facts.ENDED], "keeps the result of a call that reached nobody")
    subscribe(leaving.unanswered, [contact_facts.ENDED], "files a call that nobody answered: call-back, case, place")
    subscribe(answered, [contact_facts.ANSWERED], "closes the call-back of a caller who is being served")
    clock_task("telephony.queue", queueing.EVERY, queueing.announce)
    clock_task("telephony.lobby", MINUTE, queueing.rescue)
    clock_task("telephony.places", MINUTE, places.release_places)
    clock_task("telephony.tickets", MINUTE, web_tickets.drop_old)
    erases(erase_numbers)
    register_owner(menus.OWNER, lambda viewer, _: hasattr(viewer, "scope") and viewer.scope.has(*SEES))
    for fact in (facts.CALL_BACK, facts.TRIED, facts.CALL_BACK_DONE):
        presenting.present_object(fact, by_fact)


def answered(heard: Sequence[Fact]) -> None:
    """contact.answered: whoever is spoken with need not be called back."""
    for fact in heard:
        if fact.data["channel"] == Contact.Channel.PHONE and not fact.data["again"]:
            call = call_of(Contact.objects.lock(fact.contact))
            if call and call.lookup:
                callbacks.caller_served(fact.line, bytes(call.lookup), by=fact.person, at=fact.at)
