"""The page behind a rating link (8.4): a plain form that works on any phone, with or without scripts."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingda.followups.api import allow_some, organisation
from yingda.followups.models import Rating
from yingda.followups.rating import answer, look_up, low, rate, standard_of
from yingda.lib.errors import Refusal
from yingda.lib.say import say
from yingda.lib.times import now

REQUIRED = say("请选择一项。", "Please choose one.")
LONG = say("最多 1000 字。", "At most 1,000 characters.")
SOLVED = (("yes", say("解决了", "Yes, solved")), ("no", say("没有解决", "No, not yet")))
LONGEST = 1000


class RatingForm(forms.Form):
    """Built from the standard's lists: is it solved, how satisfied, three aspects, remarks."""

    def __init__(self, standard, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if standard.rating.asks_if_solved:
            self.fields["solved"] = choice([(code, str(label)) for code, label in SOLVED], required=True)
        self.fields["satisfaction"] = choice(
            [(one.code, str(one.label)) for one in standard.rating.satisfaction if one.code != "not_rated"],
            required=True,
        )
        grades = [(str(grade), str(grade)) for grade in range(1, standard.rating.most + 1)]
        for aspect in standard.rating.aspects:
            self.fields[aspect.code] = choice(grades, required=False, label=str(aspect.label))
        self.aspects = [aspect.code for aspect in standard.rating.aspects]
        self.fields["remarks"] = forms.CharField(
            required=False, max_length=LONGEST, error_messages={"max_length": str(LONG)}
        )

    def said(self) -> dict:
        """What `followups.rating.rate` takes."""
        given = self.cleaned_data
        return {
            "solved": {"yes": True, "no": False}.get(given.get("solved")),
            "satisfaction": given["satisfaction"],
            "remarks": given["remarks"],
        } | {aspect: int(given[aspect]) if given[aspect] else None for aspect in self.aspects}

    def graded(self) -> list[forms.BoundField]:
        return [self[aspect] for aspect in self.aspects]


def choice(choices: list[tuple[str, str]], *, required: bool, label: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices,
        required=required,
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": str(REQUIRED), "invalid_choice": str(REQUIRED)},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, keep, thank. What is refused is said in a sentence on the page."""
    wished = "en" if request.GET.get("lang") == "en" else "zh-hans"
    with translation.override(wished):
        try:
            return asked(request, token)
        except Refusal as refusal:
            return shown(request, refusal.status, said=refusal.say())


def asked(request: HttpRequest, token: str) -> HttpResponse:
    at = now()
    allow_some(request, token, at)
    rating = look_up(token, at=at)
    form = RatingForm(standard_of(rating.contact, rating.case), request.POST or None)
    if request.method != "POST":
        return shown(request, 200, form=form, rating=rating)
    if not form.is_valid():
        return shown(request, 422, form=form, rating=rating)
    given = rate(token, at=at, **form.said())
    return shown(request, 200, said=answer(given, translation.get_language()), low=low(given))


def shown(request: HttpRequest, status: int, *, rating: Rating | None = None, **more: Any) -> HttpResponse:
    english = translation.get_language() == "en"
    line = rating and (rating.case or rating.contact).line
    context = {
        "english": english,
        "organisation": organisation(),
        "line": line and ((line.name_en if english else "") or line.name),
        "number": rating and rating.case and rating.case.number,
        **more,
    }
    return render(request, "web/rating.html", context, status=status)
