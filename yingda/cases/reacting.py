"""What cases do when something happens to contacts: registered as subscribers in `apps`."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from yingda.cases.classifying import classify_case
from yingda.cases.models import Case, Record
from yingda.cases.registering import register_if_complete
from yingda.cases.telling import take_part
from yingda.contacts.facts import ARRIVED
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal.models import Fact
from yingda.lib.prepared import Given, Prepared

WITH_CASE = Prepared(
    lambda: Record.objects.filter(contact=Given(Record, "contact"), case__isnull=False).select_related("case")
)


def follow_contacts(heard: Sequence[Fact]) -> None:
    """contact.typed, contact.urgency: a case is of the kind that its contact is, and may now be complete.

    A contact that arrived in this very verb has no record to follow with.
    """
    newborn = {fact.contact for fact in heard if fact.name == ARRIVED.name}
    heard = [fact for fact in heard if fact.contact not in newborn]
    if not heard:
        return
    rows = Record.objects.filter(contact__in={fact.contact for fact in heard}).select_related("case", "contact")
    records = {record.contact_id: record for record in rows}
    for fact in heard:
        if record := records.get(fact.contact):
            follow(record, fact)


def follow(record: Record, fact: Fact) -> None:
    if record.case:
        record.case = classify_case(
            record.case, by=fact.by, at=fact.at,
            request_type=fact.data.get("type"), urgency=fact.data.get("urgency"),
        )
    if fact.data.get("type") == record.contact.request_type:
        register_if_complete(record.contact, record, by=record.contact.agent, at=fact.at)


def know_customers(heard: Sequence[Fact]) -> None:
    """contact.recognised: the contact's case is that customer's; who came before is a returning customer (7.4)."""
    for fact in heard:
        customer = fact.data["customer"]
        Case.objects.filter(records__contact=fact.contact, customer=None).update(customer=customer)
        earlier = Contact.objects.filter(customer=OuterRef("pk")).exclude(pk=fact.contact)
        Customer.objects.filter(Exists(earlier), pk=customer, kind=Customer.Kind.NEW).update(
            kind=Customer.Kind.RETURNING
        )


def share_work(heard: Sequence[Fact]) -> None:
    """contact.answered, contact.handed_over: who serves a later contact of a case takes part in it."""
    for fact in heard:
        if record := WITH_CASE.first(contact=fact.contact):
            take_part(record.case, fact.person or fact.by, fact.at)
