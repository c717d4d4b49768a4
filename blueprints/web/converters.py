"""Numbers in addresses: those that a row can have, and no larger."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number that the database would refuse leads to no page, as one that nobody has."""

    def __init__(self, map: Any, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST_ROW, **options})


def register(app: Flask) -> None:
    """Before the routes that use it."""
    app.url_map.converters["int"] = RowNumber
