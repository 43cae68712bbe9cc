"""What the door and the desk answer, without a browser."""

from __future__ import annotations

import html
import re
import socket
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.service.serving import Serving

BETRAYING = (
    "jikimi",
    "abuse",
    "deepfake",
    "victim",
    "takedown",
    "intimate",
    "nude",
    "police",
    "지킴이",
    "피해",
)


def _get(address: str, **headers: str) -> tuple[int, Message, str]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read().decode()


@pytest.mark.parametrize("site", ["door", "desk"])
def test_the_headers_are_strict(sites: Serving, site: str) -> None:
    _status, headers, _body = _get(getattr(sites, site))
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "script-src 'self'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Set-Cookie"] is None


@pytest.mark.parametrize("site", ["door", "desk"])
@pytest.mark.parametrize(
    "asked",
    [
        b"GET / HTTP/1.1",
        b"HEAD /ko/ HTTP/1.1",
        b"GET /verify/ HTTP/1.1",
        b"GET /answer/guess/ HTTP/1.1",
        b"POST / HTTP/1.1",
        b"GET /static/look/base.css HTTP/1.1",
        b"GET /nowhere HTTP/1.0",
        b"nonsense",
    ],
)
def test_no_answer_names_the_program(sites: Serving, site: str, asked: bytes) -> None:
    where = urlsplit(getattr(sites, site))
    with socket.create_connection((where.hostname, where.port), timeout=10) as raw:
        raw.sendall(asked + b"\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        head = b"".join(iter(lambda: raw.recv(65536), b"")).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.")
    assert b"\nserver:" not in head
    for name in (b"gunicorn", b"django", b"python", b"x-powered-by"):
        assert name not in head


@pytest.mark.parametrize(
    ("path", "accept", "language", "direction"),
    [
        ("", "", "en", "ltr"),
        ("", "ko-KR,ko;q=0.9,en;q=0.5", "ko", "ltr"),
        ("", "ur", "ur", "rtl"),
        ("", "xx", "en", "ltr"),
        ("ko/", "en", "ko", "ltr"),
        ("ur/", "", "ur", "rtl"),
    ],
)
def test_the_door_speaks_the_language_that_is_asked_for(
    sites: Serving, path: str, accept: str, language: str, direction: str
) -> None:
    status, headers, body = _get(sites.door + path, **{"Accept-Language": accept} if accept else {})
    assert status == 200
    assert headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{direction}">' in body


@pytest.mark.parametrize("language", ["en", "ko", "ur"])
def test_nothing_beside_the_text_betrays_the_door(sites: Serving, language: str) -> None:
    """The title, the address, file names: what is seen in a tab, a history, a router's log."""
    _status, _headers, body = _get(f"{sites.door}{language}/")
    title = html.unescape(re.findall("<title>(.*?)</title>", body)[0])
    seen = [title.lower(), *re.findall('(?:href|src)="(.*?)"', body)]
    for word in BETRAYING:
        assert not [one for one in seen if word in one.lower()], word


def test_the_way_out_leads_to_an_innocent_page_and_tells_it_nothing(sites: Serving) -> None:
    _status, _headers, body = _get(sites.door)
    assert '<a href="https://www.wikipedia.org/" rel="noreferrer" data-leave>' in body


def test_the_door_says_how_to_reach_the_centre_and_what_cannot_be_done(sites: Serving) -> None:
    _status, _headers, body = _get(sites.door)
    assert 'href="mailto:help@centre.example"' in body
    assert "never means that there is none" in body
    assert "takes nothing in yet" in body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("none", 404),
        ("fr/", 404),
        ("admin/", 404),
        ("static/../../etc/passwd", 404),
        ("static/none.css", 404),
    ],
)
def test_what_is_not_there_is_not_there(sites: Serving, path: str, status: int) -> None:
    got, _headers, body = _get(sites.door + path)
    assert got == status
    assert "Traceback" not in body
    assert "django" not in body.lower()


def test_another_host_name_is_refused(sites: Serving) -> None:
    status, _headers, body = _get(sites.door, Host="evil.example")
    assert status == 400
    assert "evil.example" not in body


def test_nothing_can_be_posted(sites: Serving) -> None:
    request = urllib.request.Request(sites.door, data=b"x=1", method="POST")  # noqa: S310 - ours
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 - ours
    assert refusal.value.code in (403, 405)


def test_what_visitors_asked_for_is_in_no_log(sites: Serving) -> None:
    _get(f"{sites.door}hush-hush-code")
    _get(sites.door, Host="hush-hush.example")
    logs = "".join(path.read_text() for path in Path(sites.installation.home / "logs").iterdir())
    assert "hush-hush" not in logs
    assert "127.0.0.1" not in logs


def test_the_desk_shows_no_case_to_who_has_not_signed_in(sites: Serving) -> None:
    opened = sites.installation.run("case", "open", "--consent", "watch")
    _status, _headers, body = _get(sites.desk)
    assert opened.stdout.strip() not in body
    assert "no sign-in" in body
