"""Once a day: uploads that nobody claimed, old counts of what was used how often, sessions that are over."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from yingda.access import files, limits
from yingda.access.models import Attempt
from yingda.jobs.making import job
from yingda.lib.times import now

EVERY = timedelta(days=1)
FORGET_ATTEMPTS_AFTER = timedelta(days=1)
CHUNK = 500


@job()
def tidy() -> int:
    """Remove what nobody needs any more; how many rows went."""
    return tidied(now())


def tidied(at: datetime) -> int:
    """In chunks, so that no transaction is long."""
    gone = limits.sweep(at)
    while swept := files.sweep_orphans(at):
        gone += swept
    for over in (Session.objects.filter(expire_date__lt=at), Attempt.objects.filter(at__lt=at - FORGET_ATTEMPTS_AFTER)):
        while ids := list(over.values_list("pk", flat=True)[:CHUNK]):
            gone += over.model.objects.filter(pk__in=ids).delete()[0]
    return gone
