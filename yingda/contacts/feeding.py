"""What browsers get of contacts through the feed: the very objects that GET returns."""

from collections.abc import Callable, Iterable

from yingda.access.files import register_owner
from yingda.contacts import facts as contact_facts
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import OWNER_KIND
from yingda.contacts.present import contact_out, message_out
from yingda.journal.models import Fact
from yingda.journal.presenting import for_customers, present_object, present_ref
from yingda.people.models import Line, Person

WITH_MESSAGE = (contact_facts.MESSAGE, contact_facts.WHISPERED)
WITH_CONTACT = (
    contact_facts.ARRIVED,
    contact_facts.QUEUED,
    contact_facts.CLOSED_HOURS,
    contact_facts.OFFERED,
    contact_facts.REQUEUED,
    contact_facts.ANSWERED,
    contact_facts.CALLED,
    contact_facts.STEP,
    contact_facts.TYPED,
    contact_facts.URGENCY,
    contact_facts.CLASSIFIED,
    contact_facts.LANGUAGE,
    contact_facts.RECOGNISED,
    contact_facts.IDENTITY,
    contact_facts.JOINED,
    contact_facts.LEFT,
    contact_facts.TRANSFER,
    contact_facts.TAKEN_OVER,
    contact_facts.HANDED_OVER,
    contact_facts.OUTSIDE,
    contact_facts.HELD,
    contact_facts.HOLD_NEWS,
    contact_facts.RESUMED,
    contact_facts.ENDED,
    contact_facts.ARCHIVED,
)
FOR_CUSTOMERS = (
    contact_facts.MESSAGE,
    contact_facts.SEEN,
    contact_facts.QUEUED,
    contact_facts.REQUEUED,
    contact_facts.ANSWERED,
    contact_facts.TRANSFER,
    contact_facts.ENDED,
)


def register() -> None:
    for kind, model, column in (("contact", Contact, "uid"), ("person", Person, "uid"), ("line", Line, "code")):
        present_ref(kind, outside_ids(model, column))
    for name in WITH_MESSAGE:
        present_object(name, messages)
    for name in WITH_CONTACT:
        present_object(name, contacts)
    for_customers(FOR_CUSTOMERS)
    register_owner(OWNER_KIND, may_see_file)


def outside_ids(model: type, column: str) -> Callable[[set[int]], dict[int, str]]:
    def resolve(ids: set[int]) -> dict[int, str]:
        return {pk: str(value) for pk, value in model.objects.filter(pk__in=ids).values_list("pk", column)}

    return resolve


def messages(facts: list[Fact], audience: str) -> dict[int, dict]:
    """MessageOut by fact id. A whisper is nothing that a customer gets."""
    uids = {fact.pk: fact.data["message"] for fact in facts}
    rows = Message.objects.filter(uid__in=set(uids.values()))
    rows = list(rows.for_customer() if audience == "customer" else rows)
    built = by_uid(rows, message_out(rows, audience))
    return {fact: built[uid] for fact, uid in uids.items() if uid in built}


def contacts(facts: list[Fact], audience: str) -> dict[int, dict]:
    """ContactOut (VisitOut for its customer) by fact id, as the contact is when the feed is read."""
    rows = list(Contact.objects.filter(pk__in={fact.contact for fact in facts}))
    built = {row.pk: out for row, out in zip(rows, contact_out(rows, audience), strict=True)}
    return {fact.pk: built[fact.contact] for fact in facts if fact.contact in built}


def by_uid(rows: Iterable[Message], built: Iterable[dict]) -> dict[str, dict]:
    return {str(row.uid): out for row, out in zip(rows, built, strict=True)}


def may_see_file(viewer, owner: int) -> bool:
    """Staff who may see the contact; its own customer, whose audience names the contact. Never a whispered file."""
    message = Message.objects.filter(pk=owner)
    scope = getattr(viewer, "scope", None)
    if scope is not None:
        return Contact.objects.visible_to(scope).filter(messages__in=message).exists()
    return message.for_customer().filter(contact=getattr(viewer, "contact", None)).exists()
