"""What the facts of calls say, in words, on timelines; steps that only move the exchange are not told."""

from django.db.models import Q

from yingda.contacts.labels import PARTIES, label
from yingda.contacts.timeline import conceal, describe
from yingda.lib.say import say
from yingda.telephony import facts

QUIET = (facts.MOVED, facts.QUALITY, facts.LEG_ANSWERED, facts.LEG_ENDED)
PARTY = PARTIES | {
    "colleague": say("同事", "a colleague"),
    "outside": say("外线", "somebody outside"),
    "supervisor": say("班长", "a supervisor"),
}
MODES = {
    "listen": say("监听", "listens"),
    "whisper": say("耳语指导", "whispers to the agent"),
    "join": say("参与通话", "takes part"),
    "take_over": say("接管", "takes over"),
}
RESULTS = {
    "reached": say("已接通", "reached"),
    "busy": say("忙线", "busy"),
    "no_answer": say("无人接听", "no answer"),
    "wrong_number": say("号码有误", "wrong number"),
    "failed": say("呼叫失败", "failed"),
}
RINGS = say("{rings} 声内接听", "to be answered within {rings} rings")
FIRST = say("{party}先挂机", "{party} hung up first")
PARTIES_ON = say("{parties} 方", "{parties} parties")


def register() -> None:
    conceal(lambda contact, scope: Q(name__in=[fact.name for fact in QUIET]))
    describe(facts.RINGING, lambda data: RINGS(rings=data["rings"]))
    describe(facts.ENDED, lambda data: FIRST(party=label(PARTY, data.get("hung_up_by"))))
    describe(facts.CONSULTED, lambda data: label(PARTY, data.get("party")))
    describe(facts.SUPERVISED, lambda data: label(MODES, data.get("mode")))
    describe(facts.DIAL_RESULT, lambda data: label(RESULTS, data.get("result")))
    describe(facts.TRIED, lambda data: label(RESULTS, data.get("result")))
    describe(facts.CONFERENCE, lambda data: PARTIES_ON(parties=data["parties"]))
