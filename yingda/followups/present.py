"""Follow-ups and ratings as the API and the feed show them."""

from collections.abc import Iterable

from yingda.cases.models import Case, Record
from yingda.cases.present import title
from yingda.contacts.models import Contact
from yingda.contacts.present import by_id, person_brief
from yingda.customers.masking import mask_numbers
from yingda.customers.present import briefs
from yingda.followups.models import FollowUp, Rating
from yingda.journal.models import Fact
from yingda.lib.say import Sentence
from yingda.people.models import Person
from yingda.people.scope import Scope
from yingda.promises.models import Promise
from yingda.promises.present import promise_out

PROMISES = 20


def follow_ups_out(rows: Iterable[FollowUp]) -> list[dict]:
    """The JSON of follow-ups, in a fixed number of queries."""
    rows = list(rows)
    cases = by_id(Case, (row.case_id for row in rows))
    people = by_id(Person, (pk for row in rows for pk in (row.owner_id, row.done_by_id)))
    customers = briefs(case.customer_id for case in cases.values())
    records: dict[int, list[Record]] = {}
    for record in Record.objects.filter(case__in=list(cases)).select_related("contact").order_by("contact"):
        records.setdefault(record.case_id, []).append(record)
    return [
        {
            "id": row.uid,
            "case": case_brief(cases[row.case_id], records.get(row.case_id, [])),
            "customer": customers.get(cases[row.case_id].customer_id),
            "owner": person_brief(people.get(row.owner_id)),
            "due": row.due,
            "tries": row.tries,
            "last_try": row.last_try,
            "done": row.done,
            "done_by": person_brief(people.get(row.done_by_id)),
            "outcome": row.outcome,
            "solved": row.solved,
            "feedback": row.feedback,
            "remarks": mask_numbers(row.remarks),
        }
        for row in rows
    ]


def case_brief(case: Case, records: list[Record]) -> dict:
    return {
        "id": case.uid,
        "number": case.number,
        "title": mask_numbers(title(case, records)),
        "request_type": case.request_type,
        "result": mask_numbers(case.result),
        "solved": case.solved,
    }


def by_fact(facts: list[Fact], audience: str) -> dict[int, dict]:
    """What the feed sends with a follow-up's facts: the follow-up as GET returns it, to staff only."""
    if audience != "staff":
        return {}
    rows = list(FollowUp.objects.filter(uid__in={fact.data["follow_up"] for fact in facts}))
    out = {str(row.uid): built for row, built in zip(rows, follow_ups_out(rows), strict=True)}
    return {fact.pk: out[fact.data["follow_up"]] for fact in facts if fact.data["follow_up"] in out}


def open_promises(customers: list[int], scope: Scope) -> list[dict]:
    """The open promises to these customers, the nearest first: a part of their history."""
    rows = Promise.objects.visible_to(scope).filter(customer__in=customers, state__in=Promise.OPEN)
    return promise_out(rows.order_by("limit", "pk")[:PROMISES])


def feedback_of(contact: Contact) -> str | None:
    """What the customer of this contact said at last: a field of the record (3.1)."""
    rated = Rating.objects.filter(contact=contact, given__isnull=False).order_by("-pk").values_list("satisfaction")
    asked = FollowUp.objects.filter(case__records__contact=contact, done__isnull=False).order_by("-pk")
    return (rated.first() or asked.values_list("feedback").first() or (None,))[0]


def followed_up_by(contact: Contact) -> dict | None:
    """Who asked: a field of the record (3.1)."""
    done = FollowUp.objects.filter(case__records__contact=contact, done_by__isnull=False).order_by("-pk")
    found = done.select_related("done_by").first()
    return person_brief(found and found.done_by)


def feedback_lacks(contacts: list[Contact]) -> dict[int, list[Sentence]]:
    """Contacts whose last step (1.1) lacks nothing any more: their customer has rated."""
    rated = Rating.objects.filter(contact__in=contacts, given__isnull=False).values_list("contact", flat=True)
    return {contact: [] for contact in rated}
