"""Starts somebody else's program with limits on time and memory, and no way to write a file or reach a network.

Run as a script, and on its own: `python -I confined.py SECONDS MEMORY_BYTES PROGRAM ARGUMENTS…`
"""

import ctypes
import os
import platform
import resource
import struct
import sys

# Numbers of <linux/seccomp.h>, <linux/audit.h> and the system call tables.
SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
LOAD, IS_EQUAL, IS_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # and the number of socket()
IO_URING = 425
OTHER_TABLE = 0x40000000


def main() -> None:
    seconds, memory_bytes, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: memory_bytes}
    for limit, value in {**limits, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # macOS has no limit on address space
    cut_off()
    os.execv(program, sys.argv[3:])  # noqa: S606 - that is what this is for


def cut_off() -> None:
    """No socket can be opened any more, by this process and all it becomes; elsewhere than on Linux nothing happens."""
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    rules = _rules(*ARCHITECTURES[platform.machine()])
    kept = ctypes.create_string_buffer(rules, len(rules))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rules) // 8, ctypes.addressof(kept)))
    libc.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(SET_SECCOMP, FILTER, program, 0, 0)


def _rules(architecture: int, socket: int) -> bytes:
    """(operation, steps if true, steps if false, number): what is not of this architecture is refused as well."""
    rules = (
        (LOAD, 0, 0, 4),
        (IS_EQUAL, 0, 5, architecture),
        (LOAD, 0, 0, 0),
        (IS_AT_LEAST, 3, 0, OTHER_TABLE),
        (IS_EQUAL, 2, 0, socket),
        (IS_EQUAL, 1, 0, IO_URING),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    )
    return b"".join(struct.pack("HBBI", *rule) for rule in rules)


if __name__ == "__main__":
    main()
