"""The walls around a process that opens strangers' files.

Each wall is put up where the kernel allows it; which of them stand is told to the pool (`Walls`), because a
wall that is only believed in is worse than none.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from enum import IntFlag

from jikimi.fingerprint.decode.limits import SECONDS_PER_PICTURE, WORKER_MEMORY
from jikimi.fingerprint.decode.syscalls import allow_only_reading_and_answering

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_CLONE_NEWIPC = 0x08000000
_NOBODY = 65534
_OPEN_FILES = 16
_PROCESSES = 4096  # of this user altogether; the filter of system calls refuses every one
_LIFETIME_SECONDS = 6 * 3600


class Walls(IntFlag):
    """What the worker can no longer do."""

    BOUNDED = 1  # memory, CPU time, file sizes, open files, core dumps
    DIES_WITH_PARENT = 2
    NO_NEW_PRIVILEGES = 4
    NOT_ROOT = 8
    NO_NETWORK = 16
    FEW_SYSTEM_CALLS = 32  # nothing but memory, time and the two pipes


def shut_in(parent: int) -> Walls:
    """Put up every wall around this process, from the widest to the narrowest, and say which stand.

    `parent` is the process id that must be alive. Errors: SystemExit, if it is not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    walls = Walls(0)
    if _unshare(libc):
        walls |= Walls.NO_NETWORK
    if _become_nobody():
        walls |= Walls.NOT_ROOT
    _bound()
    walls |= Walls.BOUNDED
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    # After the change of user, which clears it.
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0:
        walls |= Walls.DIES_WITH_PARENT
    if os.getppid() != parent:
        raise SystemExit(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        walls |= Walls.NO_NEW_PRIVILEGES
        if allow_only_reading_and_answering(libc):
            walls |= Walls.FEW_SYSTEM_CALLS | Walls.NO_NETWORK
    return walls


def _unshare(libc: ctypes.CDLL) -> bool:
    apart = _CLONE_NEWNET | _CLONE_NEWIPC
    if libc.unshare(apart) == 0:
        return True
    return bool(libc.unshare(apart | _CLONE_NEWUSER) == 0)


def _become_nobody() -> bool:
    if os.geteuid() != 0:
        return True
    try:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    except OSError:
        return False
    return True


def _bound() -> None:
    held = _address_space()
    for what, wanted in (
        (resource.RLIMIT_AS, held + WORKER_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, _PROCESSES),
    ):
        hard = resource.getrlimit(what)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_LIFETIME_SECONDS, _LIFETIME_SECONDS))


def _address_space() -> int:
    with open("/proc/self/statm", "rb") as pages:  # noqa: PTH123 (small and early)
        return int(pages.read().split()[0]) * resource.getpagesize()


def rearm_processor_time(seconds: float = SECONDS_PER_PICTURE) -> None:
    """Give the next picture its share of CPU time: the second timer, should the parent's wall clock fail."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(until, _LIFETIME_SECONDS), _LIFETIME_SECONDS))
