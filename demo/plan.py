"""What will be posted in the demo's room, in which order: chat, ordinary pictures, and disguised copies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.edits import Edit, all_edits
from demo.drawings import RGB
from demo.pictures import Protected, chat_pictures, lent_pictures, protected_pictures

FULL = 200
# What the demo must show at least; the rest is added as the room grows.
FIRST = (
    "reencode", "crop_50", "mirror", "turn_15", "text", "emoji", "chat_screenshot", "collage_2x2",
    "lower_replaced", "region_25",
)  # fmt: skip
MORE = (
    "turn_90", "screen_photo", "grey", "resize", "heavy_filter", "story", "background_replaced",
    "mirror_crop_text", "sticker", "screenshot_crop_reencode",
)  # fmt: skip
DISGUISES = (*FIRST, *MORE)
CHATTER = (
    "anyone done the maths?", "ㅋㅋㅋㅋ", "see you at the bus stop", "내일 시험 범위 어디까지야?",
    "which room is it?", "my phone is at 3 %", "오늘 급식 뭐야", "who won yesterday?",
    "it is raining again", "사진 고마워!", "please send the homework", "is the library open?",
    "choir is cancelled", "축구할 사람?", "good night",
)  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """A disguised copy: which photograph, which disguise, and what is posted."""

    photo: Protected
    disguise: str
    words: str
    picture: RGB


@dataclass(frozen=True)
class Planned:
    """One post to come: words, an ordinary picture, or a hidden copy."""

    words: str = ""
    picture: RGB | None = None
    hidden: Hidden | None = None


@dataclass(frozen=True)
class Plan:
    """The photographs that are protected, and everything that will be posted."""

    photos: list[Protected]
    posts: list[Planned]

    @property
    def hidden(self) -> list[Hidden]:
        return [post.hidden for post in self.posts if post.hidden]

    @property
    def pictures(self) -> int:
        """How many posts have a picture."""
        return sum(post.picture is not None for post in self.posts)


def make_plan(posts: int = FULL, seed: int = 11) -> Plan:
    """A room of `posts` posts. Errors: ValueError below 20."""
    if posts < 20:
        raise ValueError("A room of fewer than 20 posts has no place for every disguise.")
    rng = np.random.default_rng(seed)
    photos = protected_pictures()
    chatter = max(4, posts // 8)
    names = _disguises(posts)
    ordinary = chat_pictures(posts - chatter - len(names), seed)
    lent = lent_pictures()
    hidden = [_hide(edit, photos[n % len(photos)], rng, lent) for n, edit in enumerate(names)]
    planned = [
        *(Planned(picture=picture) for picture in ordinary),
        *(Planned(words=CHATTER[n % len(CHATTER)]) for n in range(chatter)),
        *(Planned(picture=copy.picture, hidden=copy) for copy in hidden),
    ]
    return Plan(photos, [planned[n] for n in rng.permutation(len(planned))])


def _disguises(posts: int) -> list[Edit]:
    """One copy of each disguise, and in a full room a second copy of the first ones, of other photographs."""
    known = {edit.name: edit for edit in all_edits()}
    wanted = [*FIRST, *MORE, *FIRST[:9]] if posts >= FULL else [*FIRST]
    return [known[name] for name in wanted]


def _hide(edit: Edit, photo: Protected, rng: np.random.Generator, others: list[RGB]) -> Hidden:
    return Hidden(
        photo, edit.name, (edit.apply.__doc__ or edit.name).strip(), edit.apply(photo.pixels, rng, others)
    )
