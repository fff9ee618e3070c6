"""What browsers get of offers and presence through the feed: the very objects that GET returns."""

from yingda.journal.models import Fact
from yingda.journal.presenting import present_object, widen
from yingda.people.models import Role
from yingda.people.scope import Scope
from yingda.routing import facts as routing_facts
from yingda.routing.models import Offer
from yingda.routing.present import offer_out

OF_OFFERS = (
    routing_facts.OFFERED,
    routing_facts.ACCEPTED,
    routing_facts.DECLINED,
    routing_facts.RUNG_OUT,
    routing_facts.WITHDRAWN,
)


def register() -> None:
    for name in OF_OFFERS:
        present_object(name, offers)
    widen(watches_the_floor)


def offers(facts: list[Fact], audience: str) -> dict[int, dict]:
    """OfferOut by fact id, for staff."""
    if audience != "staff":
        return {}
    uids = {fact.pk: fact.data["offer"] for fact in facts}
    rows = list(Offer.objects.filter(uid__in=set(uids.values())))
    built = {str(row.uid): out for row, out in zip(rows, offer_out(rows), strict=True)}
    return {fact: built[uid] for fact, uid in uids.items() if uid in built}


def watches_the_floor(scope: Scope, fact: Fact) -> bool:
    """Supervisors hear what their team's people do; who sees every line hears it of all."""
    if fact.name != routing_facts.PRESENCE.name:
        return False
    same_team = scope.team is not None and scope.team == fact.data.get("team")
    return scope.lines is None or (scope.has(Role.SUPERVISOR) and same_team)
