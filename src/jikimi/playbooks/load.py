"""Reads the playbooks that come with Jikimi, and the centre's own over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from jikimi.playbooks.duty import Duty
from jikimi.playbooks.keys import Files, missing_keys
from jikimi.playbooks.law import Law
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.problems import PlaybooksRefused, sentence, sentences
from jikimi.playbooks.route import Route

OURS = Path(__file__).parent
MAX_BYTES = 64 * 1024
MAX_FILES = 500
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")

Kind = TypeVar("Kind", Law, Platform, Duty)


@dataclass(frozen=True, slots=True)
class Playbooks:
    """All that is known of laws, platforms and duties to report, by key.

    `files` says, by ("law", "platform" or "duty", key), where it stands.
    """

    laws: Mapping[str, Law]
    platforms: Mapping[str, Platform]
    duties: Mapping[str, Duty] = field(default_factory=dict)
    files: Mapping[tuple[str, str], Path] = field(compare=False, default_factory=dict)

    def platform_for(self, source_kind: str, host: str | None = None) -> Platform:
        """The platform to ask for something seen by a kind of source, at a web host. Errors: KeyError.

        The one that names the host, or the nearest domain above it; else the one for this kind of source.
        """
        named = self.platform_of_host(host) if host else None
        if named:
            return named
        for platform in self.platforms.values():
            if source_kind in platform.sources:
                return platform
        raise KeyError(source_kind)

    def usual_routes(self, platform: Platform) -> tuple[Route, ...]:
        """The ways that are taken by themselves; all others only when a caseworker names them.

        Not by itself: what is of use only sometimes, and what may show somebody's name.
        """
        return tuple(
            route
            for route in platform.routes
            if route.only_for is None
            and not self.laws[route.law].copyright
            and not self.laws[route.law].sender.own_name_required
        )

    def duties_in(self, countries: Collection[str]) -> tuple[Duty, ...]:
        """The duties to report in these countries; in all, where none is named."""
        return tuple(duty for duty in self.duties.values() if not countries or duty.country in countries)

    def platform_of_host(self, host: str) -> Platform | None:
        """The platform whose own address this is: `x.com` for `x.com` and `www.x.com`."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            name = ".".join(labels[start:])
            for platform in self.platforms.values():
                if name in platform.hosts:
                    return platform
        return None


def load_all(extra_dirs: Sequence[Path] = ()) -> Playbooks:
    """Ours, then those of `extra_dirs` in turn; a later one replaces an earlier one of the same key.

    Each folder holds `laws/*.toml`, `platforms/*.toml` and `duties/*.toml`.
    Errors: PlaybooksRefused, with all problems.
    """
    problems: list[str] = []
    laws: dict[str, Law] = {}
    platforms: dict[str, Platform] = {}
    duties: dict[str, Duty] = {}
    files: Files = {}
    for folder in (OURS, *extra_dirs):
        if not folder.is_dir():
            problems.append(sentence(folder, "this folder does not exist: create it, or do not name it"))
            continue
        for file in _files(folder / "laws", problems):
            law = _read(file, Law, problems)
            if law:
                laws[law.key] = law
                files["law", law.key] = file
        for file in _files(folder / "platforms", problems):
            platform = _read(file, Platform, problems)
            if platform:
                platforms[platform.key] = platform
                files["platform", platform.key] = file
        for file in _files(folder / "duties", problems):
            duty = _read(file, Duty, problems)
            if duty:
                duties[duty.key] = duty
                files["duty", duty.key] = file
    if not problems:
        problems += missing_keys(laws, platforms, files)
    if problems:
        raise PlaybooksRefused(problems)
    return Playbooks(
        MappingProxyType(laws),
        MappingProxyType(platforms),
        MappingProxyType(duties),
        MappingProxyType(files),
    )


def _files(folder: Path, problems: list[str]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    files = sorted(folder.glob("*.toml"))
    if len(files) > MAX_FILES:
        problems.append(sentence(folder, f"this folder holds more than {MAX_FILES} playbooks: take some out"))
        return
    yield from files


def _read(file: Path, kind: type[Kind], problems: list[str]) -> Kind | None:
    if not _KEY.fullmatch(file.stem):
        problems.append(sentence(file, "name the file with small letters, digits and hyphens: it is the key"))
        return None
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as unreadable:
        reason = unreadable.strerror or "unknown reason"
        problems.append(sentence(file, f"this could not be read ({reason}): check its permissions"))
        return None
    if len(raw) > MAX_BYTES:
        problems.append(sentence(file, f"this is larger than {MAX_BYTES // 1024} KB: shorten it"))
        return None
    return _parse(file, raw, kind, problems)


def _parse(file: Path, raw: bytes, kind: type[Kind], problems: list[str]) -> Kind | None:
    try:
        text = raw.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(sentence(file, "this is not UTF-8 text: save it as UTF-8"))
        return None
    except RecursionError:
        problems.append(sentence(file, "brackets are nested too deeply: three levels are enough"))
        return None
    except ValueError as wrong:
        line = _LINE.search(str(wrong))
        number = int(line.group(1)) if line and line.group(1) else raw.count(b"\n") + 1
        what = _LINE.sub("", str(wrong)).strip()
        problems.append(sentence(file, f"this is not valid TOML ({what}): correct that line", line=number))
        return None
    try:
        part = kind.model_validate(table)
    except ValidationError as refused:
        problems.extend(sentences(file, text, refused))
        return None
    part._key = file.stem
    return part
