"""What refusals to those who come to an evening say."""

from __future__ import annotations

from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {}
