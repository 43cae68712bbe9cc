"""Whatever a file holds, loading ends with playbooks or with sentences: never with a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from jikimi.playbooks.lines import line_of
from jikimi.playbooks.load import OURS, load_all
from jikimi.playbooks.problems import PlaybooksRefused

LAW = (OURS / "laws" / "eu-dsa-16.toml").read_text()
PLATFORM = (OURS / "platforms" / "matrix-homeserver.toml").read_text()


def loads_or_says_why(part: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / part / "one.toml"
        file.parent.mkdir()
        file.write_bytes(raw)
        problems = refusal(Path(folder))
    for problem in problems:
        assert problem.startswith(str(file))
        assert problem.endswith(".")
        assert problem.isprintable()


def refusal(folder: Path) -> tuple[str, ...]:
    try:
        load_all([folder])
    except PlaybooksRefused as refused:
        return refused.problems
    return ()


@given(raw=st.binary(max_size=300))
@example(b"a = " + b"[" * 5000)
@example(b"[" + b"a." * 3000 + b"b]")
@example(b"a = " + b"{b=" * 3000)
@example(b"name = 1" + b"0" * 5000)
@example(b"date = 2026-99-99")
@example(b"\x00")
@example(b"a.b = 1\na = 2")
@example(rb'"\n\u001b[2J" = 1')
@settings(max_examples=60, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    loads_or_says_why("laws", raw)
    loads_or_says_why("platforms", raw)


values = st.recursive(
    st.one_of(
        st.integers(),
        st.booleans(),
        st.just("inf"),
        st.just("nan"),
        st.just('"""\n"""'),
        st.just("1979-05-27"),
        st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=20).map(
            lambda text: "'" + text.replace("'", "") + "'"
        ),
    ).map(lambda value: str(value).lower() if isinstance(value, bool) else str(value)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        inner.map(lambda item: "{ a = " + item + " }"),
    ),
    max_leaves=5,
)


@st.composite
def damaged(draw, text: str) -> bytes:
    """One of ours with a line's value replaced, a line removed, repeated or cut."""
    lines = text.splitlines()
    at = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["value", "remove", "repeat", "cut", "insert"])):
        case "value":
            lines[at] = f"{lines[at].split('=')[0]}= {draw(values)}"
        case "remove":
            del lines[at]
        case "repeat":
            lines.insert(at, lines[at])
        case "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        case "insert":
            lines.insert(at, f"{draw(st.from_regex(r'[a-z_.]{1,12}', fullmatch=True))} = {draw(values)}")
    return "\n".join(lines).encode()


@given(raw=damaged(LAW))
@settings(max_examples=120, deadline=None)
def test_a_damaged_law(raw: bytes) -> None:
    loads_or_says_why("laws", raw)


@given(raw=damaged(PLATFORM))
@settings(max_examples=120, deadline=None)
def test_a_damaged_platform(raw: bytes) -> None:
    loads_or_says_why("platforms", raw)


@given(
    text=st.text(max_size=200), path=st.lists(st.one_of(st.text(max_size=5), st.integers(0, 9)), max_size=4)
)
def test_a_line_is_always_inside_the_file(text: str, path: list[str | int]) -> None:
    line = line_of(text, path)
    assert line is None or 1 <= line <= len(text.splitlines())
