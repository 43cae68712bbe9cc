"""The pages for platforms in a real Chromium: keyboard, phone, dark, without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.service.answer_pages.visitor import Sent
from tests.service.chromium import PHONE
from tests.service.serving import Serving
from tests.service.test_browser import CONTRASTS


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
