"""What the facts of recordings say, in words, on timelines."""

from yingda.contacts.labels import label
from yingda.contacts.timeline import describe
from yingda.lib.say import say
from yingda.telephony import facts

LASTED = say("时长 {time}", "{time} long")
SPOKEN = say(
    "客户 {customer}，坐席 {agent}，无人说话 {silence}（最长 {longest}），保持 {held}；坐席插话 {agent_broke} 次，"
    "客户插话 {customer_broke} 次",
    "customer {customer}, agent {agent}, nobody {silence} (longest {longest}), on hold {held}; broke in: agent "
    "{agent_broke}, customer {customer_broke}",
)
FAILURES = {
    "unreadable": say("文件无法读取", "the file cannot be read"),
    "odd_rate": say("采样率不支持", "the sampling rate is not supported"),
    "lost": say("交换机没有交付文件", "the exchange delivered no file"),
    "stuck": say("多次尝试仍未能归档", "it could not be taken over"),
}
DELETIONS = {
    "retention": say("保存期满", "kept as long as the line wants"),
    "erased": say("客户要求删除个人信息", "the customer asked to be forgotten"),
    "empty": say("没有声音", "nothing was said"),
    "given_up": say("文件无法保存，已放弃", "it could not be kept and was given up"),
}


def register() -> None:
    describe(facts.RECORDING_KEPT, lambda data: LASTED(time=clock(data["lasted"])))
    describe(facts.RECORDING_FAILED, lambda data: label(FAILURES, data.get("error")))
    describe(facts.RECORDING_DELETED, lambda data: label(DELETIONS, data.get("reason")))
    describe(facts.SPOKEN, spoken)


def spoken(data: dict) -> str:
    return SPOKEN(
        customer=clock(data["customer"]),
        agent=clock(data["agent"]),
        silence=clock(data["silence"]),
        longest=clock(data["longest_silence"]),
        held=clock(data.get("held", 0)),
        agent_broke=data["agent_interrupted"],
        customer_broke=data["customer_interrupted"],
    )


def clock(micros: int) -> str:
    """Minutes and seconds: 3:05."""
    minutes, seconds = divmod(round(micros / 1_000_000), 60)
    return f"{minutes}:{seconds:02}"
