import io

import pytest
import soundfile
from django.conf import settings as configured
from django.core.files.storage import default_storage

from yingda.access.models import Look
from yingda.cases.models import Case, Part, Record
from yingda.contacts.models import Contact, Participation
from yingda.contacts.tests.cast import signed_in
from yingda.journal.models import Fact
from yingda.people.models import Grant, Role
from yingda.telephony.models import Leg
from yingda.telephony.recordings.beginning import begin
from yingda.telephony.recordings.tests.cast import LEFT, RATE, RIGHT, a_call, a_recording, at, both, hertz

REASON = {"reason": "客户投诉，核对通话"}


@pytest.fixture
def recording(cast, spool):
    return a_recording(cast, spool)


def listed(person, recording):
    return signed_in(person).get(f"/api/contacts/{recording.call.contact.uid}/recordings")


def look(person, recording, body=REASON):
    return signed_in(person).post(f"/api/recordings/{recording.uid}/looks", body, content_type="application/json")


def audio(person, recording, part="both", **headers):
    return signed_in(person).get(f"/api/recordings/{recording.uid}/audio?part={part}", headers=headers)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def a_case(recording, owner, **given) -> Case:
    contact = recording.call.contact
    case = Case.objects.create(
        line=contact.line, owner=owner, number=f"261123-{contact.pk:04}", opened=at(0), changed=at(0), **given
    )
    Record.objects.create(contact=contact, case=case, changed=at(0))
    return case


def players(cast, recording) -> set[str]:
    """Who may play it; list, look and sound must agree."""
    found = set()
    for name in ("wang", "chen", "he", "liu", "zhou", "wu", "editor"):
        person = getattr(cast, name)
        rows = listed(person, recording)
        may = rows.status_code == 200 and rows.json()[0]["may_play"]
        assert look(person, recording).status_code == (201 if may else 404)
        assert audio(person, recording).status_code == (200 if may else 404)
        found |= {name} if may else set()
    return found


def test_who_took_part_supervises_the_line_or_inspects_may_play(cast, recording):
    assert players(cast, recording) == {"wang", "zhou", "wu"}
    Participation.objects.create(contact=recording.call.contact, person=cast.chen, since=at(0))
    Leg.objects.create(call=recording.call, party="colleague", person=cast.he, made=at(0), answered=at(1))
    assert players(cast, recording) == {"wang", "chen", "he", "zhou", "wu"}


def test_a_colleague_whose_phone_only_rang_may_not_play(cast, recording):
    Leg.objects.create(call=recording.call, party="colleague", person=cast.he, made=at(0), state="ended")
    assert "he" not in players(cast, recording)


def test_voice_mail_is_heard_by_the_lines_agents(cast, spool):
    message = a_recording(cast, spool, kind="voice_mail")
    Contact.objects.update(agent=None, state="ended")
    assert players(cast, message) == {"wang", "chen", "he", "zhou", "wu"}


def test_of_a_sensitive_case_only_those_hear_who_see_it(cast, recording):
    case = a_case(recording, cast.chen, sensitive=True)
    assert players(cast, recording) == {"zhou"}
    Part.objects.create(case=case, person=cast.wang, since=at(0))
    assert players(cast, recording) == {"wang", "zhou"}


def test_an_auditor_sees_that_there_is_one_and_who_listened_but_does_not_listen(cast, recording):
    Grant.objects.filter(person=cast.editor).update(role=Role.AUDITOR)
    look(cast.wang, recording)
    assert listed(cast.editor, recording).json()[0]["may_play"] is False
    assert look(cast.editor, recording).status_code == 404
    (row,) = signed_in(cast.editor).get("/api/looks").json()["items"]
    assert (row["kind"], row["field"], row["reason"]) == ("recording", "audio", REASON["reason"])


def test_nobody_listens_without_a_reason_and_each_listening_is_on_record(cast, recording):
    assert audio(cast.wang, recording).json()["code"] == "recording.look_first"
    assert look(cast.wang, recording, {"reason": " "}).status_code == 422
    assert not Look.objects.exists()
    for _ in range(2):
        assert look(cast.wang, recording).status_code == 201
    assert Look.objects.filter(person=cast.wang, kind="recording", subject=recording.pk).count() == 2
    assert Fact.objects.filter(name="access.looked", by=cast.wang.pk).count() == 2
    assert audio(cast.zhou, recording).json()["code"] == "recording.look_first"


def test_a_reason_lasts_for_two_hours(cast, recording):
    look(cast.wang, recording)
    Look.objects.update(at=Look.objects.get().at.replace(year=2020))
    assert audio(cast.wang, recording).status_code == 403


def test_the_look_brings_what_the_player_draws(cast, recording):
    shown = look(cast.wang, recording).json()
    assert (shown["seconds"], len(shown["peaks"]), shown["pauses"]) == (3.0, 30, [])
    assert shown["speech"] == {"customer": [], "agent": []}


