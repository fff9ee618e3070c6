"""How much one address and one visitor may do: enough for an office behind one address, too little for a flood."""

from datetime import datetime, timedelta

from yingda.access.limits import allow
from yingda.channels.chat.models import Visitor

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
VISITORS_AN_HOUR = 60
CONVERSATIONS_AN_HOUR = 20
MESSAGES_A_MINUTE = 30
MESSAGES_OF_ADDRESS_A_MINUTE = 300
FILES_AN_HOUR = 60


def meeting(address: str, at: datetime) -> None:
    """A new visitor comes. Each of these raises TooOften."""
    allow("chat.visitor", address, most=VISITORS_AN_HOUR, window=HOUR, at=at)


def beginning(visitor: Visitor, at: datetime) -> None:
    """A conversation begins."""
    allow("chat.begin", str(visitor.pk), most=CONVERSATIONS_AN_HOUR, window=HOUR, at=at)


def speaking(visitor: Visitor, address: str, at: datetime) -> None:
    """A message is sent."""
    allow("chat.message", str(visitor.pk), most=MESSAGES_A_MINUTE, window=MINUTE, at=at)
    allow("chat.address", address, most=MESSAGES_OF_ADDRESS_A_MINUTE, window=MINUTE, at=at)


def sending_a_file(visitor: Visitor, at: datetime) -> None:
    """A file is sent."""
    allow("chat.file", str(visitor.pk), most=FILES_AN_HOUR, window=HOUR, at=at)
