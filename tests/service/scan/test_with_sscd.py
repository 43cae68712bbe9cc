"""Whatever becomes of SSCD, a picture is looked at, and what SSCD was not asked about is counted."""

from __future__ import annotations

import pytest

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderUnavailable, Reason
from jikimi.fingerprint.sscd_vectors import ModelId, Vectors
from jikimi.match.sighting import Kind, Match, Verdict
from jikimi.service.scan.as_lines import summary_lines
from jikimi.service.scan.tally import Tally
from jikimi.service.scan.with_sscd import WithSscd, said
from tests.fingerprint.test_sscd_record import MODEL, vectors_of

HERS = vectors_of(3, 5)
OTHER_MODEL = vectors_of(3, 5, ModelId(bytes(32), MODEL.runtime))


class Pool:
    """Answers each picture's bytes as they say."""

    async def vectors(self, data: bytes) -> Vectors:
        answers: dict[bytes, Vectors | Exception] = {
            b"hers": HERS,
            b"another": vectors_of(3, 6),
            b"flat": vectors_of(0),
            b"other model": OTHER_MODEL,
            b"broken": CouldNotRead(Reason.CRASHED),
        }
        answer = answers.get(data, DecoderUnavailable("gone"))
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
async def sscd() -> WithSscd:
    made = WithSscd(Pool())
    await made.protect("hers.jpg", b"hers")
    return made


async def test_what_is_near_is_proposed(sscd: WithSscd) -> None:
    assert await sscd.near(b"hers") == pytest.approx({"hers.jpg": 1.0}, abs=1e-3)
    assert await sscd.near(b"another") == {}
    assert await sscd.near(b"flat") == {}
    assert (sscd.counts.asked, sscd.counts.failed) == (3, 0)


@pytest.mark.parametrize("data", [b"broken", b"no worker", b"other model"])
async def test_where_it_fails_nothing_is_proposed_and_it_is_counted(sscd: WithSscd, data: bytes) -> None:
    assert await sscd.near(data) == {}
    assert (sscd.counts.asked, sscd.counts.failed) == (0, 1)
    lines = "\n".join(summary_lines(Tally(sscd=sscd.counts)))
    assert "It failed at 1: those were looked at without it." in lines


async def test_photos_of_which_it_has_nothing_are_counted_and_it_is_not_asked_in_vain() -> None:
    sscd = WithSscd(Pool())
    for data in (b"flat", b"broken"):
        await sscd.protect("one.jpg", data)
    assert await sscd.near(b"hers") == {}
    assert (sscd.counts.asked, sscd.counts.photos_without) == (0, 2)
    assert "SSCD was not asked" in "\n".join(summary_lines(Tally(sscd=sscd.counts)))


def test_what_it_said_stands_beside_what_it_had_proposed_only() -> None:
    one, other = (Match(key, Verdict.LOOK, Kind.SAME, {"score": 9.0}, None) for key in ("one", "other"))
    told = said([one, other], {"one": 0.61234})
    assert told[0].signals == {"score": 9.0, "sscd": 0.612}
    assert told[1] is other
