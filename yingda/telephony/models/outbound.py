"""Whom we call: missed callers, kept places, and every try to reach somebody."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.followups.models import FollowUp
from yingda.lib.ids import uuid7
from yingda.people.models import Line


class CallBack(models.Model):
    """A task to call somebody back 回电任务. One open one per line and caller, however often they tried.

    A time at which an agent promises a customer to call is no such task but the agent's word (4.8), kept by an answer.
    """

    class Reason(models.TextChoices):
        ABANDONED = "abandoned", "未接通"
        KEPT_PLACE = "kept_place", "保留排位"
        VOICE_MAIL = "voice_mail", "留言"
        LOST = "lost", "通话中断"

    class State(models.TextChoices):
        OPEN = "open", "待回电"
        DONE = "done", "已联系上"
        GIVEN_UP = "given_up", "多次未接通"
        CANCELLED = "cancelled", "已取消"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="call_backs")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="call_backs")  # the last one that asked for it
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="call_backs")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()  # the number in E.164, sealed with `uid`
    lookup = models.BinaryField(max_length=32)
    missed = models.PositiveSmallIntegerField(default=1)  # calls behind it
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="call_backs")
    made = models.DateTimeField()
    due = models.DateTimeField()  # not to be called before
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "lookup"], condition=Q(state="open"), name="called_back_once")
        ]
        indexes = [models.Index(fields=["due", "id"], name="call_back_due", condition=Q(state="open"))]


class Attempt(models.Model):
    """One try to reach somebody by phone, and how it ended. The contact keeps the rest."""

    class Result(models.TextChoices):
        REACHED = "reached", "已接通"
        BUSY = "busy", "忙线"
        NO_ANSWER = "no_answer", "无人接听"
        WRONG_NUMBER = "wrong_number", "号码有误"
        FAILED = "failed", "呼叫失败"

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="attempt")
    call_back = models.ForeignKey(CallBack, models.PROTECT, null=True, related_name="attempts")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="attempts")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="attempts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
