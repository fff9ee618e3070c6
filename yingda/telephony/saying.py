"""Announcements as steps of a leg's script."""

from yingda.contacts.models import Contact
from yingda.telephony.prompts.speaking import pieces


def say(contact: Contact, key: str) -> list[dict]:
    """The announcement in the customer's language."""
    return [{"say": pieces(key, contact.language)}]
