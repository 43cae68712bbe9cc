"""The posts that a notice is about, each once, with the files that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jikimi.routes.base import NotSent, OutgoingNotice
from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.address import MatrixAddress, parse_post


@dataclass(frozen=True, slots=True)
class ReportedPost:
    """One report: the post's address and its files' `mxc://` addresses."""

    address: MatrixAddress
    files: tuple[str, ...]

    @property
    def event(self) -> str:
        return self.address.event or ""


def posts_of(notice: OutgoingNotice, homeservers: Mapping[str, HomeserverAccess]) -> list[ReportedPost]:
    """Errors: NotSent, before anything goes out, unless every post can be reported by us."""
    files: dict[MatrixAddress, list[str]] = {}
    for link in notice.links:
        try:
            address = parse_post(link.post)
        except SourceRefused:
            raise NotSent(
                "One of the links is not the address of a Matrix post, so nothing was reported.",
                try_again=False,
            ) from None
        files.setdefault(address, []).extend([link.media] if link.media else [])
    if not files:
        raise NotSent("The notice names no post, so there is nothing to report.", try_again=False)
    for address in files:
        _check_homeserver(address.server, notice.destination.strip(), homeservers)
    return [ReportedPost(address, tuple(dict.fromkeys(shown))) for address, shown in files.items()]


def _check_homeserver(server: str, destination: str, homeservers: Mapping[str, HomeserverAccess]) -> None:
    access = homeservers.get(server)
    if access is None or access.access_token is None:
        raise NotSent(
            "Reports go out in the name of an account: make one on the homeserver and put its access token "
            'into jikimi.toml, [matrix."server"] access_token. Then send it again.',
            try_again=False,
        )
    if destination not in ("", server, access.base_url):
        raise NotSent(
            "The notice is meant for another homeserver than the one its links are on, so nothing was "
            "reported.",
            try_again=False,
        )
