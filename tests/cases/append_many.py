"""Opens an installation's database and does many things at once: `append_many THREADS TIMES`."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from jikimi.service.prepare import ready


def main(threads: int, times: int) -> None:
    ready()
    from django.db import connection

    from jikimi.service.choose_case import new_case
    from jikimi.service.who import helper

    actor = helper()

    def open_cases(_number: int) -> None:
        try:
            for _ in range(times):
                new_case(actor, ["watch"])
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(open_cases, range(threads)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
