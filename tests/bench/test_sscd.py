"""What the bench of SSCD counts, and that without a model it says so and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import sscd as bench
from bench.sscd import look_alone, main, shares
from bench.sscd_bank import NOTHING, Asked
from bench.sscd_plot import STEPS, histogram


def test_a_copy_counts_once_and_what_was_proposed_in_vain_apart() -> None:
    asked = [
        Asked("match", "match"),
        Asked("look", "look", 0.5, proposed=True),
        Asked(NOTHING, "look", 0.6, proposed=True),
        Asked(NOTHING, NOTHING, 0.7, proposed=True),
        Asked(NOTHING, NOTHING, 0.1),
    ]
    assert shares(asked) == {
        "match": 0.2,
        "look": 0.2,
        "match_with": 0.2,
        "look_with": 0.4,
        "unfound": 0.4,
        "of_those_proposed": 0.2,
    }


def test_alone_it_would_add_what_is_nearer_than_any_two_people() -> None:
    part = {
        "edited": 3,
        "edits": {"blur": {}, "grey": {}},
        "unfound_with_no_head": [0.3, 0.8],
        "unfound_with_a_head": [0.7, 0.71, 0.9],
    }
    assert look_alone(part, 0.7) == {"copies": 6, "above_with_no_head": 1, "above_with_a_head": 2}


def test_every_cosine_is_in_a_step() -> None:
    counted = histogram([-1.0, 0.0, 0.301, 1.0])
    assert (len(counted), sum(counted)) == (STEPS, 4)


def test_without_a_model_it_is_left_out_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = []
    monkeypatch.setattr(bench, "keep", lambda *given: kept.append(given))
    monkeypatch.setattr("sys.argv", ["bench.sscd"])
    monkeypatch.setattr(bench, "find_spec", lambda _: None)
    monkeypatch.delenv("JIKIMI_SSCD_MODEL", raising=False)
    main()
    assert "Left out: No SSCD model is named" in capsys.readouterr().out
    monkeypatch.setenv("JIKIMI_SSCD_MODEL", str(tmp_path / "none.onnx"))
    main()
    assert "Left out: There is no file where JIKIMI_SSCD_MODEL says." in capsys.readouterr().out
    assert kept == []
