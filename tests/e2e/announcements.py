"""Announcements that a test can tell apart by ear: a tone in place of the words."""

import math
from array import array
from io import BytesIO

import soundfile

from yingda.lib.times import now
from yingda.people.models import Person
from yingda.telephony.models import Menu
from yingda.telephony.prompts.replacing import recording_of, replace
from yingda.telephony.setup import menus
from yingda.testing import tones
from yingda.testing.parties import PATIENCE, Party

SECONDS = 2
PURE = 0.6  # of what is heard, so that no vowel of another announcement is taken for the tone


def said_by_tone(key: str, tone: int) -> None:
    """On all lines this announcement is a tone (Hz) in Chinese."""
    replace(key, "zh", None, recording(tone), by=admin(), at=now())


def menu_by_tone(menu: Menu, language: str, tone: int) -> None:
    menus.record_sound(menu, language, recording(tone), by=admin(), at=now())


def is_told(party: Party, tone: int, within: float = PATIENCE) -> bool:
    """Whether it comes to hear the announcement that is this tone."""
    return party.comes(lambda: is_pure(party.heard(), tone), within)


def is_pure(samples: array, tone: int) -> bool:
    loud = tones.amplitude(samples, tone)
    return loud >= tones.HEARD and loud >= PURE * math.sqrt(2) * tones.loudness(samples)


def recording(tone: int) -> bytes:
    """As somebody would upload it."""
    sound = BytesIO()
    samples = tones.heard(b"".join(tones.spoken(tone)) * SECONDS)
    soundfile.write(sound, samples, tones.RATE, format="WAV", subtype="PCM_16")
    return recording_of(BytesIO(sound.getvalue()), name="tone.wav", size=sound.tell())


def admin() -> Person:
    return Person.objects.get(username="admin")
