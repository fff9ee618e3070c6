"""Sealed numbers in the clear, for those who may: always bound to their own row."""

from yingda.customers.documents import mask_document
from yingda.customers.models import Document, Phone
from yingda.customers.phones import mask_phone
from yingda.lib.crypto import unseal


def clear(row: Phone | Document) -> str:
    """The number of this row. Raises Tampered, BadKeyring."""
    return unseal(row.key, row.sealed, aad=row.uid.bytes)


def masked(row: Phone | Document) -> str:
    """The same, fit to be shown."""
    return mask_phone(clear(row)) if isinstance(row, Phone) else mask_document(clear(row))
