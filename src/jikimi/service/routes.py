"""The ways to reach those who can remove something, made from the operator's configuration."""

from __future__ import annotations

from jikimi.net.fetcher import Fetcher
from jikimi.net.mail_address import domain_of
from jikimi.routes.base import Route
from jikimi.routes.email.dkim_signature import DkimKey, DkimRefused
from jikimi.routes.email.relay import Relay, RelayRefused
from jikimi.routes.email.route import EmailRoute
from jikimi.routes.email.signing import FILE_NAME, CentreKey, SigningKeyRefused, load_or_create
from jikimi.routes.matrix_report.route import MatrixReportRoute
from jikimi.seal.private_file import read_private
from jikimi.service.config import Config, ConfigError
from jikimi.service.paths import keys_folder
from jikimi.service.sources import homeservers

_LONGEST_PASSWORD = 1024
_LONGEST_KEY = 16 * 1024


def make_routes(config: Config, fetcher: Fetcher) -> dict[str, Route]:
    """By their kind, as playbooks name it. What is not set up is left out: its notices say so.

    Errors: ConfigError, KeyUnsafe.
    """
    routes: list[Route] = [MatrixReportRoute(fetcher, homeservers(config))]
    if config.smtp is not None:
        routes.append(_email(config))
    return {route.kind: route for route in routes}


def _email(config: Config) -> EmailRoute:
    try:
        relay = _relay(config)
        return EmailRoute(relay, centre_key(config), dkim=dkim_key(config))
    except RelayRefused as refused:
        raise ConfigError(str(refused)) from None


def dkim_key(config: Config) -> DkimKey | None:
    """What signs letters for the sender's domain, if the operator gave a key.

    Errors: ConfigError, KeyUnsafe.
    """
    smtp = config.smtp
    if smtp is None or smtp.dkim is None:
        return None
    try:
        pem = read_private(smtp.dkim.key_file, at_most=_LONGEST_KEY)
        return DkimKey.of(smtp.dkim.selector, smtp.dkim.domain, pem, domain_of(smtp.sender))
    except FileNotFoundError:
        raise ConfigError("The file that [smtp.dkim] key_file in jikimi.toml names is not there.") from None
    except DkimRefused as refused:
        raise ConfigError(str(refused)) from None


def centre_key(config: Config) -> CentreKey:
    """The key that notices are signed with. Errors: ConfigError, KeyUnsafe."""
    try:
        return load_or_create(config.centre.key or keys_folder() / FILE_NAME)
    except SigningKeyRefused as refused:
        raise ConfigError(str(refused)) from None


def _relay(config: Config) -> Relay:
    smtp = config.smtp
    if smtp is None:
        raise ConfigError("No mail relay is set up: add [smtp] to jikimi.toml.")
    return Relay(
        host=smtp.host,
        sender=smtp.sender,
        port=smtp.port,
        username=smtp.username,
        password=_password(config),
        tls=smtp.tls,
        ca_file=smtp.ca_file,
    )


def _password(config: Config) -> str | None:
    if config.smtp is None or config.smtp.password_file is None:
        return None
    try:
        return read_private(config.smtp.password_file, at_most=_LONGEST_PASSWORD).decode().strip()
    except FileNotFoundError:
        raise ConfigError("The file that [smtp] password_file in jikimi.toml names is not there.") from None
    except UnicodeDecodeError:
        raise ConfigError("The file that [smtp] password_file in jikimi.toml names holds no text.") from None
