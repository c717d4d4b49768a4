"""What refusals to those who come to an evening say."""

from __future__ import annotations

from blueprints.evenings.personal import NotConfirmedYet
from services import (
    account_registrations,
    couples,
    registration_addresses,
    registration_answers,
    registration_window,
    registrations,
    wishes,
)
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    NotConfirmedYet: "Cette page s’ouvre une fois l’inscription confirmée.",
    account_registrations.OfferNotYours: "Choisissez l’une de vos offres publiées.",
    registrations.AlreadyRegistered: "Cette adresse est déjà inscrite à cette soirée.",
    registrations.RegistrationWithdrawn: "Cette inscription est annulée\u00a0: elle ne se change "
    "plus. Vous pouvez vous inscrire à nouveau tant que les inscriptions sont ouvertes.",
    registration_addresses.SameAddress: "C’est déjà l’adresse de votre inscription.",
    registration_addresses.SameMailbox: "C’est la même boîte que {email}, écrite autrement\u00a0: "
    "vos messages y arrivent déjà.",
    registration_addresses.AddressTaken: "Entre-temps, cette adresse s’est inscrite à la soirée. "
    "Rien n’a changé\u00a0: gardez l’une des deux inscriptions et annulez l’autre.",
    registration_window.RegistrationRefused: "On ne peut pas s’inscrire à cette soirée.",
    registration_window.RegistrationNotOpen: "Les inscriptions ouvrent {opens}. "
    "Revenez à ce moment-là\u00a0: rien n’est réservé avant.",
    registration_window.RegistrationClosed: "Les inscriptions sont closes depuis {closed}. "
    "Pour une place de dernière minute, écrivez à l’organisateur.",
    registration_window.EveningCancelled: "Cette soirée est annulée.",
    registration_window.EveningOver: "Cette soirée a déjà eu lieu.",
    registration_answers.AnswerTooLong: "Cette réponse dépasse {limit}\u00a0caractères.",
    registration_answers.VideoNotSecure: "L’adresse de la vidéo doit commencer par https:// et "
    "mener à une page, par exemple https://exemple.fr/notre-minute.",
    registration_answers.TimesReversed: "L’heure de départ vient avant l’heure d’arrivée.",
    registration_answers.NoMeetingThen: "À ces heures, vous ne seriez là pour aucune rencontre "
    "entière. Regardez le déroulé de la soirée et élargissez un peu.",
    registration_answers.SideUnknown: "On vient comme médecin ou comme hôte.",
    wishes.TooManyMusts: "Gardez au plus {limit} personnes «\u00a0à rencontrer "
    "absolument\u00a0»\u00a0: au-delà, elles ne pourraient pas toutes passer en premier. Passez "
    "les autres en «\u00a0volontiers\u00a0».",
    wishes.WishUnknown: "Un souhait est «\u00a0absolument\u00a0», «\u00a0volontiers\u00a0» ou "
    "«\u00a0non merci\u00a0».",
    wishes.NotOnTheList: "Confirmez d’abord votre inscription\u00a0: les souhaits viennent après.",
    couples.CoupleRefused: "Un couple se forme entre deux médecins inscrits à la même soirée.",
    couples.CoupleOfOne: "C’est votre propre adresse. Indiquez celle de la personne qui vous "
    "accompagne.",
    couples.CoupleAlready: "Une demande est déjà en cours. Retirez-la avant d’en faire une autre.",
    couples.CoupleAsksYou: "Cette personne vous l’a déjà proposé\u00a0: donnez votre accord "
    "ci-dessus.",
    couples.CoupleModeUnknown: "Choisissez comment vous venez\u00a0: ensemble, ou chacun ses "
    "rencontres.",
}
