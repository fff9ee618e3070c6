"""The shapes of the desk's own endpoints."""

from datetime import datetime

from ninja import Schema

from yingda.contacts.schemas import ContactOut
from yingda.promises.schemas import NoticeOut, PromiseOut
from yingda.routing.schemas import OfferOut, PresenceOut


class QueueOut(Schema):
    waiting: int
    longest_since: datetime | None


class DeskOut(Schema):
    position: int
    presence: PresenceOut
    contacts: list[ContactOut]
    offers: list[OfferOut]
    queue: QueueOut
    promises: list[PromiseOut]
    notices: list[NoticeOut]
