"""How things stand, in words: what waits for a person comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jikimi.service.standing import SHOWN
from jikimi.service.words import _, many


def in_words(standing: dict[str, Any]) -> Iterator[str]:
    """Line by line, from what `standing()` gave."""
    yield _("How things stand, {at}").format(at=_time(standing["at"]))
    yield from _escalations(standing["escalations_without_receipt"])
    yield from _waiting(standing["need_a_person"], standing["watch"], standing["answers"])
    yield from (f"! {way['words']}" for way in standing["fallen_ways"])
    yield from _cases(standing["cases"])
    yield from _watch(standing["watch"])
    yield from _takedown(standing["takedown"])
    yield from _processes(standing["processes"])
    yield _("Ledger: {entries} entries, head {head}").format(**standing["ledger"])


def _escalations(without: list[dict[str, Any]]) -> Iterator[str]:
    """First of all: a complaint counts only with its receipt."""
    if not without:
        return
    yield ""
    yield _("COMPLAINTS THAT NOBODY HAS RECEIVED:")
    for one in without[:SHOWN]:
        line = _("Notice {notice}, case {case}, since {since}. {why}")
        told = line.format(
            notice=one["subject"], case=one["case"], since=_time(one["since"]), why=_(one["why"])
        )
        yield f"  {told}"
        yield f"    {one['do'][0]}"
    if len(without) > SHOWN:
        yield "  " + _("and {count} more: jikimi stuck").format(count=len(without) - SHOWN)


def _waiting(notices: list[dict[str, str]], watch: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    yield ""
    sightings = watch["sightings"].get("open", 0)
    from_others = list(_answers(answers))
    if not notices and not sightings and not from_others:
        yield _("Nothing waits for a person.")
    else:
        yield _("Waits for a person:")
    for notice in notices[:SHOWN]:
        line = _("Notice {notice}, case {case}: {state}. {why}")
        why = _(notice["reason"] or "no reason was given")
        state = _(notice["state"]).upper()
        yield "  " + line.format(notice=notice["notice"], case=notice["case"], state=state, why=why)
    if len(notices) > SHOWN:
        yield "  " + _("and {count} more notices").format(count=len(notices) - SHOWN)
    yield from from_others
    if sightings:
        yield "  " + many(sightings, "{count} sighting to decide", "{count} sightings to decide")
    if notices or sightings or from_others:
        yield "  " + _("What to do about each: jikimi stuck")
    yield ""


def _answers(answers: dict[str, Any]) -> Iterator[str]:
    if answers["open"]:
        told = many(answers["open"], "{count} answer to read", "{count} answers to read")
        if answers["unmatched"]:
            told += _(", {count} of them to no notice yet").format(count=answers["unmatched"])
        yield f"  {told} (jikimi answers)"
    if answers["letterbox"]:
        line = _("{count} in the letterbox could not be opened: was it tampered with?")
        yield "  " + line.format(count=answers["letterbox"])
    if answers["inbox_trouble"]:
        since = _time(answers["inbox_read_at"]) if answers["inbox_read_at"] else _("never")
        line = _("The inbox cannot be read (last read: {since}). {trouble}")
        yield "  " + line.format(since=since, trouble=_(answers["inbox_trouble"]))


def _cases(cases: dict[str, int]) -> Iterator[str]:
    told = _("Cases: {open} open of {all}. Protected: {photographs} and {pictures}")
    yield told.format(
        open=cases["cases_open"],
        all=cases["cases"],
        photographs=many(cases["originals"], "{count} photograph", "{count} photographs"),
        pictures=many(cases["items"], "{count} abusive picture", "{count} abusive pictures"),
    )


def _watch(watch: dict[str, Any]) -> Iterator[str]:
    if not watch["authorities"]:
        yield _("Watching: no authority is recorded, so nothing is watched (jikimi authority record)")
    yield _("Rooms: {count}").format(count=len(watch["rooms"]))
    for room in watch["rooms"]:
        yield "  " + _("Room {number}: {state}").format(number=room["number"], state=_room(room))
    yield _("Sightings: {states}").format(states=_states(watch["sightings"]))
    if watch["files_to_read_again"] or watch["files_never_read"]:
        line = _("Files that could not be read, or not in full: {never}, to be tried again: {again}")
        yield line.format(never=watch["files_never_read"], again=watch["files_to_read_again"])
    if watch["searching_the_past"] is not None:
        line = _("Searching what was seen before: {count} files compared so far")
        yield line.format(count=watch["searching_the_past"])
    if watch["pictures_not_kept"]:
        line = _("Confirmed pictures that could not be protected: {count}")
        yield line.format(count=watch["pictures_not_kept"])


def _room(room: dict[str, Any]) -> str:
    used, budget = room["bytes"] / 1e6, room["disk_budget_bytes"] / 1e6
    files = many(room["files"], "{count} file remembered", "{count} files remembered")
    space = _("{used} of {budget} MB").format(used=f"{used:.1f}", budget=f"{budget:.0f}")
    read = _("not read to the end yet")
    if room["caught_up_at"]:
        read = _("read up to {at}").format(at=_time(room["caught_up_at"]))
    parts = [_(room["state"]), read, f"{files} ({space})"]
    if room["files_forgotten"]:
        parts.append(_("{count} forgotten").format(count=room["files_forgotten"]))
    return ", ".join(parts) + (f". {_(room['problem'])}" if room["problem"] else "")


def _takedown(takedown: dict[str, Any]) -> Iterator[str]:
    yield _("Notices: {states}").format(states=_states(takedown["notices"]))
    if takedown["longest_due"]:
        line = _("the one that waits longest to be sent: since {since}")
        yield "  " + line.format(since=_time(takedown["longest_due"]))
    yield "  " + _("taken back because they were wrong: {count}").format(count=takedown["retracted"])
    yield _("Deadlines: {states}").format(states=_states(takedown["deadlines"]))
    yield _("Links: {states}").format(states=_states(takedown["links"]))
    if takedown["links_that_wait_for_a_yes"]:
        line = _("waiting for a yes before anybody looks at them: {count} (jikimi links)")
        yield "  " + line.format(count=takedown["links_that_wait_for_a_yes"])
    if takedown["links_that_cannot_be_told"]:
        line = _("the last look could not tell for {count} of them")
        yield "  " + line.format(count=takedown["links_that_cannot_be_told"])


def _processes(processes: list[dict[str, Any]]) -> Iterator[str]:
    if not processes:
        yield _("Processes: `jikimi serve` is not running")
        return
    told = []
    for one in processes:
        line = _("{name} runs") if one["alive"] else _("{name} is NOT RUNNING")
        again = _(" (started again {count} times)").format(count=one["restarts"]) if one["restarts"] else ""
        told.append(line.format(name=one["name"]) + again)
    yield _("Processes: {names}").format(names=", ".join(told))


def _states(states: dict[str, int]) -> str:
    told = [f"{count} {_(state)}" for state, count in states.items() if count]
    return ", ".join(told) or _("none")


def _time(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M} UTC"
