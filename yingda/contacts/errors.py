"""What contacts refuse, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class UidTaken(Refusal):
    code = "uid.taken"
    sentence = say("这个编号已用于另一项内容，请重新提交。", "This id already belongs to something else; submit again.")


class NotWaiting(Refusal):
    code = "contact.not_waiting"
    sentence = say("客户已不在排队。", "The customer is no longer waiting.")


class NotTalking(Refusal):
    code = "contact.not_talking"
    sentence = say("会话不在进行中，请先接起。", "The conversation is not going on; answer it first.")


class NotHeld(Refusal):
    code = "contact.not_held"
    sentence = say("客户没有在保持中。", "The customer is not on hold.")


class Over(Refusal):
    code = "contact.over"
    sentence = say(
        "会话已结束，消息没有发出；如需继续，请重新发起咨询。",
        "This conversation has ended and the message was not sent. Start a new one to go on.",
    )


class NotYours(Refusal):
    code = "contact.not_yours"
    sentence = say(
        "这个会话由其他同事接待，请先加入会话，或由其转接给您。",
        "A colleague serves this customer. Join the conversation first, or have it transferred to you.",
    )


class NotOver(Refusal):
    code = "contact.not_over"
    sentence = say("会话还在进行，结束后才能归档。", "The conversation is still going on; end it before archiving.")


class NoConsent(Malformed):
    code = "contact.no_consent"
    sentence = say(
        "请先告诉客户由谁接手、大约等多久，并征得同意。",
        "First tell the customer who takes over and how long it takes, and get their consent.",
    )


class OutOfReach(Malformed):
    code = "contact.out_of_reach"
    sentence = say(
        "对方不受理“{line}”的来访，请选择受理这条业务线的同事、团队，或转到其业务线。",
        "They do not serve {line}. Choose somebody who does, or transfer to their line.",
    )


class OneTarget(Malformed):
    code = "contact.one_target"
    sentence = say("请选择一个转接对象：同事、团队或业务线。", "Choose one to transfer to: a person, a team or a line.")


class EmptyMessage(Malformed):
    code = "message.empty"
    sentence = say("消息是空的，请输入文字或选择文件。", "The message is empty; write something or choose a file.")


class LongMessage(Malformed):
    code = "message.long"
    sentence = say("消息超过 {most} 字，请分几条发送。", "Longer than {most} characters; send it in parts.")


class EmptyReason(Malformed):
    code = "reason.empty"
    sentence = say("请写明原因。", "Give a reason.")
