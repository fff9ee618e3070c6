"""What happened in a case, in words: its facts, who and when, and what was written down with them (3.3)."""

from collections.abc import Iterable

from django.db.models import Q

from yingda.cases.models import Case, Handover, Note
from yingda.contacts.models import Contact
from yingda.contacts.timeline import timeline_out
from yingda.customers.masking import mask_numbers
from yingda.journal.models import Fact
from yingda.people.scope import Scope
from yingda.standard import versions
from yingda.standard.shape import NoSuchRule

QUIET = ("record.changed", "case.customer_waits", "promise.reminded", "contact.message", "contact.seen")


def facts_of(case: Case):
    """The facts to tell of a case, for paging by id."""
    return Fact.objects.filter(case=case.pk).exclude(name__in=QUIET)


def hidden_from(contact: Contact, scope: Scope) -> Q:
    """A contact's facts of a case that this person may not see (1.4)."""
    named = Fact.objects.filter(contact=contact.pk, case__isnull=False).values("case")
    sensitive = Case.objects.filter(pk__in=named, sensitive=True)
    seen = Case.objects.visible_to(scope).filter(pk__in=sensitive.values("pk"))
    return Q(case__in=set(sensitive.values_list("pk", flat=True)) - set(seen.values_list("pk", flat=True)))


def case_timeline(case: Case, facts: list[Fact]) -> list[dict]:
    """`[{id, at, recorded, name, title, detail, by, person, text}]`: numbers in `text` masked; four queries in all."""
    words = notes(facts) | handovers(facts)
    return [
        entry | {"text": mask_numbers(words.get(fact.pk, "")), "detail": entry["detail"] or promised(case, fact)}
        for fact, entry in zip(facts, timeline_out(facts), strict=True)
    ]


def notes(facts: Iterable[Fact]) -> dict[int, str]:
    """What was noted, said to the customer or given as a reason, by fact id."""
    wanted = {fact.data["note"]: fact.pk for fact in facts if fact.data.get("note")}
    rows = Note.objects.filter(uid__in=wanted).values_list("uid", "text")
    return {wanted[str(uid)]: text for uid, text in rows}


def handovers(facts: Iterable[Fact]) -> dict[int, str]:
    """Why somebody else was asked, and why they declined, by fact id."""
    wanted = [fact for fact in facts if fact.name in ("case.handover", "case.handover_declined")]
    rows = {str(row.uid): row for row in Handover.objects.filter(uid__in=[fact.data["handover"] for fact in wanted])}
    return {
        fact.pk: row.declined_because if fact.name.endswith("declined") else row.reason
        for fact in wanted
        if (row := rows.get(fact.data["handover"]))
    }


def promised(case: Case, fact: Fact) -> str:
    """The title of the promise that a fact speaks of."""
    if "rule" not in fact.data:
        return ""
    try:
        return str(versions.in_force(case.line_id, case.opened).rule(fact.data["rule"]).title)
    except NoSuchRule:
        return fact.data["rule"]
