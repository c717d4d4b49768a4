"""How much each thing counts for a host who has not said."""

from __future__ import annotations

from matching.codes import HOST_DEFAULTS


def default_importance() -> dict[str, int]:
    """The weights that scoring uses in the absence of an answer, by theme."""
    return dict(HOST_DEFAULTS)
