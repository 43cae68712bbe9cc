"""What is no SSCD model is refused in a sentence that says what to do; what is one is asked about crops."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import skimage.data

from jikimi.fingerprint import sscd_model
from jikimi.fingerprint.sscd_crops import CROPS
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile, load
from jikimi.fingerprint.sscd_vectors import LENGTH_OFF

ASTRONAUT = np.asarray(skimage.data.astronaut())
IN = ("uint8", ["b", "h", "w", 3])


@dataclass
class Session:
    """ONNX Runtime's, as far as it is asked."""

    inputs: list[tuple[str, list[int | str]]] = field(default_factory=lambda: [IN])
    outputs: list[str] = field(default_factory=lambda: ["float"])
    answer: Callable[[Any], Any] = lambda given: given.reshape(1, -1)[:, :512].astype(np.float32)
    given: list[Any] = field(default_factory=list)

    def get_inputs(self) -> list[Any]:
        return [
            SimpleNamespace(name="in", type=f"tensor({kind})", shape=shape) for kind, shape in self.inputs
        ]

    def get_outputs(self) -> list[Any]:
        return [SimpleNamespace(name="out", type=f"tensor({kind})") for kind in self.outputs]

    def run(self, _: None, given: dict[str, Any]) -> list[Any]:
        self.given.append(given["in"])
        return [self.answer(given["in"])]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    monkeypatch.setattr(sscd_model, "find_spec", lambda _: object())
    path = tmp_path / "model.onnx"
    path.write_bytes(b"a model")
    return ModelFile.at(path)


def runs(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    runtime = SimpleNamespace(
        __version__="9.9",
        set_default_logger_severity=lambda _: None,
        SessionOptions=SimpleNamespace,
        InferenceSession=lambda *_, **__: session,
    )
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    return session


def test_each_crop_that_is_not_flat_has_its_vector(file: ModelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    session = runs(Session(), monkeypatch)
    sscd = load(file)
    whole = sscd.vectors(ASTRONAUT)
    assert len(whole) == len(CROPS)
    assert whole.model.sha256 == file.sha256
    assert whole.model.runtime.startswith("onnxruntime 9.9 ")
    assert whole.model.runtime.endswith(" 288px")
    assert np.abs(np.linalg.norm(whole.vectors, axis=1) - 1).max() < LENGTH_OFF
    assert {given.shape for given in session.given} == {(1, 288, 288, 3)}
    half_flat = ASTRONAUT.copy()
    half_flat[:, 250:] = 90
    assert 0 < len(sscd.vectors(half_flat)) < len(CROPS)
    assert len(sscd.vectors(np.full((300, 200, 3), 90, np.uint8))) == 0


def test_a_model_that_takes_numbers_is_given_them(file: ModelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    session = runs(Session(inputs=[("float", [1, 3, 320, 320])]), monkeypatch)
    load(file).vectors(ASTRONAUT)
    given = session.given[-1]
    assert (given.shape, given.dtype) == ((1, 3, 320, 320), np.float32)
    assert -2.2 < given.min() < given.max() < 2.7


@pytest.mark.parametrize(
    "session",
    [
        Session(inputs=[IN, IN]),
        Session(inputs=[("float", ["b", 3, 112, 112])]),
        Session(inputs=[("float", ["b", 288, 288, 3])]),
        Session(inputs=[("uint8", ["b", 288, 224, 3])]),
        Session(inputs=[("uint8", [4, 288, 288, 3])]),
        Session(inputs=[("int64", ["b", 288, 288, 3])]),
        Session(inputs=[("uint8", [])]),
        Session(outputs=["float", "float"]),
        Session(outputs=["int64"]),
        Session(answer=lambda _: np.ones((1, 256), np.float32)),
        Session(answer=lambda _: np.full((1, 512), np.nan, np.float32)),
        Session(answer=lambda _: np.zeros((1, 512), np.float32)),
        Session(answer=lambda _: 1 / 0),
    ],
    ids=["two inputs", "a face recogniser's size", "planes last", "no square", "four at once",
         "other numbers", "no shape", "two outputs", "whole numbers", "256 numbers", "no numbers", "nothing",
         "fails"],
)  # fmt: skip
def test_a_model_of_another_form_is_refused(
    session: Session, file: ModelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(session, monkeypatch)
    with pytest.raises(CannotUse, match="JIKIMI_SSCD_MODEL must name SSCD as an ONNX file"):
        load(file)


def test_a_model_exchanged_after_it_was_named_is_refused(file: ModelFile) -> None:
    file.path.write_bytes(b"another model")
    with pytest.raises(CannotUse, match="exchanged while it was in use"):
        load(file)


def test_what_is_no_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large"
    large.touch()
    monkeypatch.setattr(sscd_model, "MOST_MODEL_BYTES", -1)
    for path, why in (
        (tmp_path / "none", "There is no file"),
        (tmp_path, "names a folder"),
        (large, "larger than any SSCD model"),
    ):
        with pytest.raises(CannotUse, match=why):
            ModelFile.at(path)


def test_without_the_runtime_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sscd_model, "find_spec", lambda _: None)
    (tmp_path / "model.onnx").write_bytes(b"a model")
    with pytest.raises(CannotUse, match=r"ONNX Runtime is not installed: `make sscd` installs it"):
        ModelFile.at(tmp_path / "model.onnx")
