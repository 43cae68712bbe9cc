"""The ways to reach those who can remove something, made from the operator's configuration."""

from __future__ import annotations

from jikimi.net.fetcher import Fetcher
from jikimi.routes.base import Route
from jikimi.routes.email.relay import Relay, RelayRefused
from jikimi.routes.email.route import EmailRoute
from jikimi.routes.email.signing import FILE_NAME, SigningKeyRefused, load_or_create
from jikimi.routes.matrix_report.route import MatrixReportRoute
from jikimi.seal.private_file import read_private
from jikimi.service.config import Config, ConfigError
from jikimi.service.paths import keys_folder
from jikimi.service.sources import homeservers

_LONGEST_PASSWORD = 1024


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
        key = load_or_create(config.centre.key or keys_folder() / FILE_NAME)
        return EmailRoute(_relay(config), key)
    except (RelayRefused, SigningKeyRefused) as refused:
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
