"""A call ends that nobody answered: left a message, kept its place, was abandoned, or came outside service hours.

Nobody is there to file such a contact, so it files itself.
"""

from collections.abc import Sequence
from datetime import datetime

from yingda.contacts.archive import archive
from yingda.contacts.calling import OUTGOING
from yingda.contacts.models import Contact
from yingda.journal.models import Fact
from yingda.telephony import callbacks
from yingda.telephony.lobby import places, voice_mail
from yingda.telephony.models import Call, CallBack
from yingda.telephony.moving import call_of
from yingda.telephony.recordings import beginning

Reason = CallBack.Reason
LOST = "lost"


def unanswered(heard: Sequence[Fact]) -> None:
    """contact.ended, inside the verb that ended it."""
    for fact in heard:
        if fact.data["channel"] != Contact.Channel.PHONE or fact.data["answered"]:
            continue
        if call := call_of(Contact.objects.lock(fact.contact)):
            left(call, at=fact.at)


def left(call: Call, *, at: datetime) -> None:
    """What is owed to a caller whom nobody answered. Calls of our own are `outbound`'s."""
    if call.contact.direction not in OUTGOING:
        owe(call, at)
    archive(call.contact, by=None, at=at)


def owe(call: Call, at: datetime) -> None:
    beginning.stop(call, at)
    if voice_mail.was_left(call, at):
        case = voice_mail.register(call, at=at)
        callbacks.missed(call, Reason.VOICE_MAIL, at, case=case)
    elif call.plan.get("keeping"):
        places.keep(call, at=at)
    elif call.cause == LOST:
        callbacks.missed(call, Reason.LOST, at)
    elif not call.plan.get("closed") and not call.plan.get("served"):
        callbacks.missed(call, Reason.ABANDONED, at)
