"""What can happen to agents and offers."""

from datetime import timedelta
from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

PRESENCE = declare(
    "agent.presence", say("坐席状态", "Presence changed"), state=Code, before=Code, reason=Code, team=int
)
OFFERED = declare("offer.made", say("派单", "Offer made"), offer=UUID)
ACCEPTED = declare("offer.accepted", say("接受派单", "Offer accepted"), offer=UUID, after=timedelta)
DECLINED = declare("offer.declined", say("谢绝派单", "Offer declined"), offer=UUID)
RUNG_OUT = declare("offer.rung_out", say("未应答", "Rang out"), offer=UUID, missed=int)
WITHDRAWN = declare("offer.withdrawn", say("派单撤回", "Offer withdrawn"), offer=UUID, reason=Code)
SET_AWAY = declare("agent.set_away", say("连续未应答，已置为离开", "Set away after missed offers"), missed=int)
ASSIGNED = declare("offer.assigned", say("班长指定坐席", "Assigned by a supervisor"))
FAILED = declare("routing.failed", say("派单执行失败", "Routing failed"), step=Code, error=Code)
LEASE_ENDED = declare("agent.lost", say("坐席断线", "Agent lost"))
