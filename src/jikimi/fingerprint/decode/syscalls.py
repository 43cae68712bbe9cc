"""A list of the system calls that a decoder needs once it is warm; the kernel refuses it all others.

A hand-made seccomp filter (see seccomp(2) and linux/seccomp.h): load the architecture, then the call's
number, compare. Refused calls fail with EPERM instead of killing, so that a library which asks for something
harmless and new only hears no. Threads may be started (HEIC's decoder has one of its own), processes not.
"""

from __future__ import annotations

import ctypes
import os
import struct

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_UNKNOWN = 0x00050000 | 38  # with ENOSYS
_KILL = 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_CLONE3 = 435
_X32 = 0x40000000

# Names with their numbers from asm/unistd.h: memory, time, the two pipes, threads, signals, and the end.
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "getpid": 39, "exit": 60, "getrusage": 98, "sigaltstack": 131, "setrlimit": 160,
    "gettid": 186, "futex": 202, "sched_getaffinity": 204, "clock_gettime": 228, "clock_nanosleep": 230,
    "exit_group": 231, "set_robust_list": 273, "prlimit64": 302, "getrandom": 318, "membarrier": 324,
    "rseq": 334,
}  # fmt: skip
_AARCH64 = {
    "close": 57, "read": 63, "write": 64, "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99,
    "clock_gettime": 113, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "setrlimit": 164,
    "getrusage": 165, "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "mprotect": 226, "madvise": 233, "prlimit64": 261, "getrandom": 278, "membarrier": 283, "rseq": 293,
}  # fmt: skip
# prlimit64 is how CPU time is given anew. Hard limits cannot be raised by a process without privileges.
# Architecture, the number of clone, the allowed numbers.
_ON = {
    "x86_64": (0xC000003E, 56, sorted(_X86_64.values())),
    "aarch64": (0xC00000B7, 220, sorted(_AARCH64.values())),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def allow_only_reading_and_answering(libc: ctypes.CDLL) -> bool:
    """From now on and for good. False where this kernel or processor has no such filter."""
    known = _ON.get(os.uname().machine)
    if known is None:
        return False
    code = _filter(*known)
    held = ctypes.create_string_buffer(code)
    program = _Program(len(code) // 8, ctypes.addressof(held))
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, clone: int, allowed: list[int]) -> bytes:
    steps = [
        _step(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _step(_EQUAL, 1, 0, architecture),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER_AT),
        _step(_AT_LEAST, 0, 1, _X32),
        _step(_RETURN, 0, 0, _KILL),
    ]
    last = [
        # What clone3 is asked lies in memory, where a filter cannot look: unknown, so that clone is used.
        _step(_EQUAL, 0, 1, _CLONE3),
        _step(_RETURN, 0, 0, _UNKNOWN),
        _step(_EQUAL, 0, 2, clone),
        _step(_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        _step(_HAS, 1, 0, _CLONE_THREAD),
        _step(_RETURN, 0, 0, _REFUSE),
        _step(_RETURN, 0, 0, _ALLOW),
    ]
    to_allow = len(allowed) + len(last) - 2
    steps += [_step(_EQUAL, to_allow - place, 0, number) for place, number in enumerate(allowed)] + last
    return b"".join(steps)


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
