"""The pack as a PDF that a person reads: Korean and Latin letters, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any, Final

from jikimi.playbooks.answer_reasons import in_words
from jikimi.playbooks.part import Language
from jikimi.takedown.breach_pack.words import WORDS
from jikimi.takedown.counting import zone

# A person reads some; the JSON file holds them all.
MOST_CHECKS: Final = 300
_MARGIN: Final = 50
# Letters of one width: in others "ff" and "fi" become one sign, and a copied hash or address is wrong.
_CSS: Final = """
body { font-family: sans-serif; font-size: 9pt; line-height: 1.4; }
p { font-family: monospace; font-size: 8pt; overflow-wrap: break-word; }
h1 { font-size: 15pt; } h2 { font-size: 11pt; margin-top: 12pt; }
p { margin: 2pt 0; } .text { margin-left: 12pt; font-size: 7.5pt; } .small { font-size: 6pt; }
"""


def as_pdf(pack: Mapping[str, Any], json_sha256: str, language: Language) -> bytes:
    """The whole document, made in memory."""
    import pymupdf

    story = _untyped(pymupdf.Story)(html="".join(_html(pack, json_sha256, WORDS[language])), user_css=_CSS)
    file = io.BytesIO()
    writer = _untyped(pymupdf.DocumentWriter)(file)
    page = _untyped(pymupdf.paper_rect)("a4")
    within = page + (_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)  # noqa: RUF005 - a rectangle, not a tuple
    more = 1
    while more:
        device = writer.begin_page(page)
        more, _ = story.place(within)
        story.draw(device)
        writer.end_page()
    writer.close()
    with _untyped(pymupdf.open)("pdf", file.getvalue()) as document:
        document.set_metadata({})  # it would hold the moment of making
        made: bytes = document.tobytes(garbage=4, deflate=True, no_new_id=True)
    return made


def _untyped(made: Any) -> Any:
    """The library tells its types only in part."""
    return made


def _html(pack: Mapping[str, Any], digest: str, say: Mapping[str, str]) -> Iterator[str]:
    centre, deadline = pack["centre"], pack["deadline"]
    yield _heading(1, say["title"], notice=pack["notice"])
    yield _line(say["made"], at=_moment(pack["made_at"]), centre=centre["name"], contact=centre["contact"])
    yield _heading(2, say["about"])
    yield _line(say["about_text"], digest=digest)
    yield _line("{what}: {name}", what=say["platform"], name=pack["platform"])
    yield _line("{what}: {name}", what=say["law"], name=pack["law"]["name"])
    yield from _deadline(deadline, say)
    yield _heading(2, say["links"])
    for link in pack["links"]:
        yield _line("{n}. {url} {media}", n=link["number"], url=link["url"], media=link["media"])
        yield _line(say["now"], "text", state=link["state"], looks=link["looks"])
        if link.get("pdq"):
            yield _line("PDQ {pdq}", "text", pdq=link["pdq"])
    yield _heading(2, say["events"])
    yield from _events(pack, say)
    yield _heading(2, say["texts"])
    for event in pack["events"]:
        if event["what"] == "notice":
            yield _line("{notice}: {subject}", notice=event["notice"], subject=event["subject"])
            yield from (_line("{line}", "text", line=line or " ") for line in event["text"].split("\n"))
    yield _heading(2, say["ledger"])
    yield _line(say["ledger_text"])
    for entry in pack["ledger"]:
        yield _line("{seq}  {at}  {verb}  {hash}", "small", **{**entry, "at": _moment(entry["at"])})


def _deadline(deadline: Mapping[str, Any], say: Mapping[str, str]) -> Iterator[str]:
    where = deadline["time_zone"]
    counted = say[f"{deadline['counted_from']}_from"]
    if not deadline["named_by_law"]:
        yield _line(say["own_date"])
    for kind in ("hours", "business_days"):
        if deadline[kind]:
            holidays = ", ".join(deadline["holidays"]) or say["no_holidays"]
            yield _line(say[kind], n=deadline[kind], counted_from=counted, zone=where, holidays=holidays)
    end = "ended" if deadline["ended_at"] else "ends"
    for kind, at in (("started", deadline["started_at"]), (end, deadline["ends_at"])):
        if at:
            there = datetime.fromisoformat(at).astimezone(zone(where))
            yield _line(
                "{what}: {utc} ({there:%Y-%m-%d %H:%M} {where})",
                what=say[kind], utc=_moment(at), there=there, where=where,
            )  # fmt: skip


def _events(pack: Mapping[str, Any], say: Mapping[str, str]) -> Iterator[str]:
    checks = 0
    for event in pack["events"]:
        if event["what"] == "check":
            checks += 1
            if checks > MOST_CHECKS:
                continue
        yield _line(
            "{at}  " + say[event["what"]], **{**event, **_said(event, say), "at": _moment(event["at"])}
        )
        if event.get("taken_back_at"):
            yield _line(say["taken_back"], "text", at=_moment(event["taken_back_at"]))
        if event.get("words"):
            yield _line(say["said"], "text", words=event["words"])
        yield from _hashes(event, say)
    if checks > MOST_CHECKS:
        yield _line(say["more_checks"], n=checks - MOST_CHECKS)
    if pack["checks_left_out"]:
        yield _line(say["left_out"], n=pack["checks_left_out"])


def _said(event: Mapping[str, Any], say: Mapping[str, str]) -> dict[str, str]:
    """What an answer means. Each reason in English words and as its key, which docs/answers.md lists."""
    if event["what"] != "answer":
        return {}
    reasons = [f"{in_words(key)} ({key})" for key in event["reasons"]]
    numbers = ", ".join(str(number) for number in event["links"])
    about = [f"{say['links']}: {numbers}"] if numbers else []
    return {"said": "; ".join([say[event["said"]], *reasons, *about])}


def _hashes(event: Mapping[str, Any], say: Mapping[str, str]) -> Iterator[str]:
    if event.get("notice_json_sha256"):
        yield _line(say["notice_json"], "text", sha256=event["notice_json_sha256"])
    if event["what"] == "check" and event["seen"].get("page_sha256"):
        yield _line(say["page_words"], "text", sha256=event["seen"]["page_sha256"])


def _heading(level: int, words: str, /, **facts: object) -> str:
    return f"<h{level}>{escape(words.format(**facts))}</h{level}>"


def _line(words: str, style: str = "", /, **facts: object) -> str:
    """One paragraph. Facts come from outside: they are only ever text."""
    return f'<p class="{style}">{escape(words.format(**facts))}</p>'


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M:%S} UTC" if iso else ""
