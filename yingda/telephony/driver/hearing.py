"""What the exchange tells: each kind of event with what it means. Reports go to the call that it is about."""

from datetime import datetime
from typing import TYPE_CHECKING

from yingda.lib.times import now
from yingda.telephony.driver.ari import Event
from yingda.telephony.driver.recording import voice_mail_over
from yingda.telephony.driver.standing import Channel, cause_of
from yingda.telephony.reports import legs, scripts

if TYPE_CHECKING:
    from yingda.telephony.driver.connection import Connection

RINGING = "Ringing"
OURS, SNOOP = "leg", "snoop"  # the first word of what a channel that we made brings into the application


def came(connection: "Connection", event: Event) -> None:
    """StasisStart: a call comes in, or one that we rang has picked up, or our ear on a talk is ready."""
    words, told = event["args"], event["channel"]
    channel = known(connection, told)
    channel.inside, channel.up = True, told["state"] == "Up"
    call = connection.call_of(channel)
    if words[:1] == [SNOOP]:
        if call:
            call.look()
    elif words[:1] == [OURS]:
        if call:
            call.report(legs.answered, channel.leg, at=instant(event))
    elif channel.call is None:
        connection.arrived(channel, words, told["caller"]["number"])


def known(connection: "Connection", told: dict) -> Channel:
    """The channel, entered when it is new."""
    channel = connection.has.channels.setdefault(told["id"], Channel(told["id"]))
    channel.name = told["name"]
    return channel


def changed(connection: "Connection", event: Event) -> None:
    """ChannelStateChange: a phone that we ring does ring."""
    told = event["channel"]
    channel = connection.has.channels.get(told["id"])
    if channel is None:
        return
    channel.name, channel.up = told["name"], told["state"] == "Up"
    call = connection.call_of(channel)
    if call and told["state"] == RINGING:
        call.note(legs.rang, channel.leg, at=instant(event))


def noted(connection: "Connection", event: Event) -> None:
    """ChannelHangupRequest: why it is about to end."""
    channel = connection.has.channels.get(event["channel"]["id"])
    if channel:
        channel.cause = event.get("cause", 0)
        channel.announced = True


def left(connection: "Connection", event: Event) -> None:
    """StasisEnd and ChannelDestroyed: whichever comes first ends it."""
    number = event["channel"]["id"]
    if connection.has.ended is not None:
        connection.has.ended.add(number)
    channel = connection.has.channels.pop(number, None)
    call = connection.call_of(channel) if channel else None
    if call is None:
        return
    call.lost_channel(channel)
    if channel.dismissed or not channel.leg:
        return call.left()
    code = event.get("cause", channel.cause)
    cause = cause_of(code, up=channel.inside)
    if event["type"] == "StasisEnd" and not channel.announced:
        cause = "lost"  # it goes on without us: the exchange serves the caller alone
    call.report(legs.ended, channel.leg, cause, at=instant(event))


def pressed(connection: "Connection", event: Event) -> None:
    """ChannelDtmfReceived: the answer to a question, or a key by itself."""
    channel = connection.has.channels.get(event["channel"]["id"])
    call = connection.call_of(channel) if channel else None
    if call is None:
        return
    speaking = call.scripts.get(channel.leg)
    if not (speaking and speaking.press(event["digit"])):
        call.report(scripts.pressed, channel.leg, event["digit"], at=instant(event))


def played(connection: "Connection", event: Event) -> None:
    """PlaybackFinished."""
    done(connection.has.playing.get(event["playback"]["id"]), event["playback"]["state"])


def recorded(connection: "Connection", event: Event) -> None:
    """RecordingFinished, RecordingFailed: a message was left."""
    told = event["recording"]
    voice_mail_over(connection, told["name"], told.get("duration", 0))
    done(connection.has.recording.get(told["name"]), told.get("duration", 0))


def done(waiting, outcome: object) -> None:
    if waiting and not waiting.done():
        waiting.set_result(outcome)


def held(connection: "Connection", event: Event) -> None:
    """ChannelHold, ChannelUnhold: the hold key of a phone."""
    channel = connection.has.channels.get(event["channel"]["id"])
    call = connection.call_of(channel) if channel else None
    if call:
        channel.held = event["type"] == "ChannelHold"
        call.report(legs.held, channel.leg, channel.held, at=instant(event))


def transferred(connection: "Connection", event: Event) -> None:
    """ChannelTransfer: the transfer key of a phone, which is told when it shows what came of it.

    A transfer after consulting names another call of the phone (`protocol_id`, `destination_channel`): it is told no.
    """
    channel = connection.has.channels.get(event["referred_by"]["source_channel"]["id"])
    call = connection.call_of(channel) if channel else None
    wished = event["refer_to"].get("requested_destination", {})
    if call is None or "state" in event:  # our own answer is told to us in the same way
        return
    if "protocol_id" in wished or not wished.get("destination"):
        connection.start(call.tell_phone(channel, accepted=False))
    else:
        call.keyed.append(channel)
        call.report(legs.transferred, channel.leg, wished["destination"], at=instant(event))


def replaced(connection: "Connection", event: Event) -> None:
    """ApplicationReplaced: another driver has connected, though the lease is ours."""
    connection.ari.end()


def instant(event: Event) -> datetime:
    """When it happened by the exchange's clock, though never in the future of ours."""
    said = event.get("timestamp")
    return min(datetime.fromisoformat(said), now()) if said else now()


HEARD = {
    "StasisStart": came,
    "StasisEnd": left,
    "ChannelDestroyed": left,
    "ChannelStateChange": changed,
    "ChannelHangupRequest": noted,
    "ChannelDtmfReceived": pressed,
    "PlaybackFinished": played,
    "RecordingFinished": recorded,
    "RecordingFailed": recorded,
    "ChannelHold": held,
    "ChannelUnhold": held,
    "ChannelTransfer": transferred,
    "ApplicationReplaced": replaced,
}
FILTER = {"allowed": [{"type": name} for name in (*HEARD, "RESTResponse")]}
