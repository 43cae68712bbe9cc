"""The first page: where somebody is, how it works, what cannot be done, and the way out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe


@require_safe
def welcome(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """In the language of the address, or the browser's."""
    contact: str = settings.JIKIMI_CENTRE_CONTACT
    shown = {
        "leave_to": settings.JIKIMI_LEAVE_TO,
        "contact": contact,
        "mail": contact if "@" in contact and " " not in contact else "",
        "languages": settings.LANGUAGES,
    }
    spoken = language or translation.get_language()
    with translation.override(spoken):
        response = render(request, "door/welcome.html", shown)
    response["Content-Language"] = spoken
    return response
