"""The words for the codes that stand in contacts and their facts."""

from yingda.lib.say import Sentence, say

STEPS = {
    "connect": say("接通", "Connect"),
    "accept": say("受理", "Accept"),
    "handle": say("处理", "Handle"),
    "transfer": say("转接", "Transfer"),
    "archive": say("归档", "Archive"),
    "feedback": say("反馈", "Feedback"),
}
CHANNELS = {
    "chat": say("网页", "Web chat"),
    "phone": say("电话", "Phone"),
    "email": say("邮件", "E-mail"),
    "sms": say("短信", "SMS"),
    "visit": say("到访", "Visit"),
}
REQUEST_TYPES = {
    "consultation": say("咨询", "Consultation"),
    "complaint": say("投诉", "Complaint"),
    "suggestion": say("建议", "Suggestion"),
    "business": say("业务办理", "Business"),
    "emergency": say("紧急", "Emergency"),
    "after_sales": say("售后", "After-sales"),
    "press": say("媒体", "Press"),
    "other": say("其他", "Other"),
}
URGENCIES = {
    "normal": say("普通", "Normal"),
    "urgent": say("紧急", "Urgent"),
    "critical": say("特急", "Critical"),
}
PARTIES = {
    "customer": say("客户", "Customer"),
    "agent": say("坐席", "Agent"),
    "system": say("系统", "System"),
}
TARGETS = {
    "person": say("同事", "A colleague"),
    "team": say("团队", "A team"),
    "line": say("业务线", "A business line"),
}
RESULTS = {
    "passed": say("通过", "Passed"),
    "failed": say("未通过", "Failed"),
    "refused": say("客户拒绝", "Refused by the customer"),
}
REASONS = {
    "declined": say("坐席谢绝", "Declined by the agent"),
    "rung_out": say("坐席未应答", "The agent did not answer"),
    "away": say("坐席离开", "The agent went away"),
    "lost": say("坐席断线", "The agent lost the connection"),
    "moved": say("班长调整", "Moved by a supervisor"),
}


def label(table: dict[str, Sentence], code: str | None) -> str:
    """The word for a code in the active language; the code itself when no word is known."""
    return str(table[code]) if code in table else (code or "")
