"""The page by which platforms answer, in a running door: looking changes nothing, sending is sealed."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.service.answer_pages.visitor import Sent, Visitor, quiet, state
from tests.service.serving import Serving, wait_for

WORDS = "hush-words <b>bold</b> \x1b[31m 삭제"


def answers_of(sites: Serving) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(
        sites.installation.run("answers", "list", "--all", "--json").stdout
    )
    return told


def test_looking_changes_nothing_at_all(sites: Serving, notice: Sent) -> None:
    quiet(sites)
    before = state(sites)
    scanner = Visitor()
    for path in ("", "en/", "ko/", "ur/"):
        status, _headers, body, _url = scanner.ask(f"{sites.door}{path}answer/{notice.token}/")
        assert status == 200
        assert notice.id in body
    request = urllib.request.Request(f"{sites.door}answer/{notice.token}/", method="HEAD")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
        assert answer.status == 200
    scanner.ask(f"{sites.door}answer/{notice.token}/?said=removed")
    assert state(sites) == before


def test_the_page_holds_no_address_and_no_case(sites: Serving, notice: Sent) -> None:
    _status, headers, body, _url = Visitor().ask(f"{sites.door}answer/{notice.token}/")
    for secret in ("matrix", "mxc:", "$1", "abuse@", "26-0001", "hush"):
        assert secret not in re.sub(r"(?s)<head>.*?</head>|centre\.example", "", body), secret
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]


def test_an_answer_goes_through_the_letterbox_to_the_notice(sites: Serving, notice: Sent) -> None:
    status, _headers, body, url = Visitor().send(
        f"{sites.door}answer/{notice.token}/",
        ("said", "refused"),
        ("reason refused", "NOT_FOUND"),
        ("reason removed", "DECISION_VISIBILITY_CONTENT_REMOVED"),
        ("reference", "T-4711"),
        ("words", WORDS),
    )
    assert (status, url.endswith("/received/")) == (200, True)
    assert "Thank you" in body

    def arrived() -> bool:
        return any(answer["reference"] == "T-4711" for answer in answers_of(sites))

    wait_for(arrived, 30)
    (answer,) = [one for one in answers_of(sites) if one["reference"] == "T-4711"]
    assert (answer["notice"], answer["kind"], answer["reasons"]) == (notice.id, "refused", ["NOT_FOUND"])
    shown = sites.installation.run("answers", "show", answer["answer"]).stdout
    assert "  | hush-words <b>bold</b> [31m 삭제" in shown
    assert "refused" in sites.installation.run("notices", "list").stdout


def test_what_was_written_is_in_no_file_as_it_was(sites: Serving, notice: Sent) -> None:
    files = [path for path in sites.installation.home.rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    assert b"hush-words" not in written
    assert notice.token.encode() not in written


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([], "Choose what you decided"),
        ([("said", "banana")], "Choose what you decided"),
        ([("said", "refused")], "Say why"),
        ([("said", "need more"), ("words", "  ")], "Say why"),
        ([("said", "removed"), ("words", "x" * 4001)], "too long"),
        ([("said", "removed"), ("reference", "x" * 101)], "too long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_taken(
    sites: Serving, notice: Sent, fields: list[tuple[str, str]], says: str
) -> None:
    before = state(sites)
    status, _headers, body, _url = Visitor().send(f"{sites.door}answer/{notice.token}/", *fields)
    assert status == 400
    assert says in body
    assert state(sites) == before


def test_a_form_from_elsewhere_is_refused(sites: Serving, notice: Sent) -> None:
    before = state(sites)
    address = f"{sites.door}answer/{notice.token}/"
    for visitor, headers in (
        (Visitor(), {}),
        (Visitor(), {"Origin": "https://evil.example"}),
    ):
        status, _headers, body, _url = visitor.ask(address, [("said", "removed")], **headers)
        assert status == 403
        assert "Nothing was sent" in body
        assert "django" not in body.lower()
    assert state(sites) == before


def test_a_form_that_is_too_large_is_refused(sites: Serving, notice: Sent) -> None:
    status, _headers, body, _url = Visitor().send(
        f"{sites.door}answer/{notice.token}/", ("said", "removed"), ("words", "x" * 200_000)
    )
    assert status in (400, 413)
    assert "Traceback" not in body


@pytest.mark.parametrize("token", ["a" * 32, "short", "A" * 32, "a" * 500, "..%2f..%2fetc", "%00", "삭제"])
def test_a_link_that_is_not_ours_says_so_alike(sites: Serving, token: str) -> None:
    from urllib.parse import quote

    status, _headers, body, _url = Visitor().ask(f"{sites.door}answer/{quote(token, safe='%')}/")
    assert status == 404
    assert "Traceback" not in body


def test_none_of_it_is_in_a_log(sites: Serving, notice: Sent) -> None:
    logs = "".join(path.read_text() for path in Path(sites.installation.home / "logs").iterdir())
    assert notice.token not in logs
    assert "hush" not in logs
