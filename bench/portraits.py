"""Portraits of one kind: how often another person's, or another one of the same person, is taken for hers.

`python -m bench.portraits --portraits DIR`: every `p*.jpg` in DIR shows another person; `same_person/*_a.jpg`
and `*_b.jpg`, where there are any, are two photographs of one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bench.results_folder import keep
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher


def _protected(file: Path) -> Fingerprint:
    return protect(canonical_pixels(file.read_bytes()))


def _found(matcher: Matcher, file: Path, own: str) -> Counter[str]:
    """Verdicts on anything but `own`."""
    seen = fingerprint_seen(canonical_pixels(file.read_bytes()))
    return Counter(match.verdict.value for match in matcher.find(seen) if match.key != own)


def measure(folder: Path) -> dict[str, int]:
    """Ordered pairs of different people, pairs of one person, and how many of each are a match or a look."""
    files = sorted(folder.glob("p*.jpg"))
    matcher = Matcher()
    matcher.add_many((file.name, _protected(file)) for file in files)
    different: Counter[str] = Counter()
    for file in files:
        different += _found(matcher, file, file.name)
    same: Counter[str] = Counter()
    firsts = sorted((folder / "same_person").glob("*_a.jpg"))
    for first in firsts:
        alone = Matcher()
        alone.add("her", _protected(first))
        same += _found(alone, first.with_name(first.name.replace("_a.", "_b.")), "")
    return {
        "ordered_pairs_of_different_people": len(files) * (len(files) - 1),
        "different_people_match": different["match"],
        "different_people_look": different["look"],
        "pairs_of_one_person": len(firsts),
        "one_person_match": same["match"],
        "one_person_look": same["look"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portraits", type=Path, required=True)
    numbers = measure(parser.parse_args().portraits)
    keep("portraits", numbers)
    print(numbers)


if __name__ == "__main__":
    main()
