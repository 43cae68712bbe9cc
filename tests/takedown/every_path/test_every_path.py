"""Whatever happens to a notice, in any order: its path ends with a receipt, an open deadline, or is shown.

The machine's own clock jumps by a day in either direction, its process is killed, the link goes and comes
back, people decide or do not. After every step, and after a year in which only the engine works, nothing has
been lost.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from jikimi.takedown.models import DeadlineState, NoticeState
from tests.takedown.every_path.machine import SEEN, STATIONS, EveryPath

pytestmark = pytest.mark.django_db


def walk(examples: int, steps: int, *, seeded: bool) -> None:
    """So many paths of so many steps from each station."""
    SEEN.clear()
    for station in STATIONS:
        run_state_machine_as_test(
            type("EveryPath", (EveryPath,), {"station": station}),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=seeded,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    seen = {name for name, times in SEEN.items() if times}
    # Nothing stays in the window between steps unless its sender was killed, which is what makes it unknown.
    never = {f"notice {NoticeState.IN_WINDOW}"}
    wanted = {f"notice {state}" for state in NoticeState.values}
    wanted |= {f"deadline {state}" for state in DeadlineState.values}
    seldom = {f"notice {NoticeState.RETRACTED}", f"deadline {DeadlineState.LET_GO}"}
    assert wanted - never - (seldom if seeded else set()) <= seen


def test_every_path_ends_well(database: object) -> None:
    walk(1, 12, seeded=True)


@pytest.mark.soak
def test_every_path_ends_well_for_ten_thousand_steps(database: object) -> None:
    walk(20, 40, seeded=False)
