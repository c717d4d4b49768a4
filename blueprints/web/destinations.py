"""Where a form may lead afterwards: to a page of this site, whatever the address says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# What browsers drop or read as a slash, and what would end a header.
_ODD = re.compile(r"[\\\x00-\x20\x7f]")


def own_page(wanted: str | None) -> str | None:
    """``wanted`` if it is a path of this site, else nothing."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or _ODD.search(wanted):
        return None
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else wanted
