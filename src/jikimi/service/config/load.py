"""Reads jikimi.toml and says, where it is wrong, which field and what it should be."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from jikimi.playbooks.what_is_wrong import what_is_wrong
from jikimi.service.config.models import Config
from jikimi.service.paths import config_file

_LARGEST: Final = 1024 * 1024


class ConfigError(Exception):
    """The message names the file and the line or field. It repeats no value: that may be a secret."""


def load(path: Path | None = None) -> Config:
    """The operator's configuration; all defaults if there is no file. Errors: ConfigError."""
    path = path or config_file()
    try:
        return Config.model_validate(_read(path))
    except ValidationError as error:
        raise ConfigError(_in_words(path, error)) from None


def database_address() -> str | None:
    """JIKIMI_DATABASE, or the file's [database] url, or None for the SQLite file."""
    if given := os.environ.get("JIKIMI_DATABASE"):
        return given
    url = load().database.url
    return url.get_secret_value() if url else None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    if content is None:
        raise ConfigError(f"{path} is too large to be a configuration.")
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError:
        raise ConfigError(f"{path} must be UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from None


def _in_words(path: Path, error: ValidationError) -> str:
    lines = [f"{path} has {error.error_count()} mistake{'s' if error.error_count() > 1 else ''}:"]
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(part) for part in problem["loc"])
        unknown = problem["type"] == "extra_forbidden"
        what = "there is no such setting" if unknown else what_is_wrong(problem)
        lines.append(f"  {where}: {what}")
    return "\n".join(lines)
