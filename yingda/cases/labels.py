"""The words for the codes that stand in cases and their facts."""

from collections.abc import Callable

from yingda.contacts.labels import REQUEST_TYPES, URGENCIES, label
from yingda.lib.say import say

STATUSES = {
    "pending": say("待处理", "Pending"),
    "in_progress": say("处理中", "In progress"),
    "done": say("已完成", "Done"),
}
ROOT_CAUSES = {
    "product_fault": say("产品故障", "Product fault"),
    "wrong_use": say("使用不当", "Wrong use"),
    "system_delay": say("系统延迟", "System delay"),
    "process_gap": say("流程缺陷", "Process gap"),
    "other": say("其他", "Other"),
}
SOURCES = {
    "contact": say("来访", "A contact"),
    "message": say("留言", "A message"),
    "desk": say("坐席登记", "At the desk"),
}
TOLD = {
    "progress": say("进展", "Progress"),
    "answer": say("答复", "Answer"),
    "feedback": say("反馈", "Feedback"),
    "support": say("由谁支持", "Who supports"),
    "refund": say("退款", "Refund"),
    "arrival": say("到场时间", "Time of arrival"),
}
HANDOVERS = {
    "owner": say("更换负责人", "New owner"),
    "support": say("请求支持", "Support"),
}
WHYS = {
    "dissatisfied": say("客户不满意", "The customer is dissatisfied"),
    "not_solved": say("问题没有解决", "It is not solved"),
    "new_facts": say("出现新情况", "New facts"),
    "other": say("其他原因", "Another reason"),
}
OUTCOMES = {
    "accepted": say("客户认可", "Accepted"),
    "dissatisfied": say("不满意，重新处理", "Dissatisfied: open again"),
    "unreachable": say("多次未联系上", "Not reached"),
    "by_rating": say("客户已自行评价", "Rated by the customer"),
    "reopened": say("工单已重新打开", "The case was reopened"),
}
SATISFACTION = {
    "satisfied": say("满意", "Satisfied"),
    "neutral": say("一般", "Neutral"),
    "dissatisfied": say("不满意", "Dissatisfied"),
    "not_rated": say("未评价", "Not rated"),
}


def of(table: dict, key: str) -> Callable[[dict], str]:
    """A function that words `key` of a fact's data."""
    return lambda data: label(table, data.get(key))


DETAILS = {
    "case.opened": of(SOURCES, "source"),
    "case.typed": of(REQUEST_TYPES, "type"),
    "case.registered": of(REQUEST_TYPES, "type"),
    "case.urgency": of(URGENCIES, "urgency"),
    "case.status": of(STATUSES, "status"),
    "case.informed": of(TOLD, "kind"),
    "case.root_cause": of(ROOT_CAUSES, "cause"),
    "case.reopened": of(WHYS, "why"),
    "case.handover": of(HANDOVERS, "kind"),
    "case.handover_accepted": of(HANDOVERS, "kind"),
    "case.handover_declined": of(HANDOVERS, "kind"),
    "case.handover_withdrawn": of(HANDOVERS, "kind"),
    "followup.done": of(OUTCOMES, "outcome"),
    "rating.given": of(SATISFACTION, "satisfaction"),
}
