"""What a page is: the content, a wall before it, or the word that it is gone."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from jikimi.sources.web.address import is_home
from jikimi.sources.web.ask import Answer
from jikimi.sources.web.page import Page, read_page
from jikimi.sources.web.phrases import says
from jikimi.sources.web.seen import PageGlance, PageSeen

SHORT: Final = 1500
"""Characters. A page with more to read is about something, whatever words occur in it."""

EMPTY: Final = 20
_LOGIN_STEPS: Final = frozenset({"login", "signin", "sign-in", "log-in", "accounts", "auth", "sso", "oauth"})
_BUSY: Final = frozenset({408, 425, 429})


def what_page(answer: Answer, asked: str) -> PageGlance:
    """From the answer to the question for `asked`. A picture is no page: see `what_file`."""
    if answer.status is None:
        return PageGlance(PageSeen.UNKNOWN, answer, why=answer.trouble)
    page = read_page(answer.body, answer.content_type, answer.url)
    seen, why = _by_status(answer, page) or _by_words(answer, page, asked)
    return PageGlance(seen, answer, page, why)


def _by_status(answer: Answer, page: Page) -> tuple[PageSeen, str] | None:
    """None for 200: then its words decide."""
    status, said = answer.status or 0, _brief(page)
    wall = answer.challenged or (status in (403, 429, 503) and says("machine", said))
    refused = status == 403
    rules = (
        (wall, PageSeen.UNKNOWN, "A wall against programs stands before it."),
        (status == 451, PageSeen.COUNTRY, ""),
        (status in (404, 410), PageSeen.GONE, ""),
        (status in (401, 407), PageSeen.LOGIN, ""),
        (refused and (page.asks_password or says("login", said)), PageSeen.LOGIN, ""),
        (refused and says("country", said), PageSeen.COUNTRY, ""),
        (refused, PageSeen.UNKNOWN, "The server refused to show it to us."),
        (status in _BUSY or status >= 500, PageSeen.UNKNOWN, "The server is busy or broken at the moment."),
        (status != 200, PageSeen.UNKNOWN, "The server's answer says nothing about the content."),
    )
    return next(((seen, why) for holds, seen, why in rules if holds), None)


def _by_words(answer: Answer, page: Page, asked: str) -> tuple[PageSeen, str]:
    said = _brief(page)
    login = _leads_to_login(answer.url, asked) or says("login", said) or _is_login_form(page)
    empty = len(page.words) < EMPTY and not page.pictures
    rules = (
        (says("machine", said), PageSeen.UNKNOWN, "A wall against programs stands before it."),
        (says("for_now", said), PageSeen.UNKNOWN, "The page says that it is out of order for now."),
        (says("country", said), PageSeen.COUNTRY, ""),
        (login, PageSeen.LOGIN, ""),
        (says("gone", said), PageSeen.SAYS_GONE, ""),
        (page.leads_on, PageSeen.UNKNOWN, "The page leads on to another one by itself."),
        (says("ask_first", said), PageSeen.UNKNOWN, "A question (cookies, age) stands before it."),
        (is_home(answer.url) and not is_home(asked), PageSeen.HOME, ""),
        (empty, PageSeen.UNKNOWN, "The page is empty, or is filled by a program that runs in browsers only."),
    )
    return next(((seen, why) for holds, seen, why in rules if holds), (PageSeen.THERE, ""))


def _brief(page: Page) -> str:
    """What a page says about itself; all of it, if that is little."""
    return f"{page.head} · {page.words}" if len(page.words) <= SHORT else page.head


def _is_login_form(page: Page) -> bool:
    return page.asks_password and len(page.words) <= SHORT and not page.pictures


def _leads_to_login(final: str, asked: str) -> bool:
    def steps(url: str) -> set[str]:
        return set(urlsplit(url).path.lower().strip("/").replace(".php", "").split("/"))

    return bool(_LOGIN_STEPS & (steps(final) - steps(asked)))
