"""Call-backs as the API and the feed show them."""

from collections.abc import Iterable

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.contacts.present import by_id, line_brief, person_brief
from yingda.customers.present import briefs
from yingda.journal.models import Fact
from yingda.lib.times import now
from yingda.people.models import Line, Person
from yingda.standard import versions
from yingda.telephony import callers
from yingda.telephony.hotlines import hotline_of, is_decent
from yingda.telephony.models import CallBack


def call_backs_out(rows: Iterable[CallBack]) -> list[dict]:
    """The JSON of call-backs, in a fixed number of queries."""
    rows = list(rows)
    customers = briefs(row.customer_id for row in rows)
    people = by_id(Person, (pk for row in rows for pk in (row.owner_id, row.done_by_id)))
    contacts = by_id(Contact, (row.contact_id for row in rows))
    cases = by_id(Case, (row.case_id for row in rows))
    lines = {line.pk: line for line in Line.objects.select_related("hotline").filter(pk__in={r.line_id for r in rows})}
    callable_now = {pk: may_call(line) for pk, line in lines.items()}
    at = now()
    return [
        {
            "id": row.uid,
            "line": line_brief(lines[row.line_id]),
            "customer": customers.get(row.customer_id),
            "caller": callers.masked(row),
            "reason": row.reason,
            "state": row.state,
            "made": row.made,
            "due": row.due,
            "tries": row.tries,
            "missed": row.missed,
            "owner": person_brief(people.get(row.owner_id)),
            "done": row.done,
            "done_by": person_brief(people.get(row.done_by_id)),
            "note": row.note,
            "case": case_brief(cases.get(row.case_id)),
            "contact": contacts[row.contact_id].uid,
            "may_call_now": row.state == CallBack.State.OPEN and row.due <= at and callable_now[row.line_id],
        }
        for row in rows
    ]


def may_call(line: Line) -> bool:
    at = now()
    return is_decent(hotline_of(line), versions.in_force(line, at).calendar.tz, at)


def case_brief(case: Case | None) -> dict | None:
    return case and {"id": case.uid, "number": case.number}


def by_fact(facts: list[Fact], audience: str) -> dict[int, dict]:
    """What the feed sends with a call-back's facts: the call-back as GET returns it, to staff only."""
    if audience != "staff":
        return {}
    rows = list(CallBack.objects.filter(uid__in={fact.data["call_back"] for fact in facts}))
    out = {str(row.uid): built for row, built in zip(rows, call_backs_out(rows), strict=True)}
    return {fact.pk: out[fact.data["call_back"]] for fact in facts if fact.data["call_back"] in out}
