"""A fingerprint survives being written down, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points, no_points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import (
    COMPACT_BYTES,
    HEAD,
    MOST_BYTES,
    BadRecord,
    compact,
    from_bytes,
    to_bytes,
)
from jikimi.fingerprint.seen import fingerprint_seen
from tests.pictures import photograph


@pytest.fixture(scope="module")
def protected() -> Fingerprint:
    return protect(photograph("coffee"))


def test_written_twice_is_the_same(protected: Fingerprint) -> None:
    data = to_bytes(protected)
    assert to_bytes(from_bytes(data)) == data


def test_nothing_that_matters_is_lost(protected: Fingerprint) -> None:
    again = from_bytes(to_bytes(protected))
    assert again.pdq == protected.pdq
    assert again.pdq_quality == protected.pdq_quality
    assert np.array_equal(again.points.descriptors, protected.points.descriptors)
    assert np.abs(again.points.xy - protected.points.xy).max() <= 1 / 128
    assert np.abs(again.points.size / protected.points.size - 1).max() < 0.011
    turned = (again.points.angle - protected.points.angle + 180) % 360 - 180
    assert np.abs(turned).max() <= 360 / 512 + 1e-3
    assert again.mirrored is not None


def test_compact_fits_and_keeps_the_pdq(protected: Fingerprint) -> None:
    few = compact(protected)
    assert len(few) <= COMPACT_BYTES
    again = from_bytes(few)
    assert again.pdq == protected.pdq[:1]
    assert len(again.points) > 90
    assert again.mirrored is None


def test_a_picture_without_points_can_be_written() -> None:
    flat = fingerprint_seen(np.full((60, 80, 3), 9, np.uint8))
    assert len(from_bytes(to_bytes(flat)).points) == 0


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=4000))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        from_bytes(data)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_record_is_refused_or_still_sound(data: st.DataObject) -> None:
    record = bytearray(compact(protect(photograph("coffee"))) if not CACHE else CACHE[0])
    CACHE[:] = [bytes(record)]
    for _ in range(data.draw(st.integers(1, 4))):
        record[data.draw(st.integers(0, len(record) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3))
    try:
        again = from_bytes(bytes(record[: len(record) - cut]))
    except BadRecord:
        return
    assert np.isfinite(again.points.xy).all()
    assert (again.points.xy[:, 0] <= again.width).all()


CACHE: list[bytes] = []


def test_too_long_is_refused_before_anything_is_read() -> None:
    with pytest.raises(BadRecord, match="longer"):
        from_bytes(b"JKF\x01" + bytes(MOST_BYTES))


def test_a_later_version_is_named(protected: Fingerprint) -> None:
    data = bytearray(to_bytes(protected))
    data[3] = 4
    with pytest.raises(BadRecord, match="version 4"):
        from_bytes(bytes(data))


def test_the_first_version_is_read_and_has_no_heads(protected: Fingerprint) -> None:
    data = bytearray(to_bytes(unmarked(protected)))
    assert data[14] == 0, "there is nobody in this photograph"
    data[3] = 1
    again = from_bytes(bytes(data))
    assert again.heads == ()
    assert again.points.drawn is None
    assert np.array_equal(again.points.descriptors, protected.points.descriptors)


def test_what_is_drawn_is_kept(protected: Fingerprint) -> None:
    data = to_bytes(protected)
    assert data[3] == 3
    again = from_bytes(data)
    assert protected.points.drawn is not None
    assert again.points.drawn is not None
    assert protected.mirrored is not None
    assert again.mirrored is not None
    assert np.array_equal(again.points.drawn, protected.points.drawn)
    assert np.array_equal(again.mirrored.drawn, protected.mirrored.drawn)


def test_where_nobody_looked_for_drawing_the_second_version_is_written(protected: Fingerprint) -> None:
    data = to_bytes(unmarked(protected))
    assert data[3] == 2
    assert from_bytes(data).points.drawn is None


def test_a_mark_for_a_point_that_there_is_not_is_refused() -> None:
    three = Points(
        np.zeros((3, 2), np.float32), np.full(3, 31, np.float32), np.zeros(3, np.float32),
        np.zeros((3, 32), np.uint8), np.array([True, False, True]),
    )  # fmt: skip
    data = bytearray(to_bytes(Fingerprint(8, 8, (bytes(32),), 50, three)))
    assert data[-1] == 0b101
    data[-1] = 0b1101
    with pytest.raises(BadRecord, match="does not have"):
        from_bytes(bytes(data))


def unmarked(fingerprint: Fingerprint) -> Fingerprint:
    mirrored = fingerprint.mirrored
    return replace(
        fingerprint,
        points=replace(fingerprint.points, drawn=None),
        mirrored=replace(mirrored, drawn=None) if mirrored else None,
    )


def test_heads_are_kept() -> None:
    with_a_person = protect(photograph("astronaut"))
    assert len(with_a_person.heads) >= 1
    assert from_bytes(to_bytes(with_a_person)).heads == with_a_person.heads


@pytest.mark.parametrize("box", [(0, 0, 0, 9), (9, 9, 5, 20), (0, 0, 60000, 9)])
def test_a_head_outside_its_picture_is_refused(box: tuple[int, int, int, int]) -> None:
    data = bytearray(to_bytes(protect(photograph("astronaut"))))
    count = data[14]
    HEAD.pack_into(data, len(data) - count * HEAD.size, *box)
    with pytest.raises(BadRecord, match="head"):
        from_bytes(bytes(data))


def test_more_heads_than_eight_are_refused(protected: Fingerprint) -> None:
    data = bytearray(to_bytes(protected))
    data[14] = 9
    with pytest.raises(BadRecord):
        from_bytes(bytes(data) + bytes(9 * HEAD.size))


def test_points_must_agree_in_number() -> None:
    none = no_points()
    with pytest.raises(ValueError, match="same length"):
        Points(none.xy, np.zeros(1, np.float32), none.angle, none.descriptors)
