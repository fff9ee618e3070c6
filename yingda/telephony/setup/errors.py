"""What setting up refuses, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import Sentence, say

FIELDS = {
    "name": say("名称", "Name"),
    "host": say("地址", "Host"),
    "matches": say("来源地址", "Addresses of origin"),
    "password": say("密码", "Password"),
    "username": say("用户名", "User name"),
    "digits": say("号码", "Number"),
    "menu": say("语音菜单", "Voice menu"),
    "caller_number": say("显示的号码", "Number shown"),
    "languages": say("服务语言", "Languages"),
    "decent_until": say("致电时段", "Decent hours"),
    "choices": say("按键", "Keys"),
    "text": say("菜单用语", "Words of the menu"),
    "origins": say("允许嵌入的网站", "Sites that may embed it"),
    "trunk": say("中继", "Trunk"),
    "line": say("业务线", "Line"),
    "file": say("录音文件", "Recording"),
}
NOT_A_HOST = say("请填写主机名或地址，如 sip.example.cn。", "give a host name or address, like sip.example.cn.")
NOT_A_NETWORK = say(
    "“{given}”不是地址或网段，请写成 203.0.113.7 或 203.0.113.0/24。",
    "“{given}” is no address or network; write 203.0.113.7 or 203.0.113.0/24.",
)
TOO_WIDE = say(
    "“{given}”范围太大，任何人都能冒充运营商，请写运营商自己的地址。",
    "“{given}” is so wide that anybody could pass for the carrier; give the carrier's own addresses.",
)
NAME_STAYS = say("中继的名称不能修改，请新建一条。", "the name of a trunk stays; add another one.")
NAME_OURS = say("这个名称由系统使用，请换一个。", "the program uses this name; choose another.")
NEEDED = say("注册方式必须填写。", "needed to register.")
UNKNOWN_CHOICE = say("没有这一项，或不属于这条业务线。", "there is none, or it is another line's.")
NO_LANGUAGE = say("至少选择一种。", "choose at least one.")
ORDER = say("开始必须早于结束。", "the beginning must come before the end.")
NO_CHOICE = say("至少设置一个按键。", "give at least one key.")
BAD_KEY = say("“{given}”不是电话按键。", "“{given}” is no key of a telephone.")
NOWHERE = say("按键 {given} 没有可去的地方，请选择。", "key {given} leads nowhere; choose where to.")
CIRCLE = say("按键 {given} 转回了本菜单。", "key {given} leads back to this menu.")
NO_WORDS = say("至少填写中文。", "give at least the Chinese words.")
NO_ORIGIN = say(
    "“{given}”应写成 https://www.example.cn，不带路径。", "write “{given}” like https://www.example.cn, without a path."
)


def malformed(field: str, why: Sentence, **given: object) -> Malformed:
    """The refusal that names the field."""
    return Malformed(field=field, field_name=FIELDS[field], why=why(**given))


class InUse(Refusal):
    code = "taken"
    sentence = say("“{value}”已在使用，请换一个，或修改原有的一项。", "{value} is in use; change that one.")
