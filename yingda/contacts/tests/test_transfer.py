import pytest

from yingda.contacts.answer import answer
from yingda.contacts.errors import EmptyReason, NoConsent, NotTalking, NotYours, OneTarget, OutOfReach
from yingda.contacts.tests.cast import AT, again, comes
from yingda.contacts.transfer import transfer
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(cast):
    made = comes(cast.hotline)
    answer(made, by=cast.wang, at=AT)
    return made


def handed_on(contact, by, **given):
    given = {"reason": "需要查线路", "consent": True, "uid": uuid7(), "at": AT} | given
    return transfer(contact, by=by, **given)


def test_the_contact_waits_for_its_new_people_and_the_customer_is_told_who_they_are(cast, contact):
    handed_on(contact, cast.wang, to_team=cast.technical)
    now = again(contact)
    assert (now.state, now.agent, now.step) == ("waiting", None, "transfer")
    assert "技术组" in contact.messages.get(kind="news").text
    assert Fact.objects.get(name="contact.transfer").data["to"] == "team"


def test_to_another_line_the_contact_changes_its_line(cast, contact):
    handed_on(contact, cast.wang, to_line=cast.shop)
    assert again(contact).line == cast.shop


def test_the_same_id_again_is_the_same_transfer(cast, contact):
    uid = uuid7()
    first = handed_on(contact, cast.wang, to_team=cast.technical, uid=uid)
    assert handed_on(contact, cast.wang, to_team=cast.technical, uid=uid) == first
    assert contact.transfers.count() == 1


def test_a_transfer_needs_one_target_a_reason_and_the_customers_consent(cast, contact):
    with pytest.raises(OneTarget):
        handed_on(contact, cast.wang)
    with pytest.raises(OneTarget):
        handed_on(contact, cast.wang, to_person=cast.wang)
    with pytest.raises(EmptyReason):
        handed_on(contact, cast.wang, to_team=cast.technical, reason=" ")
    with pytest.raises(NoConsent):
        handed_on(contact, cast.wang, to_team=cast.technical, consent=False)


def test_nobody_who_could_not_see_the_contact_takes_it_over(cast, contact):
    with pytest.raises(OutOfReach):
        handed_on(contact, cast.wang, to_person=cast.liu)
    with pytest.raises(OutOfReach):
        handed_on(contact, cast.wang, to_team=cast.shop_team)


def test_only_its_agent_a_participant_or_a_supervisor_hands_a_contact_on(cast, contact):
    with pytest.raises(NotYours):
        handed_on(contact, cast.chen, to_team=cast.technical)
    handed_on(contact, cast.zhou, to_team=cast.technical)
    with pytest.raises(NotTalking):
        handed_on(contact, cast.wang, to_person=cast.chen)
