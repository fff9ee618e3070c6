"""After the solution: was it one? Follow-up 回访 and rating 评价."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.followups.querysets import FollowUpQuerySet
from yingda.lib.ids import uuid7


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    NEUTRAL = "neutral", "一般"
    DISSATISFIED = "dissatisfied", "不满意"
    NOT_RATED = "not_rated", "未评价"


class FollowUp(models.Model):
    """A task to ask whether a solved case truly is (4.12). Open until it has an outcome; tries are counted."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "客户认可"
        DISSATISFIED = "dissatisfied", "不满意，重新处理"
        UNREACHABLE = "unreachable", "多次未联系上"
        BY_RATING = "by_rating", "客户已自行评价"
        REOPENED = "reopened", "工单已重新打开"

    uid = models.UUIDField(default=uuid7, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="follow_ups")
    due = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_try = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    solved = models.BooleanField(null=True)
    feedback = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    remarks = models.CharField(max_length=1000, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done=None) ^ ~Q(outcome=""), name="done_with_an_outcome"),
            models.UniqueConstraint(fields=["case"], condition=Q(done=None), name="one_open_follow_up_a_case")
        ]
        indexes = [models.Index(fields=["due", "id"], name="follow_up_due", condition=Q(done=None))]


class Rating(models.Model):
    """An invitation to rate, reached by its token at `/rate/<token>`, and the answer once given (8.4)."""

    uid = models.UUIDField(default=uuid7, unique=True)
    token = models.CharField(max_length=64, unique=True)  # hash of what the link carries
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="ratings")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="ratings")
    made = models.DateTimeField()
    expires = models.DateTimeField()
    given = models.DateTimeField(null=True)
    solved = models.BooleanField(null=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    speed = models.PositiveSmallIntegerField(null=True)  # 1 to 5
    attitude = models.PositiveSmallIntegerField(null=True)
    result = models.PositiveSmallIntegerField(null=True)
    remarks = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(case__isnull=False), name="a_rating_of_something"
            ),
        ]
        indexes = [models.Index(fields=["contact", "id"], name="rating_of_contact")]
