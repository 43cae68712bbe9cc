"""`jikimi links`: where it was, and how sure we are that it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.plain_errors import plain_errors

if TYPE_CHECKING:
    from jikimi.takedown.models import Link


def register(app: typer.Typer) -> None:
    app.command("links")(links)


def links(
    show_addresses: Annotated[
        bool, typer.Option("--show-addresses", help="Also print where each one is.")
    ] = False,
) -> None:
    """Every link of your cases: what the looks at it amount to, and when the next is."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.who import helper
        from jikimi.takedown.queries import links_visible_to

        found = list(links_visible_to(helper()))
        for link in found:
            typer.echo(_line(link) + (f"; {link.post} {link.media or ''}" if show_addresses else ""))
        if not found:
            typer.echo("There is no link yet: `jikimi confirm` makes one of a sighting.")


def _line(link: Link) -> str:
    parts = [f"Link {link.pk}, case {link.case.number}: {link.state}", f"{link.looks} looks"]
    if link.gone_looks:
        parts.append(f"{link.gone_looks} in a row found it gone")
    if link.looks and not link.last_look_told:
        parts.append("the last look could not tell")
    if link.next_check_at:
        parts.append(f"next look {link.next_check_at:%Y-%m-%d %H:%M:%S}")
    return "; ".join(parts)
