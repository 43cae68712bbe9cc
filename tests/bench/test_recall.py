"""What the recall bench says of a group of edits is the mean of its edits."""

from __future__ import annotations

from bench.recall import group_means


def test_a_group_is_the_mean_of_its_edits_and_one_without_edits_is_left_out() -> None:
    edits = {
        "blur": {"group": "copies", "match_of_photographs": 1.0},
        "grey": {"group": "copies", "match_of_photographs": 0.5},
        "crop": {"group": "geometry", "match_of_photographs": 0.25},
    }
    assert group_means(edits) == {"copies": 0.75, "geometry": 0.25}
