"""Who has served a customer may see the customer: by a contact or a case of their lines."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from yingda.cases.models import Case
from yingda.contacts.models import Contact


def known_by(lines: Iterable[int]) -> Q:
    """Customers with a contact or a case of these lines."""
    return Q(Exists(Contact.objects.filter(customer=OuterRef("pk"), line__in=lines))) | Q(
        Exists(Case.objects.filter(customer=OuterRef("pk"), line__in=lines))
    )
