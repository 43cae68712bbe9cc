"""A helper's machine for the tests of `jikimi scan`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.scan.places import Helper, helper_in


@pytest.fixture
def helper(tmp_path: Path) -> Helper:
    return helper_in(tmp_path)
