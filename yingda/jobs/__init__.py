"""Jobs: work that a verb leaves for later, as rows written in its own transaction.

    @job()
    def send_rating(follow_up: int) -> None: ...

    send_rating.enqueue(follow_up.id)        # inside the verb: commits, or vanishes, with it

A job runs at least once, by any `yingda jobs` process; one whose worker is killed runs again, so its body must bear
being run twice. What takes place by the calendar stands in the schedules (`yingda.jobs.schedules`).
"""

from yingda.jobs.errors import NotWorthARetry
from yingda.jobs.making import job

__all__ = ["NotWorthARetry", "job"]
