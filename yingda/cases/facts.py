"""What can happen to a case and its records."""

from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

OPENED = declare("case.opened", say("建立工单", "Case opened"), type=Code, source=Code)
TYPED = declare("case.typed", say("工单类型", "Case type set"), type=Code, before=Code)
REGISTERED = declare("case.registered", say("登记完成", "Registered"), type=Code)
CONTACT_ADDED = declare("case.contact_added", say("关联来访", "Contact added"))
RECORD_CHANGED = declare("record.changed", say("修改记录", "Record changed"), missing=int, revision=int)
# `settled`: nothing stays open for the customer (no case, or its case is done): keeps 4.28.
RECORD_ARCHIVED = declare("record.archived", say("记录归档", "Record archived"), revision=int, settled=bool)
STATUS = declare("case.status", say("处理状态", "Status changed"), status=Code, before=Code)
COMPLEX = declare("case.complex", say("标记为复杂事项", "Marked complex"))
SENSITIVE = declare("case.sensitive", say("标记为敏感事项", "Marked sensitive"), sensitive=bool)
TAKEN = declare("case.taken", say("领取工单", "Case taken"))
URGENCY = declare("case.urgency", say("工单紧急程度", "Case urgency set"), urgency=Code, before=Code)
WAITING = declare("case.customer_waits", say("客户在等待进展", "The customer waits for progress"))
NOT_WAITING = declare("case.customer_does_not_wait", say("客户不需等待", "The customer does not wait"))
SUPPORT_ACCEPTED = declare("case.support_accepted", say("其他团队已接手支持", "Another team has accepted"), team=int)
INFORMED = declare("case.informed", say("已告知客户", "Customer informed"), kind=Code, channel=Code, note=UUID)
ITEM_DONE = declare("case.item_done", say("办理完成并已通知客户", "Item done, customer told"), note=UUID)
RETURN_SUBMITTED = declare("case.return_submitted", say("提交退货", "Return submitted"), note=UUID)
REFUND_PAID = declare("case.refund_paid", say("退款到账并已通知客户", "Refund paid, customer told"), note=UUID)
SPOKESPERSON = declare("case.spokesperson_in_touch", say("发言人已联系", "Spokesperson in touch"), note=UUID)
ROOT_CAUSE = declare("case.root_cause", say("确定根本原因", "Root cause set"), cause=Code)
SOLVED = declare("case.solved", say("已解决", "Solved"), type=Code)
REOPENED = declare("case.reopened", say("重新打开", "Reopened"), why=Code, times=int, note=UUID)
CLOSED = declare("case.closed", say("结案", "Closed"), type=Code)
NOTED = declare("case.noted", say("备注", "Noted"), note=UUID, kind=Code)
ATTACHED = declare("case.attached", say("添加附件", "Attachment added"), file=UUID)
HANDOVER = declare("case.handover", say("请求移交", "Handover offered"), handover=UUID, kind=Code, to=Code)
HANDOVER_ACCEPTED = declare("case.handover_accepted", say("接受移交", "Handover accepted"), handover=UUID, kind=Code)
HANDOVER_DECLINED = declare("case.handover_declined", say("谢绝移交", "Handover declined"), handover=UUID, kind=Code)
HANDOVER_WITHDRAWN = declare(
    "case.handover_withdrawn", say("撤回移交", "Handover taken back"), handover=UUID, kind=Code
)
