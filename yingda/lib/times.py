"""The one place that reads the clock. Verbs are handed `at`; only the outer edge calls `now`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def micros(at: datetime) -> int:
    """Whole microseconds since 1970, exact: the form in which times stand in facts and seals."""
    delta = at - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_micros(value: int) -> datetime:
    """The inverse of `micros`."""
    seconds, rest = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def zone(name: str) -> ZoneInfo:
    """The time zone by its IANA name."""
    return ZoneInfo(name)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
