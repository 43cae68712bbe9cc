"""The pages in a real Chromium: nothing is refused, nobody else is asked, and the way out is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.service.chromium import DESKTOP, PHONE
from tests.service.serving import Serving


@dataclass
class Visit:
    """A page, and what the browser complained about and asked for while it was open."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        # On a busy machine the net may be idle for a while before the page has asked for its parts.
        self.page.goto(address, wait_until="load")
        self.page.wait_for_load_state("networkidle")

    def origins(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.asked}


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    options: dict[str, Any] = getattr(request, "param", {})
    context = browser.new_context(**{"viewport": PHONE, **options})
    # Nothing leaves this machine, whatever a page may ask for.
    context.route(
        lambda address: urlsplit(address).hostname != "127.0.0.1",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<title>elsewhere</title>"),
    )
    page = context.new_page()
    seen = Visit(page)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda asked: seen.asked.append(asked.url))
    yield seen
    context.close()


@pytest.mark.parametrize("path", ["", "en/", "ko/", "ur/"])
@pytest.mark.parametrize(
    "visit",
    [{}, {"color_scheme": "dark"}, {"viewport": DESKTOP}, {"java_script_enabled": False}],
    indirect=True,
    ids=["phone", "dark", "desktop", "without scripts"],
)
def test_the_door_asks_nobody_else_and_nothing_is_refused(visit: Visit, sites: Serving, path: str) -> None:
    visit.open(sites.door + path)
    assert visit.complaints == []
    assert visit.origins() == {urlsplit(sites.door).netloc}
    assert len(visit.asked) >= 5


def test_the_desk_asks_nobody_else_and_nothing_is_refused(visit: Visit, sites: Serving) -> None:
    visit.open(sites.desk)
    assert visit.complaints == []
    assert visit.origins() == {urlsplit(sites.desk).netloc}


@pytest.mark.parametrize("path", ["en/", "ko/", "ur/"])
def test_nothing_is_wider_than_a_small_phone(visit: Visit, sites: Serving, path: str) -> None:
    visit.page.goto(sites.door + path)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("path", ["en/", "ur/"])
def test_what_is_touched_is_large_enough(visit: Visit, sites: Serving, path: str) -> None:
    visit.page.goto(sites.door + path)
    for link in visit.page.locator("a").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, link.inner_text()


def test_the_first_tab_reaches_the_way_out_and_shows_it(visit: Visit, sites: Serving) -> None:
    visit.page.goto(sites.door)
    visit.page.keyboard.press("Tab")
    focused = visit.page.locator(":focus")
    assert focused.inner_text() == "Leave this page"
    assert focused.evaluate("one => getComputedStyle(one).outlineWidth") == "3px"


def test_the_way_out_stays_in_view(visit: Visit, sites: Serving) -> None:
    visit.page.goto(sites.door)
    visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = visit.page.locator("[data-leave]").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < PHONE["height"]


@pytest.mark.parametrize("how", ["click", "enter", "escape"])
def test_who_leaves_cannot_be_brought_back_by_the_back_button(visit: Visit, sites: Serving, how: str) -> None:
    page = visit.page
    page.goto(sites.desk)
    page.goto(sites.door)
    if how == "click":
        page.click("[data-leave]")
    else:
        if how == "enter":
            page.keyboard.press("Tab")
        page.keyboard.press({"enter": "Enter", "escape": "Escape"}[how])
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()
    assert page.url == sites.desk


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_the_way_out_works_without_scripts(visit: Visit, sites: Serving) -> None:
    visit.page.goto(sites.door)
    visit.page.click("[data-leave]")
    assert visit.page.url == "https://www.wikipedia.org/"


@pytest.mark.parametrize("visit", [{"color_scheme": scheme} for scheme in ("light", "dark")], indirect=True)
def test_all_text_can_be_read_against_its_ground(visit: Visit, sites: Serving) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    visit.page.goto(sites.door)
    for name, ratio in visit.page.evaluate(CONTRASTS).items():
        assert ratio >= 4.5, (name, ratio)


CONTRASTS = """() => {
  const light = (name) => {
    const probe = document.createElement("i");
    document.body.append(probe);
    probe.style.color = `var(${name})`;
    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    probe.remove();
    const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const pairs = [["--ink", "--paper"], ["--ink-quiet", "--paper"], ["--teal", "--paper"],
    ["--on-teal", "--teal"], ["--ink", "--amber-ground"], ["--red", "--paper"], ["--amber", "--paper"]];
  return Object.fromEntries(pairs.map(([a, b]) => [`${a} on ${b}`, ratio(a, b)]));
}"""
