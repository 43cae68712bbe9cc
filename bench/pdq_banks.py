"""Banks of PDQs to look up in: random ones, ones near each other, and ones made from real pictures'."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from numba import njit

from bench.pictures import load
from jikimi.fingerprint.pdq import QUALITY_USABLE, one_size, pdq
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.protect import turns_of
from jikimi.fingerprint.seen import grey_of
from jikimi.match.bits import U64, as_words, differing
from jikimi.match.pdq_filing import PARTS

I32 = npt.NDArray[np.int32]

PICTURES = 40
CUTS = 12
CUT_SIDE = 160
FAMILY = 10
FARTHEST = 31


def real_hashes(photos: Path | None, others: Path | None) -> tuple[U8, str]:
    """PDQs (n, 32) of random cuts of real pictures in their eight turns, and where the pictures are from."""
    sets = load(photos, others, PICTURES, PICTURES)
    rng = np.random.default_rng(0)
    found = []
    for picture in sets.photos + sets.others:
        grey = one_size(grey_of(picture))
        for _ in range(CUTS):
            tall, wide = (int(side * rng.uniform(0.3, 0.9)) for side in grey.shape)
            top, left = (
                int(rng.integers(0, whole - part + 1))
                for whole, part in zip(grey.shape, (tall, wide), strict=True)
            )
            cut = cv2.resize(grey[top : top + tall, left : left + wide], (CUT_SIDE, CUT_SIDE))
            hashes = [pdq(turned) for turned in turns_of(np.asarray(cut, np.uint8))]
            if hashes[0][1] >= QUALITY_USABLE:
                found += [one for one, _ in hashes]
    return np.frombuffer(b"".join(found), np.uint8).reshape(-1, 32), sets.source


def bank_of(n: int, real: U8, rng: np.random.Generator) -> U64:
    """(n, 4): a third random, a third in families of ten that differ by 16 bits from their head, a third
    from real hashes, each with a quarter of its bits drawn to be flipped. Mixed."""
    rows = np.frombuffer(rng.bytes(32 * n), np.uint8).reshape(n, 32).copy()
    third = n // 3
    heads = np.frombuffer(rng.bytes(32 * (third // FAMILY + 1)), np.uint8).reshape(-1, 32)

    def sparse(count: int, times: int) -> U8:
        noise = np.frombuffer(rng.bytes(32 * count), np.uint8).reshape(count, 32)
        return noise if times == 1 else noise & sparse(count, times - 1)

    rows[:third] = heads[np.arange(third) // FAMILY] ^ sparse(third, 4)
    rows[third : 2 * third] = real[rng.integers(0, len(real), third)] ^ sparse(third, 2)
    return as_words(rows[rng.permutation(n)])


@dataclass(frozen=True)
class Asked:
    """Hashes to look up: near a row of the bank (`near`, and how many bits away), or near none (-1)."""

    words: U64
    near: I32
    bits: I32


def asked_of(bank: U64, count: int, real: U8, rng: np.random.Generator) -> Asked:
    """Half of them 0 to 31 bits from some row: flipped anywhere, or spread evenly over the parts, which is
    what the index likes least. The others random or like real pictures'."""
    rows = np.array(bank_of(max(3, count), real, rng)[:count]).view(np.uint8).reshape(count, 32)
    near = np.full(count, -1, np.int32)
    bits = np.zeros(count, np.int32)
    flips = np.zeros((count, 256), np.uint8)
    for at in range(0, count, 2):
        near[at] = rng.integers(0, len(bank))
        bits[at] = rng.integers(0, FARTHEST + 1)
        rows[at] = bank[near[at]].view(np.uint8)
        how = _spread if at % 4 else _anywhere
        flips[at, how(rng, int(bits[at]))] = 1
    return Asked(as_words(rows ^ np.packbits(flips, axis=1)), near, bits)


def _anywhere(rng: np.random.Generator, bits: int) -> npt.NDArray[np.int64]:
    return rng.permutation(256)[:bits]


def _spread(rng: np.random.Generator, bits: int) -> npt.NDArray[np.int64]:
    width = 256 // PARTS
    within = np.stack([rng.permutation(width) for _ in range(PARTS)])
    parts = rng.permutation(PARTS)[np.arange(bits) % PARTS]
    return np.asarray(width * parts + within[parts, np.arange(bits) // PARTS])


@njit(cache=True, nogil=True)
def _every(asked: U64, bank: U64, farthest: int, block: int) -> tuple[I32, I32, I32]:
    which = np.empty(1024, np.int32)
    rows = np.empty(1024, np.int32)
    bits = np.empty(1024, np.int32)
    count = 0
    for begin in range(0, len(bank), block):
        end = min(begin + block, len(bank))
        for one in range(len(asked)):
            for row in range(begin, end):
                apart = differing(asked[one], bank[row])
                if apart <= farthest:
                    if count == len(rows):
                        which = np.append(which, np.empty_like(which))
                        rows = np.append(rows, np.empty_like(rows))
                        bits = np.append(bits, np.empty_like(bits))
                    which[count], rows[count], bits[count] = one, row, apart
                    count += 1
    return which[:count], rows[:count], bits[:count]


def by_comparing(asked: U64, bank: U64, owners: I32) -> list[dict[int, int]]:
    """What an exact index must answer, found by comparing each with each."""
    answers: list[dict[int, int]] = [{} for _ in range(len(asked))]
    for one, row, bits in zip(*(found.tolist() for found in _every(asked, bank, FARTHEST, 512)), strict=True):
        who = int(owners[row])
        answers[one][who] = min(bits, answers[one].get(who, 256))
    return answers
