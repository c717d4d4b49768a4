"""What refusals about organising an evening say."""

from __future__ import annotations

from services import event_access
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    event_access.EventUnknown: "Cette soirée n’existe pas, ou vous ne l’organisez pas.",
}
