"""What browsers get of calls through the feed: the very contact that GET returns."""

from yingda.contacts.feeding import contacts
from yingda.journal.models import Fact
from yingda.journal.presenting import present_object, widen
from yingda.people.models import Role
from yingda.people.scope import Scope
from yingda.telephony import facts

WITH_CONTACT = (
    facts.MOVED,
    facts.RINGING,
    facts.LEG_ANSWERED,
    facts.LEG_ENDED,
    facts.ENDED,
    facts.LOST,
    facts.MUTED,
    facts.CONSULTED,
    facts.CONFERENCE,
    facts.HANDED_OVER,
    facts.SUPERVISED,
    facts.GRACE,
    facts.RECORDING,
    facts.RECORDING_PAUSED,
    facts.RECORDING_RESUMED,
    facts.RECORDING_KEPT,
    facts.RECORDING_FAILED,
    facts.DIALLED,
    facts.DIAL_RESULT,
)
FOR_WORKERS = {facts.EXCHANGE.name}
FOR_SUPERVISORS = {facts.PHONE.name}


def register() -> None:
    for name in WITH_CONTACT:
        present_object(name, contacts)
    widen(concerns_the_telephone)


def concerns_the_telephone(scope: Scope, fact: Fact) -> bool:
    """Whoever may phone hears whether the exchange is there; supervisors hear whose phone is."""
    if fact.name in FOR_WORKERS:
        return scope.has(Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR)
    return fact.name in FOR_SUPERVISORS and scope.has(Role.SUPERVISOR)
