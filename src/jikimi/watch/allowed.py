"""Whether a post lies in a place where the person's photographs may be."""

from __future__ import annotations

from jikimi.cases.fields import lookup
from jikimi.cases.models import Case
from jikimi.cases.places import covered
from jikimi.cases.queries import allowed_places


def is_allowed(case: Case, *, room: str, post: str, author_tag: bytes) -> bool:
    """By the room, the post itself, or the account that posted (of which only a tag is remembered)."""
    places = allowed_places(case)
    return covered(places, addresses=(room, post)) or author_tag in {tag_of(place) for place in places}


def tag_of(author: str) -> bytes:
    """32 bytes by which posts of one account are recognised as such, and nothing else."""
    return lookup(author.lower(), "post.author")
