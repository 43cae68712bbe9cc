"""The text for a platform's form, box by box, and the number that the form gave. One browser, some minutes.

Looking changes nothing but that no link joins the notice any more. It counts as sent only with its number.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from jikimi.desk.one_sheet import CARRIED_AS, OneSheet
from jikimi.takedown.refusals import Refused

COOKIE: Final = "sheet"
LONGEST_NUMBER: Final = 200
LONGEST_WORDS: Final = 4000


@require_GET
def enter(request: HttpRequest, link: str) -> HttpResponse:
    """Opens for the first browser that comes with the link, and for no other."""
    one = _one(request)
    if not one.open_with(link):
        return _closed(request)
    page = reverse("sheet", kwargs={"page": one.page})
    response = HttpResponseRedirect(page, status=303)
    # Cookies are the same for every port of this machine, so the path, which nobody knows, keeps it here.
    response.set_cookie(COOKIE, one.cookie, path=page, httponly=True, samesite="Strict")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, page: str) -> HttpResponse:
    one = _one(request)
    if not (one.lies_at(page) and one.is_held_by(request.COOKIES.get(COOKIE, ""))):
        return _closed(request)
    if one.recorded:
        return _page(request, "desk/sheet_done.html", {})
    if request.method == "POST":
        return _take(request, one, page)
    return _show(request, one)


def _take(request: HttpRequest, one: OneSheet, page: str) -> HttpResponse:
    number = request.POST.get("number", "").strip()
    words = request.POST.get("words", "").strip()
    if not number:
        return _show(request, one, missing=True, words=words, status=400)
    try:
        one.record(number[:LONGEST_NUMBER], words[:LONGEST_WORDS])
    except Refused as refused:
        return _show(request, one, refused=str(refused), number=number, words=words, status=400)
    one.recorded = True
    # 303: going back or loading again records nothing twice.
    return HttpResponseRedirect(reverse("sheet", kwargs={"page": page}), status=303)


def _show(request: HttpRequest, one: OneSheet, *, status: int = 200, **shown: Any) -> HttpResponse:
    try:
        read = one.read()
    except Refused as refused:
        return _page(request, "desk/sheet_refused.html", {"why": str(refused)}, status=409)
    common = {
        "sheet": read,
        "rows": [(box, min(12, box.text.count("\n") + 2)) for box in read.fields],
        "opens": read.where.startswith(("https://", "http://")),
        "longest_number": LONGEST_NUMBER,
        "longest_words": LONGEST_WORDS,
    }
    return _page(request, "desk/sheet.html", common | shown, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    """Never opened, opened elsewhere, or not ours: the three are not told apart."""
    return _page(request, "desk/sheet_closed.html", {}, status=404)


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, shown, status=status)
    # With "no-referrer" a browser hides where a form came from, and a forged one could not be told from ours.
    response["Referrer-Policy"] = "same-origin"
    return response


def _one(request: HttpRequest) -> OneSheet:
    carried: OneSheet = request.META[CARRIED_AS]
    return carried
