"""Why a customer cannot be called now, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class NotYourLine(Refusal):
    code = "call.not_your_line"
    sentence = say("您的团队不受理“{line}”，请由受理的同事呼出。", "Your team does not serve {line}; ask who does.")


class NotDecent(Refusal):
    code = "call.not_decent"
    sentence = say(
        "现在不宜致电客户，请在 {since} 至 {until} 之间呼出。",
        "Customers are not called at this hour. Call between {since} and {until}.",
    )


class InACall(Refusal):
    code = "call.busy"
    sentence = say("您正在通话，请先结束这一通再呼出。", "You are on a call. End it before you make another one.")


class NoExchange(Refusal):
    code = "call.no_exchange"
    sentence = say("电话交换机没有连接，暂时不能呼出。", "The exchange is not connected; no calls can be made now.")


class NoNumber(Malformed):
    code = "call.no_number"
    sentence = say("没有可拨的号码，请先补充客户的电话。", "There is no number to dial; add the customer's phone.")


class NotDialled(Refusal):
    code = "call.not_dialled"
    sentence = say("这不是一次呼出，没有呼出结果。", "This is not a call that we made, so it has no result.")
