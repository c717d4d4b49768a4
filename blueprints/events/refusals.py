"""What refusals about organising an evening say."""

from __future__ import annotations

from services import (
    check_in,
    evening_orders,
    event_access,
    event_series,
    invitation_proposals,
    standby,
)
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    event_series.SeriesExists: "Cette soirée fait déjà partie d’une série.",
    event_series.DepartementUnknown: "Il n’y a pas de département "
    "«\u00a0{code}\u00a0». Écrivez des numéros, par exemple 46, 12, 2A.",
    invitation_proposals.EveningNotPublished: "Publiez d’abord la soirée\u00a0: "
    "une invitation mène à sa page publique.",
    invitation_proposals.InvitedTooLate: "Les inscriptions sont closes depuis {closed}\u00a0: "
    "repoussez d’abord la clôture dans les réglages.",
    event_access.EventUnknown: "Cette soirée n’existe pas, ou vous ne l’organisez pas.",
    evening_orders.OrderStale: "Déjà fait par quelqu’un d’autre, ou la phase venait "
    "de finir\u00a0: voici où en est la soirée.",
    evening_orders.EveningNotOpen: "L’horloge ne sert qu’aux soirées publiées\u00a0; "
    "celle-ci est «\u00a0{status}\u00a0».",
    evening_orders.MessageTooLong: "Ce message dépasse {limit} caractères\u00a0: "
    "il ne tiendrait pas sur l’écran.",
    check_in.HourUnknown: "«\u00a0{text}\u00a0» n’est pas une heure. Écrivez-la comme 19:45.",
    standby.NotOnStandby: "Cette personne n’attend plus de place, ou n’est pas arrivée.",
    standby.NoPlaceFree: "Aucune place libre de ce côté\u00a0: "
    "notez d’abord absent quelqu’un qui ne viendra pas.",
    check_in.NotExpected: "Cette inscription n’est plus valable ({status})\u00a0: "
    "inscrivez la personne à l’accueil.",
}
