"""The first page: what this is, and what it does not do yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """In the browser's language. It shows nothing of any case: nobody has signed in."""
    return render(request, "desk/first.html")
