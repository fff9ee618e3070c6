"""The telephone's nouns: what is set up, the calls and their legs, who is to be called back, what was recorded."""

from yingda.telephony.models.calls import Call, Exchange, Leg, LegQuality, TurnedAway
from yingda.telephony.models.outbound import Attempt, CallBack
from yingda.telephony.models.recordings import Recording
from yingda.telephony.models.setup import DeviceCheck, Hotline, Menu, Number, Phone, Prompt, Trunk, WebCall, WebTicket

__all__ = [
    "Attempt",
    "Call",
    "CallBack",
    "DeviceCheck",
    "Exchange",
    "Hotline",
    "Leg",
    "LegQuality",
    "Menu",
    "Number",
    "Phone",
    "Prompt",
    "Recording",
    "Trunk",
    "TurnedAway",
    "WebCall",
    "WebTicket",
]
