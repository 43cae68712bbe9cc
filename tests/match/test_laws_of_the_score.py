"""Two pictures of one size have one score, whichever was protected; and saving again changes it little."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from bench.edits import RGB, all_edits
from bench.pictures import canonical
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match, Verdict
from tests.pictures import photograph, unrelated

EDITS = {edit.name: edit for edit in all_edits()}
OF_ONE_SIZE = ("grey", "reencode", "mirror", "turn_90", "turn_15", "text", "letterbox", "lower_replaced")


def said(protected: Fingerprint, seen: Fingerprint) -> Match:
    alone = Matcher()
    alone.add("one", protected)
    (found,) = alone.find(seen)
    return found


@cache
def _photo() -> tuple[Fingerprint, Fingerprint]:
    return protect(photograph("coffee")), fingerprint_seen(photograph("coffee"))


@pytest.mark.parametrize("edit", OF_ONE_SIZE)
def test_which_of_two_is_protected_makes_little_difference(edit: str) -> None:
    """Points at which each is looked for differ (a protected picture has three scales), so not none. Of the
    eight edits of three photographs the scores are at most 1.28 times one another."""
    protected, seen = _photo()
    made = canonical(EDITS[edit].apply(photograph("coffee"), np.random.default_rng(1), unrelated()))
    there, back = said(protected, fingerprint_seen(made)), said(protect(made), seen)
    assert there.verdict is back.verdict is Verdict.MATCH
    assert there.kind is back.kind
    assert 1 / 1.5 < there.signals["score"] / back.signals["score"] < 1.5
    # A turn by 90 degrees moves a sample of PDQ by half a pixel.
    assert abs(there.signals.get("pdq_distance", 0) - back.signals.get("pdq_distance", 0)) <= 4


def _saved(picture: RGB, quality: int) -> RGB:
    _, data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return canonical_pixels(data.tobytes())


@pytest.mark.parametrize("edit", [None, "crop_50", "lower_replaced"])
def test_saving_again_changes_the_verdict_of_nothing_and_the_score_little(edit: str | None) -> None:
    """Of three photographs and their halves at a quality of 50 the least left is 0.67 of the score."""
    protected, _ = _photo()
    shown = photograph("coffee")
    if edit:
        shown = EDITS[edit].apply(shown, np.random.default_rng(1), unrelated())
    once, again, badly = (said(protected, fingerprint_seen(_saved(shown, q))) for q in (95, 85, 50))
    for other, least in ((again, 0.75), (badly, 0.5)):
        assert (other.verdict, other.kind) == (once.verdict, once.kind)
        assert least < other.signals["score"] / once.signals["score"] < 1.2
        assert other.transform is not None
        assert once.transform is not None
        np.testing.assert_allclose(other.transform.seen_region, once.transform.seen_region, atol=0.05)
