"""The report: whole, honest about what was missed, and closed to everything from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from demo.plan import make_plan
from demo.report.page import page, write_report
from demo.report.strip import strip
from demo.result import Copy, Place, Result, Seen
from demo.table import rows

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def seen(**other: object) -> Seen:
    given: dict[str, object] = {
        "verdict": "match",
        "kind": "altered",
        "signals": {"inliers": 120.0},
        "place": Place(-15.0, True, (0.1, 0.1, 0.9, 0.5), (0.2, 0.2, 0.8, 0.6)),
        "after_s": 1.25,
        "region_map": "k" * 12 + "r" * 18 + "o" * 6,
        "notices": {"email": "handed over", "matrix_report": "handed over"},
        "link": "gone",
        "looks": 2,
    }
    return Seen(**{**given, **other})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> Result:
    """A run in which something was missed, something is still served and something came back."""
    plan = make_plan(20)
    made = Result(
        datetime(2026, 3, 9, 12, 0, tzinfo=UTC), [(photo.name, photo.pixels) for photo in plan.photos]
    )
    made.posts, made.pictures = 20, plan.pictures
    made.copies = [Copy(hidden, f"$e{number}", seen()) for number, hidden in enumerate(plan.hidden)]
    made.copies[0].seen = None
    made.copies[1].seen = seen(link="message gone but file served", kind="same", place=None)
    made.repost = Copy(made.copies[2].hidden, "$again", seen(came_back=True, kept=made.copies[2].hidden))
    made.notices = {"handed over": 16, "refused": 2}
    made.letter = "<script>alert(1)</script> & so on"
    made.problems = ["One thing <b>failed</b>."]
    return made


def test_nothing_from_outside_and_no_script(result) -> None:
    made = page(result)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)
    style = re.search(r"<style>(.*?)</style>", made, re.S)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy.group(1).startswith("default-src 'none'; img-src data:;")
    assert f"style-src 'sha256-{digest}'" in policy.group(1)
    assert "<script" not in made
    assert " style=" not in made
    assert re.findall(r'(?:src|href)="(?!data:|#)', made) == []
    assert "&lt;script&gt;alert(1)" in made
    assert "&lt;b&gt;failed" in made


def test_what_was_missed_is_said(result) -> None:
    made = page(result)
    assert "Jikimi found\n9 of them" in made or "Jikimi found 9 of them" in made
    assert "Not found. Nothing was sent." in made
    assert "The message is gone, its file is still served" in made
    assert "8 of these are gone now; 1 can still be fetched." in made
    table = dict(rows(result))
    assert table["Edits missed"] == result.copies[0].hidden.disguise
    assert table["Links gone / still served"] == "8 / 1"
    assert table["Notices with receipts"] == "16 of 18, 2 refused"


def test_an_empty_run_is_a_page_too() -> None:
    empty = Result(datetime(2026, 3, 9, tzinfo=UTC), [])
    assert "<main>" in page(empty)
    assert dict(rows(empty))["Median, post to sighting"] == "-"
    assert strip([]) == ""


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (360, "light"), (360, "dark")])
def test_a_browser_shows_it_whole(result, tmp_path, width, scheme) -> None:
    file = write_report(result, tmp_path / "report.html")
    trouble: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        tab.on("console", lambda message: trouble.append(message.text))
        tab.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:")) else trouble.append(request.url)
            ),
        )
        tab.goto(file.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
        small = tab.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && e.innerText && "
            "parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.tagName)"
        )
        browser.close()
    assert trouble == []
    assert small == []


def test_a_report_is_written_whole_or_not_at_all(result, tmp_path) -> None:
    file = tmp_path / "deep" / "report.html"
    write_report(result, file)
    assert [found.name for found in Path(file.parent).iterdir()] == ["report.html"]
