"""What refusals about the plan of an evening say."""

from __future__ import annotations

from services import evening_drafts, evening_plans, evening_replans, evening_solving
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    evening_plans.PlanAnnounced: "Chacun a reçu son programme\u00a0: le plan ne se refait plus "
    "en entier. Vous pouvez combler les trous ou refaire la suite.",
    evening_plans.NoPlanYet: "Il n’y a pas encore de plan.",
    evening_drafts.DialWrong: "Demandez de 0 à {most} rencontres au moins pour chacun.",
    evening_plans.EveningOver: "Cette soirée est terminée ou annulée\u00a0: "
    "son plan ne change plus.",
    evening_replans.NoRoundLeft: "La dernière rencontre a commencé\u00a0: "
    "il n’y a plus rien à changer.",
    evening_solving.NobodyOnSide: "Il manque un côté\u00a0: pour faire un plan, il faut au moins "
    "un candidat et un hôte inscrits.",
    evening_solving.NobodyMayMeet: "Aucune rencontre n’est possible entre les personnes inscrites "
    "aux heures qu’elles ont données.",
    evening_solving.MinimumTooHigh: "{asked} rencontres pour chacun, c’est impossible\u00a0: "
    "{feasible} au plus.",
}
