import pytest

from yingda.cases.archiving import archive_record
from yingda.cases.errors import BadValue, RecordArchived, RecordConflict, RecordIncomplete, UnknownField
from yingda.cases.form import record_form
from yingda.cases.models import Case, Record
from yingda.cases.opening import open_case
from yingda.cases.recording import fill_record
from yingda.cases.settling import solve
from yingda.cases.tests.stage import AT, COMPLAINT, MINUTE, facts
from yingda.contacts.models import Contact
from yingda.customers.finding import find_by_phone
from yingda.customers.models import Customer
from yingda.customers.unmasking import PartlyMasked
from yingda.lib.errors import Malformed


def fill(stage, contact, revision=0, at=AT, **fields) -> Record:
    return fill_record(contact, by=stage.wang, fields=fields, revision=revision, at=at)


def form(contact) -> dict:
    out = record_form(Contact.objects.get(pk=contact.pk))
    return out | {"values": {field["key"]: field["value"] for field in out["fields"]}}


def missing(contact) -> set[str]:
    return {field["field"] for field in form(contact)["missing"]}


def test_the_form_knows_what_the_system_knows_and_names_what_is_missing(stage):
    contact = stage.talking(customer=stage.customer())
    out = form(contact)
    assert out["values"]["channel"] == "网页"
    assert out["values"]["name"] == "李*"
    assert out["values"]["phone"] == "138****8000"
    assert {one["field"]: one["label"] for one in out["missing"]} == {
        "request_type": "问题类型", "description": "情况描述",
    }
    assert out["completeness"] == 33


def test_each_request_type_asks_for_its_own_fields(stage):
    contact = stage.talking()
    fill(stage, contact, request_type="complaint")
    assert missing(contact) == {"name", "phone", "happened", "description", "demand", "measures"}
    assert "complaint_subject" in form(contact)["values"]
    fill(stage, contact, revision=1, complaint_subject="attitude")
    assert form(contact)["values"]["complaint_subject"] == "attitude"
    fill(stage, contact, revision=2, request_type="consultation")
    assert missing(contact) == {"description", "result"}


def test_each_save_is_a_revision_and_an_older_one_is_a_conflict(stage):
    contact = stage.talking()
    assert fill(stage, contact, description="路灯").revision == 1
    assert fill(stage, contact, revision=1, description="路灯").revision == 1
    assert fill(stage, contact, revision=1, description="路灯坏了").revision == 2
    with pytest.raises(RecordConflict) as refusal:
        fill(stage, contact, revision=1, demand="修")
    assert refusal.value.values == {"revision": 2}
    assert [fact.data["revision"] for fact in facts("record.changed")] == [1, 2]


def test_numbers_typed_into_free_text_are_kept_and_shown_masked(stage):
    contact = stage.talking()
    record = fill(stage, contact, description="请打13800138000")
    assert record.description == "请打13800138000"
    assert form(contact)["values"]["description"] == "请打138****8000"


def test_a_phone_recognises_the_customer_it_belongs_to(stage):
    li = stage.customer()
    contact = stage.talking()
    fill(stage, contact, phone="138 0013 8000")
    contact.refresh_from_db()
    assert contact.customer == li
    assert facts("contact.recognised")[0].data == {"customer": li.pk}


def test_another_name_on_the_same_phone_is_another_customer(stage):
    li = stage.customer()
    contact = stage.talking()
    fill(stage, contact, phone="13800138000", name="李明")
    contact.refresh_from_db()
    assert contact.customer != li and contact.customer.name == "李明"
    assert find_by_phone("13800138000") == [contact.customer, li]


def test_a_masked_value_sent_back_changes_nothing(stage):
    li = stage.customer(documents={"passport": "E12345678"})
    contact = stage.talking(customer=li)
    values = {key: form(contact)["values"][key] for key in ("name", "phone", "document_type", "document_number")}
    assert fill(stage, contact, **values).revision == 0
    li.refresh_from_db()
    assert li.name == "李雪"


