"""What refusals about cards, opinions and outcomes say."""

from __future__ import annotations

from services import cards, cards_typing, evening_closing, evening_feedback, outcomes
from services.reconfirmation import NotExpectedAnyMore
from services.refusals import Refusal

SENTENCES_AFTER: dict[type[Refusal], str] = {
    cards.CardsNotOpen: "Les cartes s’ouvrent avec la première rencontre.",
    cards.CardsClosed: "La soirée est close\u00a0: les mises en relation sont faites et les "
    "cartes ne changent plus. Pour joindre quelqu’un, demandez à l’organisateur.",
    cards.AnswerUnknown: "La réponse est oui, peut-être ou non.",
    cards.NoteTooLong: "Cette note dépasse {limit}\u00a0caractères.",
    cards.NumberUnknown: "Personne ne porte le numéro «\u00a0{number}\u00a0» à cette soirée.",
    cards.SameSide: "{number} était du même côté de la table.",
    cards.GivenByItsAuthor: "Déjà remplie sur son téléphone à propos de {number}\u00a0: "
    "c’est cette réponse qui compte.",
    cards_typing.LineUnreadable: "Écrivez «\u00a0M12 H3 oui\u00a0»\u00a0: qui, de qui, la réponse.",
    cards_typing.SaidOtherwise: "La ligne {line} dit autre chose de la même rencontre\u00a0: "
    "gardez la bonne.",
    cards_typing.TooManyLines: "Au plus {limit}\u00a0lignes à la fois.",
    evening_closing.NotHeldYet: "La soirée n’a pas commencé\u00a0: elle se clôt après.",
    evening_closing.NothingToClose: "Cette soirée n’a pas eu lieu\u00a0: il n’y a rien à clore.",
    evening_feedback.FeedbackGiven: "Vous avez donné votre avis, merci. Il est sans nom\u00a0: "
    "nous ne saurions pas le retrouver pour le changer.",
    evening_feedback.FeedbackNotOpen: "Les avis se donnent après la soirée, par ceux qui y "
    "étaient.",
    evening_feedback.MarkMissing: "Choisissez une note de 1 à 5.",
    outcomes.NothingSaid: "Répondez au moins à une question.",
    outcomes.MonthsUnknown: "Choisissez 6, 12 ou 24\u00a0mois.",
    NotExpectedAnyMore: "Il n’y a plus rien à confirmer\u00a0: cette place n’est plus réservée, "
    "ou la soirée est passée.",
}
