"""Who came in, who looked."""

from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

SIGNED_IN = declare("access.signed_in", say("登录", "Signed in"))
SIGNED_OUT = declare("access.signed_out", say("退出", "Signed out"), why=Code)
LOCKED = declare("access.locked", say("多次失败，账号锁定", "Locked after failures"), failures=int)
LOOKED = declare(
    "access.looked", say("查看敏感信息", "Looked at masked data"), look=UUID, kind=Code, field=Code, subject=int
)
UNLOCKED = declare("access.unlocked", say("账号解锁", "Unlocked"))
