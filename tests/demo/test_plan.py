"""The room's pictures: benign, different from one another, and the same in every run."""

from __future__ import annotations

import hashlib

import numpy as np
import pdqhash
import pytest

from demo.pictures import PROTECTED, chat_pictures, protected_pictures
from demo.plan import FIRST, FULL, make_plan

ASKED_FOR = {
    "reencode", "crop_50", "mirror", "turn_15", "text", "emoji", "chat_screenshot", "collage_2x2",
    "lower_replaced", "region_25",
}  # fmt: skip


def pdq(picture) -> np.ndarray:
    return np.asarray(pdqhash.compute(picture)[0])


def test_a_full_room() -> None:
    plan = make_plan()
    assert len(plan.posts) == FULL == 200
    assert {hidden.disguise for hidden in plan.hidden} >= ASKED_FOR == set(FIRST)
    assert {hidden.photo.name for hidden in plan.hidden} == set(PROTECTED)
    assert len({hidden.disguise for hidden in plan.hidden}) == 20


def test_the_same_room_every_time() -> None:
    def digests() -> list[str]:
        return [
            hashlib.sha256(p.picture.tobytes()).hexdigest()
            for p in make_plan(30).posts
            if p.picture is not None
        ]

    assert digests() == digests()


def test_ordinary_pictures_are_none_of_the_protected_and_differ() -> None:
    ordinary = [pdq(picture) for picture in chat_pictures(60)]
    protected = [pdq(photo.pixels) for photo in protected_pictures()]
    for number, one in enumerate(ordinary):
        for other in [*ordinary[:number], *protected]:
            assert int((one != other).sum()) > 62, "twice Meta's distance for a match"


def test_a_room_too_small_for_the_disguises_is_refused() -> None:
    with pytest.raises(ValueError, match="20 posts"):
        make_plan(19)
