"""What the step «handle» still lacks, told by the promise to settle on the spot or to name a time (4.28)."""

from yingda.contacts.models import Contact
from yingda.lib.say import Sentence
from yingda.promises.models import Promise

SETTLE_ON_THE_SPOT = "4.28"


def settled(contacts: list[Contact]) -> dict[int, list[Sentence]]:
    """Contacts in which nothing is lacking any more: solved, or a time was promised."""
    done = (Promise.State.KEPT, Promise.State.KEPT_LATE)
    kept = Promise.objects.filter(rule=SETTLE_ON_THE_SPOT, subject_kind="contact", state__in=done)
    subjects = kept.filter(subject__in=[contact.pk for contact in contacts]).values_list("subject", flat=True)
    return {subject: [] for subject in subjects}
