"""Identifiers that may be shown outside."""

from uuid import UUID

import uuid_utils.compat


def uuid7() -> UUID:
    """A UUIDv7: sorts by time, can be made by any process or client."""
    return uuid_utils.compat.uuid7()
