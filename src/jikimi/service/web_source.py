"""The web as a source, from the operator's configuration: our own way out, and the vantages she named."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace

from jikimi.net.fetcher import Fetcher
from jikimi.service.config import Config, ConfigError
from jikimi.service.sources import make_policy
from jikimi.sources.web.source import WebSource
from jikimi.sources.web.vantage import Vantage
from jikimi.sources.web.what_file import Pictures

HERE = "direct"


async def make_web_source(tools: AsyncExitStack, config: Config, pictures: Pictures) -> WebSource:
    """Its fetchers are closed with `tools`. They reach no host of this machine. Errors: ConfigError."""
    names = [HERE, *(place.name for place in config.vantage)]
    if len(set(names)) < len(names):
        raise ConfigError(f"[[vantage]] in jikimi.toml: every name once, and none is called {HERE}.")
    policy = make_policy(config).for_strangers_urls()
    vantages = [Vantage(HERE, config.net.country or HERE, Fetcher(policy))]
    for place in config.vantage:
        try:
            fetcher = Fetcher(replace(policy, proxy=place.proxy))
        except ValueError as wrong:
            raise ConfigError(f"[[vantage]] {place.name} in jikimi.toml cannot be used: {wrong}") from None
        vantages.append(Vantage(place.name, place.country, fetcher))
    for vantage in vantages:
        tools.push_async_callback(vantage.fetcher.aclose)
    return WebSource(vantages, pictures)


def places(config: Config, source: str) -> int:
    """From how many places a link of this kind of source is looked at."""
    return 1 + len(config.vantage) if source == WebSource.kind else 1
