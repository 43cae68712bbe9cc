"""A platform answers a notice, without an account. Looking changes nothing; only the button does."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jikimi.door.answer_form import AnswerForm
from jikimi.door.laws import law_name
from jikimi.door.pace import Pace
from jikimi.door.pages.page import page, too_many
from jikimi.playbooks.answer_reasons import REASONS
from jikimi.seal.errors import KeyMissing
from jikimi.takedown.actions.put_in_answer import put_in_answer
from jikimi.takedown.answer_letter import (
    LONGEST_ABOUT,
    LONGEST_REFERENCE,
    LONGEST_WORDS,
    MOST_ADDRESSES,
)
from jikimi.takedown.answers import Answerable, answerable
from jikimi.takedown.refusals import Refused

LOOKING: Final = Pace(each=60, overall=600)
SENDING: Final = Pace(each=60, overall=300)
# Each open link has a count of its own: a crowd that holds none cannot keep a platform from answering.
WITH_A_LINK: Final = Pace(each=60, overall=6_000)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str, language: str | None = None) -> HttpResponse:
    """404 for a link that is unknown, too old or taken back: the three are not told apart."""
    found = answerable(token, timezone.now())
    if found is None:
        pace = SENDING if request.method == "POST" else LOOKING
        return too_many(request, pace, language) or _closed(request, token, language)
    if slow := too_many(request, WITH_A_LINK, language, visitor=found.notice_id):
        return slow
    if request.method != "POST":
        return _form(request, token, found, AnswerForm(), language=language)
    return _take(request, token, found, language)


def _take(request: HttpRequest, token: str, found: Answerable, language: str | None) -> HttpResponse:
    form = AnswerForm.read(request.POST)
    if form.problems:
        return _form(request, token, found, form, language=language, status=400)
    try:
        put_in_answer(form.letter(token), now=timezone.now())
    except Refused:
        return _closed(request, token, language)
    except KeyMissing:
        return page(request, "door/not_now.html", {}, language=language, status=503)
    where = {"token": token} | ({"language": language} if language else {})
    # 303: going back or loading again sends nothing twice.
    return HttpResponseRedirect(
        reverse("answer_received_in" if language else "answer_received", kwargs=where), status=303
    )


@require_safe
def received(request: HttpRequest, token: str, language: str | None = None) -> HttpResponse:
    return page(request, "door/answer_received.html", {"token": token}, language=language)


def _form(
    request: HttpRequest,
    token: str,
    found: Answerable,
    form: AnswerForm,
    *,
    language: str | None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "token": token,
        "notice": found.notice_id,
        "law": law_name(found.law),
        "made_at": found.made_at,
        "several": found.links > 1,
        "form": form,
        "reasons": {said.replace(" ", "_"): keys for said, keys in REASONS.items()},
        "longest_reference": LONGEST_REFERENCE,
        "longest_words": LONGEST_WORDS,
        "most_addresses": MOST_ADDRESSES,
        "longest_about": LONGEST_ABOUT,
    }
    return page(request, "door/answer.html", shown, language=language, status=status)


def _closed(request: HttpRequest, token: str, language: str | None) -> HttpResponse:
    return page(request, "door/answer_closed.html", {"token": token}, language=language, status=404)
