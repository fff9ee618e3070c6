from yingda.contacts.tests.cast import signed_in
from yingda.journal.models import Fact
from yingda.people.scope import scope_of
from yingda.telephony.models import Recording
from yingda.telephony.recordings.beginning import begin, pause, resume
from yingda.telephony.recordings.marks import marks_of
from yingda.telephony.recordings.tests.cast import a_call, a_recording, at
from yingda.telephony.recordings.tests.sounds import talk, voice


def timeline(person, recording: Recording) -> dict[str, str]:
    entries = signed_in(person).get(f"/api/contacts/{recording.call.contact.uid}/timeline").json()["items"]
    return {entry["name"]: f"{entry['title']}：{entry['detail']}" for entry in entries}


def test_the_contacts_timeline_says_what_was_kept_and_measured(cast, spool):
    recording = a_recording(cast, spool, talk(8, customer={1: voice(3)}, agent={}))
    told = timeline(cast.wang, recording)
    assert told["recording.kept"] == "录音已归档：时长 0:08"
    assert told["call.spoken"].startswith("通话分析：客户 0:03，坐席 0:00，无人说话 0:05")


def test_marks_stand_where_steps_and_pauses_happened(cast, spool):
    call = a_call(cast)
    recording = begin(call, at(0))
    pause(call, cast.wang, at(1))
    resume(call, cast.wang, at(2.5))
    Recording.objects.filter(pk=recording.pk).update(seconds=4, ended=at(4))
    recording.refresh_from_db()
    marks = [(mark["at"], mark["name"], mark["label"]) for mark in marks_of(recording, scope_of(cast.wang))]
    assert marks == [(1.0, "recording.paused", "暂停录音"), (2.5, "recording.resumed", "恢复录音")]


def test_marks_leave_out_what_happened_outside_of_the_recording(cast, spool):
    recording = a_recording(cast, spool)
    assert Fact.objects.filter(contact=recording.call.contact_id, name="contact.arrived").exists()
    assert marks_of(recording, scope_of(cast.wang)) == []
