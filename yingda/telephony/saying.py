"""Announcements as steps of a leg's script."""

from yingda.contacts.models import Contact


def say(contact: Contact, key: str) -> list[dict]:
    """The announcement in the customer's language."""
    from yingda.telephony.prompts.speaking import pieces

    return [{"say": pieces(key, contact.language)}]
