"""What an operator can set in jikimi.toml. Unknown names are errors, so that no misspelt one is silent."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Centre(_Section):
    """[centre]: who signs the notices. `key` is its Ed25519 key's file (default: centre-notice-key.pem)."""

    name: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    key: Path | None = None


class Net(_Section):
    """[net]: what may be reached. Loopback only for hosts named here; `ports` beside 80 and 443."""

    loopback_hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    proxy: str | None = None


class Homeserver(_Section):
    """[matrix."server.name"]: how a homeserver is reached, with which account (if any), and whom to mail."""

    base_url: str = Field(pattern=r"^https?://[^\s/]+(/[^\s]*)?$")
    access_token: SecretStr | None = None
    admin_contact: str | None = Field(default=None, max_length=320)


class Smtp(_Section):
    """[smtp]: the relay that takes the notices. `tls` is `starttls`, `tls`, or `none` (loopback only).

    `ca_file` names the authority of a relay whose certificate is of the centre's own making.
    """

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    username: str | None = None
    password_file: Path | None = None
    tls: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: Path | None = None
    sender: str = Field(min_length=3)


class Watch(_Section):
    """[watch]: how long posts are remembered, and how much disk a room may take for them."""

    keep_days: int = Field(default=90, ge=1, le=3650)
    room_budget_mb: int = Field(default=200, ge=1, le=1_000_000)
    decoders: int = Field(default=2, ge=1, le=64)


class Database(_Section):
    """[database]: `url` = postgresql://...; without it the SQLite file in JIKIMI_HOME is used."""

    url: SecretStr | None = None


class Config(_Section):
    """The whole of jikimi.toml. Every part has its default; what is missing is told by `check-setup`."""

    centre: Centre = Centre()
    net: Net = Net()
    matrix: dict[str, Homeserver] = Field(default_factory=dict)
    smtp: Smtp | None = None
    watch: Watch = Watch()
    database: Database = Database()
    playbooks: tuple[Path, ...] = ()
