"""A worker does not load what it has no use for."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("worker", ["worker", "film_worker"])
def test_scipy_is_not_loaded_even_where_it_is_installed(worker: str) -> None:
    asked = (
        f"import sys, jikimi.fingerprint.decode.{worker}; print([m for m in sys.modules if 'scipy.' in m])"
    )
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert said.stdout == "[]\n"
