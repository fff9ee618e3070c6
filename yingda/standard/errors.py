"""What the standard refuses."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class NoStandard(Refusal):
    """No approved version is in force at this time."""

    status = 409
    code = "standard.none"
    sentence = say(
        "此时没有生效的服务标准。请运行 yingda migrate，或由管理员批准一个版本。",
        "No version of the standard is in force at this time. Run yingda migrate, or let an administrator approve one.",
    )


class NoServiceHours(Refusal):
    """The calendar has no service time in the coming year, so nothing can be counted in it."""

    status = 409
    code = "standard.no_hours"
    sentence = say(
        "从 {day} 起一年内没有任何服务时间，无法计算。请管理员为该业务线设置服务时间。",
        "No service hours within a year of {day}: nothing can be counted. An administrator must set the line's hours.",
    )


class AlreadyApproved(Refusal):
    """An approved version is for ever as it is."""

    code = "standard.approved"
    sentence = say(
        "第 {number} 版已批准，不能再改。请另建草稿。",
        "Version {number} is approved and does not change. Make a new draft.",
    )


class UidTaken(Refusal):
    """Somebody else made a thing with this id."""

    code = "uid.taken"
    sentence = say("这个编号已被使用，请换一个再提交。", "This id is taken; send it again with a new one.")


class TooEarly(Refusal):
    """A version or an hour would take effect in the past, where people were judged by what was in force."""

    status = 422
    code = "standard.too_early"
    sentence = say("生效时间不能早于现在。", "It cannot take effect before now.")


class DayIsPast(Refusal):
    """A day that is over, or has begun, keeps the hours it had."""

    status = 422
    code = "standard.day_past"
    sentence = say("{day} 已经过去，不能再改。", "{day} is past and does not change.")


class Altered(Refusal):
    """The stored version is not what was approved."""

    status = 500
    code = "standard.altered"
    sentence = say(
        "第 {number} 版标准的内容与批准时不一致，请从备份恢复。",
        "Version {number} of the standard is not as it was approved. Restore it from a backup.",
    )


class Faulty(Refusal):
    """Rules that cannot be used; `faults` name file, rule and field and the way out."""

    status = 422
    code = "standard.faulty"
    sentence = say("标准有 {count} 处错误，请按提示修改。", "The standard has {count} faults; correct them as told.")

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), fields=[{"field": f.where, "message": f.why()} for f in self.faults])

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(fault) for fault in self.faults)])
