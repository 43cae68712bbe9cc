"""One target under atheris, in a process of its own: python -m fuzz.one TARGET [libFuzzer's arguments]."""

from __future__ import annotations

import pkgutil
import sys

import atheris

import jikimi.match
from fuzz.targets import target


def _compiled() -> list[str]:
    """Loops that numba compiles cannot be instrumented; what leads to them is."""
    return [f"jikimi.match.{module.name}" for module in pkgutil.iter_modules(jikimi.match.__path__)]


def main() -> None:
    with atheris.instrument_imports(include=["jikimi"], exclude=_compiled()):
        chosen = target(sys.argv[1])
    atheris.Setup([sys.argv[0], *sys.argv[2:]], chosen.one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
