"""The shapes of customers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.lib.text import Words

Kind = Literal["new", "returning", "vip"]
DocumentKind = Literal["identity_card", "passport", "other"]
Revealed = Literal["name", "phone", "document", "email"]


class CustomerBrief(Schema):
    id: UUID
    name: str
    salutation: str
    kind: Kind
    phone: str | None


class PhoneOut(Schema):
    id: UUID
    phone: str
    preferred: bool


class DocumentOut(Schema):
    id: UUID
    kind: DocumentKind
    number: str


class CustomerOut(CustomerBrief):
    number: str
    email: str
    language: str
    remarks: str
    phones: list[PhoneOut]
    documents: list[DocumentOut]
    successor: UUID | None
    erased: datetime | None
    made: datetime


class Counted(Schema):
    number: int
    more: bool


class CustomerPage(Schema):
    items: list[CustomerOut]
    next: str | None
    count: Counted | None = None


class DocumentIn(Schema):
    kind: DocumentKind
    number: Words = Field(max_length=60)


class CustomerPatch(Schema):
    name: Words | None = Field(None, max_length=120)
    salutation: Words | None = Field(None, max_length=16)
    kind: Kind | None = None
    number: Words | None = Field(None, max_length=40)
    email: Words | None = Field(None, max_length=254)
    language: Words | None = Field(None, max_length=8)
    remarks: Words | None = Field(None, max_length=500)
    phones: list[Words] = Field([], max_length=10, description="Numbers to add; the last one becomes the preferred one")
    documents: list[DocumentIn] = Field([], max_length=3)


class CustomerIn(CustomerPatch):
    uid: UUID
    line: Words | None = Field(None, max_length=32, description="Code of the line that makes the customer known")


class CustomerRevealIn(Schema):
    field: Revealed
    reason: Words = Field(max_length=200)
    item: UUID | None = Field(None, description="Which phone or document; without it the preferred one")


class CustomerRevealOut(Schema):
    field: Revealed
    value: str


class MergerIn(Schema):
    into: UUID
