"""Who is it? Customers by phone, by its last four digits, by document."""

import re
from datetime import datetime, timedelta

from yingda.access.limits import allow
from yingda.customers.models import Customer
from yingda.customers.phones import FIELD, normalise
from yingda.lib.errors import Malformed
from yingda.lib.say import say
from yingda.people.models import Person

LAST4_USES = 30
LAST4_WINDOW = timedelta(minutes=10)
FOUR_DIGITS = say("请填写末四位数字。", "give the last four digits.")


def find_by_phone(text: str, region: str | None = None) -> list[Customer]:
    """All customers who share this number, most recent first. Raises Malformed."""
    return list(Customer.objects.with_phone(normalise(text, region))[:20])


def find_by_last4(digits: str, *, by: Person, at: datetime, within=None) -> list[Customer]:
    """All customers of `within` (a queryset) with a number that ends in these digits.

    Four digits are soon tried out, so a person has LAST4_USES of them in LAST4_WINDOW. Raises TooOften, Malformed.
    """
    if not re.fullmatch(r"[0-9]{4}", digits):
        raise Malformed(field="last4", field_name=FIELD, why=FOUR_DIGITS)
    allow("customer.last4", str(by.pk), most=LAST4_USES, window=LAST4_WINDOW, at=at)
    return list((Customer.objects if within is None else within).with_last4(digits)[:50])


def recognise(text: str, region: str | None = None) -> Customer | None:
    """The customer who calls from this number, when it is one customer's only; None when unknown or shared."""
    found = Customer.objects.with_phone(normalise(text, region))[:2]
    return found[0] if len(found) == 1 else None
