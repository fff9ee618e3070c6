"""Many talks at a time with sound both ways: does each stream still get its 50 packets a second while we record?"""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from yingda.bench.line import Line
from yingda.bench.phone_house import PhoneHouse

RATE, LONG, SETTLE_SECONDS, WINDOW_SECONDS = 10, 45.0, 5.0, 8.0
VOICE = Path(__file__).resolve().parents[1] / "telephony/sounds/zh/leave_message.alaw"


def lines(house: PhoneHouse, talks: int) -> Iterator[Line]:
    plain = packets(house, talks, recorded=False)
    ours = packets(house, talks, recorded=True)
    yield Line(
        f"{talks} talks with both legs recorded, median packets/s a stream; against the same talks unrecorded",
        f"{ours:.1f}", f"{plain:.1f}", ours / plain if plain else None, "50 are perfect",
    )  # fmt: skip


def packets(house: PhoneHouse, talks: int, *, recorded: bool) -> float:
    """The median over all streams that the exchange sends."""
    from yingda.telephony.models import Hotline

    Hotline.objects.filter(line=house.line).update(records=recorded)
    with house.running("clock", "telephony"), house.agents(talks, audio=VOICE):
        callers = house.call(talks, RATE, LONG, audio=VOICE)
        try:
            time.sleep(talks / RATE + SETTLE_SECONDS)
            return median(sent_a_second(house.pbx.ari))
        finally:
            callers.end()
            house.hang_up_all()


def sent_a_second(ari) -> list[float]:
    before, began = sent(ari), time.monotonic()
    time.sleep(WINDOW_SECONDS)
    after, took = sent(ari), time.monotonic() - began
    return [(after[channel] - before[channel]) / took for channel in before if channel in after]


def sent(ari) -> dict[str, int]:
    """Packets sent so far, of each channel with sound."""
    from yingda.telephony.pbx.ari import AriError

    counted = {}
    for channel in ari.get("channels"):
        try:
            counted[channel["id"]] = ari.get(f"channels/{channel['id']}/rtp_statistics")["txcount"]
        except AriError:
            continue  # it has just ended, or carries no sound
    return counted
