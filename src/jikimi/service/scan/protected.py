"""The photographs to look for: a folder of them into a bank in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.strength import Strength, strength_of
from jikimi.match.matcher import Matcher
from jikimi.service.plain_errors import CouldNot
from jikimi.service.scan.read import read_picture
from jikimi.service.scan.with_sscd import WithSscd
from jikimi.sources.base import Post, SourceError, SourceRefused
from jikimi.sources.folder.source import FolderSource

_AT_ONCE = 32


@dataclass(slots=True)
class Protected:
    """`refused` names the photos that cannot be looked for, each with the reason; `weak` those of which
    little more than the whole would be found, with what they are."""

    matcher: Matcher = field(default_factory=Matcher)
    refused: list[tuple[str, str]] = field(default_factory=list)
    weak: list[tuple[str, Strength]] = field(default_factory=list)


async def protect_folder(folder: Path, pool: DecoderPool, sscd: WithSscd | None = None) -> Protected:
    """Every photo in a folder and the folders in it; its path from there is its key. Errors: CouldNot."""
    source, protected = FolderSource(folder), Protected()
    try:
        posts = [post async for post in source.posts(source.room, None)]
    except SourceRefused:
        raise CouldNot("--photos must name a folder with the photos to look for.") from None
    for start in range(0, len(posts), _AT_ONCE):
        some = posts[start : start + _AT_ONCE]
        made = await asyncio.gather(*(_fingerprint(post, pool, sscd) for post in some))
        usable = []
        for post, result in zip(some, made, strict=True):
            if isinstance(result, Fingerprint):
                usable.append((post.id, result))
                if (strength := strength_of(result)) in (Strength.WEAK, Strength.SMALL):
                    protected.weak.append((post.id, strength))
            else:
                protected.refused.append((post.id, result))
        await asyncio.to_thread(protected.matcher.add_many, usable)
    return protected


async def _fingerprint(post: Post, pool: DecoderPool, sscd: WithSscd | None) -> Fingerprint | str:
    """Or the sentence why there is none."""
    if post.problem:
        return post.problem
    try:
        data = await read_picture(post.media[0])
        try:
            made = await pool.fingerprint(data, "protect")
        except CouldNotRead as why:
            if not why.reason.perhaps_ours:
                raise
            made = await pool.fingerprint(data, "protect")
        if sscd is not None:
            await sscd.protect(post.id, data)
        return made
    except (SourceError, CouldNotRead) as why:
        return str(why)
