"""How recordings are asked for, and who may hear them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingda.cases.models import Case
from yingda.contacts.models import Contact, Participation
from yingda.people.models import Role
from yingda.people.scope import Scope


class RecordingQuerySet(QuerySet):
    """Recordings by what is to be done with them and by who may hear them."""

    def light(self):
        """Without what is long: the waveform and the intervals of speech."""
        return self.defer("peaks", "speech")

    def under_way(self):
        """Running, or on their way from the exchange."""
        return self.filter(state__in=["running", "arriving"])

    def due(self, at: datetime):
        """Kept as long as their line wants, and longer."""
        return self.filter(state="kept", delete_after__lte=at)

    def visible_to(self, scope: Scope):
        """Those of contacts that the person may see: that they exist, not what was said."""
        return self.filter(call__contact__in=Contact.objects.visible_to(scope))

    def audible_to(self, scope: Scope):
        """Those that the person may play: of calls that they took part in, all of their lines for supervisors, all for
        inspectors, voice mail for the line's agents. What belongs to a sensitive case (1.4) only as far as they may
        see that case."""
        rows = self.visible_to(scope).filter(state="kept")
        if not scope.has(Role.SUPERVISOR, Role.INSPECTOR):
            left_for_me = Q(kind="voice_mail") if scope.has(Role.AGENT) else Q()
            rows = rows.filter(took_part(scope) | left_for_me)
        return rows.exclude(Exists(secret(scope)))


def took_part(scope: Scope) -> Q:
    """Served the contact, joined it, or was one of the call's parties."""
    joined = Participation.objects.filter(contact=OuterRef("call__contact"), person=scope.person)
    return Q(call__contact__agent=scope.person) | Exists(joined) | Q(call__in=calls_of(scope.person))


def calls_of(person: int) -> QuerySet:
    """The calls in which a leg of theirs was up."""
    from yingda.telephony.models import Leg  # the models are made of these querysets

    return Leg.objects.filter(person=person, answered__isnull=False).values("call")


def secret(scope: Scope) -> QuerySet:
    """Sensitive cases of the recording's contact that this person may not see."""
    cases = Case.objects.filter(sensitive=True, records__contact=OuterRef("call__contact"))
    return cases.exclude(pk__in=Case.objects.visible_to(scope).filter(sensitive=True).values("pk"))
