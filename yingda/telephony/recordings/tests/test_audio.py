import numpy as np
import pytest

from yingda.telephony.recordings import audio
from yingda.telephony.recordings.errors import Unreadable
from yingda.telephony.recordings.tests.cast import LEFT, RIGHT, both, hertz, raw_file, tone, wav_file


def pitches(sound: audio.Sound) -> list[int]:
    return [hertz(sound.samples[:, leg], sound.rate) for leg in (0, 1)]


def test_raw_files_hold_the_customer_left_and_our_side_right(spool):
    sound = audio.read(raw_file(spool, both(1)))
    assert (sound.rate, sound.seconds, pitches(sound)) == (8000, 1.0, [LEFT, RIGHT])


def test_half_a_frame_at_the_end_of_a_raw_file_is_passed_over(spool):
    path = raw_file(spool, both(1))
    path.write_bytes(path.read_bytes()[:-1])
    assert len(audio.read(path).samples) == 7999


def test_a_stereo_wav_is_read_the_same(spool):
    assert pitches(audio.read(wav_file(spool, both(1)))) == [LEFT, RIGHT]


@pytest.mark.parametrize("named", ["sound-rx.wav", "sound-tx.wav", "sound.wav"])
def test_a_pair_of_files_becomes_one_as_long_as_the_longer(spool, named):
    wav_file(spool, tone(1, LEFT), "sound-rx")
    wav_file(spool, tone(2, RIGHT), "sound-tx")
    sound = audio.read(spool / named)
    assert (sound.seconds, pitches(sound)) == (2.0, [LEFT, RIGHT])
    assert len(audio.parts_of(spool / named)) == 2


def test_a_message_in_mono_is_the_customers(spool):
    sound = audio.read(wav_file(spool, tone(1, LEFT, 0.5)))
    assert pitches(sound) == [LEFT, 0]


def test_what_is_no_sound_is_refused_and_what_is_not_there_may_still_come(spool):
    (spool / "words.wav").write_text("not a sound")
    with pytest.raises(Unreadable, match="unreadable"):
        audio.read(spool / "words.wav")
    with pytest.raises(Unreadable, match="odd_rate"):
        audio.read(wav_file(spool, both(1), rate=44100))
    with pytest.raises(FileNotFoundError):
        audio.read(spool / "nothing.raw")


def test_what_is_kept_is_read_back_without_loss(spool):
    sound = audio.read(raw_file(spool, both(1)))
    flac = audio.encoded(sound)
    assert flac.read(4) == b"fLaC"
    for part, leg in (("customer", 0), ("agent", 1)):
        flac.seek(0)
        samples = np.frombuffer(b"".join(audio.frames(flac, part, 0, 8000)), "<i2")
        assert (samples == sound.samples[:, leg]).all()


def test_the_mix_of_two_loud_legs_does_not_overflow():
    loud = np.full((10, 2), 30000, np.int16)
    assert (audio.heard(loud, "both") == 32767).all()


def test_peaks_are_ten_a_second_of_0_to_100():
    samples = both(1.05)
    samples[:4000, 0] = 0
    samples[-1] = -32768
    peaks = audio.peaks(audio.Sound(8000, samples))
    assert len(peaks) == 11
    assert (peaks[0], peaks[6], peaks[-1]) == ([0, 30], [30, 30], [100, 100])


def test_silenced_spans_hold_nothing_and_the_rest_is_as_it_was():
    sound = audio.Sound(8000, both(3))
    quiet = audio.silenced(sound, [(1.0, 2.0), (2.5, 9.0)])
    assert not quiet.samples[8000:16000].any() and not quiet.samples[20000:].any()
    assert (quiet.samples[:8000] == sound.samples[:8000]).all() and sound.samples[8000:16000].any()
