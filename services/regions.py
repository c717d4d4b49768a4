"""Regions as people choose them."""

from __future__ import annotations

from sqlalchemy import select

from models.base import db
from models.communes import Region
from services.communes import fold_name

# Nobody settles there: the southern and Antarctic lands, Clipperton.
_UNINHABITED = frozenset({"984", "989"})


def region_names() -> dict[str, str]:
    """Names of regions by code."""
    rows = db.session.execute(select(Region.code, Region.name))
    return {row.code: row.name for row in rows}


def list_regions() -> list[tuple[str, str]]:
    """(code, name) of the regions where one can live, by name."""
    inhabited = [region for region in region_names().items() if region[0] not in _UNINHABITED]
    return sorted(inhabited, key=lambda region: fold_name(region[1]))
