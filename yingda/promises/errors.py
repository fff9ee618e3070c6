"""What the promises' verbs refuse."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class Settled(Refusal):
    """It was kept, kept late or cancelled already."""

    code = "promise.settled"
    sentence = say("这项承诺已经了结，不能再改。", "This promise is settled and does not change any more.")


class TooLate(Refusal):
    """The limit has passed: a broken promise cannot be extended or paused (S1 5.2)."""

    code = "promise.too_late"
    sentence = say(
        "时限已过，不能再延期或暂停；请尽快兑现，系统会记为超时后兑现。",
        "The limit has passed, so it cannot be extended or paused. Keep it as soon as you can: it counts as kept late.",
    )


class NotExtendable(Refusal):
    """The standard does not let this rule's limit be moved."""

    code = "promise.not_extendable"
    sentence = say("按服务标准，这项承诺不能延期。", "By the standard, this promise cannot be extended.")


class ExtendedOften(Refusal):
    """The limit was moved as often as the standard allows."""

    code = "promise.extended_often"
    sentence = say("最多可延期 {times} 次，已经用完。", "It may be extended {times} times at most, and has been.")


class ExtendedFar(Refusal):
    """The new limit lies farther from the first one than the standard allows."""

    status = 422
    code = "promise.extended_far"
    sentence = say(
        "累计延期不能超过 {total}。请把新的时限定得早一些。",
        "All extensions together may come to {total} at most. Choose an earlier limit.",
    )


class Standing(Refusal):
    """It is paused, or it is not."""

    code = "promise.standing"
    sentence = say("这项承诺现在不在可暂停或可继续的状态。", "This promise is not in a state to be paused or resumed.")


class UidTaken(Refusal):
    """The id made by the client belongs to something else."""

    code = "uid.taken"
    sentence = say("这个编号已被使用，请重新提交。", "This id is in use already. Submit again.")


class NoWord(Refusal):
    """The standard in force has no rule under which a word could be given, or the rule failed."""

    code = "promise.no_word"
    sentence = say(
        "按现行服务标准无法登记这个时间，请联系管理员。",
        "The standard in force could not take this promise. Ask an administrator.",
    )


class HandoverOpen(Refusal):
    """Somebody has been asked already and has not answered."""

    code = "promise.handover_open"
    sentence = say("已请 {name} 接手，等待对方答复。", "{name} has been asked to take it over and has not answered.")


class HandoverAnswered(Refusal):
    """The handover was accepted or declined already."""

    code = "promise.handover_answered"
    sentence = say("这次移交已经答复过了。", "This handover was answered already.")


class OwnAlready(Refusal):
    """Handed over to the one who has it."""

    status = 422
    code = "promise.own_already"
    sentence = say("对方已经是负责人，请另选一位同事。", "They own it already. Choose another colleague.")
