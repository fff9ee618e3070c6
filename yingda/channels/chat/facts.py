"""What can happen to the widget's sites."""

from yingda.journal import Code, declare
from yingda.lib.say import say

SITE = declare("chat.site_changed", say("网页客服设置变更", "Chat widget changed"), site=Code)
