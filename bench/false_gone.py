"""How often a link is called gone though it is there, and live though it is gone: over many link-lives.

A real local web (tests/servers/web), looked at by the real source from two countries; time is simulated.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import TYPE_CHECKING, Any

from bench.results_folder import FOLDER, keep, plot_style
from jikimi.service.django_setup import django_setup

if TYPE_CHECKING:
    from jikimi.fingerprint.decode.pool import DecoderPool
    from jikimi.fingerprint.film import Film
    from jikimi.sources.web.source import WebSource
    from jikimi.takedown.next_step import Looks
    from tests.servers.web.lives import Life

SEED = 20260105
WEEKS = 5.0
AT_ONCE = 4
PROCESSES = 2
PLATFORM = "generic-web-host"


class Remembered:
    """The decoders, asked once for each file: the same few files are served again and again."""

    def __init__(self, pool: DecoderPool) -> None:
        self._pool = pool
        self._known: dict[bytes, Film] = {}

    async def look(self, data: bytes) -> Film:
        name = hashlib.sha256(data).digest()
        if name not in self._known:
            self._known[name] = await self._pool.look(data)
        return self._known[name]


@dataclass
class Told:
    """What the looks at one life said, beside what was true."""

    looks: int = 0
    false_gone: list[str] = field(default_factory=list)
    gone_after_h: list[float] = field(default_factory=list)
    back_after_h: list[float] = field(default_factory=list)
    false_live: bool = False
    could_not_tell: bool = False
    gone_long_enough: bool = False
    still_there: bool = False
    graded: Counter[str] = field(default_factory=Counter)


async def follow(life: Life, source: WebSource, looks: Looks, weeks: float, learn: bool) -> Told:
    """One link, from when it was asked about to the end. `learn`: its file is not known at first."""
    from jikimi.fingerprint.film import still
    from jikimi.sources.base import Learnt, LinkAddress
    from jikimi.takedown.certainty import GONE_STATES, Standing, after_look
    from jikimi.takedown.models import LinkState
    from jikimi.takedown.next_step import next_step
    from tests.servers.web.behaviours import FILE, POST
    from tests.servers.web.clock import BEGIN
    from tests.servers.web.pictures import likeness

    told, site = Told(), f"http://{life.host}"
    learnt = Learnt() if learn else Learnt(site + FILE, still(likeness("astronaut")), shown_in_page=True)
    protected = (likeness("astronaut"),) if learn else ()
    standing, step, since = Standing(LinkState.NOT_LOOKED_YET), 0, BEGIN
    moment, end = BEGIN, BEGIN + timedelta(weeks=weeks)
    last_told = True
    while moment is not None and moment < end:
        life.clock.now = moment
        seen_before = tuple(frame.fingerprint for frame in learnt.likeness.frames) if learnt.likeness else ()
        address = LinkAddress(site, site + POST, learnt.media, seen_before, protected, learnt.shown_in_page)
        seen = replace(await source.still_there(address), at=moment)
        learnt = Learnt(
            learnt.media or seen.learnt.media,
            learnt.likeness or seen.learnt.likeness,
            learnt.shown_in_page or seen.learnt.shown_in_page,
        )
        after = after_look(standing, seen, looks.bar)
        told.looks += 1
        told.graded[seen.grade.value] += 1
        last_told = seen.grade.value != "cannot tell"
        moved = after.state != standing.state
        if moved:
            _judge(told, life, moment, after.state in GONE_STATES, standing.state in GONE_STATES)
        step, due = next_step(step, since, after, moved=moved, now=moment, looks=looks)
        since = moment if moved else since
        standing, moment = after, due or end
    _at_the_end(told, life, end, standing.state in GONE_STATES, last_told, looks)
    return told


def _judge(told: Told, life: Life, moment: datetime, gone: bool, was_gone: bool) -> None:
    since = life.gone_since(moment)
    if gone and not was_gone:
        if since is None:
            told.false_gone.append(life.at(moment).name)
        else:
            told.gone_after_h.append((moment - since).total_seconds() / 3600)
    elif was_gone and not gone and since is None:
        back = [phase.begin for phase in life.phases if phase.begin <= moment and phase.does.there]
        first = _first_of_run(life, back[-1])
        told.back_after_h.append((moment - first).total_seconds() / 3600)


def _first_of_run(life: Life, begin: datetime) -> datetime:
    """When the stretch in which it was there began, of which a phase begins at `begin`."""
    index = [phase.begin for phase in life.phases].index(begin)
    while index > 0 and life.phases[index - 1].does.there:
        index -= 1
    return life.phases[index].begin


def _at_the_end(  # noqa: PLR0917
    told: Told,
    life: Life,
    end: datetime,
    gone: bool,
    last_told: bool,
    looks: Looks,
) -> None:
    since = life.gone_since(end)
    told.still_there = since is None
    # The rule's own time, and one pause of the rhythm before it can begin.
    told.gone_long_enough = since is not None and end - since >= looks.bar.apart + timedelta(days=2)
    told.false_live = told.gone_long_enough and not gone and last_told
    told.could_not_tell = told.gone_long_enough and not gone and not last_told


def measure(lives: int, weeks: float, seed: int) -> dict[str, Any]:
    """All lives, dealt out to a few processes: each life depends on the seed and its own number only."""
    began = time.monotonic()
    shares = [range(lives)[start::PROCESSES] for start in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        told = [one for share in processes.map(partial(_share, weeks, seed), shares) for one in share]
    bar = _looks().bar
    rule = {"looks": bar.looks, "apart_h": bar.apart.total_seconds() / 3600, "places": bar.places}
    seconds = round(time.monotonic() - began, 1)
    return {"seed": seed, "weeks": weeks, "rule": rule, **_numbers(told), "seconds": seconds}


def _looks() -> Looks:
    """The rule and the rhythm of the playbook that most links follow."""
    from jikimi.playbooks.load import load_all
    from jikimi.service.loops.rhythms import bar_of
    from jikimi.takedown.next_step import Looks

    playbooks = load_all()
    checks = playbooks.platforms[PLATFORM].checks
    bar = bar_of(playbooks, PLATFORM, 2, None)
    return Looks(bar, checks.after_asking_s, checks.once_gone_s, checks.stop_after.total_seconds())


def _share(weeks: float, seed: int, numbers: Sequence[int]) -> list[Told]:
    django_setup()
    return asyncio.run(_follow_all(weeks, seed, numbers))


async def _follow_all(weeks: float, seed: int, numbers: Sequence[int]) -> list[Told]:
    from jikimi.fingerprint.decode.pool import DecoderPool
    from jikimi.sources.web.source import WebSource
    from tests.servers.web import WebServer, look_through
    from tests.servers.web.behaviours import site_of
    from tests.servers.web.lives import random_life

    looks, told, waiting = _looks(), list[Told](), list(numbers)
    async with WebServer(("XX", "KR")) as web, DecoderPool(1) as pool, look_through(web) as vantages:
        source = WebSource(vantages, Remembered(pool))

        async def one_after_the_other() -> None:
            while waiting:
                number = waiting.pop()
                life = random_life(number, Random(f"{seed} {number}"), weeks)
                web.sites[life.host] = site_of(life.now)
                told.append(await follow(life, source, looks, weeks, learn=number % 3 == 0))
                web.asked.clear()

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return told


def _numbers(told: Sequence[Told]) -> dict[str, Any]:
    long_gone = [one for one in told if one.gone_long_enough]
    gone_after = sorted(hours for one in told for hours in one.gone_after_h)
    back_after = sorted(hours for one in told for hours in one.back_after_h)
    false_gone = [name for one in told for name in one.false_gone]
    return {
        "link_lives": len(told),
        "looks": sum(one.looks for one in told),
        "grades": dict(sum((one.graded for one in told), Counter()).most_common()),
        "called_gone": len(gone_after) + len(false_gone),
        "false_gone": len(false_gone),
        "false_gone_behind": dict(Counter(false_gone)),
        "there_at_the_end": sum(one.still_there for one in told),
        "gone_long_enough_at_the_end": len(long_gone),
        "false_live": sum(one.false_live for one in told),
        "could_not_tell_at_the_end": sum(one.could_not_tell for one in told),
        "hours_to_called_gone_median": round(statistics.median(gone_after), 1) if gone_after else None,
        "hours_to_called_gone_p95": _p95(gone_after),
        "returns_seen": len(back_after),
        "hours_to_seen_again_median": round(statistics.median(back_after), 1) if back_after else None,
        "hours_to_called_gone": [round(hours, 1) for hours in gone_after],
        "hours_to_seen_again": [round(hours, 1) for hours in back_after],
    }


def _p95(values: Sequence[float]) -> float | None:
    return round(values[min(len(values) - 1, int(0.95 * len(values)))], 1) if values else None


def plot(numbers: dict[str, Any]) -> None:
    """How long until it is called gone, and until a return is seen."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, axes = plt.subplots(figsize=(6, 2.8))
    for name, label in (("hours_to_called_gone", "called gone"), ("hours_to_seen_again", "return seen")):
        hours = numbers[name]
        shares = [(place + 1) / len(hours) for place in range(len(hours))]
        axes.step([value / 24 for value in hours], shares, where="post", label=f"{label} ({len(hours)})")
    axes.set_xlabel("days since it was removed, or came back")
    axes.set_ylabel("share")
    axes.set_xlim(0, 14)
    axes.set_ylim(0, 1.02)
    lives, false = numbers["link_lives"], numbers["false_gone"]
    axes.set_title(
        f"{lives} link-lives of {numbers['weeks']:g} weeks: false gone {false}, "
        f"false live {numbers['false_live']} of {numbers['gone_long_enough_at_the_end']}",
        fontsize=9,
    )
    axes.legend(frameon=False, loc="lower right")
    figure.tight_layout()
    figure.savefig(FOLDER / "false_gone.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=1000)
    parser.add_argument("--weeks", type=float, default=WEEKS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--try", dest="only_try", action="store_true", help="Print, and keep nothing.")
    arguments = parser.parse_args()
    django_setup()
    numbers = measure(arguments.lives, arguments.weeks, arguments.seed)
    if not arguments.only_try:
        keep("false_gone", numbers)
        plot(numbers)
    print({key: value for key, value in numbers.items() if not isinstance(value, list)})


if __name__ == "__main__":
    main()
