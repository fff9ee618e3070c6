"""What follow-ups and ratings refuse, and the way out."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class AlreadyDone(Refusal):
    code = "followup.already_done"
    sentence = say("这次回访已有结果，请刷新。", "This follow-up has its outcome already; reload.")


class TrySomeMore(Refusal):
    code = "followup.try_some_more"
    sentence = say(
        "联系 {needed} 次未果后才能记为未联系上，现已联系 {tries} 次。",
        "Not reached may be recorded after {needed} tries; there were {tries}.",
    )


class Expired(Refusal):
    status = 410
    code = "rating.expired"
    sentence = say("评价链接已过期，感谢您的关注。", "This link has expired. Thank you for coming back.")


class AlreadyRated(Refusal):
    code = "rating.given"
    sentence = say("您已评价过，感谢您的反馈。", "You have rated this already. Thank you.")
