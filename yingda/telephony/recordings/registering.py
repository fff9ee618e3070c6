"""What recordings tell the other rooms of the house when it starts."""

from yingda.cases import present as cases
from yingda.contacts.feeding import contacts
from yingda.customers.erasing import erases
from yingda.jobs.schedules import schedule
from yingda.journal import subscribe
from yingda.journal.presenting import present_object
from yingda.telephony import facts
from yingda.telephony.recordings import retention, words
from yingda.telephony.recordings.present import recordings_of_cases

WITH_CONTACT = (
    facts.RECORDING,
    facts.RECORDING_PAUSED,
    facts.RECORDING_RESUMED,
    facts.RECORDING_KEPT,
    facts.RECORDING_FAILED,
    facts.RECORDING_DELETED,
    facts.SPOKEN,
)


def register() -> None:
    words.register()
    erases(retention.erase_recordings)
    subscribe(retention.follow_hotlines, [facts.SET_UP], "a line's recordings are kept for as long as it says")
    schedule("telephony.recordings", retention.EVERY, retention.tidy)
    cases.extend("recordings", recordings_of_cases)
    for fact in WITH_CONTACT:
        present_object(fact, contacts)
