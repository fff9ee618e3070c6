"""What cases and records refuse, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class UidTaken(Refusal):
    code = "uid.taken"
    sentence = say("这个编号已用于另一项内容，请重新提交。", "This id already belongs to something else; submit again.")


class HasCase(Refusal):
    code = "case.contact_has_one"
    sentence = say("这次来访已属于工单 {number}。", "This contact already belongs to case {number}.")


class OtherCustomer(Refusal):
    code = "case.other_customer"
    sentence = say("这张工单是另一位客户的，请核对客户。", "This case is another customer's; check who it is.")


class NotYours(Refusal):
    code = "case.not_yours"
    sentence = say(
        "这张工单由其他同事负责，请请求移交，或写备注。",
        "A colleague is in charge of this case. Ask for a handover, or write a note.",
    )


class NobodysYet(Refusal):
    code = "case.nobodys"
    sentence = say("这张工单还没有负责人，请先领取。", "Nobody is in charge of this case yet; take it first.")


class AlreadyTaken(Refusal):
    code = "case.already_taken"
    sentence = say("这张工单已由{name}领取。", "{name} has taken this case already.")


class AlreadySolved(Refusal):
    code = "case.already_solved"
    sentence = say("工单已办结；如客户不认可，请重新打开。", "The case is done. If the customer disagrees, reopen it.")


class NotSolved(Refusal):
    code = "case.not_solved"
    sentence = say("工单还未办结，请先填写解决结果。", "The case is not done yet; record its solution first.")


class SolutionIncomplete(Refusal):
    code = "case.solution_incomplete"
    sentence = say("办结前还缺：{labels}。", "Still missing before it is done: {labels}.")


class RecordIncomplete(Refusal):
    code = "record.incomplete"
    sentence = say("归档前还缺：{labels}。", "Still missing before archiving: {labels}.")


class RecordArchived(Refusal):
    code = "record.archived"
    sentence = say("记录已归档，不能再改；请在工单上写备注。", "The record is archived. Write a note on the case.")


class RecordConflict(Refusal):
    """Somebody else saved in between. `revision` is the server's."""

    code = "record.conflict"
    sentence = say(
        "记录刚刚被他人修改过，请核对最新内容后再保存。",
        "Somebody else has just changed this record. Look at the newest version, then save again.",
    )


class UnknownField(Malformed):
    code = "record.unknown_field"
    sentence = say("记录表没有可填写的“{field_name}”。", "The record has no field {field_name} to fill in.")


class BadValue(Malformed):
    code = "record.bad_value"


class OneTarget(Malformed):
    code = "handover.one_target"
    sentence = say("请选择一位同事或一个团队。", "Choose one person or one team.")


class NotForThem(Refusal):
    code = "handover.not_for_them"
    sentence = say("对方不能接手工单，请选择其他坐席或班长。", "They cannot take over cases; choose another person.")


class HandoverOpen(Refusal):
    code = "handover.open"
    sentence = say("已有一项请求等待答复，请等待或先撤回。", "A request waits for an answer; wait, or take it back.")


class HandoverAnswered(Refusal):
    code = "handover.answered"
    sentence = say("这项请求已经答复过了。", "This request has been answered already.")


class ReasonNeeded(Malformed):
    code = "reason.empty"
    sentence = say("请写明原因。", "Give a reason.")


class WordsNeeded(Malformed):
    code = "words.empty"
    sentence = say("请写下内容。", "Write down what was said.")


class NoCustomer(Refusal):
    code = "record.no_customer"
    sentence = say("请先填写证件类型。", "Choose the type of document first.")
