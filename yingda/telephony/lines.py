"""The lines of a trunk: how many are taken, and by which trunk a call of ours goes out.

Nobody is locked for a count: two calls in the same instant may take one line too many, which the carrier then refuses.
"""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from yingda.telephony.errors import NoTrunk, TrunkFull
from yingda.telephony.models import Call, Hotline, Leg, Number, Trunk


def is_full(trunk: Trunk) -> bool:
    return taken([trunk.pk]).get(trunk.pk, 0) >= trunk.most_calls


def taken(trunks: Iterable[int], *, but: Call | None = None) -> dict[int, int]:
    """Lines in use, by trunk, in one query: legs that come or go by it, and agents who wait for us to dial by it.

    `but`: a call that is about to dial itself.
    """
    chosen = list(trunks)
    live = Leg.objects.filter(state__in=Leg.LIVE)
    alone = ~Exists(live.filter(call=OuterRef("call"), party=Leg.Party.CUSTOMER)) & ~Q(call=but and but.pk)
    soon = Q(party=Leg.Party.AGENT, call__stage=Call.Stage.DIAL, call__trunk__in=chosen) & alone
    legs = live.filter(Q(trunk__in=chosen) | soon, call__ended=None).annotate(by=Coalesce("trunk", "call__trunk"))
    return dict(legs.values("by").annotate(lines=Count("pk")).values_list("by", "lines"))


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
