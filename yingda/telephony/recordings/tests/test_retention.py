from datetime import timedelta

import pytest

from yingda.contacts.tests.cast import a_customer
from yingda.customers.erasing import erase
from yingda.jobs.schedules import recurring
from yingda.jobs.working import work_once
from yingda.journal import record, verb
from yingda.lib.times import now
from yingda.telephony import facts
from yingda.telephony.models import Hotline, Recording
from yingda.telephony.recordings import retention, storing
from yingda.telephony.recordings.beginning import begin, stop
from yingda.telephony.recordings.keeping import kept
from yingda.telephony.recordings.tests.cast import a_call, a_recording, again, arrived, at, both, raw_file, told

DAY = timedelta(days=1)


def test_a_recording_is_deleted_when_its_line_has_kept_it_long_enough_and_that_is_on_record(cast, spool, storage):
    recording = a_recording(cast, spool)
    assert retention.delete_due(at(3) + 179 * DAY) == 0
    assert retention.delete_due(at(3) + 181 * DAY) == 1
    after = again(recording)
    assert not storage()
    assert (after.state, after.deleted, after.name, after.key, after.peaks) == (
        "deleted", at(3) + 181 * DAY, "", "", [],
    )  # fmt: skip
    assert told("recording.deleted", recording) == [{"recording": str(recording.uid), "reason": "retention"}]
    assert after.sha256 and after.seconds


def test_many_go_in_batches(cast, spool, storage, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        a_recording(cast, spool, both(1))
    assert retention.delete_due(at(0) + 200 * DAY) == 5
    assert not storage() and not Recording.objects.exclude(state="deleted").exists()


def test_a_deletion_broken_off_after_the_bytes_is_finished_by_the_next(cast, spool, monkeypatch):
    recording = a_recording(cast, spool)

    def power_cut(*given, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(retention, "tell", power_cut)
        retention.delete_due(at(0) + 200 * DAY)
    assert again(recording).state == "kept"
    assert retention.delete_due(at(0) + 200 * DAY) == 1
    assert len(told("recording.deleted", recording)) == 1


def test_a_line_that_changes_its_mind_changes_it_for_what_it_has(cast, spool):
    hotline, shop = a_recording(cast, spool), a_recording(cast, spool, line=cast.shop)
    assert retention.keep_for(cast.hotline, 10) == 1
    assert again(hotline).delete_after == at(3) + 10 * DAY
    assert again(shop).delete_after == at(3) + 180 * DAY


def test_recordings_follow_their_hotline_when_it_is_set_up_anew(cast, spool):
    recording = a_recording(cast, spool)
    Hotline.objects.create(line=cast.hotline, retention_days=30)
    set_up(cast.hotline)
    while work_once("one", now()):
        pass
    assert again(recording).delete_after == at(3) + 30 * DAY


@verb
def set_up(line) -> None:
    record(facts.SET_UP, at=at(9), line=line, what="hotline", row=line.uid)


def test_of_a_caller_who_had_gone_at_once_nothing_is_lost(cast):
    call = a_call(cast)
    recording = begin(call, at(0))
    stop(call, at(1))
    assert retention.give_up(at(4) + retention.GIVEN_UP) == 1
    assert (again(recording).state, told("recording.failed", recording)) == ("deleted", [])


def test_what_the_exchange_never_delivers_is_given_up_and_shown(cast, spool):
    call = a_call(cast)
    lost = begin(call, at(0))
    stop(call, at(3))
    stuck = arrived(a_call(cast), spool / "gone.raw")
    assert retention.give_up(at(3) + retention.GIVEN_UP - DAY / 24) == 0
    assert retention.give_up(at(4) + retention.GIVEN_UP) == 2
    assert (again(lost).failure, again(stuck).failure) == ("lost", "stuck")


def test_a_copy_that_a_killed_job_left_at_the_exchange_goes(cast, spool):
    recording = a_recording(cast, spool)
    left = raw_file(spool, both(), "left")
    Recording.objects.filter(pk=recording.pk).update(source=str(left))
    assert retention.forget_sources() == 1
    assert not left.exists() and again(recording).source == ""


def test_the_house_tidies_by_itself():
    assert recurring["telephony.recordings"].job == retention.tidy


def test_an_erased_customers_recordings_go_and_nobody_elses(cast, spool, storage):
    li = a_customer()
    hers, his = a_recording(cast, spool, customer=li), a_recording(cast, spool, customer=a_customer("赵强"))
    (spool / "broken.wav").write_text("not a sound")
    broken = arrived(a_call(cast, customer=li), spool / "broken.wav")
    kept(broken, at(5))
    erase(li, by=cast.zhou, at=at(9))
    assert [again(row).state for row in (hers, broken, his)] == ["deleted", "deleted", "kept"]
    assert len(storage()) == 1 and not list(spool.iterdir())
    assert storing.content(again(his))
    assert told("recording.deleted", hers)[0]["reason"] == "erased"
