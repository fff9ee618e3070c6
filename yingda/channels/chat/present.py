"""Sites and conversations as the widget gets them."""

from datetime import datetime

from yingda.access import files
from yingda.cases.models import Case
from yingda.channels.chat.models import Conversation, Site
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import MOST_CHARACTERS
from yingda.contacts.present import CUSTOMER, contact_out, message_out
from yingda.followups.models import Rating
from yingda.journal import feed
from yingda.lib.say import Sentence
from yingda.people.models import Organisation
from yingda.routing.standing import position
from yingda.standard import hours_in_words as hours
from yingda.standard import versions

LANGUAGES = ("zh", "en")


def site_out(site: Site, at: datetime) -> dict:
    """All that the widget needs before the first word, in both languages."""
    standard = versions.in_force(site.line, at)
    organisation = Organisation.objects.filter(pk=1).first() or Organisation(name="")
    calendar = standard.calendar
    resumes = None if calendar.is_open(at) else hours.next_open(calendar, at)
    opens = resumes and hours.instant(calendar, resumes)
    names = {
        language: {"organisation": named(organisation, language), "line": named(site.line, language)}
        for language in LANGUAGES
    }
    away = {
        language: standard.text("out_of_hours", language, opens=opens(language), **names[language])
        if opens
        else standard.text("out_of_hours_unknown", language, **names[language])
        for language in LANGUAGES
    }
    return {
        "key": site.key,
        "title": {"zh": site.title or site.line.name, "en": site.title_en or named(site.line, "en")},
        "organisation": {language: names[language]["organisation"] for language in LANGUAGES},
        "accent": site.accent,
        "open": calendar.is_open(at),
        "resumes": resumes,
        "hours": both(hours.weekly(calendar, at)),
        "greeting": {language: standard.text("greeting", language, **names[language]) for language in LANGUAGES},
        "away": away,
        "limits": {
            "text": MOST_CHARACTERS,
            "file": files.MOST_BYTES,
            "endings": sorted(files.PICTURES.keys() | files.DOCUMENTS),
        },
    }


def chat_out(conversation: Conversation | None, at: datetime) -> dict:
    """The whole conversation for its visitor. The feed's position is read first: what comes later is told by it."""
    head = feed.head()
    if conversation is None:
        return {"contact": None, "messages": [], "rated": False, "case": None, "position": head} | NOWHERE
    contact = Contact.objects.get(pk=conversation.contact_id)
    return {
        "contact": contact_out([contact], audience=CUSTOMER)[0],
        "messages": message_out(messages_of(contact), audience=CUSTOMER),
        "rated": Rating.objects.filter(contact=contact, given__isnull=False).exists(),
        "case": case_number(contact),
        "position": head,
    } | place_out(contact, at)


def place_out(contact: Contact, at: datetime) -> dict:
    place, wait = position(contact, at) or (None, None)
    return {"place": place, "wait": wait}


def messages_of(contact: Contact) -> list[Message]:
    return list(contact.messages.for_customer().order_by("id"))


def case_number(contact: Contact) -> str | None:
    """The number of the case that a message left out of hours became."""
    if contact.answered:
        return None
    return Case.objects.filter(records__contact=contact).values_list("number", flat=True).first()


def named(thing, language: str) -> str:
    return (language == "en" and thing.name_en) or thing.name


def both(sentence: Sentence) -> dict:
    return {language: sentence(language) for language in LANGUAGES}


NOWHERE = {"place": None, "wait": None}
