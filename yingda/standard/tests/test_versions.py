"""Versions are made once, approved once, and judge from their date on."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from yingda.journal.models import Fact
from yingda.people.models import Line, Organisation, Person
from yingda.standard import versions
from yingda.standard.errors import AlreadyApproved, Altered, Faulty, NoStandard, TooEarly
from yingda.standard.loading import load_shipped, merge
from yingda.standard.models import Override, Version

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CASE_IN_A_DAY = {"promises": {"promise": {"4.7": {"limit": "24h"}}}}


@pytest.fixture
def first():
    return versions.ensure_first_version(NOON)


@pytest.fixture
def chen():
    return Person.objects.create_person("chen", None, name="陈静", work_number="1001")


@pytest.fixture
def hotline():
    return Line.objects.create(code="hotline", name="市民热线", name_en="City hotline")


def changed(limit: str) -> dict:
    return merge(load_shipped(), {"promises": {"promise": {"4.6": {"limit": limit}}}})


def test_the_first_installation_approves_the_shipped_rules(first):
    assert (first.number, first.state, first.effective) == (1, "approved", NOON)
    assert versions.in_force(None, NOON).version == first.pk
    assert Fact.objects.filter(name="standard.approved", data__version=1).exists()


def test_everything_comes_out_in_the_order_of_the_files(first):
    assert json.dumps(Version.objects.get().content) == json.dumps(load_shipped())
    rules, found = load_shipped(), versions.in_force(None, NOON)
    form = rules["record_form"]
    assert [field.key for field in found.fields] == list(form["field"])
    assert list(found.groups) == list(form["group"])
    assert [one.code for one in found.request_types] == list(rules["types"]["request_type"])
    assert [one.code for one in found.urgencies] == list(rules["types"]["urgency"])
    assert [one.code for one in found.steps] == list(rules["steps"]["step"])
    assert [one.code for one in found.root_causes] == list(rules["root_causes"]["root_cause"])
    assert [one.code for one in found.words.banned] == list(rules["words"]["ban"])
    assert [str(one.number) for one in found.chapters] == list(rules["chapters"]["chapter"])


def test_a_line_s_own_fields_come_in_the_order_in_which_they_were_written(first, chen, hotline):
    made = {key: {"group": "handling", "zh": key, "en": key} for key in ("street_lamp", "pole", "age")}
    own = {"record_form": {"template": {"suggestion": made}}}
    draft = versions.draft(load_shipped(), own={hotline.pk: own}, note="路灯", by=chen, at=NOON)
    found = versions.of(draft.pk, hotline)
    assert [field.key for field in found.templates["suggestion"]] == ["street_lamp", "pole", "age"]


def test_asking_again_makes_no_second_version(first):
    assert versions.ensure_first_version(NOON + DAY) == first
    assert Version.objects.count() == 1


def test_without_any_version_the_way_out_is_said():
    with pytest.raises(NoStandard, match="yingda migrate"):
        versions.in_force(None, NOON)


def test_changed_shipped_rules_become_a_draft_and_do_not_judge(first, monkeypatch):
    monkeypatch.setattr(versions, "load_shipped", lambda: changed("12h"))
    assert versions.ensure_first_version(NOON + DAY) == first
    assert versions.ensure_first_version(NOON + 2 * DAY) == first
    draft = Version.objects.get(number=2)
    assert draft.state == "draft"
    assert versions.in_force(None, NOON + 2 * DAY).promise("4.6").limit == timedelta(hours=24)


def test_an_approved_draft_judges_from_its_date_on_and_not_before(first, chen):
    draft = versions.draft(changed("12h"), own={}, note="更快的首次反馈", by=chen, at=NOON)
    versions.approve(draft, by=chen, effective=NOON + DAY, at=NOON)
    assert versions.in_force(None, NOON + DAY - timedelta(seconds=1)).promise("4.6").limit == timedelta(hours=24)
    assert versions.in_force(None, NOON + DAY).promise("4.6").limit == timedelta(hours=12)


def test_what_began_under_a_version_is_judged_by_it_for_ever(first, chen):
    draft = versions.draft(changed("12h"), own={}, note="", by=chen, at=NOON)
    versions.approve(draft, by=chen, effective=NOON, at=NOON)
    assert versions.of(first.pk, None).promise("4.6").limit == timedelta(hours=24)


def test_a_line_has_its_own_figures_and_others_do_not(first, chen, hotline):
    other = Line.objects.create(code="shop", name="商城")
    own = versions.draft(load_shipped(), own={hotline.pk: CASE_IN_A_DAY}, note="", by=chen, at=NOON)
    versions.approve(own, by=chen, effective=NOON, at=NOON)
    assert versions.in_force(hotline, NOON).promise("4.7").limit == timedelta(hours=24)
    assert versions.in_force(hotline, NOON).own == {"4.7"}
    assert versions.in_force(other, NOON).promise("4.7").limit == timedelta(hours=72)


def test_an_approved_version_is_not_approved_again_nor_saved_nor_deleted(first, chen):
    with pytest.raises(AlreadyApproved):
        versions.approve(first, by=chen, effective=NOON + DAY, at=NOON)
    with pytest.raises(AlreadyApproved):
        first.save()
    with pytest.raises(AlreadyApproved):
        first.delete()


def test_the_same_approval_sent_twice_is_one(first, chen):
    draft = versions.draft(changed("12h"), own={}, note="", by=chen, at=NOON)
    versions.approve(draft, by=chen, effective=NOON + DAY, at=NOON)
    again = versions.approve(draft, by=chen, effective=NOON + DAY, at=NOON + timedelta(minutes=1))
    assert again.effective == NOON + DAY
    assert Fact.objects.filter(name="standard.approved", data__version=2).count() == 1


def test_nothing_takes_effect_before_it_is_approved(first, chen):
    draft = versions.draft(changed("12h"), own={}, note="", by=chen, at=NOON)
    with pytest.raises(TooEarly):
        versions.approve(draft, by=chen, effective=NOON - DAY, at=NOON)


def test_a_draft_with_faults_is_not_kept(first, chen):
    with pytest.raises(Faulty, match=r"promises.toml 4.6 limit"):
        versions.draft(changed("soon"), own={}, note="", by=chen, at=NOON)
    assert Version.objects.count() == 1


def test_a_line_may_not_change_what_opens_a_promise(first, chen, hotline):
    own = {hotline.pk: {"promises": {"promise": {"4.6": {"opens": []}}}}}
    with pytest.raises(Faulty, match=r"hotline:promises.toml 4.6 opens"):
        versions.draft(load_shipped(), own=own, note="", by=chen, at=NOON)


def test_a_version_altered_behind_the_house_s_back_is_not_judged_by(first):
    with transaction.atomic():
        Version.objects.filter(pk=first.pk).update(content=changed("1s"))
    versions.forget()
    with pytest.raises(Altered):
        versions.in_force(None, NOON)


def test_figures_of_a_line_altered_behind_the_house_s_back_are_not_judged_by(first, hotline):
    Override.objects.create(version=first, line=hotline, content=CASE_IN_A_DAY)
    versions.forget()
    with pytest.raises(Altered):
        versions.in_force(hotline, NOON)


def test_asking_often_asks_the_database_once(first, django_assert_num_queries):
    versions.in_force(None, NOON)
    with django_assert_num_queries(0):
        for second in range(100):
            versions.in_force(None, NOON + timedelta(seconds=second))


def test_what_is_altered_elsewhere_is_seen_within_a_second(first, chen, monkeypatch):
    versions.in_force(None, NOON)
    draft = versions.draft(changed("12h"), own={}, note="", by=chen, at=NOON)
    Version.objects.approve(draft.pk, by=chen, effective=NOON)
    elapsed = versions.shelf.looked + 1.0
    monkeypatch.setattr("yingda.standard.shelf.time.monotonic", lambda: elapsed)
    assert versions.in_force(None, NOON).version == draft.pk


def test_the_organisation_s_zone_is_the_calendar_s(first):
    Organisation.objects.create(pk=1, name="示例", zone="Europe/Berlin")
    versions.forget()
    assert versions.in_force(None, NOON).calendar.zone == "Europe/Berlin"


@pytest.mark.commits
def test_two_processes_that_start_at_once_make_one_first_version():

    def start(_):
        try:
            return versions.ensure_first_version(NOON).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [1, 1, 1, 1]
    assert Version.objects.count() == 1
