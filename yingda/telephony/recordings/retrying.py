"""`yingda recordings retry`: recordings that failed are tried again, or given up."""

import argparse

from yingda.journal import verb
from yingda.lib.db import lock_rows
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.telephony.models import Recording
from yingda.telephony.recordings.beginning import change
from yingda.telephony.recordings.keeping import keep
from yingda.telephony.recordings.retention import delete

AGAIN = say("{number} 份录音将由任务进程再次处理。", "The jobs process will try {number} recordings again.")
GONE = say("已放弃 {number} 份录音，其文件已删除。", "{number} recordings are given up, their files deleted.")


def retry(arguments: argparse.Namespace) -> None:
    """Try all failed ones again; with `--give-up` delete them, which is recorded."""
    if arguments.give_up:
        print(GONE(number=sum(delete(pk, reason="given_up", at=now()) for pk in failed())))
    else:
        print(AGAIN(number=sum(try_again(pk) for pk in failed())))


def failed() -> list[int]:
    return list(Recording.objects.filter(state=Recording.State.FAILED).values_list("pk", flat=True))


@verb
def try_again(pk: int) -> bool:
    """It arrives once more: by a job where its file is known, else when the exchange delivers it after all."""
    recording = lock_rows(Recording.objects.filter(pk=pk, state=Recording.State.FAILED)).first()
    if recording is None:
        return False
    change(recording, state=Recording.State.ARRIVING, failure="")
    if recording.source:
        keep.enqueue(str(recording.uid))
    return True
