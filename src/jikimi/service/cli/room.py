"""`jikimi room`: the watched rooms."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors

rooms = typer.Typer(help="The public rooms that are watched.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(rooms, name="room")


@rooms.command("add")
def add(
    address: Annotated[str, typer.Argument(help="matrix://server/#room:server, or a matrix.to link")],
    every: Annotated[int, typer.Option(help="Seconds between two visits", min=1, max=86_400)] = 60,
    disk_mb: Annotated[
        int | None, typer.Option(help="Disk for what is remembered of it, in MB", min=1, max=1_000_000)
    ] = None,
) -> None:
    """Watch a room: its whole history, then what is new. Also one that was refused or paused."""
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.prepare import ready
        from jikimi.service.rooms import known_address

        config = load()
        source, normal = known_address(config, address)
        ready()
        from django.utils import timezone

        from jikimi.service.who import operator
        from jikimi.watch.actions.add_room import add_room

        room, made = add_room(
            operator(),
            source=source,
            address=normal,
            cadence_s=every,
            disk_budget_bytes=(disk_mb or config.watch.room_budget_mb) * 1024 * 1024,
            now=timezone.now(),
        )
        typer.echo(f"Room {room.pk} is watched {'from now on' if made else 'again'}.")


@rooms.command("list")
def list_all(
    show_addresses: Annotated[
        bool, typer.Option("--show-addresses", help="Also print where the rooms are.")
    ] = False,
) -> None:
    """Every room: how it stands, how much of it is remembered, and what is wrong with it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=show_addresses)
        from jikimi.service.who import operator
        from jikimi.watch.queries import rooms as visible
        from jikimi.watch.queries import summary

        addresses = {room.pk: str(room.address) for room in visible(operator())} if show_addresses else {}
        found = summary().rooms
        for room in found:
            caught_up = (
                f"read up to {room.caught_up_at:%Y-%m-%d %H:%M}" if room.caught_up_at else "not read yet"
            )
            parts = [f"Room {room.number}: {room.state}", caught_up, f"{room.files} files remembered"]
            parts.append(f"{room.bytes / 1e6:.1f} of {room.disk_budget_bytes / 1e6:.0f} MB")
            parts += [text for text in (room.problem, addresses.get(room.number, "")) if text]
            typer.echo("; ".join(parts))
        if not found:
            typer.echo("No room is watched. `jikimi room add` adds one.")


@rooms.command("pause")
def pause(number: Annotated[int, typer.Argument(help="Its number, as `room list` gives it")]) -> None:
    """Leave a room alone. What is remembered of it stays until it expires; `room add` goes on with it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.who import operator
        from jikimi.watch.actions.pause_room import pause_room
        from jikimi.watch.refusals import Refused

        try:
            pause_room(operator(), number)
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        typer.echo(f"Room {number} is not visited any more.")


@rooms.command("find")
def find(
    server: Annotated[str, typer.Argument(help="A homeserver named in jikimi.toml")],
    words: Annotated[str, typer.Argument(help="What the room's name or topic must contain")] = "",
) -> None:
    """The public rooms that a Matrix homeserver lists."""
    with plain_errors():
        import asyncio

        from jikimi.service.config import load
        from jikimi.service.rooms import listed

        for line in asyncio.run(listed(load(), server, words or None)):
            typer.echo(line)
