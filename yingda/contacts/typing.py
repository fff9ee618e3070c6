"""Somebody is writing: a signal that is never stored."""

from yingda.contacts.models import Contact
from yingda.journal.signals import send
from yingda.people.models import Person


def typing(contact: Contact, *, author: str, on: bool = True, by: Person | None = None) -> None:
    """Tell the other side: the customer's stream when an agent writes, those who take part when the customer does."""
    payload = {"kind": "typing", "contact": str(contact.uid), "author": author, "on": on}
    for key in heard_by(contact, author):
        send(key, payload)


def heard_by(contact: Contact, author: str) -> list[str]:
    if author != "customer":
        return [f"contact:{contact.pk}"]
    people = contact.participations.filter(ended=None).values_list("person", flat=True)
    return [f"person:{person}" for person in people]
