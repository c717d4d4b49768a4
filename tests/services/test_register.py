"""The register of processing and the copy of one's data leave no column aside."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Column, Table

from models import Base
from services import accounts, links, sessions, throttles
from services.personal_rows import LEFT_OUT, SHARES
from services.personal_words import label_of
from services.register import NOT_PERSONAL, PROCESSINGS
from services.retention import RULES

PEOPLE = {"account", "doctor", "member"}
# Columns that lead to a person without a foreign key.
SPEAKS_OF_SOMEONE = re.compile(r"email|address|phone|rpps|first_name|last_name|subject_id|row_id")
NAMED_LIKE_PEOPLE = {"commune.town_hall_email"}  # the official address of a town hall


def tables() -> list[Table]:
    return list(Base.metadata.sorted_tables)


def listed() -> set[str]:
    return {
        f"{table}.{column}"
        for processing in PROCESSINGS
        for table, columns in processing.columns.items()
        for column in columns.split()
    }


def test_every_column_is_in_the_register_or_said_not_to_be_personal() -> None:
    unlisted = {
        f"{table.name}.{column.name}"
        for table in tables()
        for column in table.columns
        if table.name not in NOT_PERSONAL and f"{table.name}.{column.name}" not in NOT_PERSONAL
    }
    assert unlisted - listed() == set()


def test_the_register_names_columns_that_exist_and_each_once() -> None:
    every = {f"{table.name}.{column.name}" for table in tables() for column in table.columns}
    assert listed() - every == set()
    assert {name for name in NOT_PERSONAL if "." in name} - every == set()
    assert {name for name in NOT_PERSONAL if "." not in name} - {t.name for t in tables()} == set()
    assert listed() & set(NOT_PERSONAL) == set()
    named = [
        f"{table}.{column}"
        for processing in PROCESSINGS
        for table, columns in processing.columns.items()
        for column in columns.split()
    ]
    assert len(named) == len(set(named))


def leads_to_someone(column: Column[object], people: set[str]) -> bool:
    by_key = any(key.column.table.name in people for key in column.foreign_keys)
    full_name = f"{column.table.name}.{column.name}"
    by_name = bool(SPEAKS_OF_SOMEONE.search(column.name)) and full_name not in NAMED_LIKE_PEOPLE
    return by_key or by_name


def personal_tables() -> set[str]:
    """Every table with a column that leads to an account, a doctor or a member, by any path."""
    people = set(PEOPLE)
    while True:
        more = {t.name for t in tables() if any(leads_to_someone(c, people) for c in t.columns)}
        if more <= people:
            return people
        people |= more


def test_every_table_that_leads_to_a_person_is_given_or_left_out_with_a_reason() -> None:
    given = {share.table.__tablename__ for share in SHARES}
    assert personal_tables() - given - set(LEFT_OUT) == set()
    assert set(LEFT_OUT) & given == set()
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share.key)
def test_every_column_given_has_a_name_and_every_one_held_back_a_reason(share) -> None:  # type: ignore[no-untyped-def]
    table = share.table.__table__
    names = {column.name for column in table.columns}
    assert set(share.columns()) <= names
    assert set(share.held_back) <= names
    assert all(share.held_back.values())
    assert bool(share.only) == bool(share.rest)
    links_of_rows = {"id"} | {name for name in names if name.endswith(("_id", "_by"))}
    for name in set(share.columns()) - links_of_rows:
        assert label_of(table.name, name)


def test_the_durations_that_pages_show_are_those_that_jobs_keep() -> None:
    assert RULES["links"].kept == links.KEPT
    assert RULES["sessions"].kept == sessions.UNUSED
    assert RULES["throttles"].kept == throttles.KEPT
    assert RULES["provisional"].kept == accounts.PROVISIONAL_KEPT
