"""What call-backs refuse, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class Closed(Refusal):
    code = "call_back.closed"
    sentence = say("这条回电已经完结，请刷新。", "This call-back is closed already; reload.")


class TooEarly(Refusal):
    code = "call_back.too_early"
    sentence = say("还没有到约定的回电时间：{due}。", "It is too early to call back; due at {due}.")


class ReasonNeeded(Malformed):
    code = "reason.empty"
    sentence = say("请写明取消的原因。", "Say why it is cancelled.")
