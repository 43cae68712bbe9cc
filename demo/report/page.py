"""The page: what was found, what became of it, how long it took, and what it does not show."""

from __future__ import annotations

import base64
import hashlib
import os
from html import escape
from pathlib import Path

from demo.report import words
from demo.report.cards import card
from demo.report.outcome import letters, limits, repost, times
from demo.report.pictures import Thumbnail, outlined, store, thumbnail
from demo.report.summary import summary
from demo.result import Copy, Result

POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = (Path(__file__).parent / "style.css").read_text()


def write_report(result: Result, file: Path) -> Path:
    """Writes the page whole, or leaves what was there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(page(result), encoding="utf-8")
    return draft.replace(file)


def page(result: Result) -> str:
    """The whole page. No script, nothing from elsewhere: the policy forbids both."""
    photos = {name: thumbnail(f"photo-{name}", pixels) for name, pixels in result.photos}
    shown = [*result.copies, *([result.repost] if result.repost else [])]
    posted = [thumbnail(f"post-{number}", copy.hidden.picture) for number, copy in enumerate(shown)]
    kept = {id(copy.hidden): picture for copy, picture in zip(result.copies, posted, strict=False)}

    def found_by(copy: Copy) -> Thumbnail:
        own = photos[copy.hidden.photo.name]
        return kept.get(id(copy.seen.kept), own) if copy.seen else own

    style_hash = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"{POLICY}; style-src 'sha256-{style_hash}'"
    cards = [card(copy, found_by(copy), picture) for copy, picture in zip(shown, posted, strict=True)]
    again = cards.pop() if result.repost else ""
    parts = [
        summary(result),
        _photos(photos),
        f'<h2>Every disguise</h2>{_legend()}<div class="cards">{"".join(cards)}</div>',
        repost(result.repost, again) if result.repost else "",
        times(result),
        letters(result),
        limits(result),
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>What Jikimi found</title>
<style>{STYLE}</style>
</head>
<body>
{store([*photos.values(), *posted])}
<main>
{"".join(parts)}
</main>
</body>
</html>
"""


def _photos(photos: dict[str, Thumbnail]) -> str:
    figures = "".join(
        f"<figure>{outlined(picture, words.photo(name))}"
        f"<figcaption>{escape(words.photo(name).capitalize())}</figcaption></figure>"
        for name, picture in photos.items()
    )
    return f"""<h2>The protected photographs</h2>
<p>Only their fingerprints are kept. The photographs themselves were read once and not copied.</p>
<div class="photos">{figures}</div>"""


def _legend() -> str:
    square = '<svg viewBox="0 0 20 20" aria-hidden="true">{}</svg>'
    cross = '<rect class="cell-r" width="20" height="20"/><path class="cross" d="M0 20l20 -20"/>'
    items = [
        (square.format('<rect class="cell-k" width="20" height="20"/>'), "kept from the photograph"),
        (square.format(cross), "replaced by something else"),
        (square.format('<rect class="cell-o" width="20" height="20"/>'), "cut away"),
        (square.format(""), "not to be known: left as it is"),
        (
            square.format('<rect class="outline" x="3" y="3" width="14" height="14"/>'),
            "where it lies in the post",
        ),
    ]
    rows = "".join(f"<li>{drawn}<span>{said}</span></li>" for drawn, said in items)
    return f"""<p>The photograph is on the left, what was posted on the right. A caseworker does not need to
see either: the outlines and the numbers are enough to decide.</p><ul class="legend">{rows}</ul>"""
