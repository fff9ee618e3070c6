"""What cases keep in words about a customer who asked to be forgotten."""

from django.db.models import Q

from yingda.cases.models import Case, Note, Record
from yingda.cases.search import INDEX
from yingda.contacts.models import Contact, Message

BLANK = dict.fromkeys(
    (
        "acts_for", "relation", "related_number", "happened", "place", "subject", "description", "demand",
        "measures", "result", "policy_basis", "remarks",
    ),
    "",
)


def erase_texts(customers: list[int], most: int) -> int:
    """Empty at most about `most` rows of each kind; called until it answers 0."""
    contacts = Contact.objects.filter(customer__in=customers)
    cases = Case.objects.filter(customer__in=customers)
    texts = [
        (Record.objects.filter(Q(contact__in=contacts) | Q(case__in=cases)), {**BLANK, "extra": {}}),
        (Note.objects.filter(case__in=cases), {"text": ""}),
        (cases, {"title": "", "measures": "", "result": ""}),
        (Message.objects.filter(contact__in=contacts, author=Message.Author.CUSTOMER), {"text": ""}),
        (contacts, {"need": ""}),
    ]
    return sum(empty(rows, blank, most) for rows, blank in texts)


def empty(rows, blank: dict, most: int) -> int:
    full = Q()
    for name, value in blank.items():
        full |= ~Q(**{name: value})
    ids = list(rows.filter(full).order_by("pk").values_list("pk", flat=True)[:most])
    rows.model.objects.filter(pk__in=ids).update(**blank)
    for case in found_by(rows.model, ids):
        INDEX.drop(case)
    return len(ids)


def found_by(model, ids: list[int]) -> list[int]:
    """The cases whose words in the search index came from these rows."""
    if model is Record:
        return list(Record.objects.filter(pk__in=ids, case__isnull=False).values_list("case", flat=True))
    return ids if model is Case else []
