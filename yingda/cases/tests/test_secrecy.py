import pytest

from yingda.cases.handing import request_support
from yingda.cases.models import Case
from yingda.cases.opening import open_case
from yingda.cases.present import may_hear, secrets
from yingda.cases.taking import mark_sensitive
from yingda.cases.tests.stage import AT, facts
from yingda.contacts.timeline import facts_of
from yingda.customers.tests.cast import desk_of
from yingda.people.models import Role
from yingda.people.scope import scope_of


@pytest.fixture
def case(stage) -> Case:
    return open_case(stage.typed(stage.talking()), by=stage.wang, at=AT)


def readers(stage, case) -> set[str]:
    """Who finds the case; the feed must say the same of the case's facts."""
    if not hasattr(stage, "inspector"):
        stage.inspector = stage.person("inspector", "何平", stage.others, Role.INSPECTOR)
    fact, = facts("case.opened", case=case.pk)
    secrecy = secrets({case.pk}).get(case.pk)
    found = set()
    for name in ("wang", "liu", "expert", "chen", "outsider", "boss", "inspector"):
        scope = scope_of(getattr(stage, name))
        sees = Case.objects.visible_to(scope).filter(pk=case.pk).exists()
        if scope.sees_line(case.line_id):
            assert may_hear(scope, fact, secrecy) == sees
        found |= {name} if sees else set()
    return found


def test_a_case_is_its_lines_to_see(stage, case):
    assert readers(stage, case) == {"wang", "liu", "expert", "chen", "inspector"}


def test_a_sensitive_case_is_its_owners_and_the_supervisors(stage, case):
    mark_sensitive(case, True, by=stage.wang, at=AT)
    assert readers(stage, case) == {"wang", "chen"}
    mark_sensitive(case, False, by=stage.wang, at=AT)
    assert len(readers(stage, case)) == 5


def told(contact, person) -> set[str]:
    """The names of the facts in the contact's timeline as this person reads it."""
    return set(facts_of(contact, scope_of(person)).values_list("name", flat=True))


def test_a_contacts_timeline_tells_of_a_sensitive_case_only_those_who_may_see_it(stage, case):
    contact = case.records.get().contact
    assert "case.opened" in told(contact, stage.liu)
    mark_sensitive(case, True, by=stage.wang, at=AT)
    for person in (stage.wang, stage.chen):
        assert {"contact.arrived", "case.opened"} <= told(contact, person)
    for person in (stage.liu, stage.outsider):
        assert "contact.arrived" in told(contact, person)
        assert not facts_of(contact, scope_of(person)).filter(case=case.pk).exists()


def test_the_timeline_page_of_a_colleague_holds_no_title_of_a_sensitive_case(stage, case):
    contact = case.records.get().contact
    mark_sensitive(case, True, by=stage.wang, at=AT)
    pages = {
        person: [row["name"] for row in desk_of(person).get(f"/api/contacts/{contact.uid}/timeline").json()["items"]]
        for person in (stage.wang, stage.liu)
    }
    assert "case.opened" in pages[stage.wang] and "case.opened" not in pages[stage.liu]
    assert desk_of(stage.outsider).get(f"/api/contacts/{contact.uid}/timeline").status_code == 404


def test_who_is_asked_for_support_sees_a_sensitive_case(stage, case):
    mark_sensitive(case, True, by=stage.wang, at=AT)
    request_support(case, by=stage.wang, to_team=stage.experts, reason="需要法务", at=AT)
    assert readers(stage, case) == {"wang", "chen", "expert"}


def test_another_lines_team_that_is_asked_sees_the_case(stage, case):
    request_support(case, by=stage.wang, to_person=stage.outsider, reason="需要商城", at=AT)
    assert "outsider" in readers(stage, case)
