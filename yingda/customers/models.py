"""Customers and the numbers that reach them, encrypted, found by keyed hash."""

from django.db import models

from yingda.customers.querysets import CustomerQuerySet
from yingda.lib.ids import uuid7
from yingda.people.models import Line


class Customer(models.Model):
    """A person or organisation that asks for service. Never deleted: merged rows point to their successor.

    `line` is where the customer was first made known; whom it may be shown to is `visible_to`.
    """

    class Kind(models.TextChoices):
        NEW = "new", "新客户"
        RETURNING = "returning", "老客户"
        VIP = "vip", "VIP"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    salutation = models.CharField(max_length=16, blank=True)  # mr, ms, or free text
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEW)
    number = models.CharField(max_length=40, blank=True)  # customer number 客户编号
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="zh")
    remarks = models.CharField(max_length=500, blank=True)  # needs, preferences
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    erased = models.DateTimeField(null=True)
    made = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["number"], name="customer_by_number")]


class Phone(models.Model):
    """A phone of a customer in E.164, sealed (AES-GCM, the row's uid as associated data)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones")
    sealed = models.BinaryField()
    key = models.CharField(max_length=32)
    lookup = models.BinaryField(max_length=32)
    last4 = models.BinaryField(max_length=32)
    preferred = models.BooleanField(default=False)
    made = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "lookup"], name="a_phone_once_a_customer")]
        indexes = [
            models.Index(fields=["lookup"], name="phone_by_number"),
            models.Index(fields=["last4"], name="phone_by_last4"),
        ]


class Document(models.Model):
    """An identity document's number, sealed like a phone. One of each kind a customer."""

    class Kind(models.TextChoices):
        IDENTITY_CARD = "identity_card", "居民身份证"
        PASSPORT = "passport", "护照"
        OTHER = "other", "其他证件"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    sealed = models.BinaryField()
    key = models.CharField(max_length=32)
    lookup = models.BinaryField(max_length=32)
    made = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "kind"], name="one_document_of_a_kind")]
        indexes = [models.Index(fields=["lookup"], name="document_by_number")]
