import pytest

from yingda.contacts.answer import answer
from yingda.contacts.errors import EmptyReason, NotTalking
from yingda.contacts.identity import check_identity
from yingda.contacts.tests.cast import AT, comes
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def checked(contact, by, **given):
    given = {"consent": True, "reason": "办理改址", "compared": ["name", "phone"], "result": "passed"} | given
    return check_identity(contact, by=by, **{"uid": uuid7(), "at": AT} | given)


def test_a_check_is_recorded_with_its_reason_and_result(cast):
    contact = comes(cast.hotline)
    with pytest.raises(NotTalking):
        checked(contact, cast.wang)
    answer(contact, by=cast.wang, at=AT)
    check = checked(contact, cast.wang)
    assert (check.result, check.compared, check.reason) == ("passed", ["name", "phone"], "办理改址")
    assert Fact.objects.get(name="contact.identity_checked").data == {"result": "passed"}
    assert checked(contact, cast.wang, uid=check.uid) == check


def test_without_consent_the_customer_has_refused(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    assert checked(contact, cast.wang, consent=False, result="passed").result == "refused"
    with pytest.raises(EmptyReason):
        checked(contact, cast.wang, reason="")
