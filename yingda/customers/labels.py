"""The words for the codes that stand in customers' rows."""

from yingda.lib.say import say

KINDS = {
    "new": say("新客户", "New"),
    "returning": say("老客户", "Returning"),
    "vip": say("VIP", "VIP"),
}
DOCUMENTS = {
    "identity_card": say("居民身份证", "Identity card"),
    "passport": say("护照", "Passport"),
    "other": say("其他证件", "Other document"),
}
