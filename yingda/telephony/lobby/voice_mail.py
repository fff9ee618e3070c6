"""A caller leaves a message, which becomes a case of the line's pool and a call-back (1.5)."""

from datetime import datetime, timedelta

from yingda.cases.models import Case
from yingda.cases.opening import open_from_message
from yingda.lib.say import say
from yingda.lib.times import from_micros, micros
from yingda.telephony.models import Call, Leg, Recording
from yingda.telephony.moving import put
from yingda.telephony.recordings import beginning

SHORTEST = timedelta(seconds=3)  # who hangs up sooner after the tone has said nothing
TITLE = say("电话留言", "Voice mail")
WORDS = say("客户留下了语音留言，请收听录音后补充内容。", "The customer left a voice message; listen, then fill in.")


def begin(call: Call, leg: Leg, *, at: datetime) -> None:
    """The tone has sounded: what the caller says from now on is recorded."""
    recording = beginning.begin(call, at, kind=Recording.Kind.VOICE_MAIL)
    plan = {"message": str(recording.uid), "message_began": micros(at), "steps": [{"do": "recording"}], "tries": 0}
    call.change(plan=call.plan | plan, stage=Call.Stage.VOICE_MAIL)
    put(leg, Leg.Place.VOICE_MAIL)


def done(call: Call, *, at: datetime) -> None:
    """The message is complete: thank for it, and hang up."""
    beginning.stop(call, at)
    thanks = [{"do": "say", "keys": ["message_taken"]}, {"do": "end"}]
    call.change(plan=call.plan | {"message_ended": micros(at), "steps": thanks})


def was_left(call: Call, at: datetime) -> bool:
    """Whether the caller has said something after the tone, until now."""
    if "message" not in call.plan:
        return False
    ended = from_micros(call.plan["message_ended"]) if "message_ended" in call.plan else at
    return ended - from_micros(call.plan["message_began"]) >= SHORTEST


def register(call: Call, *, at: datetime) -> Case:
    """The message as a case. Whoever takes it listens to the recording of the contact."""
    language = call.contact.language
    return open_from_message(call.contact, WORDS(language), at=at, title=TITLE(language))
