"""What an operator can set in jikimi.toml. Unknown names are errors, so that no misspelt one is silent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from jikimi.takedown.counting import zone


def _whole_path(path: Path) -> Path:
    whole = path.expanduser()
    if not whole.is_absolute():
        raise ValueError("must be a whole path, beginning with / or ~")
    return whole


def _public_address(address: str) -> str:
    if address and not _ADDRESS.fullmatch(address):
        raise ValueError("must be an address such as https://door.centre.example, without a path")
    return address.rstrip("/")


def _time_zone(name: str) -> str:
    zone(name)
    return name


TimeZone = Annotated[str, AfterValidator(_time_zone)]
WholePath = Annotated[Path, AfterValidator(_whole_path)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
HostName = Annotated[str, Field(pattern=r"^[A-Za-z0-9.\[\]:-]{1,253}$")]
Port = Annotated[int, Field(ge=1, le=65535)]


# In clear only on this machine, for tests: whoever listens could answer in a platform's name.
_ADDRESS: Final = re.compile(
    r"(?:https://[A-Za-z0-9.-]{1,190}(?::[0-9]{1,5})?|http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?)/?"
)


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Centre(Section):
    """[centre]: who signs the notices. `key` is the file of its Ed25519 key (default: among the keys).

    `time_zone` is where the centre is: some laws count their days there. `language` is that of the command
    line, where nobody chooses another.
    """

    name: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    key: WholePath | None = None
    time_zone: TimeZone = "UTC"
    language: Literal["", "en", "ko", "ur"] = ""


class Net(Section):
    """[net]: what may be reached. Loopback only for hosts named here; `ports` beside 80 and 443.

    `country` is where our own requests come from, as other servers see it.
    """

    loopback_hosts: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    proxy: str | None = None
    refused_networks: tuple[str, ...] = ()
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")


class Homeserver(Section):
    """[matrix."server.name"]: how a homeserver is reached, with which account, if any, and whom to mail."""

    base_url: str = Field(pattern=r"^https?://[^\s/]+(/[^\s]*)?$")
    access_token: SecretStr | None = None
    admin_contact: str = Field(default="", max_length=320)


class Vantage(Section):
    """[[vantage]]: another place from which links are looked at, through an HTTP proxy that stands there."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    proxy: str = Field(pattern=r"^http://[^\s/]+/?$")


class WebHost(Section):
    """[host."site.example"]: a website with all below it. `abuse_contact` is whom notices about it go to."""

    abuse_contact: str = Field(default="", max_length=320)


class Dkim(Section):
    """[smtp.dkim]: signs what leaves, where the relay does not. `key_file` is an RSA key in PEM form."""

    selector: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$")
    domain: str = Field(pattern=r"^[A-Za-z0-9.-]{1,253}$")
    key_file: WholePath


class Inbox(Section):
    """[inbox]: where answers arrive: a mailbox (IMAP, always encrypted), a maildir of our own, or both."""

    host: str = Field(default="", max_length=253)
    port: Port = 993
    tls: Literal["tls", "starttls"] = "tls"
    username: str = Field(default="", max_length=320)
    password_file: WholePath | None = None
    ca_file: WholePath | None = None
    folder: str = Field(default="INBOX", min_length=1, max_length=200)
    maildir: WholePath | None = None
    every_s: float = Field(default=60.0, ge=1, le=86_400)

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.maildir is None and not (self.host and self.username and self.password_file):
            raise ValueError("needs host, username and password_file, or else maildir")
        if self.host and not (self.username and self.password_file):
            raise ValueError("needs username and password_file beside host")
        return self


class Smtp(Section):
    """[smtp]: the relay that takes the notices. `tls` is `starttls`, `tls`, or `none` (loopback only)."""

    host: str = Field(min_length=1)
    port: Port = 587
    username: str | None = None
    password_file: WholePath | None = None
    tls: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: WholePath | None = None
    sender: str = Field(min_length=3)
    dkim: Dkim | None = None


class Watch(Section):
    """[watch]: how long posts are remembered, and how much disk a room may take for them."""

    keep_days: int = Field(default=90, ge=1, le=3650)
    room_budget_mb: int = Field(default=200, ge=1, le=1_000_000)
    decoders: int = Field(default=2, ge=1, le=64)


class Pace(Section):
    """[pace]: seconds. `lease_s` is how long work lies still when the process that did it was killed.

    `looks_apart_s` is for demonstrations: instead of the playbook's rule two looks so far apart say "gone".
    `gather_s`: a notice waits so long for other links of the same case and place that a caseworker confirms.
    """

    lease_s: float = Field(default=60.0, ge=1, le=3600)
    first_retry_s: float = Field(default=60.0, ge=0.1, le=3600)
    looks_apart_s: float | None = Field(default=None, ge=0, le=86_400)
    gather_s: float = Field(default=60.0, ge=0, le=3600)


class Database(Section):
    """[database]: `url` = postgresql://...; without it the SQLite file in JIKIMI_HOME is used."""

    url: SecretStr | None = None


class Site(Section):
    """[door] and [desk]: where the site listens, under which names it is reached, whether by https."""

    port: Port
    hosts: tuple[HostName, ...] = ()
    https: bool = False


class Door(Site):
    """[door]: `leave_to` is where the way out leads: a page that anybody might be looking at.

    `address` is how the door is reached from outside: platforms answer notices there.
    """

    port: Port = 8000
    address: PublicAddress = ""
    leave_to: str = Field(default="https://www.wikipedia.org/", pattern=r"^https://[^\s\"'<>]+$")


class Desk(Site):
    port: Port = 8001


class Config(Section):
    """The whole of jikimi.toml. Every part has its default; what is missing is told by `check-setup`."""

    centre: Centre = Centre()
    net: Net = Net()
    vantage: Annotated[tuple[Vantage, ...], Field(max_length=5)] = ()
    matrix: dict[str, Homeserver] = Field(default_factory=dict)
    host: dict[str, WebHost] = Field(default_factory=dict)
    smtp: Smtp | None = None
    inbox: Inbox | None = None
    watch: Watch = Watch()
    pace: Pace = Pace()
    database: Database = Database()
    door: Door = Door()
    desk: Desk = Desk()
    playbooks: tuple[WholePath, ...] = ()
