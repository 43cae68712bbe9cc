"""Every way in which sites show, hide and remove: what one look says of it, from one place and from two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image

from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.sources.base import Grade, LinkAddress, Observation
from jikimi.sources.web.source import WebSource
from tests.fingerprint.decode.films import film
from tests.servers.web import Ask, Reply, WebServer, look_through
from tests.servers.web.behaviours import ALL, FILE, GONE, IN_THE_WAY, POST, THERE, Behaviour, site_of
from tests.servers.web.pictures import file, likeness, pixels
from tests.servers.web.replies import picture

SITE = "http://site.example"
WHOLE = LinkAddress(SITE, SITE + POST, SITE + FILE, known=(likeness("astronaut"),), shown_in_page=True)
BARE = LinkAddress(SITE, SITE + POST, None)
SAID = {
    "live": Grade.LIVE,
    "message gone, file served": Grade.FILE_STILL_SERVED,
    "says gone, file served": Grade.FILE_STILL_SERVED,
    "leads home, file served": Grade.FILE_STILL_SERVED,
    "404 that still shows it": Grade.LIVE,
    "file moved, page shows it": Grade.LIVE,
    "drawn by a script": Grade.LIVE,
    "as a background": Grade.LIVE,
    "shown when it is reached": Grade.LIVE,
    "451 in one country": Grade.HIDDEN_BY_COUNTRY,
    "404 in one country": Grade.HIDDEN_BY_COUNTRY,
    "members only": Grade.BEHIND_LOGIN,
    "members only, file gone for us": Grade.BEHIND_LOGIN,
}


async def look(
    web: WebServer, pictures: DecoderPool, link: LinkAddress = WHOLE, *countries: str, idle_s: float = 30.0
) -> Observation:
    async with look_through(web, *countries, idle_s=idle_s) as vantages:
        return await WebSource(vantages, pictures).still_there(link)


def does(web: WebServer, behaviour: Behaviour) -> None:
    web.sites["site.example"] = site_of(lambda: behaviour)


def _expected() -> Iterator[tuple[Behaviour, Grade]]:
    for behaviour in THERE:
        yield behaviour, SAID[behaviour.name]
    for behaviour in IN_THE_WAY:
        yield behaviour, Grade.CANNOT_TELL
    for behaviour in GONE:
        yield behaviour, Grade.GONE


@pytest.mark.parametrize(("behaviour", "grade"), [pytest.param(*one, id=one[0].name) for one in _expected()])
async def test_what_sites_do(
    web: WebServer, pictures: DecoderPool, behaviour: Behaviour, grade: Grade
) -> None:
    does(web, behaviour)
    seen = await look(web, pictures)
    assert seen.grade is grade, [part.seen for part in seen.parts]
    assert len(seen.parts) == 2
    assert seen.vantage == "direct, kr"
    assert (grade is not Grade.CANNOT_TELL) or all(part.seen["why"] for part in seen.parts)


async def test_without_its_file_a_page_that_says_gone_has_only_its_words(
    web: WebServer, pictures: DecoderPool
) -> None:
    does(web, ALL["soft 404"])
    assert (await look(web, pictures, BARE)).grade is Grade.SOFT_404
    does(web, ALL["leads home"])
    assert (await look(web, pictures, BARE)).grade is Grade.SOFT_404
    does(web, ALL["410"])
    assert (await look(web, pictures, BARE)).grade is Grade.GONE


async def test_one_place_alone_cannot_know_that_it_is_hidden(web: WebServer, pictures: DecoderPool) -> None:
    does(web, ALL["451 in one country"])
    assert (await look(web, pictures, WHOLE, "KR")).grade is Grade.HIDDEN_BY_COUNTRY
    assert (await look(web, pictures, WHOLE, "XX")).grade is Grade.LIVE
    seen = await look(web, pictures, WHOLE, "KR", "XX")
    assert seen.visible
    assert seen.seen == {"direct": "hidden by country", "xx": "live"}
    assert not seen.gone_from


async def test_what_was_seen_is_told_without_the_picture_and_without_the_place(
    web: WebServer, pictures: DecoderPool
) -> None:
    does(web, ALL["placeholder"])
    seen = await look(web, pictures, WHOLE, "XX")
    assert seen.seen["page_status"] == seen.seen["file_status"] == 200
    assert seen.seen["file"] == "another picture in its place"
    assert seen.seen["file_bytes"] == len(file("removed"))
    assert seen.sealed["final_url"] == SITE + POST
    assert len(seen.sealed["page_sha256"]) == 64
    assert "site.example" not in repr(seen)
    assert "site.example" not in str(seen.seen)


async def test_a_server_that_never_answers_cannot_be_told(web: WebServer, pictures: DecoderPool) -> None:
    does(web, ALL["hangs"])
    seen = await look(web, pictures, WHOLE, "XX", idle_s=0.2)
    assert seen.grade is Grade.CANNOT_TELL
    assert "too long" in str(seen.seen["why"])


async def test_the_picture_is_found_in_the_page_by_the_protected_photograph(
    web: WebServer, pictures: DecoderPool
) -> None:
    does(web, ALL["live"])
    given = LinkAddress(SITE, SITE + POST, None, protected=(likeness("astronaut"),))
    learnt = (await look(web, pictures, given)).learnt
    assert learnt.media == SITE + FILE
    assert learnt.shown_in_page
    assert learnt.likeness is not None


async def test_a_protected_photograph_never_makes_another_picture_of_what_was_there(
    web: WebServer, pictures: DecoderPool
) -> None:
    """A fake need not resemble any photograph of hers: only what was seen there says what it was."""
    web.sites["site.example"] = lambda _: picture(file("coffee"))
    direct = LinkAddress(SITE, SITE + FILE, SITE + FILE, protected=(likeness("astronaut"),))
    seen = await look(web, pictures, direct, "XX")
    assert seen.grade is Grade.LIVE
    assert seen.learnt.likeness is not None
    (frame,) = seen.learnt.likeness.frames
    remembered = LinkAddress(SITE, SITE + FILE, SITE + FILE, known=(frame.fingerprint,))
    assert (await look(web, pictures, remembered, "XX")).grade is Grade.LIVE
    web.sites["site.example"] = lambda _: picture(file("removed"))
    assert (await look(web, pictures, remembered, "XX")).grade is Grade.GONE


async def test_a_video_is_known_by_its_frames(web: WebServer, pictures: DecoderPool) -> None:
    def clip(*names: str) -> Reply:
        return Reply(200, film([(Image.fromarray(pixels(name)), 2.0) for name in names]), "video/mp4")

    web.sites["site.example"] = lambda _: clip("coffee", "astronaut")
    direct = LinkAddress(SITE, SITE + "/v.mp4", None)
    first = await look(web, pictures, direct, "XX")
    assert first.grade is Grade.LIVE
    assert first.learnt.likeness is not None
    assert first.learnt.likeness.moves
    frames = tuple(frame.fingerprint for frame in first.learnt.likeness.frames)
    known = LinkAddress(SITE, SITE + "/v.mp4", None, known=frames)
    web.sites["site.example"] = lambda _: clip("rocket", "astronaut")
    assert (await look(web, pictures, known, "XX")).grade is Grade.LIVE
    web.sites["site.example"] = lambda _: clip("rocket")
    assert (await look(web, pictures, known, "XX")).grade is Grade.GONE


@pytest.mark.parametrize("quality", [95, 40])
async def test_the_same_picture_packed_anew_is_the_same(
    web: WebServer, pictures: DecoderPool, quality: int
) -> None:
    web.sites["site.example"] = lambda _: picture(file("astronaut", quality))
    direct = LinkAddress(SITE, SITE + FILE, SITE + FILE, known=(likeness("astronaut"),))
    assert (await look(web, pictures, direct, "XX")).grade is Grade.LIVE


async def test_robots_are_for_crawlers_and_nothing_names_the_centre(
    web: WebServer, pictures: DecoderPool
) -> None:
    shown = site_of(lambda: ALL["live"])

    def site(ask: Ask) -> Reply:
        return (
            Reply(200, b"User-agent: *\nDisallow: /", "text/plain")
            if ask.path == "/robots.txt"
            else shown(ask)
        )

    web.sites["site.example"] = site
    assert (await look(web, pictures, WHOLE, "XX")).grade is Grade.LIVE
    assert [ask.path for ask in web.asked] == [POST, FILE]
    assert not any("jikimi" in " ".join(ask.headers.values()).lower() for ask in web.asked)
