"""The lines of a trunk: how many are taken, and by which trunk a call of ours goes out.

Far from a trunk's limit nobody is locked for a count. Near it the trunk is locked and then counted anew, so that of
two calls in the same instant one gets the last line.
"""

from collections.abc import Callable, Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from yingda.lib.prepared import Given, Prepared
from yingda.telephony.errors import NoTrunk, TrunkFull
from yingda.telephony.models import Call, Hotline, Leg, Number, Trunk

SPARE = 16  # lines left: more than a trunk gives away while one verb lasts (50 ms)
TAKEN = Prepared(lambda: legs_by(Q(trunk=Given(Leg, "trunk")), Q(call__trunk=Given(Leg, "trunk"))).values_list("lines"))
EVERYWHERE = Prepared(
    lambda: Leg.objects.exclude(state=Leg.State.ENDED)
    .values(all=Value(1))
    .annotate(legs=Count("*"))
    .values_list("legs")
)
LOCKED = Prepared(  # no key: who merely refers to the trunk need not wait
    lambda: Trunk.objects.filter(pk=Given(Trunk, "id")).select_for_update(no_key=True)
)


def is_full(trunk: Trunk) -> bool:
    """Whether a caller must hear busy. For the verb that takes the line."""
    if trunk.most_calls - everywhere() >= SPARE:
        return False

    def count() -> int:
        found = TAKEN.values(trunk=trunk.pk)
        return found[0][0] if found else 0

    return not has_room(trunk, count)


def everywhere() -> int:
    """Live legs in all: no trunk has more lines taken, and they are sooner counted."""
    return EVERYWHERE.values()[0][0]


def has_room(trunk: Trunk, count: Callable[[], int]) -> bool:
    """Whether it carries one call more than `count()`. Near its limit the trunk stays locked until the verb ends."""
    left = trunk.most_calls - count()
    if left <= 0 or left >= SPARE:
        return left > 0
    return LOCKED.get(id=trunk.pk).most_calls > count()


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
    for trunk in wished:
        if has_room(trunk, lambda pk=trunk.pk: taken([pk], but=call).get(pk, 0)):
            return trunk
    raise TrunkFull(name=wished[0].name, most=wished[0].most_calls)


def trunks_of(call: Call) -> list[Trunk]:
    """The line's own: the call's, that of its number, of the number it shows, of its line's other numbers."""
    line = call.contact.line_id
    hotline = Hotline.objects.select_related("caller_number__trunk").filter(line=line).first()
    others = Number.objects.filter(line=line, active=True).select_related("trunk").order_by("pk")
    numbers = [call.number, hotline and hotline.caller_number, *others]
    found = [call.trunk, *(number.trunk for number in numbers if number)]
    return list(dict.fromkeys(trunk for trunk in found if trunk and trunk.active))
