"""What can happen to a promise. `promise` is its uid."""

from datetime import datetime
from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

WORD_GIVEN = declare(
    "promise.word_given", say("向客户承诺时间", "Time promised to the customer"), due=datetime, promise=UUID
)
OPENED = declare(
    "promise.opened", say("承诺开始", "Promise opened"), promise=UUID, rule=Code, limit=datetime, round=int
)
REMINDED = declare("promise.reminded", say("承诺提醒", "Reminded"), promise=UUID, rule=Code, rank=int)
BROKEN = declare("promise.broken", say("承诺超时", "Promise broken"), promise=UUID, rule=Code)
ESCALATED = declare("promise.escalated", say("承诺上报", "Escalated"), promise=UUID, rule=Code, rung=int)
KEPT = declare("promise.kept", say("承诺兑现", "Promise kept"), promise=UUID, rule=Code, by_target=bool)
KEPT_LATE = declare("promise.kept_late", say("承诺超时后兑现", "Promise kept late"), promise=UUID, rule=Code)
CANCELLED = declare("promise.cancelled", say("承诺取消", "Promise cancelled"), promise=UUID, rule=Code)
PAUSED = declare("promise.paused", say("承诺暂停", "Promise paused"), promise=UUID, rule=Code, reason=Code)
RESUMED = declare("promise.resumed", say("承诺继续", "Promise resumed"), promise=UUID, rule=Code, limit=datetime)
EXTENDED = declare("promise.extended", say("承诺延期", "Promise extended"), promise=UUID, rule=Code, limit=datetime)
RECOUNTED = declare(
    "promise.recounted", say("按新日历重算时限", "Counted anew"), promise=UUID, rule=Code, limit=datetime
)
HANDOVER = declare("promise.handover", say("请求移交承诺", "Promise offered to another"), promise=UUID, handover=UUID)
HANDED_OVER = declare("promise.handed_over", say("承诺已移交", "Promise handed over"), promise=UUID, handover=UUID)
DECLINED = declare("promise.handover_declined", say("谢绝移交承诺", "Promise declined"), promise=UUID, handover=UUID)
OWNER = declare("promise.owner", say("承诺负责人变更", "Promise has a new owner"), promise=UUID, rule=Code)
RULE_FAILED = declare("rule.failed", say("规则执行失败", "A rule failed"), rule=Code, error=Code, fact=int)
DAY = declare("day.started", say("新的一天", "A day started"), first=datetime)
WEEK = declare("week.started", say("新的一周", "A week started"), first=datetime)
MONTH = declare("month.started", say("新的一月", "A month started"), first=datetime)
QUARTER = declare("quarter.started", say("新的一季", "A quarter started"), first=datetime)
