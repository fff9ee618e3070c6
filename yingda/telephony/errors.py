"""What the telephone refuses, and the way out."""

from yingda.lib.errors import Malformed, Refusal
from yingda.lib.say import say


class NoCall(Refusal):
    code = "call.none"
    sentence = say("这次来访没有正在进行的通话。", "There is no call going on in this contact.")


class NotOnThePhone(Refusal):
    code = "call.not_on_the_phone"
    sentence = say("您不在这通电话里，请先接起或加入。", "You are not on this call; answer or join it first.")


class Unreachable(Refusal):
    code = "call.unreachable"
    sentence = say(
        "{name}的话机没有上线或正在通话，请选择其他人。", "{name}'s phone is off or busy. Choose somebody else."
    )


class NoPhone(Refusal):
    code = "phone.none"
    sentence = say(
        "您的话机没有上线，请打开工作台的软电话，或检查桌上的话机。",
        "Your phone is not connected. Open the softphone at the desk, or check the phone on your table.",
    )


class SomebodyIsThere(Refusal):
    code = "call.third_party"
    sentence = say(
        "已有第三方在这通电话里，请先结束与其通话。", "A third party is on this call already; let them go first."
    )


class NobodyIsThere(Refusal):
    code = "call.no_third_party"
    sentence = say("没有可以移交或加入的第三方，请等对方接听。", "Nobody is there yet; wait until they pick up.")


class NobodyFree(Refusal):
    code = "call.nobody_free"
    sentence = say(
        "那里现在没有空闲的同事，请选择具体的人或稍后再试。",
        "Nobody is free there now; choose a person, or try again later.",
    )


class OneToAsk(Malformed):
    code = "call.one_to_ask"
    sentence = say(
        "请选择一位同事、一个团队或业务线，或填写一个外线号码。",
        "Choose one colleague, team or line, or give one outside number.",
    )


class TrunkFull(Refusal):
    code = "call.trunk_full"
    sentence = say(
        "中继“{name}”的 {most} 路已全部占用，请等一通电话结束后再拨，或请管理员增加路数或另设中继。",
        "All {most} lines of the trunk {name} are in use. Dial again when a call has ended, or ask an administrator "
        "for more lines or another trunk.",
    )


class NoTrunk(Refusal):
    code = "call.no_trunk"
    sentence = say("没有可以呼出外线的中继，请联系管理员。", "There is no trunk to call out by; ask an administrator.")
