"""A notice that left, and a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.service.answer_pages.visitor import STATUS, Sent
from tests.service.chromium import PHONE
from tests.service.serving import Serving


@pytest.fixture(scope="module")
def notice(sites: Serving) -> Sent:
    made = sites.installation.python("-m", "tests.service.answering")
    assert made.returncode == 0, made.stderr
    return Sent(**json.loads(made.stdout))


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
