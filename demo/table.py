"""The table that the demo ends with."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from demo.result import Result, middle


def print_table(result: Result, console: Console) -> None:
    """What happened, in a dozen lines."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for name, value in rows(result):
        table.add_row(name, value)
    console.print()
    console.print(table)
    console.print()


def rows(result: Result) -> list[tuple[str, str]]:
    """Names and values, as people read them."""
    return [
        ("Posts seen", f"{result.posts} ({result.pictures} with a picture)"),
        ("Sightings", f"{len(result.found)} of {len(result.copies)} disguised copies"),
        ("Edits missed", ", ".join(sorted({copy.hidden.disguise for copy in result.missed})) or "none"),
        ("False matches", str(result.false_matches)),
        (
            "Notices with receipts",
            f"{result.notices_with_receipt} of {result.notices_written}{_other(result)}",
        ),
        ("Links gone / still served", f"{result.gone} / {result.still_served}"),
        ("Posted again and found again", _again(result)),
        ("Median, post to sighting", middle(result.seconds_to_sighting)),
        ("Median, sighting to notice ready", f"{middle(result.seconds_to_notice)} (the yes included)"),
    ]


def _other(result: Result) -> str:
    other = {
        state: count
        for state, count in result.notices.items()
        if count and state not in {"handed over", "acknowledged"}
    }
    return "".join(f", {count} {state}" for state, count in sorted(other.items()))


def _again(result: Result) -> str:
    if result.repost is None:
        return "not tried"
    if result.repost.seen is None:
        return "no"
    return f"yes, {result.repost.seen.after_s:.1f} s after the post"
