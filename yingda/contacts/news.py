"""What the system tells the customer in the conversation, in the contact's own language."""

from yingda.contacts.models import Contact
from yingda.lib.say import Sentence, say
from yingda.people.models import Line, Person, Team

TRANSFERRING = say(
    "正在为您转接至{whom}，情况已一并转交，您不必重复。",
    "You are being transferred to {whom}, together with what you told us.",
)
TAKEN_OVER = say("{whom}已接手，前面的情况已经了解。", "{whom} has taken over and knows what you told us.")
JOINED = say("{whom}已加入会话。", "{whom} has joined the conversation.")
LOST = say(
    "抱歉，原坐席的连接中断，已为您优先安排其他坐席，请稍候。",
    "Sorry, your agent lost the connection. Another one is being found for you first; please wait.",
)
COLLEAGUE = say("坐席{number}", "agent {number}")


def words(contact: Contact, sentence: Sentence, **values: object) -> str:
    """The sentence in the customer's language."""
    return sentence(contact.language, **values)


def colleague(contact: Contact, person: Person) -> str:
    """How a customer is told of an agent: by work number (2.3)."""
    return COLLEAGUE(contact.language, number=person.work_number)


def place(contact: Contact, target: Team | Line) -> str:
    """A team's or line's name in the customer's language."""
    return (contact.language.startswith("en") and target.name_en) or target.name
