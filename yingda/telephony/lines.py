"""The lines of a trunk: how many are taken, and by which trunk a call of ours goes out.

Nobody is locked for a count: two calls in the same instant may take one line too many, which the carrier then refuses.
"""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from yingda.lib.prepared import Given, Prepared
from yingda.telephony.errors import NoTrunk, TrunkFull
from yingda.telephony.models import Call, Hotline, Leg, Number, Trunk

TAKEN = Prepared(lambda: legs_by(Q(trunk=Given(Leg, "trunk")), Q(call__trunk=Given(Leg, "trunk"))).values_list("lines"))


def is_full(trunk: Trunk) -> bool:
    found = TAKEN.values(trunk=trunk.pk)
    return bool(found) and found[0][0] >= trunk.most_calls


def taken(trunks: Iterable[int], *, but: Call | None = None) -> dict[int, int]:
    """Lines in use, by trunk, in one query: legs that come or go by it, and agents who wait for us to dial by it.

    `but`: a call that is about to dial itself.
    """
    chosen = list(trunks)
    about_to = Q(call__trunk__in=chosen) & ~Q(call=but and but.pk)
    return dict(legs_by(Q(trunk__in=chosen), about_to).values_list("by", "lines"))


def legs_by(theirs: Q, about_to: Q) -> QuerySet:
    """Legs by trunk, counted: those that come or go by it, and agents whose calls are `about_to` be dialled by it."""
    live = Leg.objects.filter(state__in=Leg.LIVE)
    alone = ~Exists(live.filter(call=OuterRef("call"), party=Leg.Party.CUSTOMER))
    soon = Q(party=Leg.Party.AGENT, call__stage=Call.Stage.DIAL) & about_to & alone
    legs = live.filter(theirs | soon, call__ended=None).annotate(by=Coalesce("trunk", "call__trunk"))
    return legs.values("by").annotate(lines=Count("pk"))


def trunk_of(call: Call) -> Trunk:
    """By which a party outside is called: the first with a line to spare. Raises NoTrunk, TrunkFull."""
    wished = trunks_of(call) or list(Trunk.objects.filter(active=True).order_by("pk"))
    if not wished:
        raise NoTrunk
    lines = taken((trunk.pk for trunk in wished), but=call)
    free = next((trunk for trunk in wished if lines.get(trunk.pk, 0) < trunk.most_calls), None)
    if free is None:
        raise TrunkFull(name=wished[0].name, most=wished[0].most_calls)
    return free


def trunks_of(call: Call) -> list[Trunk]:
    """The line's own: the call's, that of its number, of the number it shows, of its line's other numbers."""
    line = call.contact.line_id
    hotline = Hotline.objects.select_related("caller_number__trunk").filter(line=line).first()
    others = Number.objects.filter(line=line, active=True).select_related("trunk").order_by("pk")
    numbers = [call.number, hotline and hotline.caller_number, *others]
    found = [call.trunk, *(number.trunk for number in numbers if number)]
    return list(dict.fromkeys(trunk for trunk in found if trunk and trunk.active))
