import pytest

from yingda.contacts.answer import answer
from yingda.contacts.classify import classify
from yingda.contacts.errors import NotTalking
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.journal.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(cast):
    made = comes(cast.hotline)
    answer(made, by=cast.wang, at=AT)
    return made


def names():
    return list(Fact.objects.filter(name__in=["contact.typed", "contact.classified"]).values_list("name", flat=True))


def test_the_initial_conversation_is_done_once_type_urgency_and_need_all_stand(cast, contact):
    classify(contact, by=cast.wang, request_type="complaint", at=AT)
    assert names() == ["contact.typed"]
    classify(contact, by=cast.wang, urgency="urgent", need="修好路灯", at=AT + SECOND)
    assert names() == ["contact.typed", "contact.classified"]
    assert (again(contact).step, again(contact).handled) == (Contact.Step.HANDLE, AT + SECOND)


def test_a_type_that_changes_names_the_one_before(cast, contact):
    classify(contact, by=cast.wang, request_type="complaint", need="修好路灯", at=AT)
    classify(contact, by=cast.wang, request_type="consultation", at=AT)
    last = Fact.objects.filter(name="contact.typed").last()
    assert last.data == {"type": "consultation", "before": "complaint"}
    assert names().count("contact.classified") == 1


def test_what_does_not_change_makes_no_fact(cast, contact):
    classify(contact, by=cast.wang, request_type="complaint", at=AT)
    classify(contact, by=cast.wang, request_type="complaint", at=AT)
    assert names() == ["contact.typed"]


def test_nothing_is_classified_before_the_answer(cast):
    with pytest.raises(NotTalking):
        classify(comes(cast.hotline), by=cast.wang, request_type="complaint", at=AT)
