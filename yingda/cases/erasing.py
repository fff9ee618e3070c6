"""What contacts and cases keep, in words and files, about a customer who asked to be forgotten."""

from django.db.models import Q, QuerySet

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.cases import noting
from yingda.cases.models import Case, Note, Record
from yingda.cases.search import INDEX
from yingda.contacts import post
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
    return sum(empty(rows, blank, most) for rows, blank in texts) + erase_files(contacts, cases, most)


def erase_files(contacts: QuerySet[Contact], cases: QuerySet[Case], most: int) -> int:
    """What was sent in the customer's conversations, by either side, and what is attached to their cases."""
    sent = Message.objects.filter(contact__in=contacts, file__isnull=False).values("pk")
    theirs = Q(owner_kind=post.OWNER_KIND, owner__in=sent) | Q(owner_kind=noting.FILES, owner__in=cases.values("pk"))
    return files.erase(StoredFile.objects.filter(theirs), most)


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
