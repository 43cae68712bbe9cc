"""What the pages with a form have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from jikimi.door.pace import Pace, visitor_of


def page(
    request: HttpRequest, template: str, shown: dict[str, Any], *, language: str | None, status: int = 200
) -> HttpResponse:
    """In the language of the address, or the browser's."""
    contact: str = settings.JIKIMI_CENTRE_CONTACT
    spoken = language or translation.get_language()
    common = {
        "contact": contact,
        "mail": contact if "@" in contact and " " not in contact else "",
        "centre": settings.JIKIMI_CENTRE_NAME,
        "languages": settings.LANGUAGES,
    }
    with translation.override(spoken):
        response = render(request, template, common | shown, status=status)
    response["Content-Language"] = spoken
    # With "no-referrer" a browser hides where a form came from, and a forged one could not be told from ours.
    response["Referrer-Policy"] = "same-origin"
    return response


def too_many(
    request: HttpRequest, pace: Pace, language: str | None, *, visitor: str = ""
) -> HttpResponse | None:
    """None while the pace is kept. `visitor` is who is counted, where that is not the address."""
    if pace.allows(visitor or visitor_of(request)):
        return None
    response = page(request, "door/too_many.html", {}, language=language, status=429)
    response["Retry-After"] = "60"
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form that did not come from our own page, or from one that is too old."""
    return page(request, "door/form_refused.html", {}, language=None, status=403)
