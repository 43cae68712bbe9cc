"""The pages by which platforms answer and check notices, in a running door and in a real Chromium."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.service.serving import Serving, wait_for
from tests.service.test_browser import CHROMIUM, CONTRASTS, FLAGS, PHONE

# What the engine itself goes on writing beside us.
WORKED_ON = {"takedown_check", "takedown_deadline"}
WORDS = "hush-words <b>bold</b> \x1b[31m 삭제"


@dataclass(frozen=True)
class Sent:
    id: str
    token: str
    law: str


@pytest.fixture(scope="module")
def notice(sites: Serving) -> Sent:
    made = sites.installation.python("-m", "tests.service.answering")
    assert made.returncode == 0, made.stderr
    return Sent(**json.loads(made.stdout))


class Visitor:
    """A browser's cookies and nothing else of it."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, address: str, fields: list[tuple[str, str]] | None = None, **headers: str) -> Any:
        data = urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 - ours
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode(), answer.url
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode(), address

    def form(self, address: str) -> str:
        _status, _headers, body, _url = self.ask(address)
        return re.findall('name="csrfmiddlewaretoken" value="(.*?)"', body)[0]

    def send(self, address: str, *fields: tuple[str, str]) -> Any:
        return self.ask(address, [("csrfmiddlewaretoken", self.form(address)), *fields])


def state(sites: Serving) -> dict[str, int]:
    """Rows in every table: what is looked at must leave no trace of it."""
    path = sites.installation.home / "jikimi.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in tables}  # noqa: S608
    return {name: count for name, count in counts.items() if name not in WORKED_ON}


def answers_of(sites: Serving) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(
        sites.installation.run("answers", "list", "--all", "--json").stdout
    )
    return told


def test_looking_changes_nothing_at_all(sites: Serving, notice: Sent) -> None:
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


def ask(sites: Serving, typed: str) -> tuple[int, str]:
    status, _headers, body, url = Visitor().send(f"{sites.door}verify/", ("notice", typed))
    assert url == f"{sites.door}verify/"
    return status, body


def test_a_genuine_notice_is_known_by_its_number(sites: Serving, notice: Sent) -> None:
    status, body = ask(sites, f" {notice.id.lower()} ")
    assert status == 200
    assert "Yes, this notice is ours" in body
    for told in (notice.id, "Digital Services Act", "ab" * 32):
        assert told in body
    for secret in ("matrix", "mxc:", "26-0001", notice.token):
        assert secret not in body


def test_unknown_numbers_are_all_answered_alike(sites: Serving, notice: Sent) -> None:
    bodies = set()
    for typed in ("JK-AAAAAAAAAAAA", "JK-", "26-0001", "'; DROP TABLE", "x" * 39):
        status, body = ask(sites, typed)
        assert status == 200
        assert "We know of no such notice" in body
        bodies.add(re.sub(r'value="[^"]*"', "", body))
    assert len(bodies) == 1


def test_the_key_is_where_machines_look(sites: Serving, notice: Sent) -> None:
    status, headers, body, _url = Visitor().ask(f"{sites.door}.well-known/notice-key.pem")
    assert (status, headers["Content-Type"]) == (200, "application/x-pem-file")
    assert body.startswith("-----BEGIN PUBLIC KEY-----")
    status, headers, body, _url = Visitor().ask(f"{sites.door}.well-known/notice-keys.json")
    listed = json.loads(body)
    assert listed["format"] == "jikimi-notice-keys-1"
    assert listed["keys"][0]["id"] == "0123456789abcdef"


def test_none_of_it_is_in_a_log(sites: Serving, notice: Sent) -> None:
    logs = "".join(path.read_text() for path in Path(sites.installation.home / "logs").iterdir())
    assert notice.token not in logs
    assert "hush" not in logs


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


STATUS = "the server responded with a status of 400"  # what a form with a mistake is answered with


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": PHONE, **getattr(request, "param", {})})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if STATUS not in message.text else None
    )
    page.on("request", lambda asked: complaints.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield page
    context.close()
    assert complaints == []


def keep(page: Page, name: str) -> None:
    """Pictures for people, where somebody asks for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "ko", "ur"])
def test_it_is_answered_with_the_keyboard_alone(
    page: Page, sites: Serving, notice: Sent, language: str
) -> None:
    page.goto(f"{sites.door}{language}/answer/{notice.token}/")
    keep(page, f"answer-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[value=refused]").is_checked()
    keep(page, f"answer-{language}-refused")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("input[value=NOT_ILLEGAL_CONTENT]").is_checked()
    page.focus("button")
    assert page.locator("button").evaluate("one => getComputedStyle(one).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/received/")
    keep(page, f"received-{language}")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}, {"color_scheme": "dark"}], indirect=True)
def test_it_works_without_scripts_and_in_the_dark(
    page: Page, sites: Serving, notice: Sent, request: pytest.FixtureRequest
) -> None:
    page.goto(f"{sites.door}answer/{notice.token}/")
    page.check("input[value='need more']")
    page.click("button")
    assert page.locator("[role=alert]").is_visible()
    keep(page, f"answer-problem-{request.node.callspec.id}")
    page.fill("textarea", "Which account?")
    page.click("button")
    page.wait_for_url("**/received/")


@pytest.mark.parametrize("language", ["en", "ko", "ur"])
def test_a_number_is_checked_on_a_phone(page: Page, sites: Serving, notice: Sent, language: str) -> None:
    page.goto(f"{sites.door}{language}/verify/")
    keep(page, f"verify-{language}")
    page.fill("input[name=notice]", notice.id)
    page.keyboard.press("Enter")
    page.locator(".result").wait_for()
    keep(page, f"verify-{language}-found")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.fill("input[name=notice]", "JK-AAAAAAAAAAAA")
    page.keyboard.press("Enter")
    page.locator(".please-look").wait_for()
    keep(page, f"verify-{language}-unknown")


@pytest.mark.parametrize("path", ["answer/{token}/", "verify/"])
def test_what_is_touched_is_large_enough_and_has_a_name(
    page: Page, sites: Serving, notice: Sent, path: str
) -> None:
    page.goto(sites.door + path.format(token=notice.token))
    for link in page.locator("main > p > a, footer a, button, label:has(input), .line, textarea").all():
        if link.is_visible():
            box = link.bounding_box()
            assert box is not None
            assert box["height"] >= 43.9, link.inner_text()
    for control in page.locator("input:not([type=hidden]), textarea").all():
        named = control.evaluate("one => one.labels.length > 0 && one.labels[0].innerText.trim() !== ''")
        assert named or not control.is_visible()


@pytest.mark.parametrize("page", [{"color_scheme": scheme} for scheme in ("light", "dark")], indirect=True)
def test_it_can_be_read_against_its_ground(page: Page, sites: Serving) -> None:
    page.goto(f"{sites.door}verify/")
    for name, ratio in page.evaluate(CONTRASTS).items():
        assert ratio >= 4.5, (name, ratio)
