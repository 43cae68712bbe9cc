"""One card for each disguised copy: the protected photograph beside what was posted."""

from __future__ import annotations

from html import escape

from demo.report import words
from demo.report.pictures import Thumbnail, cells, frame, outlined
from demo.result import Copy, Seen


def card(copy: Copy, protected: Thumbnail, posted: Thumbnail) -> str:
    """A figure with its facts. A copy that was missed says so just as plainly.

    `protected` is what it was found by: the photograph, or an altered picture that was kept.
    """
    by = "kept after the first yes" if copy.seen and copy.seen.kept else "protected"
    return f"""
<article class="card{"" if copy.seen else " missed"}">
  <h3>{escape(words.heading(copy))}</h3>
  <div class="pair">
    <figure>{_protected(copy, protected)}<figcaption>{by}</figcaption></figure>
    <figure>{_posted(copy, posted)}<figcaption>posted</figcaption></figure>
  </div>
  {_facts(copy.seen) if copy.seen else _missed()}
</article>"""


def _protected(copy: Copy, picture: Thumbnail) -> str:
    seen = copy.seen
    what = "The altered picture that was kept" if seen and seen.kept else "The protected photograph"
    said = f"{what}, {words.photo(copy.hidden.photo.name)}"
    if seen is None or seen.place is None:
        return outlined(picture, f"{said}.")
    if seen.kind == "altered" and seen.region_map:
        kept, replaced = seen.region_map.count("k"), seen.region_map.count("r")
        return outlined(
            picture,
            f"{said}. Of its 36 cells {kept} were found in the post, {replaced} were replaced.",
            cells(picture, seen.region_map),
        )
    return outlined(picture, f"{said}, with the part that was found.", frame(picture, seen.place.region))


def _posted(copy: Copy, picture: Thumbnail) -> str:
    seen = copy.seen
    if seen is None or seen.place is None:
        return outlined(picture, f"What was posted: {words.heading(copy)}.")
    return outlined(
        picture,
        f"What was posted: {words.heading(copy)}. An outline shows where the photograph lies in it.",
        frame(picture, seen.place.seen_region),
    )


def _facts(seen: Seen) -> str:
    verdict = "match" if seen.verdict == "match" else "somebody must look"
    back = "<li>It had been gone, and came back.</li>" if seen.came_back else ""
    return f"""<ul class="facts">
    <li><strong>{escape(words.kind(seen))}</strong> ({verdict})</li>
    <li>{seen.after_s:.1f} s after the post; {escape(words.signals(seen))}</li>
    <li>{_asked(seen)}</li>
    {_fate(seen)}{back}
  </ul>"""


def _fate(seen: Seen) -> str:
    if not seen.notices:
        return ""
    looks = f" ({seen.looks} looks)" if seen.looks else ""
    kind = "gone" if seen.gone else "served"
    return f'<li class="{kind}">{escape(words.link(seen).capitalize())}{looks}</li>'


def _asked(seen: Seen) -> str:
    if seen.declined:
        return "The caseworker said no: nothing was sent."
    if not seen.notices:
        return "It waits for a caseworker's decision."
    ways = {"matrix_report": "report to the homeserver", "email": "letter"}
    said = (
        f"{ways.get(route, route)}: {state}" for route, state in sorted(seen.notices.items(), reverse=True)
    )
    return escape("; ".join(said).capitalize())


def _missed() -> str:
    return '<p class="facts">Not found. Nothing was sent.</p>'
