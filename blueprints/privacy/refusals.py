"""What refusals met on privacy pages say."""

from __future__ import annotations

from services import leaving
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    leaving.HandOverFirst: "Vous êtes seul à administrer {organisations}. Nommez d’abord un autre "
    "administrateur parmi vos collègues\u00a0: ils ne pourraient plus rien décider.",
}
