"""Strangers' pages and addresses: bounded, and never a way into this machine."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.sources.base import Grade, LinkAddress, SourceRefused
from jikimi.sources.web.address import normal_address
from jikimi.sources.web.bounded import bounded
from jikimi.sources.web.page import read_page
from jikimi.sources.web.pictures_in import MOST_PICTURES
from jikimi.sources.web.source import WebSource
from jikimi.sources.web.vantage import Vantage
from tests.net import certificates
from tests.net.servers import PUBLIC, FakeResolver, LeadingDialer, always, answer, server
from tests.servers.web import WebServer, look_through
from tests.servers.web.replies import Reply, moved

LONGEST_S = 3.0


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x",
        b"<p " + b" ".join(b"a%d" % number for number in range(100_000)),
        b"<p ' " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x",
        b'<p "' + b'" "'.join(b"a%d" % number for number in range(100_000)) + b">x",
        b"<a <a " * 150_000,
        b"<a '<a \"" * 150_000,
        b"<!--" * 200_000,
        b"<b><i><a href=x>" * 60_000,
        b"<img src=/a.jpg>" * 60_000,
        b"<script>" + b".jpg " * 200_000,
        b"<script>" + b"'a.jpg'" * 140_000,
        b"<script>" + b"a" * 1_000_000 + b".jpg",
        b"<p data-a='.jpg'>" * 11_000,
        b"\x00\xff\xfe" * 300_000,
    ],
    ids=lambda page: page[:12].decode("latin-1"),
)
def test_no_page_holds_up_the_others(page: bytes) -> None:
    began = time.process_time()
    read = read_page(page, "text/html", "https://site.example/")
    assert time.process_time() - began < LONGEST_S
    assert len(read.pictures) <= MOST_PICTURES


@given(st.binary(max_size=600), st.text(max_size=60))
def test_every_page_can_be_read(body: bytes, kind: str) -> None:
    page = read_page(body, kind, "https://site.example/post")
    assert all(url.startswith(("http://", "https://")) for url in page.pictures)


@given(st.text(alphabet="<>ap \"'/=-!", max_size=400))
def test_cutting_leaves_short_pages_whole(html: str) -> None:
    kept, cut = bounded(html)
    assert html.startswith(kept)
    assert cut or kept == html


@pytest.mark.parametrize("filler", ["/same.jpg ", ".jpg ", "http://[/a.jpg "])
def test_a_page_cannot_hide_a_picture_behind_many_names(filler: str) -> None:
    hidden = f"<script>{filler * 3000} '/really-there.jpg'</script>"
    assert read_page(hidden.encode(), "text/html", "https://site.example/").more_pictures


@pytest.mark.parametrize(
    ("html", "more", "leads_on"),
    [
        ("<iframe src='https://player.example/1'></iframe>", True, False),
        ("<object data=/player.swf></object>", True, False),
        ("<iframe src='about:blank'></iframe><iframe></iframe>", False, False),
        ("<meta http-equiv=REFRESH content='3 ; url=/next'>", False, True),
        ("<meta http-equiv=refresh content=300>", False, False),
    ],
)
def test_what_shows_another_page(html: str, more: bool, leads_on: bool) -> None:
    read = read_page(html.encode(), "text/html", "https://site.example/")
    assert (read.more_pictures, read.leads_on) == (more, leads_on)


def test_a_page_that_was_cut_says_that_it_may_show_more() -> None:
    read = read_page(b"<div>" * 20_000 + b"<img src=/x.jpg>", "text/html", "https://site.example/")
    assert read.more_pictures


@pytest.mark.parametrize("declared", ["euc-kr", "ks_c_5601-1987", "zip", "rot13", "unicode_escape", "utf-8"])
def test_only_charsets_of_pages_are_used(declared: str) -> None:
    name = "cp949" if declared in ("euc-kr", "ks_c_5601-1987") else "utf-8"
    page = read_page(
        "<title>삭제된 게시물</title>".encode(name), f"text/html; charset={declared}", "https://a.example/"
    )
    assert page.head == "삭제된 게시물"


def test_addresses_have_one_form_or_are_refused() -> None:
    assert normal_address(" HTTPS://Site.Example:443/a?b=1#c ") == "https://site.example/a?b=1"
    for bad in (
        "ftp://site.example/",
        "site.example/a",
        "https://a b.example/",
        "https://u:p@site.example/",
        "x" * 5000,
    ):
        with pytest.raises(SourceRefused):
            normal_address(bad)


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://10.0.0.1/x.jpg", "http://169.254.169.254/"])
async def test_nothing_leads_into_this_machine(web: WebServer, pictures: DecoderPool, inside: str) -> None:
    """Neither the address itself, nor a redirect, nor a picture that a page names."""
    web.sites["site.example"] = lambda _: moved(inside)
    site = "http://site.example/post"
    async with look_through(web, "XX") as vantages:
        source = WebSource(vantages, pictures)
        for link in (
            LinkAddress("", inside, None),
            LinkAddress("", site, None),
            LinkAddress("", site, inside),
        ):
            assert (await source.still_there(link)).grade is Grade.CANNOT_TELL
    assert all(ask.host == "site.example" for ask in web.asked)


async def test_a_file_without_an_end_is_not_read(web: WebServer, pictures: DecoderPool) -> None:
    web.sites["site.example"] = lambda _: Reply(200, b"", "image/jpeg", {"Content-Length": str(10**12)})
    async with look_through(web, "XX", idle_s=0.3) as vantages:
        seen = await WebSource(vantages, pictures).still_there(
            LinkAddress("", "http://site.example/a.jpg", None)
        )
    assert seen.grade is Grade.CANNOT_TELL


async def test_a_picture_that_cannot_be_read_cannot_be_told(web: WebServer, pictures: DecoderPool) -> None:
    web.sites["site.example"] = lambda _: Reply(200, b"no picture at all", "image/jpeg")
    async with look_through(web, "XX") as vantages:
        seen = await WebSource(vantages, pictures).still_there(
            LinkAddress("", "http://site.example/a.jpg", None)
        )
    assert seen.grade is Grade.CANNOT_TELL


async def test_a_certificate_that_ran_out_cannot_be_told(
    tmp_path: Path, pictures: DecoderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "_NOW", datetime.now(UTC) - timedelta(days=30))
    serving, asking = certificates.contexts(tmp_path, "site.example")
    grades = []
    for trusting in (asking, ssl._create_unverified_context()):  # noqa: S323
        async with server(always(answer(b"<h1>Not found</h1>", "404 Not Found")), serving) as port:
            dialer = LeadingDialer({(PUBLIC, 443): port})
            fetcher = Fetcher(
                FetchPolicy(), resolver=FakeResolver([PUBLIC]), dialer=dialer, ssl_context=trusting
            )
            source = WebSource([Vantage("direct", "XX", fetcher)], pictures)
            seen = await source.still_there(LinkAddress("", "https://site.example/post/1", None))
            grades.append(seen.grade)
            await fetcher.aclose()
    assert grades == [Grade.CANNOT_TELL, Grade.GONE], "the certificate alone made the difference"
