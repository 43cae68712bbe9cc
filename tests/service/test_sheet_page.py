"""The page of a form sheet, shown by the real command to a real Chromium: one browser, some minutes."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.installation import Installation
from tests.service.chromium import DESKTOP, PHONE

CONFIG = 'playbooks = ["{folder}"]\n[centre]\nname = "The centre"\ncontact = "help@centre.example"\n'
BOX = "#box-1"


@dataclass
class Shown:
    installation: Installation
    process: subprocess.Popen[str]
    notice: str
    link: str

    @property
    def site(self) -> str:
        return f"http://{urlsplit(self.link).netloc}"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    here = Installation(tmp_path_factory.mktemp("sheet") / "installation")
    folder = here.folder / "playbooks"
    folder.mkdir()
    (here.home / "jikimi.toml").write_text(CONFIG.format(folder=folder))
    (here.home / "jikimi.toml").chmod(0o600)
    made = here.python("-m", "tests.service.a_form", folder)
    assert made.returncode == 0, made.stderr
    process = here.start("notices", "sheet", made.stdout, "--page", "--json")
    assert process.stdout
    yield Shown(here, process, made.stdout, json.loads(process.stdout.readline())["open"])
    here.stop_all()


def ask(address: str, data: bytes | None = None, **headers: str) -> tuple[int, str, Any]:
    try:
        with urlopen(Request(address, data, headers), timeout=20) as answer:  # noqa: S310 - ours
            return answer.status, answer.read().decode(), answer.headers
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode(), refusal.headers


def test_a_guess_opens_nothing_and_spends_nothing(shown: Shown) -> None:
    for path in (
        "/open/guess/",
        "/sheet/guess/",
        "/",
        "/open/%00/",
        "/open/삭제/".encode().decode("latin-1"),
    ):
        status, body, _headers = ask(shown.site + path.encode("latin-1").decode("ascii", "ignore"))
        assert status == 404
        assert "https://here" not in body
    assert ask(shown.link, b"")[0] in (403, 405), "only a browser that comes by its link opens it"
    assert ask(shown.link, Host="evil.example")[0] == 400, "a name that was bent to this machine"


@pytest.fixture(scope="module")
def hers(browser: Browser, shown: Shown) -> Iterator[tuple[BrowserContext, str]]:
    """The browser that opened the link, and where the sheet then lies."""
    context = browser.new_context(viewport=PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=shown.site)
    page = context.new_page()
    page.goto(shown.link)
    yield context, page.url
    context.close()


@pytest.fixture
def page(hers: tuple[BrowserContext, str]) -> Iterator[Page]:
    context, address = hers
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if "127.0.0.1" not in asked.url else None)
    page.goto(address)
    yield page
    page.close()
    assert complaints == []


def keep(page: Page, name: str) -> None:
    """Pictures for people, where somebody asks for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_button_copies_the_exact_text_with_the_keyboard_alone(page: Page, shown: Shown) -> None:
    said = shown.installation.run("notices", "sheet", shown.notice, "--json").stdout
    fields = json.loads(said)["fields"]
    page.locator(".copy").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == fields[1]["text"]
    assert page.locator(BOX).input_value() == fields[0]["text"]
    assert page.locator("[role=note] li").count() == 1, "nobody has confirmed the address of this form"
    assert "Not sent yet" in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "ko", "ur"])
def test_it_fits_a_small_phone_in_every_language(page: Page, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    page.reload()
    keep(page, f"sheet-{language}-360")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("document.documentElement.lang") == language
    for touched in page.locator("button, a, input:not([type=hidden])").all():
        box = touched.bounding_box()
        assert box is not None
        assert box["height"] >= 43.9
    named = "all => all.every(one => one.labels.length === 1 && one.labels[0].innerText.trim())"
    assert page.locator("textarea, .line").evaluate_all(named)
    page.set_viewport_size(DESKTOP)
    keep(page, f"sheet-{language}-1280")
    page.set_viewport_size(PHONE)


def test_without_scripts_the_texts_can_be_selected_and_a_missing_number_is_said(
    browser: Browser, hers: tuple[BrowserContext, str]
) -> None:
    context, address = hers
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies(context.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(address)
    assert not page.locator(".copy").first.is_visible()
    assert page.get_by_text("Click into a text").is_visible()
    page.fill("#number", "   ")
    page.click(".main-button")
    assert page.locator("[role=alert]").is_visible()
    keep(page, "sheet-number-missing")
    plain.close()


def test_a_second_browser_a_forged_form_and_others_see_nothing(
    browser: Browser, hers: tuple[BrowserContext, str], shown: Shown
) -> None:
    context, address = hers
    for elsewhere in (shown.link, address):
        status, body, headers = ask(elsewhere)
        assert (status, "https://here" in body) == (404, False)
        assert headers["Cache-Control"] == "no-store"
        assert headers.get("Server", "") == ""
    (held,) = [one for one in context.cookies(address) if one["name"] == "sheet"]
    assert (held["httpOnly"], held["sameSite"], held["path"]) == (True, "Strict", urlsplit(address).path)
    assert ask(address, b"number=1", Cookie=f"sheet={held['value']}")[0] == 403


def test_with_its_number_it_is_sent_and_the_page_is_gone(page: Page, shown: Shown) -> None:
    page.fill("#number", "4711-X")
    page.keyboard.press("Enter")
    page.get_by_text("It is written down as sent").wait_for()
    keep(page, "sheet-done")
    ended, _ = shown.process.communicate(timeout=30)
    assert json.loads(ended.splitlines()[-1]) == {"notice": shown.notice, "state": "handed over"}
    told = json.loads(shown.installation.run("notices", "show", shown.notice, "--json").stdout)
    assert [one["reference"] for one in told["receipts"]] == ["4711-X"]
