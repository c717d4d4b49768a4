"""Count what a page asks of the database."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from flask import Flask
from sqlalchemy import event

from models import db


class QueryRecorder:
    """``with QueryRecorder(app) as queries:`` then ``len(queries)`` and ``queries.statements``.

    Transactions' own words (BEGIN, COMMIT) are not counted.
    """

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        self.statements: list[str] = []

    def __enter__(self) -> Self:
        self.statements.clear()
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return "\n".join(f"{n}. {statement}" for n, statement in enumerate(self.statements, 1))

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            self.statements.append(" ".join(statement.split()))
