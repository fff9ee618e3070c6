"""What can happen after a case is solved."""

from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

OPENED = declare("followup.opened", say("生成回访任务", "Follow-up due"), follow_up=UUID)
TRIED = declare("followup.tried", say("回访未联系上", "Follow-up: not reached"), follow_up=UUID, tries=int)
DONE = declare(
    "followup.done", say("回访完成", "Follow-up done"), follow_up=UUID, outcome=Code, feedback=Code, solved=bool
)
INVITED = declare("rating.invited", say("邀请评价", "Asked to rate"), rating=UUID)
RATED = declare("rating.given", say("客户评价", "Rated"), rating=UUID, satisfaction=Code, solved=bool)
