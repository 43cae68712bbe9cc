"""Who tidies steps back, and nobody else does; what is free is given back."""

from __future__ import annotations

import gc
import os
import platform
import sys
import threading

import numpy as np
import psutil
import pytest

from jikimi.match.background import LESS_URGENT, give_back, step_back


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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Only glibc can be asked.")
def test_what_is_free_is_given_back() -> None:
    arrays = [np.ones(50_000, np.uint8) for _ in range(4_000)]
    last = arrays[-1]  # above all that is freed, so that nothing is given back unasked
    del arrays
    gc.collect()
    before = psutil.Process().memory_info().rss
    give_back()
    assert before - psutil.Process().memory_info().rss > 100 * 2**20
    assert last.all()
