"""What accounts refuse, in French."""

from __future__ import annotations

from services import links
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    links.LinkForged: "Ce lien n’est pas valable. Il a peut-être été coupé : copiez-le en entier.",
    links.LinkExpired: "Ce lien a expiré. Demandez-en un autre, il arrive tout de suite.",
    links.LinkUsed: "Ce lien a déjà servi, et il ne sert qu’une fois.",
    links.LinkRefused: "Ce lien n’ouvre rien.",
}
