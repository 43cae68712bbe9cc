"""SSCD's workers: the same walls, their own answers, and a model that is checked before they stand."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.pool import CouldNotRead, Reason
from jikimi.fingerprint.decode.sscd_pool import SscdPool
from jikimi.fingerprint.sscd_crops import CROPS
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile, load
from tests.fingerprint.decode.pictures import astronaut, encode
from tests.fingerprint.decode.test_jail import FILTERED
from tests.fingerprint.tiny_sscd import NUMBERS, TAKES_NUMBERS, tiny_model

pytest.importorskip("onnxruntime", reason="ONNX Runtime is optional and not installed: make sscd")

GOOD = encode(astronaut(), "JPEG")


@pytest.fixture
def file(tmp_path: Path) -> ModelFile:
    path = tmp_path / "model.onnx"
    path.write_bytes(tiny_model())
    return ModelFile.at(path)


def test_behind_every_wall_it_answers_as_without_them(file: ModelFile) -> None:
    with SscdPool(file) as pool:
        assert Walls.BOUNDED | Walls.DIES_WITH_PARENT | Walls.NO_NEW_PRIVILEGES | Walls.NOT_ROOT in pool.walls
        if os.uname().machine in FILTERED:
            assert Walls.NO_NETWORK | Walls.FEW_SYSTEM_CALLS in pool.walls
        walled = pool.vectors_now(GOOD)
        with pytest.raises(CouldNotRead) as broken:
            pool.vectors_now(GOOD[:300])
        os.kill(pool.process_ids[0], signal.SIGKILL)
        time.sleep(0.3)
        assert len(pool.vectors_now(GOOD)) == len(walled)
    here = load(file).vectors(canonical_pixels(GOOD))
    assert broken.value.reason in (Reason.BROKEN, Reason.CUT_OFF)
    assert len(here) == len(walled) == len(CROPS)
    assert here.model == walled.model
    assert np.abs((here.vectors * walled.vectors).sum(axis=1) - 1).max() < 2e-3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no model", "no ONNX model"),
        (tiny_model(padded=0), "does not answer 512 numbers"),
        (tiny_model(("batch", 3, 112, 112), NUMBERS), "something else than SSCD"),
        (tiny_model(inputs=2), "something else than SSCD"),
    ],
)
def test_what_is_no_sscd_model_is_refused_in_one_sentence(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "model.onnx").write_bytes(data)
    with pytest.raises(CannotUse, match=f"SSCD cannot be used: .*{why}"):
        SscdPool(ModelFile.at(tmp_path / "model.onnx")).start()


def test_a_model_of_numbers_is_asked_too(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(tiny_model(TAKES_NUMBERS, NUMBERS))
    sscd = load(ModelFile.at(tmp_path / "model.onnx"))
    assert len(sscd.vectors(canonical_pixels(GOOD))) == len(CROPS)
