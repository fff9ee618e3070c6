"""Keeps the sounds in step with the standard, and tells the file room who may hear recordings."""

from datetime import timedelta

from yingda.access.files import register_owner
from yingda.jobs import job
from yingda.jobs.schedules import schedule
from yingda.lib.times import now
from yingda.telephony.prompts import effective
from yingda.telephony.prompts.replacing import OWNER

EVERY = timedelta(minutes=5)


@job()
def prepare_prompts() -> None:
    """Speak what the standard now words differently, where the synthesiser is installed."""
    effective.prepare(now())


def register() -> None:
    """Called when the program starts."""
    register_owner(OWNER, lambda viewer, _: getattr(viewer, "person", None) is not None)
    schedule("telephony.prompts", EVERY, prepare_prompts)
