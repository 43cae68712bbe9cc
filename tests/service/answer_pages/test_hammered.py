"""Bots at the page of answers: they are stopped, and keep nobody out who holds a link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from jikimi.door.pace import Pace
from jikimi.door.pages import answer as answering
from jikimi.door.pages import page as paging
from jikimi.takedown.answers import Answerable

OPEN = Answerable("JK-ABCDEFGH2345", "eu-dsa-16", datetime(2026, 3, 9, tzinfo=UTC), links=1)


@pytest.fixture(autouse=True)
def _page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real view over links of which one is open; only the drawing of pages is left out."""

    def drawn(request: HttpRequest, template: str, shown: Any, *, language: Any, status: int = 200) -> Any:
        return HttpResponse(template, status=status)

    for module in (answering, paging):
        monkeypatch.setattr(module, "page", drawn)
    monkeypatch.setattr(answering, "answerable", lambda token, now: OPEN if token == "open" else None)
    monkeypatch.setattr(answering, "LOOKING", Pace(each=5, overall=20))
    monkeypatch.setattr(answering, "SENDING", Pace(each=5, overall=20))
    monkeypatch.setattr(answering, "WITH_A_LINK", Pace(each=5, overall=6_000))
    with override_settings(JIKIMI_BEHIND_PROXY=False):
        yield


def asks(token: str, method: str = "GET", address: str = "192.0.2.1") -> HttpResponse:
    request = HttpRequest()
    request.method, request.META = method, {"REMOTE_ADDR": address}
    return answering.answer(request, token)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_crowd_without_a_link_keeps_nobody_from_answering(method: str) -> None:
    asked = [asks("guessed", method, f"192.0.2.{number % 9}").status_code for number in range(60)]
    assert asked[:20] == [404] * 20
    assert set(asked[20:]) == {429}
    assert asks("open").status_code == 200
    assert asks("open", "POST").content == b"door/answer.html"


def test_who_has_a_link_uses_up_his_own_count_from_wherever_he_asks() -> None:
    asked = [asks("open", address=f"192.0.2.{number}") for number in range(6)]
    assert [one.status_code for one in asked] == [200] * 5 + [429]
    assert asked[-1]["Retry-After"] == "60"
