"""What a site can do with one post and its file. Each says whether the content is really there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.servers.web.pictures import file
from tests.servers.web.replies import NOT_FOUND, Ask, Reply, moved, page, picture

POST, FILE = "/post/17-a-walk-by-the-sea", "/media/4711.jpg"
WORDS = "A walk by the sea, and what we found there. " * 4


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`there`: somebody can still see it. `page` and `file` answer for a post whose file is at `FILE`."""

    name: str
    there: bool
    page: Callable[[Ask], Reply]
    file: Callable[[Ask], Reply]


def _says(reply: Reply) -> Callable[[Ask], Reply]:
    return lambda _: reply


SHOWN = page(WORDS, title="A walk", pictures=("/logo.png", FILE))
ITSELF = picture(file("astronaut"))
PLACEHOLDER = picture(file("removed"))
LOGIN_FORM = Reply(200, b"<title>Welcome</title><form>Please log in<input type=password></form>")


def _both(name: str, there: bool, shown: Reply, served: Reply) -> Behaviour:
    return Behaviour(name, there, _says(shown), _says(served))


def _drawn(how: str) -> Reply:
    """A page that stands with its words, and shows the picture under another address in a way of its own."""
    return Reply(200, f"<!doctype html><title>A walk</title><body><p>{WORDS}</p>{how}</body>".encode())


def _hidden_in(country: str, instead: Reply) -> Callable[[Ask], Reply]:
    return lambda ask: instead if ask.country == country else SHOWN


def _file_hidden_in(country: str, instead: Reply) -> Callable[[Ask], Reply]:
    return lambda ask: instead if ask.country == country else ITSELF


_LEGAL = page("Unavailable.", title="Unavailable for legal reasons", status=451)

LIVE = _both("live", True, SHOWN, ITSELF)
THERE = (
    LIVE,
    _both("message gone, file served", True, NOT_FOUND, ITSELF),
    _both("says gone, file served", True, page("This post has been removed."), ITSELF),
    _both("leads home, file served", True, moved("/"), ITSELF),
    _both("404 that still shows it", True, page(WORDS, title="404", pictures=(FILE,), status=404), ITSELF),
    _both("file moved, page shows it", True, page(WORDS, pictures=("/media/new-9.jpg",)), NOT_FOUND),
    _both("drawn by a script", True, _drawn(r'<script>show({"u":"\/media\/new-9.jpg"})</script>'), NOT_FOUND),
    _both(
        "as a background",
        True,
        _drawn("<div style='background:url(/media/new-9.jpg?w=600)'></div>"),
        NOT_FOUND,
    ),
    _both("shown when it is reached", True, _drawn("<img data-lazy='/media/new-9.jpg'>"), NOT_FOUND),
    Behaviour("451 in one country", True, _hidden_in("KR", _LEGAL), _file_hidden_in("KR", _LEGAL)),
    Behaviour("404 in one country", True, _hidden_in("XX", NOT_FOUND), _file_hidden_in("XX", NOT_FOUND)),
    _both("members only", True, LOGIN_FORM, Reply(401)),
    _both("members only, file gone for us", True, moved("/accounts/login?next=/post"), NOT_FOUND),
)
IN_THE_WAY = (
    _both("bot wall", True, page("Verify you are human", title="Just a moment...", status=403), Reply(403)),
    _both("bot wall with 200", True, page("Checking your browser", title="Just a moment..."), NOT_FOUND),
    _both("cookie question", True, page("Before you continue: accept all cookies"), NOT_FOUND),
    _both("age question", True, page("Are you over 18?"), NOT_FOUND),
    _both("out of order with 200", True, page("We are down for maintenance. Be right back."), NOT_FOUND),
    _both("500", True, Reply(500), Reply(502)),
    _both("503", True, Reply(503), NOT_FOUND),
    _both("429", True, Reply(429), Reply(429)),
    _both("403", True, Reply(403), Reply(403)),
    _both("empty", True, Reply(200), Reply(200, b"", "image/jpeg")),
    _both(
        "filled by a script", True, Reply(200, b"<div id=app></div><script src=/a.js></script>"), NOT_FOUND
    ),
    _both("in a frame", True, _drawn("<iframe src='/player/17'></iframe>"), NOT_FOUND),
    _both(
        "leads on by itself", True, _drawn("<meta http-equiv=Refresh content='0; URL=/moved/17'>"), NOT_FOUND
    ),
    _both(
        "breaks off", True, Reply(200, SHOWN.body, cut=True), Reply(200, ITSELF.body, "image/jpeg", cut=True)
    ),
)
A_GLITCH = (
    _both("404 for a while", True, NOT_FOUND, NOT_FOUND),
    _both("says gone for a while", True, page("Page not found"), NOT_FOUND),
)
GONE = (
    _both("404", False, NOT_FOUND, NOT_FOUND),
    _both("410", False, Reply(410), Reply(410)),
    _both("soft 404", False, page("Sorry, this content is no longer available."), NOT_FOUND),
    _both("soft 404 in Korean", False, page("존재하지 않는 게시물입니다."), NOT_FOUND),
    _both("soft 404 in words we do not know", False, page("Tá an leathanach seo imithe uainn."), NOT_FOUND),
    _both("leads home", False, moved("/"), NOT_FOUND),
    _both("placeholder", False, SHOWN, PLACEHOLDER),
    _both("another picture", False, SHOWN, picture(file("coffee"))),
    _both("page without its picture", False, page(WORDS, title="A walk", pictures=("/logo.png",)), NOT_FOUND),
)
HANGING = _both("hangs", True, Reply(hang=True), Reply(hang=True))
ALL = {one.name: one for one in (*THERE, *IN_THE_WAY, *A_GLITCH, *GONE, HANGING)}


def site_of(behaviour: Callable[[], Behaviour]) -> Callable[[Ask], Reply]:
    """A site with one post, which does what `behaviour()` says at that moment."""

    def answer(ask: Ask) -> Reply:
        if ask.path == POST:
            return behaviour().page(ask)
        if ask.path == FILE:
            return behaviour().file(ask)
        if ask.path.partition("?")[0] == "/media/new-9.jpg":
            return ITSELF
        if ask.path == "/logo.png":
            return picture(file("logo"))
        return page("Welcome to our site, where people show their walks.", title="Front page")

    return answer
