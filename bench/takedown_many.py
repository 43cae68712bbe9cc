"""A centre's database with very many links and open notices, copied from one of each."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

LINKS, NOTICES, CASES = 100_000, 20_000, 200


def prepare(folder: Path) -> None:
    for name in ("HOME", "KEYS", "RUNTIME"):
        (folder / name.lower()).mkdir(mode=0o700, exist_ok=True)
        os.environ[f"JIKIMI_{name}"] = str(folder / name.lower())
    os.environ.pop("JIKIMI_DATABASE", None)
    from jikimi.service.prepare import ready

    ready()


def fill(now: datetime) -> None:
    """Links whose next look lies anywhere in the coming month, 18,000 notices with a running clock, 2,000
    that wait to be sent. One row of each is made in the usual way and then copied by the database."""
    from jikimi.cases.actions.found_team import found_team
    from jikimi.cases.actions.open_case import open_case
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Deadline

    team = found_team(Actor("operator", "bench"), "bench")
    worker = Actor("caseworker", "bench", frozenset({team.pk}))
    cases = [open_case(worker, team_id=team.pk) for _ in range(CASES)]
    link, notice, deadline = _one_of_each(cases[0], now)
    first = cases[0].pk
    month_s = 30 * 86_400
    case_of = f"{first} + n % {CASES}"
    _copy(
        link,
        LINKS,
        case_id=case_of,
        lookup="randomblob(32)",
        next_check_at=_later(now, f"n * {month_s / LINKS}"),
    )
    waits = "n % 10 = 0"
    _copy(
        notice,
        NOTICES,
        case_id=case_of,
        public_id="printf('JK-%012d', n)",
        state=f"CASE WHEN {waits} THEN 'due' ELSE 'handed over' END",
        send_after=f"CASE WHEN {waits} THEN {_later(now, 'n')} END",
        repeat_at=f"CASE WHEN {waits} THEN NULL ELSE {_later(now, 'n')} END",
    )
    # The copies follow the row that they were copied from.
    at = _later(now, "0")
    _copy_from(
        "takedown_link",
        "takedown_noticelink",
        notice_id=f"{notice.pk} + (id % {NOTICES})",
        link_id="id",
        outcome="'asked'",
        asked_at=at,
        refusal="''",
    )
    _copy_from(
        "takedown_notice",
        "takedown_attempt",
        notice_id="id",
        number="1",
        begun_at=at,
        outcome="'sent'",
        resolved_by="''",
        signed_sha256="''",
        counts_for="destination_tag",
    )
    warn, end = 36 * 3600, 48 * 3600
    _copy(
        deadline,
        NOTICES,
        notice_id=f"{notice.pk} + n",
        warn_at=_later(now, f"{warn} + n"),
        due_at=_later(now, f"{warn} + n"),
        ends_at=_later(now, f"{end} + n"),
    )
    Deadline.objects.filter(notice__state="due").delete()


def _one_of_each(case: Any, now: datetime) -> tuple[Any, Any, Any]:
    from jikimi.takedown.models import Deadline, DeadlineState, Link, LinkState, Notice, NoticeState

    link = Link.objects.create(
        case=case,
        platform="matrix-homeserver",
        source="matrix",
        room="matrix://here/!room:here",
        post="matrix://here/!room:here/$post",
        lookup=b"l" * 32,
        state=LinkState.LIVE,
        since=now,
        looks=3,
        last_look_at=now,
        next_check_at=now,
    )
    notice = Notice.objects.create(
        public_id="JK-FIRST",
        case=case,
        platform="matrix-homeserver",
        law="us-take-it-down",
        route="email",
        destination="abuse@here.example",
        destination_tag=b"d" * 32,
        ground="look",
        ground_words="",
        subject="A subject",
        body="b" * 1500,
        state=NoticeState.HANDED_OVER,
        made_at=now,
        decided_by="bench",
        repeat_every=timedelta(days=1),
        tries_left=20,
    )
    deadline = Deadline.objects.create(
        notice=notice,
        law="us-take-it-down",
        by_law=True,
        hours=48,
        counted_from="sending",
        time_zone="UTC",
        state=DeadlineState.RUNNING,
        started_at=now,
    )
    return link, notice, deadline


def _copy(row: Any, how_often: int, **changed: str) -> None:
    """`changed` are expressions over `n`, which counts the copies from 1."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = {f'"{column}"': changed.get(column, f'"{column}"') for column in columns}
    _sql(
        f"WITH RECURSIVE counted(n) AS "
        f"(SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {how_often - 1}) "
        f"INSERT INTO {table} ({', '.join(values)}) "
        f"SELECT {', '.join(values.values())} FROM {table}, counted WHERE id = {row.pk}"
    )


def _copy_from(table: str, into: str, **values: str) -> None:
    """A row for each row of `table`."""
    _sql(f"INSERT INTO {into} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {table}")


def _later(now: datetime, seconds: str) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f', '{now:%Y-%m-%d %H:%M:%S}', '+' || ({seconds}) || ' seconds')"


def _sql(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
