"""What is refused about recordings."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class NothingRecorded(Refusal):
    """There is no recording to pause or go on with."""

    code = "recording.none"
    sentence = say("这通电话没有在录音。", "This call is not being recorded.")


class LookFirst(Refusal):
    """A recording plays to those who have said why they listen (11.5)."""

    status = 403
    code = "recording.look_first"
    sentence = say("收听录音前请先写明原因。", "Say why you listen before the recording plays.")


class Damaged(Refusal):
    """The stored sound is not what was kept: altered, cut short, or gone."""

    code = "recording.damaged"
    sentence = say(
        "这份录音的文件缺失或被改动过，不能播放。请告诉管理员从备份恢复。",
        "This recording's file is missing or was altered and is not played. Ask an administrator to restore it.",
    )


class Unreadable(Exception):
    """What the exchange delivered cannot be taken over; `code` says why. Trying again would not help."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)
