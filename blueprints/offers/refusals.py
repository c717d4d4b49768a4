"""What offers' refusals say."""

from __future__ import annotations

from services import offer_essentials, offer_steps, offers
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    offers.TransitionRefused: "Cette offre est « {before} » : "
    "elle ne peut pas devenir « {after} ».",
    offer_essentials.OfferIncomplete: "Pour être publiée, l’offre doit dire : {said}.",
    offer_essentials.ExpiryPast: "Cette date est passée : choisissez un jour à venir.",
    offer_essentials.WeekNotWhole: "Les parts de la semaine font {total}\u00a0% : leur somme doit "
    "être de 100\u00a0%.",
    offer_essentials.SiteTwice: "La même commune est indiquée deux fois.",
    offer_essentials.UnknownField: "Cette spécialité n’existe pas : choisissez-la dans la liste.",
    offer_steps.StartPast: "Cette date est passée. Laissez vide si le poste est libre maintenant.",
    offer_steps.UnknownAnswer: "Cette réponse n’est pas dans la liste : {answer}.",
    offer_steps.DaysReversed: "Au moins {low} jours et au plus {high} : "
    "le second nombre doit être le plus grand.",
}

# Beside which field of a form a refusal is said.
FIELD_OF: dict[type[Refusal], str] = {
    offer_essentials.ExpiryPast: "expires_on",
    offer_essentials.WeekNotWhole: "site_0_share",
    offer_essentials.SiteTwice: "site_1",
    offer_essentials.UnknownField: "field",
    offer_steps.StartPast: "start_on",
    offer_steps.DaysReversed: "days_max",
}
