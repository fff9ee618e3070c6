"""Who works here: the organisation, its business lines, teams and people. Lines and teams are everybody's scope."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yingda.lib.ids import uuid7


class Organisation(models.Model):
    """The one organisation of this installation (row 1)."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    language = models.CharField(max_length=8, default="zh-hans")
    region = models.CharField(max_length=2, default="CN")
    duty_manager = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A business line 业务线: one hotline or site with its own opening, hours and promises (2.9)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who serve the same lines under one supervisor."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    lines = models.ManyToManyField(Line, related_name="teams")
    supervisor = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may do. `OVERSEES`: sees every line; `WATCHES`: may see others' work on the own lines."""

    AGENT = "agent", "坐席"
    SUPERVISOR = "supervisor", "班长"
    INSPECTOR = "inspector", "质检员"
    EDITOR = "editor", "知识编辑"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "审计员"


class People(BaseUserManager):
    def get_by_natural_key(self, username: str):
        return self.get(username=username.strip().lower())

    def create_person(self, username: str, password: str | None, **fields):
        """A person who can sign in; without a password only after one is set."""
        person = self.model(username=username.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who works here and signs in. `work_number` 工号 is what customers are told."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(max_length=64, unique=True)
    work_number = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="members")
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name", "work_number"]
    objects = People()

    def __str__(self) -> str:
        return f"{self.name} {self.work_number}"


class Grant(models.Model):
    """A role held by a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="a_role_once_a_person")]


class Capability(models.Model):
    """What routing may send a person: how many at once on a channel, which skills and languages."""

    class Kind(models.TextChoices):
        CHANNEL = "channel"  # code: chat, phone …; `number`: how many at once
        SKILL = "skill"  # code: a subject
        LANGUAGE = "language"  # code: zh, en …

    person = models.ForeignKey(Person, models.CASCADE, related_name="capabilities")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.SlugField(max_length=32)
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "code"], name="a_capability_once")]


class Restriction(models.Model):
    """A person gets no contacts (of a line and a channel, or any) while this holds: must rest, has no phone, suspended.

    Higher rooms write these rows instead of calling routing.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="restrictions")
    line = models.ForeignKey(Line, models.CASCADE, null=True)
    channel = models.CharField(max_length=8, blank=True)  # empty: every channel
    reason = models.SlugField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="restriction_now")]
