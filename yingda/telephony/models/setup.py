"""What an administrator sets up: trunks, numbers, a line on the phone, menus, prompts, phones, web calls."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.contacts.models import Contact
from yingda.lib.ids import uuid7
from yingda.people.models import Line


class Trunk(models.Model):
    """A carrier's line into the exchange: by registration (we sign in there) or by address (they are known by IP)."""

    class Kind(models.TextChoices):
        ADDRESS = "address", "按地址"
        REGISTRATION = "registration", "注册"

    class Transport(models.TextChoices):
        UDP = "udp"
        TCP = "tcp"
        TLS = "tls"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.SlugField(max_length=32, unique=True)  # also the endpoint's name at the exchange
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ADDRESS)
    host = models.CharField(max_length=120)
    port = models.PositiveIntegerField(default=5060)
    transport = models.CharField(max_length=3, choices=Transport.choices, default=Transport.UDP)
    username = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=32, blank=True)
    sealed = models.BinaryField(default=bytes)  # the password, sealed with the row's uid
    matches = models.JSONField(default=list)  # further addresses or networks that its calls come from
    srtp = models.BooleanField(default=False)
    most_calls = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True)
    dropped = models.DateTimeField(null=True)  # gone for people; the row stays, since facts name it
    registered = models.BooleanField(null=True)  # None: not known, or not that kind
    seen = models.DateTimeField(null=True)


class Number(models.Model):
    """A number that callers dial, and the business line that it belongs to. `digits` as the carrier sends it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    digits = models.CharField(max_length=32, unique=True)
    label = models.CharField(max_length=80, blank=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="numbers")
    trunk = models.ForeignKey(Trunk, models.SET_NULL, null=True, related_name="numbers")
    active = models.BooleanField(default=True)
    dropped = models.DateTimeField(null=True)


class Menu(models.Model):
    """A voice menu (IVR) of a line, as data. Off by default: public hotlines should not use one.

    `prompts`: {"zh": file uid, "en": …} of a recorded one, or `text` spoken by the synthesiser.
    `choices`: {"1": {"do": "queue" | "team" | "skill" | "language" | "menu" | "voice_mail", "to": …}}.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    line = models.ForeignKey(Line, models.CASCADE, related_name="menus")
    name = models.CharField(max_length=80)
    text = models.JSONField(default=dict)  # {"zh": …, "en": …}
    prompts = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField(default=6)  # to choose in
    tries = models.PositiveSmallIntegerField(default=2)
    dropped = models.DateTimeField(null=True)


class Hotline(models.Model):
    """How a business line behaves on the phone. A line without a row behaves by these defaults."""

    line = models.OneToOneField(Line, models.CASCADE, related_name="hotline")
    records = models.BooleanField(default=True)
    notice = models.BooleanField(default=True)  # tell callers that calls are recorded, and what for
    languages = models.JSONField(default=list)  # ["zh", "en"]: let the caller choose when there are several
    menu = models.ForeignKey(Menu, models.SET_NULL, null=True, related_name="+")
    position_every = models.PositiveSmallIntegerField(default=30)  # seconds; 0: never announced
    holds_place = models.BooleanField(default=True)  # offers to call back in the caller's turn
    offer_place_after = models.PositiveSmallIntegerField(default=30)  # seconds
    voice_mail = models.BooleanField(default=True)
    short_abandon = models.PositiveSmallIntegerField(default=5)  # seconds: who leaves sooner counts apart
    caller_number = models.ForeignKey(Number, models.SET_NULL, null=True, related_name="+")  # shown when we call
    retention_days = models.PositiveSmallIntegerField(default=180)  # of recordings
    decent_from = models.TimeField(default=time(8, 30))  # nobody is called before
    decent_until = models.TimeField(default=time(20, 30))  # or after
    retries = models.PositiveSmallIntegerField(default=3)
    retry_minutes = models.PositiveSmallIntegerField(default=30)


class Prompt(models.Model):
    """An announcement that somebody recorded in place of the shipped one; `line` empty: for all lines."""

    key = models.SlugField(max_length=48)
    language = models.CharField(max_length=8)
    line = models.ForeignKey(Line, models.CASCADE, null=True, related_name="+")
    file = models.UUIDField()  # uid of an access.StoredFile
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "line"], name="one_prompt", nulls_distinct=False)
        ]


class Phone(models.Model):
    """A SIP account of a person: the browser's, or a hard phone's. One of them is `chosen` to ring."""

    class Kind(models.TextChoices):
        BROWSER = "browser", "网页软电话"
        HARD = "hard", "话机"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sip_phones")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    username = models.SlugField(max_length=40, unique=True)  # the endpoint's name at the exchange
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()  # the secret, sealed with the row's uid
    chosen = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    registered = models.BooleanField(default=False)
    seen = models.DateTimeField(null=True)  # when `registered` last changed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_phone_of_a_kind"),
            models.UniqueConstraint(fields=["person"], condition=Q(chosen=True), name="one_phone_rings"),
        ]


class WebCall(models.Model):
    """A button by which customers call a line from a web page. `key` stands in the script tag of `origins`."""

    key = models.SlugField(max_length=40, unique=True)
    line = models.ForeignKey(Line, models.CASCADE, related_name="web_calls")
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    origins = models.JSONField(default=list)
    accent = models.CharField(max_length=7, default="#1f6f5c")
    active = models.BooleanField(default=True)
    dropped = models.DateTimeField(null=True)


class WebTicket(models.Model):
    """Leave to call once by a web call, soon: the browser dials its token, of which only a hash is kept."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    token = models.CharField(max_length=64, unique=True)
    web_call = models.ForeignKey(WebCall, models.CASCADE, related_name="tickets")
    language = models.CharField(max_length=8, default="zh")
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()  # {"name", "phone"} as the customer wrote them, sealed with `uid`
    made = models.DateTimeField()
    expires = models.DateTimeField()
    contact = models.OneToOneField(Contact, models.SET_NULL, null=True, related_name="web_ticket")  # None: not used

    class Meta:
        indexes = [models.Index(fields=["expires"], name="web_ticket_to_drop")]


class DeviceCheck(models.Model):
    """Before a shift, an agent tried line, headset and recorder (9.1)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="device_checks")
    at = models.DateTimeField()
    heard = models.BooleanField()  # the agent heard the tone
    level = models.FloatField()  # of the microphone, 0 to 1, at its loudest
    echoed = models.BooleanField()  # the exchange sent the voice back
    device = models.CharField(max_length=120, blank=True)
