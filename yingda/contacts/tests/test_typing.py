import pytest

from yingda.contacts.answer import answer
from yingda.contacts.participate import join
from yingda.contacts.tests.cast import AT, comes
from yingda.contacts.typing import heard_by

pytestmark = pytest.mark.django_db


def test_the_customer_is_told_that_an_agent_writes_and_all_agents_that_the_customer_does(cast):
    contact = comes(cast.hotline)
    assert heard_by(contact, "customer") == []
    answer(contact, by=cast.wang, at=AT)
    join(contact, by=cast.zhou, at=AT)
    assert heard_by(contact, "agent") == [f"contact:{contact.pk}"]
    assert set(heard_by(contact, "customer")) == {f"person:{cast.wang.pk}", f"person:{cast.zhou.pk}"}
