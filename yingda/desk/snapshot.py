"""All that a desk shows when it opens, in one answer, with the feed's position from which events follow."""

from datetime import datetime

from django.db.models import Q, QuerySet

from yingda.access.api_auth import Viewer
from yingda.contacts.models import Contact
from yingda.contacts.present import contact_out
from yingda.journal.feed import head
from yingda.people.scope import Scope
from yingda.promises.models import Notice, Promise
from yingda.promises.present import notice_out, promise_out
from yingda.routing.models import Offer, Waiting
from yingda.routing.present import offer_out, presence_out

MOST_PROMISES = 50
MOST_NOTICES = 50


def snapshot(viewer: Viewer) -> dict:
    """DeskOut for this viewer. The position is read first: an event may come twice, none is missed."""
    position = head()
    person, scope = viewer.person, viewer.scope
    owed = Promise.objects.filter(owner=person, state__in=Promise.OPEN).order_by("limit", "id")[:MOST_PROMISES]
    unseen = Notice.objects.unseen_by(person.pk).order_by("-id")[:MOST_NOTICES]
    return {
        "position": position,
        "presence": presence_out(person),
        "contacts": contact_out(at_hand(scope)),
        "offers": offer_out(Offer.objects.filter(person=person, outcome="").order_by("id")),
        "queue": queue_of(scope),
        "promises": promise_out(owed),
        "notices": notice_out(unseen),
    }


def at_hand(scope: Scope) -> QuerySet[Contact]:
    """The contacts that a person works on: talking with, joined to, or ended and not archived yet."""
    mine = Q(agent=scope.person) & Q(state__in=[Contact.State.TALKING, Contact.State.ENDED])
    joined = Q(participations__person=scope.person, participations__ended=None, state=Contact.State.TALKING)
    return Contact.objects.visible_to(scope).filter(mine | joined).distinct().order_by("queued", "id")


def queue_of(scope: Scope) -> dict:
    """How many wait on the viewer's lines, and since when the first."""
    rows = Waiting.objects.visible_to(scope)
    longest: datetime | None = rows.order_by("since").values_list("since", flat=True).first()
    return {"waiting": rows.count(), "longest_since": longest}
