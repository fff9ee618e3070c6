"""What the chat refuses a visitor, and the way out."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class StillTalking(Refusal):
    code = "chat.live"
    sentence = say("您已有一个进行中的会话，请在其中继续。", "A conversation of yours is going on; please go on there.")


class OutOfHours(Refusal):
    code = "chat.closed"
    sentence = say(
        "现在不在服务时间，请留言，我们恢复服务后与您联系。",
        "We are closed just now. Leave a message and we will be in touch when service resumes.",
    )


class UidTaken(Refusal):
    code = "uid.taken"
    sentence = say("这个编号已被使用，请重新提交。", "This id is in use; submit again.")


class NothingToRate(Refusal):
    code = "chat.nothing_to_rate"
    sentence = say("会话结束后才能评价。", "A conversation can be rated once it is over.")
