"""Who tidies steps back, and nobody else does."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from jikimi.match.background import LESS_URGENT, step_back


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux knows how urgent a single thread is.")
def test_only_the_thread_itself_steps_back() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    told = list[int]()

    def tidies() -> None:
        step_back()
        told.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=tidies)
    thread.start()
    thread.join()
    assert told == [min(19, before + LESS_URGENT)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
