"""Anybody who holds a notice can ask whether it is genuine. The answer says nothing that is not in it."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jikimi.door.laws import law_name
from jikimi.door.pace import Pace
from jikimi.door.pages.page import page, too_many
from jikimi.takedown.answers import genuine

# 60 bits in a number: at this pace nobody finds one by trying, and a handful of addresses keeps nobody out.
ASKING: Final = Pace(each=30, overall=3_000)
LOOKING: Final = Pace(each=60, overall=6_000)
_NOTICE_ID: Final = re.compile(r"JK-[A-Z2-7]{12}")
_LONGEST: Final = 40


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """Asked by POST, so that no number stands in an address, a history or a log."""
    pace = ASKING if request.method == "POST" else LOOKING
    if slow := too_many(request, pace, language):
        return slow
    if request.method != "POST":
        return page(request, "door/verify.html", {"asked": False}, language=language)
    typed = request.POST.get("notice", "")[:_LONGEST]
    notice_id = re.sub(r"\s+", "", typed).upper()
    found = genuine(notice_id) if _NOTICE_ID.fullmatch(notice_id) else None
    shown = {
        "asked": True,
        "typed": typed,
        "found": found,
        "law": law_name(found.law) if found else "",
    }
    return page(request, "door/verify.html", shown, language=language)
