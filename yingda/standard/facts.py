"""What can happen to the standard."""

from datetime import datetime

from yingda.journal import declare
from yingda.lib.say import say

DRAFTED = declare("standard.drafted", say("标准起草", "A version was drafted"), version=int)
APPROVED = declare("standard.approved", say("标准批准", "A version was approved"), version=int, effective=datetime)
HOURS = declare("standard.hours_changed", say("服务时间变更", "Service hours changed"), hours=int)
DAYS = declare("standard.days_changed", say("日历变更", "Calendar days changed"), days=int)
