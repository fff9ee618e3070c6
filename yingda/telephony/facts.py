"""What can happen on the telephone."""

from datetime import timedelta
from uuid import UUID

from yingda.journal import Code, declare
from yingda.lib.say import say

MOVED = declare("call.moved", say("通话进展", "Call moved on"), stage=Code)  # what is wanted of the exchange changed
RINGING = declare("call.ringing", say("话机振铃", "The agent's phone rings"), leg=UUID, rings=int)
LEG_ANSWERED = declare("leg.answered", say("一方接听", "A party picked up"), leg=UUID, party=Code)
LEG_ENDED = declare("leg.ended", say("一方挂断", "A party left"), leg=UUID, party=Code, cause=Code)
ENDED = declare(
    "call.ended", say("通话结束", "Call ended"), hung_up_by=Code, cause=Code, answered=bool, waited=timedelta
)
LOST = declare("call.lost", say("通话因系统故障中断", "Call lost by a fault"), stage=Code)
CHOSE = declare("call.chose", say("客户按键", "The caller chose"), menu=Code, digit=Code)
ANNOUNCED = declare("call.announced", say("播报", "Announced"), prompt=Code)
PLACE_KEPT = declare("call.place_kept", say("保留排位", "Place in the queue kept"), call_back=UUID)
MUTED = declare("call.muted", say("静音", "Muted"), leg=UUID, on=bool)
CONSULTED = declare("call.consulted", say("咨询第三方", "Consults somebody"), leg=UUID, party=Code)
CONFERENCE = declare("call.conference", say("三方通话", "Three-way call"), parties=int)
HANDED_OVER = declare("call.handed_over", say("咨询后转接", "Handed over after consulting"), leg=UUID)
SUPERVISED = declare("call.supervised", say("班长监听或参与", "A supervisor listens or takes part"), mode=Code)
GRACE = declare("call.grace", say("坐席断线，客户等候", "Agent lost, the customer waits"))
QUALITY = declare(
    "call.quality", say("线路质量", "Line quality"), leg=UUID, loss=int, jitter=int, round_trip=int
)  # per mille, ms, ms
RECORDING = declare("recording.began", say("开始录音", "Recording began"), recording=UUID)
RECORDING_PAUSED = declare("recording.paused", say("暂停录音", "Recording paused"), recording=UUID)
RECORDING_RESUMED = declare("recording.resumed", say("恢复录音", "Recording resumed"), recording=UUID)
RECORDING_KEPT = declare(
    "recording.kept", say("录音已归档", "Recording kept"), recording=UUID, lasted=timedelta, sha256=Code
)  # the digest in the letters a to p for 0 to f: a code holds few figures
RECORDING_FAILED = declare("recording.failed", say("录音失败", "Recording failed"), recording=UUID, error=Code)
RECORDING_DELETED = declare("recording.deleted", say("录音已删除", "Recording deleted"), recording=UUID, reason=Code)
SPOKEN = declare(
    "call.spoken",
    say("通话分析", "Speech measured"),
    recording=UUID,
    customer=timedelta,
    agent=timedelta,
    silence=timedelta,
    longest_silence=timedelta,
    agent_interrupted=int,  # times that the agent broke in
    customer_interrupted=int,
    held=timedelta,
    waited=timedelta,
)
CALL_BACK = declare("call_back.opened", say("登记回电", "Call-back due"), call_back=UUID, reason=Code, again=bool)
TRIED = declare("call_back.tried", say("尝试回电", "Call-back tried"), call_back=UUID, result=Code)
CALL_BACK_DONE = declare("call_back.closed", say("回电完结", "Call-back closed"), call_back=UUID, state=Code)
DIALLED = declare("call.dialled", say("呼出", "Dialled"), direction=Code)
DIAL_RESULT = declare("call.dial_result", say("呼出结果", "Result of dialling"), result=Code)
PHONE = declare("phone.registered", say("话机上线或离线", "Phone on or off"), phone=UUID, on=bool)
PHONE_CHANGED = declare("phone.changed", say("话机账号变更", "SIP account changed"), phone=UUID)
SET_UP = declare(
    "telephone.set_up", say("电话设置变更", "Telephone set up"), what=Code, row=UUID
)  # number, hotline, menu, web_call
TRUNK_FULL = declare("trunk.full", say("中继线路占满，来电听到忙音", "Trunk full, a caller heard busy"), trunk=UUID)
TRUNK_CHANGED = declare("trunk.changed", say("中继变更", "Trunk changed"), trunk=UUID)
PROMPT = declare("prompt.changed", say("更换提示音", "Announcement replaced"), prompt=Code, language=Code, source=Code)
EXCHANGE = declare("exchange.state", say("电话交换机状态", "Exchange up or down"), up=bool, version=Code)
CHECKED = declare("device.checked", say("上岗前设备检测", "Devices checked"), passed=bool)
