"""What the customers' verbs refuse."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class UidTaken(Refusal):
    code = "uid.taken"
    sentence = say("这个编号已用于另一条记录，请刷新后重试。", "This id belongs to another row; reload and try again.")


class Merged(Refusal):
    code = "customer.merged"
    sentence = say("该客户已合并，请打开合并后的客户。", "This customer was merged; open the one it was merged into.")


class Erased(Refusal):
    code = "customer.erased"
    sentence = say("该客户的资料已按要求清除。", "This customer's data was erased.")


class SameCustomer(Refusal):
    code = "customer.same"
    sentence = say("不能把客户合并到自身。", "A customer cannot be merged into itself.")


class NothingThere(Refusal):
    status = 404
    code = "customer.nothing_there"
    sentence = say("没有登记这一项。", "Nothing is recorded there.")
