"""Who signs the centre's notices and by which playbooks, from the operator's configuration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from jikimi.playbooks.load import load_all
from jikimi.playbooks.problems import PlaybooksRefused
from jikimi.routes.email.signing import FILE_NAME, CentreKey, SigningKeyRefused
from jikimi.routes.email.signing import load as load_key
from jikimi.service.config import Config, ConfigError
from jikimi.service.paths import keys_folder
from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.address import parse_address
from jikimi.sources.web.address import host_of
from jikimi.takedown.letterhead import Letterhead


def make_letterhead(config: Config) -> Letterhead:
    """Errors: ConfigError, when a playbook or the centre's key cannot be used; KeyUnsafe."""
    try:
        playbooks = load_all(config.playbooks)
    except PlaybooksRefused as refused:
        raise ConfigError(str(refused)) from None

    def place_of(room: str) -> Mapping[str, str]:
        return _web_place(config, room) or _matrix_place(config, room)

    return Letterhead(
        config.centre.name,
        config.centre.contact,
        playbooks,
        place_of,
        gather=timedelta(seconds=config.pace.gather_s),
        public_address=config.door.address,
        time_zone=config.centre.time_zone,
        key=_key(config),
    )


def _key(config: Config) -> CentreKey | None:
    try:
        return load_key(config.centre.key or keys_folder() / FILE_NAME)
    except FileNotFoundError:
        return None
    except SigningKeyRefused as refused:
        raise ConfigError(str(refused)) from None


def _web_place(config: Config, room: str) -> Mapping[str, str]:
    """A website by its name, or what is known of the nearest one above it."""
    if not room.startswith(("http://", "https://")):
        return {}
    host = host_of(room)
    names = host.split(".")
    above = (".".join(names[start:]) for start in range(len(names) - 1))
    known = next((config.host[name] for name in above if name in config.host), None)
    return {"host": host} | ({"abuse_contact": known.abuse_contact} if known else {})


def _matrix_place(config: Config, room: str) -> Mapping[str, str]:
    try:
        server = parse_address(room).server
    except SourceRefused:
        return {}
    home = config.matrix.get(server)
    return {"homeserver": server} | ({"admin_contact": home.admin_contact} if home else {})
