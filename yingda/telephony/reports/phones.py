"""Phones sign in at the exchange, and are gone from it."""

from datetime import datetime

from yingda.telephony import grace, phones
from yingda.telephony.models import Phone


def registered(username: str, on: bool, *, at: datetime) -> None:
    """The exchange sees this account, or no longer does. A lost agent whose phone is back is rung again at once."""
    phone = Phone.objects.filter(username=username).first()
    if phone is None:
        return
    phones.seen(phone.pk, on, at=at)
    if on and phone.chosen:
        for call in grace.waiting_for(phone.person_id):
            grace.phone_is_back(call, at=at)
