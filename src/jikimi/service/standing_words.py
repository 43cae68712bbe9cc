"""How things stand, in words: what waits for a person comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jikimi.service.standing import SHOWN


def in_words(standing: dict[str, Any]) -> Iterator[str]:
    """Line by line, from what `standing()` gave."""
    yield f"How things stand, {_time(standing['at'])}"
    yield from _escalations(standing["escalations_without_receipt"])
    yield from _waiting(standing["need_a_person"], standing["watch"], standing["answers"])
    yield from (f"! {way['words']}" for way in standing["fallen_ways"])
    yield from _cases(standing["cases"])
    yield from _watch(standing["watch"])
    yield from _takedown(standing["takedown"])
    yield from _processes(standing["processes"])
    ledger = standing["ledger"]
    yield f"Ledger: {ledger['entries']} entries, head {ledger['head']}"


def _escalations(without: list[dict[str, Any]]) -> Iterator[str]:
    """First of all: a complaint counts only with its receipt."""
    if not without:
        return
    yield ""
    yield "COMPLAINTS THAT NOBODY HAS RECEIVED:"
    for one in without[:SHOWN]:
        yield f"  Notice {one['subject']}, case {one['case']}, since {_time(one['since'])}. {one['why']}"
        yield f"    {one['do'][0]}"
    if len(without) > SHOWN:
        yield f"  and {len(without) - SHOWN} more: jikimi stuck"


def _waiting(notices: list[dict[str, str]], watch: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    yield ""
    sightings = watch["sightings"].get("open", 0)
    from_others = list(_answers(answers))
    if not notices and not sightings and not from_others:
        yield "Nothing waits for a person."
    else:
        yield "Waits for a person:"
    for notice in notices[:SHOWN]:
        why = notice["reason"] or "no reason was given"
        yield f"  Notice {notice['notice']}, case {notice['case']}: {notice['state'].upper()}. {why}"
    if len(notices) > SHOWN:
        yield f"  and {len(notices) - SHOWN} more notices"
    yield from from_others
    if sightings:
        yield f"  {_count(sightings, 'sighting')} to decide"
    if notices or sightings or from_others:
        yield "  What to do about each: jikimi stuck"
    yield ""


def _answers(answers: dict[str, Any]) -> Iterator[str]:
    if answers["open"]:
        nobodys = f", {answers['unmatched']} of them to no notice yet" if answers["unmatched"] else ""
        yield f"  {_count(answers['open'], 'answer')} to read{nobodys} (jikimi answers)"
    if answers["letterbox"]:
        yield f"  {answers['letterbox']} in the letterbox could not be opened: was it tampered with?"
    if answers["inbox_trouble"]:
        since = _time(answers["inbox_read_at"]) if answers["inbox_read_at"] else "never"
        yield f"  The inbox cannot be read (last read: {since}). {answers['inbox_trouble']}"


def _cases(cases: dict[str, int]) -> Iterator[str]:
    photos = f"{_count(cases['originals'], 'photograph')} and {_count(cases['items'], 'abusive picture')}"
    yield f"Cases: {cases['cases_open']} open of {cases['cases']}. Protected: {photos}"


def _watch(watch: dict[str, Any]) -> Iterator[str]:
    if not watch["authorities"]:
        yield "Watching: no authority is recorded, so nothing is watched (jikimi authority record)"
    yield f"Rooms: {len(watch['rooms'])}"
    for room in watch["rooms"]:
        yield f"  Room {room['number']}: {_room(room)}"
    yield f"Sightings: {_states(watch['sightings'])}"
    if watch["files_to_read_again"] or watch["files_never_read"]:
        yield (
            f"Files that could not be read, or not in full: {watch['files_never_read']}, "
            f"to be tried again: {watch['files_to_read_again']}"
        )
    if watch["searching_the_past"] is not None:
        yield f"Searching what was seen before: {watch['searching_the_past']} files compared so far"
    if watch["pictures_not_kept"]:
        yield f"Confirmed pictures that could not be protected: {watch['pictures_not_kept']}"


def _room(room: dict[str, Any]) -> str:
    used, budget = room["bytes"] / 1e6, room["disk_budget_bytes"] / 1e6
    parts = [
        room["state"],
        f"read up to {_time(room['caught_up_at'])}" if room["caught_up_at"] else "not read to the end yet",
        f"{_count(room['files'], 'file')} remembered ({used:.1f} of {budget:.0f} MB)",
    ]
    if room["files_forgotten"]:
        parts.append(f"{room['files_forgotten']} forgotten")
    return ", ".join(parts) + (f". {room['problem']}" if room["problem"] else "")


def _takedown(takedown: dict[str, Any]) -> Iterator[str]:
    yield f"Notices: {_states(takedown['notices'])}"
    if takedown["longest_due"]:
        yield f"  the one that waits longest to be sent: since {_time(takedown['longest_due'])}"
    yield f"  taken back because they were wrong: {takedown['retracted']}"
    yield f"Deadlines: {_states(takedown['deadlines'])}"
    yield f"Links: {_states(takedown['links'])}"
    if takedown["links_that_wait_for_a_yes"]:
        waiting = takedown["links_that_wait_for_a_yes"]
        yield f"  waiting for a yes before anybody looks at them: {waiting} (jikimi links)"
    if takedown["links_that_cannot_be_told"]:
        yield f"  the last look could not tell for {takedown['links_that_cannot_be_told']} of them"


def _processes(processes: list[dict[str, Any]]) -> Iterator[str]:
    if not processes:
        yield "Processes: `jikimi serve` is not running"
        return
    told = [
        f"{one['name']} {'runs' if one['alive'] else 'is NOT RUNNING'}"
        + (f" (started again {one['restarts']} times)" if one["restarts"] else "")
        for one in processes
    ]
    yield f"Processes: {', '.join(told)}"


def _states(states: dict[str, int]) -> str:
    told = [f"{count} {state}" for state, count in states.items() if count]
    return ", ".join(told) or "none"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _time(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M} UTC"
