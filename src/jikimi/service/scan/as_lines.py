"""What a helper reads: one line per sighting, and at the end what was and was not looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jikimi.match.film import moment, second_of
from jikimi.match.sighting import Kind, Match
from jikimi.service.map_words import GRID, replaced
from jikimi.service.scan.look import Looked
from jikimi.service.scan.plain import author_tag, plain
from jikimi.service.scan.tally import Tally
from jikimi.service.scan.with_sscd import SscdCounts


def sighting_line(looked: Looked, match: Match, place: str, unit: str) -> str:
    """Verdict, post, file, its second, day, author's tag, photo, what was done to it, and the signals."""
    post = looked.post
    return "  ".join(
        [
            f"{match.verdict.value:5}",
            *([f"{unit} {plain(post.id)}"] if looked.path != post.id else []),
            *([plain(looked.path)] if looked.path else []),
            *([f"at {moment(second)}"] if (second := second_of(match)) is not None else []),
            f"{post.when:%Y-%m-%d %H:%M}" if post.when else "no date",
            *([f"by {author_tag(post.author, place)}"] if post.author else []),
            f"shows {plain(match.key)}: " + ", ".join(_what_was_done(match)),
            f"({_signals(match.signals)})",
        ]
    )


def _what_was_done(match: Match) -> Iterator[str]:
    done = match.transform
    yield {Kind.SAME: "the photo itself", Kind.ALTERED: "altered", Kind.EMBEDDED: "part of another picture"}[
        match.kind
    ]
    if done is None:
        return
    if match.kind is Kind.EMBEDDED:
        yield f"at {_box(done.seen_region)} of it"
    if done.mirrored:
        yield "mirrored"
    if turned := (round(done.turned) + 180) % 360 - 180:
        yield (
            "upside down" if turned == -180 else f"turned {abs(turned)}° {'right' if turned > 0 else 'left'}"
        )
    if "o" in match.region_map:
        yield f"cropped to about {_box(_inside(match.region_map))} of the photo"
    # Of what is not altered a cell may look replaced at the edge of a cut or in a small copy.
    if match.kind is Kind.ALTERED and (share := replaced(match.region_map)):
        yield share


def _inside(region_map: str) -> tuple[float, float, float, float]:
    """The box around the photo's cells that lie in what was seen."""
    cells = [divmod(at, GRID) for at, cell in enumerate(region_map) if cell != "o"] or [(0, 0)]
    rows, columns = zip(*cells, strict=True)
    return min(columns) / GRID, min(rows) / GRID, (max(columns) + 1) / GRID, (max(rows) + 1) / GRID


def _box(region: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = (round(100 * edge) for edge in region)
    return f"{left}-{right} % across and {top}-{bottom} % down"


def _signals(signals: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_number(value)}" for name, value in signals.items())


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def summary_lines(tally: Tally) -> Iterator[str]:
    """The end of a scan, in words."""
    yield ""
    if tally.stopped:
        yield f"Not finished: {plain(tally.stopped)}"
    yield (
        f"Looked at {_seen(tally)} in {_many(tally.posts, tally.unit)} for "
        f"{_many(tally.photos, 'photo')}, in {_long(tally.seconds)}."
    )
    yield _found(tally)
    if tally.refused_photos:
        yield f"{_many(len(tally.refused_photos), 'photo')} could not be looked for, as said above."
    if tally.previews:
        yield f"Of {_many(tally.previews, 'video')} or other files only a preview was seen."
    if tally.in_part:
        yield f"Of {_many(len(tally.in_part), 'video')} only parts were looked at (too long, or damaged):"
        yield from (f"    {plain(name)}" for name in tally.in_part)
    if tally.sscd is not None:
        yield _asked_sscd(tally.sscd)
    if tally.hidden:
        yield f"{_many(tally.hidden, 'hidden name')} (beginning with a dot) left out."
    if tally.unread:
        yield from _unread(tally)


def _seen(tally: Tally) -> str:
    videos = f" and {_many(tally.videos, 'video')}" if tally.videos else ""
    return _many(tally.pictures, "picture") + videos


def _found(tally: Tally) -> str:
    if not tally.looked_at:
        return "Nothing could be looked at here, so this says nothing about copies. Is it the right place?"
    if not tally.found:
        return "Found nothing in these pictures. There may be copies in places that were not looked at."
    found = [_many(tally.matches, "match", "matches")] if tally.matches else []
    if tally.looks:
        found.append(f"{tally.looks:,} that may be one (look)")
    return f"Found {' and '.join(found)}. A person must look at each before anything is done."


def _asked_sscd(sscd: SscdCounts) -> str:
    if not sscd.model:
        return "SSCD was not asked: it has nothing to compare with of any photo."
    words = (
        f"SSCD (model {sscd.model[:12]}, {sscd.runtime}) was asked about {_many(sscd.asked, 'picture')}; "
        "it only proposes."
    )
    if sscd.failed:
        words += f" It failed at {sscd.failed:,}: those were looked at without it."
    if sscd.photos_without:
        words += f" Of {_many(sscd.photos_without, 'photo')} to look for it has nothing to compare with."
    return words


def _unread(tally: Tally) -> Iterator[str]:
    yield ""
    yield f"{_many(tally.unread, 'file')} could not be compared:"
    by_reason: dict[str, list[str]] = defaultdict(list)
    for unread in tally.named:
        kind = "" if tally.unit == "file" else f"{tally.unit} "
        names = [f"{kind}{unread.post}"] if unread.path != unread.post else []
        by_reason[unread.why].append("  ".join([*names, *([unread.path] if unread.path else [])]))
    for why, names in sorted(by_reason.items(), key=lambda reason: -len(reason[1])):
        yield f"  {plain(why)}"
        yield from (f"    {plain(name)}" for name in names)
    if tally.unread > len(tally.named):
        yield f"  … and {tally.unread - len(tally.named):,} more."


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _long(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