def test_a_malformed_phone_or_document_is_refused_and_nothing_is_saved(stage):
    contact = stage.talking()
    with pytest.raises(Malformed) as refusal:
        fill(stage, contact, phone="12", description="路灯")
    assert refusal.value.field == "phone"
    with pytest.raises(Malformed) as refusal:
        fill(stage, contact, document_type="identity_card", document_number="110105194912310020")
    assert refusal.value.field == "document_number"
    assert not Record.objects.exists() and not Customer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("urgency", "soon"), ("description", "字" * 8001), ("promised", "明天"), ("follow_up_needed", "ja")],
)
def test_a_value_that_does_not_fit_is_refused_with_its_field(stage, field, value):
    with pytest.raises(BadValue) as refusal:
        fill(stage, stage.talking(), **{field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize("field", ["agent", "attachments", "nonsense"])
def test_what_the_program_fills_in_is_not_filled_in_by_hand(stage, field):
    with pytest.raises(UnknownField):
        fill(stage, stage.talking(), **{field: "x"})


def test_a_complaint_registers_itself_once_when_time_description_and_request_stand(stage):
    contact = stage.typed(stage.talking())
    case = open_case(contact, by=stage.wang, at=AT)
    fill(stage, contact, happened="上周一", description="路灯坏了")
    assert facts("case.registered") == []
    fill(stage, contact, revision=1, at=AT + MINUTE, demand="修好")
    fill(stage, contact, revision=2, demand="马上修好")
    registered = facts("case.registered")
    assert [(fact.case, fact.contact, fact.data) for fact in registered] == [
        (case.pk, contact.pk, {"type": "complaint"})
    ]
    case.refresh_from_db()
    assert case.registered == AT + MINUTE


def test_a_complete_complaint_opens_its_case_by_itself(stage):
    contact = stage.typed(stage.talking())
    fill(stage, contact, **COMPLAINT)
    case = Case.objects.get()
    assert case.owner == stage.wang and case.registered == AT
    assert open_case(contact, by=stage.wang, at=AT) == case


def test_a_record_that_only_lacked_its_type_registers_as_soon_as_it_has_one(stage):
    contact = stage.talking()
    fill(stage, contact, **COMPLAINT)
    assert facts("case.registered") == []
    stage.typed(contact)
    assert len(facts("case.registered")) == 1


def test_a_business_item_is_registered_when_it_is_complete(stage):
    contact = stage.typed(stage.talking(), "business")
    fill(stage, contact, name="李雪", phone="13800138000", description="预约")
    assert facts("case.registered") == []
    fill(stage, contact, revision=1, demand="周三上午")
    assert facts("case.registered")[0].data == {"type": "business"}


def test_another_type_is_another_matter_for_case_and_promises(stage):
    contact = stage.typed(stage.talking())
    fill(stage, contact, **COMPLAINT)
    stage.typed(contact, "suggestion")
    case = Case.objects.get()
    assert (case.request_type, case.registered) == ("suggestion", None)
    assert facts("case.typed")[-1].data == {"type": "suggestion", "before": "complaint"}


def test_archiving_names_what_is_missing_and_then_archives_record_and_contact(stage):
    contact = stage.typed(stage.talking())
    fill(stage, contact, **{key: value for key, value in COMPLAINT.items() if key not in ("demand", "phone")})
    stage.ended(contact)
    with pytest.raises(RecordIncomplete) as refusal:
        archive_record(contact, by=stage.wang, at=AT)
    named = {one["field"]: one["label"] for one in refusal.value.values["missing"]}
    assert named == {"phone": "联系电话", "demand": "诉求"}
    fill(stage, contact, revision=1, phone="13800138000", demand="修好")
    assert archive_record(contact, by=stage.wang, at=AT).state == "archived"
    assert archive_record(contact, by=stage.wang, at=AT).state == "archived"
    assert [fact.data for fact in facts("record.archived")] == [{"revision": 2, "settled": False}]
    with pytest.raises(RecordArchived):
        fill(stage, contact, revision=2, demand="别的")


def test_a_record_whose_case_is_done_settles_the_matter(stage):
    contact = stage.typed(stage.talking(), "suggestion")
    fill(stage, contact, description="多种树", measures="转园林部门")
    solve(open_case(contact, by=stage.wang, at=AT), by=stage.wang, root_cause="other", at=AT)
    archive_record(stage.ended(contact), by=stage.wang, at=AT)
    assert facts("record.archived")[0].data["settled"] is True


def test_a_customer_who_came_before_is_returning(stage):
    li = stage.customer()
    for _ in range(2):
        fill(stage, stage.talking(), phone="13800138000")
    li.refresh_from_db()
    assert li.kind == "returning"


def test_a_text_shown_masked_and_sent_back_keeps_its_number(stage):
    contact = stage.talking(customer=stage.customer())
    fill(stage, contact, description="邻居电话13900139000，可核实", need="回电13800138000")
    shown = form(contact)["values"]
    assert "*" in shown["description"] and "*" in shown["need"]
    fill(stage, contact, revision=1, description=shown["description"] + "。", need=shown["need"])
    assert Record.objects.get().description == "邻居电话13900139000，可核实。"
    contact.refresh_from_db()
    assert contact.need == "回电13800138000"


def test_a_masked_number_changed_in_part_is_refused_by_its_field(stage):
    contact = stage.talking(customer=stage.customer())
    fill(stage, contact, description="邻居电话13900139000")
    with pytest.raises(PartlyMasked) as refused:
        fill(stage, contact, revision=1, description="邻居电话139****9001")
    assert refused.value.field == "description" and Record.objects.get().description == "邻居电话13900139000"
