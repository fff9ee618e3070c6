"""A chat that nobody answered: no one is left to file it, so it files itself, with a case when we can call back."""

from collections.abc import Sequence
from datetime import datetime

from yingda.cases.opening import headline, open_from_message
from yingda.contacts.archive import archive
from yingda.contacts.facts import ENDED
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import say_as_system
from yingda.journal import subscribe
from yingda.journal.models import Fact
from yingda.lib.say import say

WORDLESS = say("未能接待的网聊", "A chat that nobody answered")
REGISTERED = say(
    "很抱歉没能及时接待您。您的来信已登记，编号 {number}，我们会尽快与您联系。",
    "Sorry that nobody answered in time. What you wrote is registered as {number}; we will be in touch soon.",
)


def register() -> None:
    subscribe(file_missed, [ENDED], "files a chat that nobody answered, with a case when its customer can be reached")


def file_missed(heard: Sequence[Fact]) -> None:
    """contact.ended, inside the verb that ended it."""
    for fact in heard:
        if fact.data["channel"] == Contact.Channel.CHAT and not fact.data["answered"]:
            miss(Contact.objects.lock(fact.contact), wanted=fact.data["ended_by"] != "agent", at=fact.at)


def miss(contact: Contact, *, wanted: bool, at: datetime) -> None:
    """`wanted`: the customer still waits for an answer, since no agent has ended it on purpose."""
    if wanted and reachable(contact):
        words = contact.messages.filter(author=Message.Author.CUSTOMER).order_by("pk").values_list("text", flat=True)
        text = "\n".join(one for one in words if one)
        case = open_from_message(contact, text, at=at, title=headline(text) or WORDLESS(contact.language))
        say_as_system(contact, REGISTERED, number=case.number, at=at)
    archive(contact, by=None, at=at)


def reachable(contact: Contact) -> bool:
    """Whether the customer has left a phone or a mail address, now or before."""
    customer = contact.customer
    return customer is not None and (bool(customer.email) or customer.phones.exists())
