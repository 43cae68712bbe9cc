"""Which addresses may have been made for one person."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.web.tells_who_looks import why_it_tells


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example/a.jpg?X-Amz-Signature=0f1e&X-Amz-Expires=60",
        "https://cdn.example/v/a.jpg?Expires=17&Signature=x&Key-Pair-Id=y",
        "https://photos.example/p/1?igsh=MzRlODBiNWFlZA==",
        "https://video.example/watch?v=1&si=AbCdEf",
        "https://site.example/view?token=abc",
        "https://share.example/s/0b8f3c1e-6f1d-4a2b-9c3d-2f4e5a6b7c8d",
        "https://share.example/d/kJ8sQ2vX9bN4mR7tY1wZ6cD3",
        "https://site.example/?kJ8sQ2vX9bN4mR7tY1wZ6cD3",
    ],
)
def test_these_are_asked_about_first(url: str) -> None:
    assert why_it_tells(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/somebody/status/1789012345678901234",
        "https://site.example/2026/01/05/a-very-long-title-of-a-post-about-a-school-trip",
        "https://board.example/view.php?id=12345&page=2",
        "https://site.example/media/4711.jpg",
        "https://site.example/%EC%82%AC%EC%A7%84/12",
        "https://blog.example/internationalization_of_things",
    ],
)
def test_these_are_ordinary(url: str) -> None:
    assert why_it_tells(url) is None


def test_what_is_drawn_at_random_is_nearly_always_seen() -> None:
    links = [f"https://share.example/{secrets.token_urlsafe(24)}" for _ in range(300)]
    assert sum(why_it_tells(link) is not None for link in links) >= 240


@given(st.text(max_size=300))
def test_no_address_is_too_strange(text: str) -> None:
    why_it_tells("https://site.example/" + text.replace("[", "").replace("]", ""))
