"""SSCD beside a scan: named by a setting, checked before anything is looked at, and never needed."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fingerprint.tiny_sscd import tiny_model
from tests.service.scan.places import Helper, disguised, fill, json_lines, picture

SETTING = "JIKIMI_SSCD_MODEL"
with_runtime = pytest.mark.skipif(
    find_spec("onnxruntime") is None, reason="ONNX Runtime is optional and not installed: make sscd"
)


def _named(path: Path) -> dict[str, str]:
    return {SETTING: str(path)}


def test_without_the_setting_nothing_of_it_is_said_or_loaded(helper: Helper) -> None:
    fill(helper.place, strangers=())
    done = helper.scan("--json")
    assert "sscd" not in done.stdout + done.stderr


def test_nobody_loads_the_runtime_before_a_model_is_loaded(helper: Helper) -> None:
    asks = (
        "import sys, jikimi.service.scan.run, jikimi.fingerprint.decode.sscd_worker, jikimi.match.sscd_index"
    )
    done = helper.installation.python("-c", f"{asks}; print('onnxruntime' in sys.modules)")
    assert (done.stdout.strip(), done.stderr) == ("False", "")


@pytest.mark.parametrize(
    ("name", "why"), [("none.onnx", "There is no file where"), (".", "names a folder. Name the model's file")]
)
def test_what_is_no_file_is_refused_before_anything_is_looked_at(helper: Helper, name: str, why: str) -> None:
    fill(helper.place, strangers=())
    helper.installation.more |= _named(helper.place / name)
    done = helper.scan()
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(find_spec("onnxruntime") is not None, reason="ONNX Runtime is installed here")
def test_without_the_runtime_it_is_said_what_to_install(helper: Helper) -> None:
    (helper.photos.parent / "model.onnx").write_bytes(tiny_model())
    helper.installation.more |= _named(helper.photos.parent / "model.onnx")
    done = helper.scan()
    assert (done.returncode, done.stdout) == (2, "")
    assert "ONNX Runtime is not installed: `make sscd` installs it." in done.stderr


@with_runtime
def test_what_is_no_model_is_refused_in_one_sentence(helper: Helper) -> None:
    (helper.photos.parent / "model.onnx").write_bytes(b"no model")
    helper.installation.more |= _named(helper.photos.parent / "model.onnx")
    done = helper.scan()
    assert (done.returncode, done.stdout) == (2, "")
    assert "SSCD cannot be used: The file is no ONNX model" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@with_runtime
def test_it_finds_what_is_found_without_it_and_says_what_it_was_asked(helper: Helper) -> None:
    fill(helper.place, strangers=("chelsea", "rocket"))
    (helper.place / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    frames = [picture("coins").resize((200, 160)), picture("brick").resize((200, 160))]
    frames[0].save(helper.place / "z-film.gif", save_all=True, append_images=frames[1:], duration=900)
    without, _ = json_lines(helper.scan("--json").stdout)
    (helper.photos.parent / "model.onnx").write_bytes(tiny_model())
    helper.installation.more |= _named(helper.photos.parent / "model.onnx")
    done = helper.scan("--json")
    found, summary = json_lines(done.stdout)
    assert [one["path"] for one in found] == [
        f"a-{name}.jpg" for name in sorted(disguised(picture("astronaut")))
    ]
    for with_it, alone in zip(found, without, strict=True):
        cosine = with_it["signals"].pop("sscd", None)
        assert cosine is None or -1 <= cosine <= 1.001
        assert with_it == alone
    assert summary["videos"] == 1
    said = summary["sscd"]
    assert (said["asked"], said["failed"], said["photos_without"]) == (7, 0, 0)
    assert said["model"] == sha256(tiny_model()).hexdigest()
    assert said["runtime"].startswith("onnxruntime ")
    assert "was asked about 7 pictures; it only proposes." in helper.scan().stdout
