"""The places that can be watched, made from the operator's configuration."""

from __future__ import annotations

from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.service.config import Config, ConfigError
from jikimi.sources.base import Source
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.source import MatrixSource


def make_policy(config: Config) -> FetchPolicy:
    """What may be reached. Errors: ConfigError."""
    net = config.net
    try:
        return FetchPolicy.of(
            loopback_hosts=net.loopback_hosts,
            ports=net.ports,
            proxy=net.proxy,
            refused_networks=net.refused_networks,
        )
    except ValueError as wrong:
        raise ConfigError(f"[net] in jikimi.toml cannot be used: {wrong}") from None


def make_fetcher(config: Config) -> Fetcher:
    """Errors: ConfigError."""
    try:
        return Fetcher(make_policy(config))
    except ValueError as wrong:
        raise ConfigError(f"[net] in jikimi.toml cannot be used: {wrong}") from None


def make_sources(config: Config, fetcher: Fetcher) -> dict[str, Source]:
    """By their kind, as rooms name it."""
    sources: list[Source] = [MatrixSource(fetcher, homeservers(config))]
    return {source.kind: source for source in sources}


def homeservers(config: Config) -> dict[str, HomeserverAccess]:
    """Every homeserver that the operator named."""
    return {
        name: HomeserverAccess(
            home.base_url, home.access_token.get_secret_value() if home.access_token else None
        )
        for name, home in config.matrix.items()
    }
