"""What can happen to people's rights."""

from yingda.journal import Code, declare
from yingda.lib.say import say

RIGHTS = declare("person.rights_changed", say("权限变更", "Rights changed"))
RESTRICTED = declare("person.restricted", say("暂停派单", "Restricted from contacts"), reason=Code)
RELEASED = declare("person.released", say("恢复派单", "Released for contacts"), reason=Code)
LINE = declare("line.changed", say("业务线变更", "Line changed"))