def test_the_browser_gets_wav_of_either_leg_or_of_both(cast, recording):
    look(cast.wang, recording)
    for part, pitches in (("customer", {LEFT}), ("agent", {RIGHT}), ("both", {LEFT, RIGHT})):
        answer = audio(cast.wang, recording, part)
        samples, rate = soundfile.read(io.BytesIO(body(answer)), dtype="int16")
        assert (rate, len(samples), samples.ndim) == (RATE, 3 * RATE, 1)
        assert hertz(samples) in pitches
        assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("audio/wav", "bytes")
        assert answer["Content-Disposition"].startswith("inline") and "no-store" in answer["Cache-Control"]
        assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    assert audio(cast.wang, recording, "all").status_code == 422


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-", 0, 48043),
        ("bytes=0-0", 0, 0),
        ("bytes=10-99", 10, 99),
        ("bytes=43-44", 43, 44),
        ("bytes=1001-2002", 1001, 2002),
        ("bytes=48000-99999", 48000, 48043),
        ("bytes=-7", 48037, 48043),
        ("bytes=-99999", 0, 48043),
    ],
)
def test_seeking_gets_just_those_bytes(cast, recording, wanted, first, last):
    look(cast.wang, recording)
    whole = body(audio(cast.wang, recording, "customer"))
    answer = audio(cast.wang, recording, "customer", range=wanted)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert body(answer) == whole[first : last + 1] and answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=48044-", "bytes=9-3", "bytes=-0"])
def test_seeking_past_the_end_is_refused(cast, recording, wanted):
    look(cast.wang, recording)
    answer = audio(cast.wang, recording, range=wanted)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */48044")


@pytest.mark.parametrize("wanted", ["bytes=", "bytes=-", "seconds=1-2", "bytes=0-1,3-4", "bytes=a-b"])
def test_a_range_that_is_none_gets_everything(cast, recording, wanted):
    look(cast.wang, recording)
    answer = audio(cast.wang, recording, range=wanted)
    assert (answer.status_code, len(body(answer))) == (200, 48044)


def test_a_file_that_was_tampered_with_is_refused_in_a_sentence(cast, recording):
    look(cast.wang, recording)
    path = configured.MEDIA_ROOT / recording.name
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    path.write_bytes(content)
    answer = audio(cast.wang, recording)
    assert (answer.status_code, answer.json()["code"]) == (409, "recording.damaged")
    assert "改动" in answer.json()["message"]
    default_storage.delete(recording.name)
    assert audio(cast.wang, recording).json()["code"] == "recording.damaged"


def test_another_recordings_file_in_its_place_is_refused(cast, spool, recording):
    other = a_recording(cast, spool)
    look(cast.wang, recording)
    (configured.MEDIA_ROOT / recording.name).write_bytes((configured.MEDIA_ROOT / other.name).read_bytes())
    assert audio(cast.wang, recording).json()["code"] == "recording.damaged"


def test_a_deleted_recording_is_still_named_and_no_longer_heard(cast, recording):
    from yingda.telephony.recordings.retention import delete

    look(cast.wang, recording)
    delete(recording.pk, reason="retention", at=at(9))
    (row,) = listed(cast.wang, recording).json()
    assert (row["state"], row["may_play"], row["seconds"]) == ("deleted", False, 3.0)
    assert audio(cast.wang, recording).status_code == 404


def test_who_talks_may_pause_and_others_may_not(cast):
    call = a_call(cast)
    path = f"/api/contacts/{call.contact.uid}/recording/pause"
    client = signed_in(cast.wang)
    assert client.put(path).json()["code"] == "recording.none"
    recording = begin(call, at(0))
    assert client.put(path).json() == {"id": str(recording.uid), "paused": True}
    assert client.delete(path).json() == {"id": str(recording.uid), "paused": False}
    assert signed_in(cast.chen).put(path).json()["code"] == "contact.not_yours"
    assert signed_in(cast.liu).put(path).status_code == 404


def test_a_chat_has_no_recording_to_pause(cast):
    from yingda.contacts.tests.cast import comes

    contact = comes(cast.hotline)
    Contact.objects.filter(pk=contact.pk).update(state="talking", agent=cast.wang)
    answer = signed_in(cast.wang).put(f"/api/contacts/{contact.uid}/recording/pause")
    assert answer.json()["code"] == "recording.none"


def test_a_case_carries_the_recordings_of_all_its_contacts(cast, spool, recording):
    case = a_case(recording, cast.wang)
    second = a_recording(cast, spool)
    Record.objects.create(contact=second.call.contact, case=case, changed=at(0))
    shown = signed_in(cast.chen).get(f"/api/cases/{case.uid}").json()["recordings"]
    assert [row["id"] for row in shown] == [str(recording.uid), str(second.uid)]
    assert shown[0]["contact"] == str(recording.call.contact.uid)


def test_lists_take_the_same_queries_however_many(cast, spool, django_assert_max_num_queries):
    from yingda.people.scope import scope_of
    from yingda.telephony.models import Recording
    from yingda.telephony.recordings.present import recordings_of_cases, recordings_out

    rows = [a_recording(cast, spool, both(0.5)) for _ in range(4)]
    cases = [a_case(row, cast.wang) for row in rows]
    scope = scope_of(cast.wang)
    with django_assert_max_num_queries(2):
        assert len(recordings_out(Recording.objects.light(), scope)) == 4
    with django_assert_max_num_queries(2):
        assert sum(map(len, recordings_of_cases(cases).values())) == 4
