"""How the report says what a sighting is."""

from __future__ import annotations

from demo.result import Copy, Seen

KINDS = {
    "same": "unaltered copy",
    "altered": "altered",
    "embedded": "inside another picture",
}
PHOTOS = {
    "astronaut": "the portrait",
    "chelsea": "the cat",
    "coffee": "the cup",
}
LINKS = {
    "gone": "gone",
    "room gone": "gone with its room",
    "message gone but file served": "the message is gone, its file is still served",
    "live": "still there",
    "came back": "came back",
    "not looked yet": "not looked at yet",
}


def photo(name: str) -> str:
    return PHOTOS.get(name, name)


def kind(seen: Seen) -> str:
    """What was done, in a few words."""
    same_again = seen.kept and seen.kind == "same"
    parts = ["the same altered picture" if same_again else KINDS.get(seen.kind, seen.kind)]
    if seen.place and seen.place.mirrored:
        parts.append("mirrored")
    turned = round(seen.place.turned) % 360 if seen.place else 0
    if 3 <= turned <= 357:
        parts.append(
            f"turned {turned}° to the right" if turned <= 180 else f"turned {360 - turned}° to the left"
        )
    return ", ".join(parts)


def signals(seen: Seen) -> str:
    """Which signal found it, with its number."""
    said = []
    if "inliers" in seen.signals:
        said.append(f"{seen.signals['inliers']:.0f} points agree")
    if "pdq_distance" in seen.signals:
        said.append(f"PDQ {seen.signals['pdq_distance']:.0f} bits apart")
    return ", ".join(said) or "no number was kept"


def link(seen: Seen) -> str:
    return LINKS.get(seen.link, seen.link)


def heading(copy: Copy) -> str:
    return copy.hidden.words.rstrip(".")
