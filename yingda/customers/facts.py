"""What can happen to a customer's data. `customer` is the row's id."""

from yingda.journal import Code, declare
from yingda.lib.say import say

MADE = declare("customer.made", say("登记客户", "Customer made known"), customer=int)
CHANGED = declare("customer.changed", say("修改客户资料", "Customer changed"), customer=int, field=Code)
MERGED = declare("customer.merged", say("合并客户", "Customer merged"), customer=int, into=int)
ERASED = declare("customer.erased", say("清除客户资料", "Customer erased"), customer=int)
