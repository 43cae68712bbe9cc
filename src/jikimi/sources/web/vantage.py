"""Looks at one link from one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from jikimi.fingerprint.film import Film
from jikimi.fingerprint.pdq import QUALITY_USABLE
from jikimi.net.fetcher import Fetcher
from jikimi.sources.base import Grade, Learnt, LinkAddress, Observation
from jikimi.sources.web.address import origin_of
from jikimi.sources.web.ask import ask
from jikimi.sources.web.grading import grade
from jikimi.sources.web.known import Known
from jikimi.sources.web.seen import FileGlance, FileSeen, PageGlance, PageSeen
from jikimi.sources.web.tells_who_looks import why_it_tells
from jikimi.sources.web.what_file import Pictures, what_file
from jikimi.sources.web.what_page import what_page

MOST_CANDIDATES: Final = 12
NO_FILE: Final = FileGlance(FileSeen.NOT_KNOWN)
_STANDS: Final = "The page stands, and may show the picture in a way that could not be looked at."

Seen = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Vantage:
    """From where is looked: other people may see something else. `country` is its two letters."""

    name: str
    country: str
    fetcher: Fetcher = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the pictures in a page turned out to be: the one that is ours, and whether all were looked at."""

    ours: FileGlance | None = None
    all_seen: bool = True
    looked_at: int = 0


async def look_from(vantage: Vantage, link: LinkAddress, known: Known, pictures: Pictures) -> Observation:
    """Page and file apart. Never raises for what the other side does."""
    first = await ask(vantage.fetcher, link.post)
    if first.is_file:
        file = await what_file(first, link.post, known, pictures, named=True)
        return _observed(vantage, link, PageGlance(PageSeen.NO_PAGE, first), file, _Shown())
    page = what_page(first, link.post)
    if link.media == link.post:
        # It was the file itself, and now a page came: what the page says is all there is.
        file = await what_file(first, link.post, known, pictures, named=True)
        return _observed(vantage, link, PageGlance(PageSeen.NO_PAGE, first, page.page), file, _Shown())
    origin = origin_of(first.url or link.post)
    file = NO_FILE
    if link.media:
        answer = await ask(vantage.fetcher, link.media, shown_by=f"{origin}/")
        file = await what_file(answer, link.media, known, pictures, named=True)
    shown = _Shown()
    if page.page and known and file.seen is not FileSeen.SAME:
        others = [url for url in page.page.pictures if url != link.media]
        shown = await _among(vantage.fetcher, others, known, pictures, origin)
    return _observed(vantage, link, page, file, shown)


async def _among(
    fetcher: Fetcher, urls: Sequence[str], known: Known, pictures: Pictures, origin: str
) -> _Shown:
    all_seen = len(urls) <= MOST_CANDIDATES
    for number, url in enumerate(urls[:MOST_CANDIDATES], start=1):
        answer = await ask(fetcher, url, shown_by=f"{origin}/")
        glance = await what_file(answer, url, known, pictures, named=False)
        if glance.seen is FileSeen.SAME:
            return _Shown(glance, all_seen, number)
        if glance.seen not in (FileSeen.OTHER, FileSeen.GONE):
            all_seen = False
    return _Shown(None, all_seen, min(len(urls), MOST_CANDIDATES))


def _observed(
    vantage: Vantage, link: LinkAddress, page: PageGlance, file: FileGlance, shown: _Shown
) -> Observation:
    in_page = _in_page(page, file, shown)
    if in_page:
        # The page shows it, whatever its status or its words.
        decided = Grade.LIVE
    else:
        decided = grade(
            page.seen, file.seen, shown_before=link.shown_in_page, missing_now=_missing(page, shown)
        )
    best = shown.ours or file
    return Observation(
        decided,
        datetime.now(UTC),
        _as_seen(page, file, shown, decided),
        vantage.name,
        sealed=_as_sealed(page, shown),
        learnt=Learnt(
            # A signed address soon says nothing any more; the page gives a new one each time.
            media=best.url if best.seen is FileSeen.SAME and not why_it_tells(best.url) else None,
            likeness=_likeness(best, decided),
            shown_in_page=in_page,
        ),
    )


def _in_page(page: PageGlance, file: FileGlance, shown: _Shown) -> bool:
    if shown.ours is not None:
        return True
    return bool(page.page and file.seen is FileSeen.SAME and file.url in page.page.pictures)


def _missing(page: PageGlance, shown: _Shown) -> bool:
    whole = page.page is not None and not page.page.more_pictures
    return whole and shown.all_seen


def _likeness(file: FileGlance, decided: Grade) -> Film | None:
    """What is served there at first, where nothing was known to compare it with."""
    if file.film is None or file.seen is not FileSeen.SAME or decided is not Grade.LIVE:
        return None
    usable = any(frame.fingerprint.pdq_quality >= QUALITY_USABLE for frame in file.film.frames)
    return file.film if usable else None


def _as_seen(page: PageGlance, file: FileGlance, shown: _Shown, decided: Grade) -> Seen:
    seen: Seen = {"page": page.seen.value, "page_status": page.answer.status}
    seen["page_bytes"] = len(page.answer.body)
    if file is not NO_FILE:
        seen |= {"file": file.seen.value, "file_status": file.status, "file_bytes": file.length}
    else:
        seen["file"] = FileSeen.NOT_KNOWN.value
    if shown.looked_at:
        seen["pictures_in_page"] = shown.looked_at
        seen["picture_in_page"] = shown.ours is not None
    why = page.why or file.why or (_STANDS if decided is Grade.CANNOT_TELL else "")
    if why:
        seen["why"] = why[:200]
    return seen


def _as_sealed(page: PageGlance, shown: _Shown) -> dict[str, str]:
    sealed = {"final_url": page.answer.url} if page.answer.url else {}
    if page.page is not None:
        sealed["page_sha256"] = page.page.sha256
    if shown.ours is not None:
        sealed["picture_url"] = shown.ours.url
    return sealed
