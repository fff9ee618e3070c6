"""What routing refuses, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class OfferGone(Refusal):
    code = "offer.gone"
    sentence = say(
        "这次派单已经失效：客户已离开，或已改派给其他坐席。",
        "This offer is no longer open: the customer left, or it went to somebody else.",
    )


class Busy(Refusal):
    code = "presence.busy"
    sentence = say(
        "还有 {count} 个会话在进行，请先结束或转接，再离线。",
        "{count} conversations are still going on; end or transfer them before going offline.",
    )


class NotAWish(Malformed):
    code = "presence.not_a_wish"
    sentence = say(
        "不能直接设为这个状态，请选择空闲、休息、培训、离开或离线。",
        "This state cannot be chosen; choose ready, rest, training, away or offline.",
    )


class NotInQueue(Refusal):
    code = "contact.not_in_queue"
    sentence = say("客户已不在排队，无法指定坐席。", "The customer is not in the queue any more.")
