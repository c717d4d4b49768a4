"""The French sentences of the refusals met on doctors' pages."""

from __future__ import annotations

from services import bookmarks, doctor_checks, doctor_places, doctors, interests
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    doctors.UnknownSpecialty: "Cette spécialité n’existe pas. Choisissez-en une dans la liste.",
    doctors.UnknownAnswer: "« {code} » n’est pas une réponse possible. Choisissez dans la liste.",
    doctors.RppsMalformed: "Un numéro RPPS compte onze chiffres. Corrigez-le ou laissez vide.",
    doctors.DaysOutOfRange: "Indiquez un nombre de jours entre {low} et {high}.",
    doctors.DaysReversed: "Ce nombre de jours est plus petit que le premier.",
    doctors.StartInThePast: "Ce mois ({month}) est passé. Choisissez un mois à venir.",
    doctors.StartReversed: "Ce mois vient avant celui du plus tôt.",
    doctors.TextTooLong: "Ce texte dépasse {limit} caractères.",
    doctors.ProfileNotStarted: "Dites-nous d’abord où vous en êtes et votre spécialité.",
    doctor_places.PlaceTwice: "{name} figure deux fois : gardez une seule ligne.",
    doctor_places.PlaceUnknown: "Nous ne connaissons pas cette commune.",
    doctor_places.TooManyPlaces: "Gardez {most} communes au plus : celles qui comptent vraiment.",
    doctor_places.TripOutOfRange: "Indiquez un trajet entre {low} et {high} minutes.",
    doctor_places.RegionUnknown: "Cette région n’existe pas. Choisissez dans la liste.",
    doctor_places.RegionBothWays: "Une région ne peut pas être à la fois aimée et écartée : "
    "{names}.",
    bookmarks.OfferUnknown: "Cette offre n’existe pas.",
    interests.OfferNotOpen: "Cette offre n’est plus ouverte : elle est maintenant « {status} ». "
    "Rien n’a été envoyé.",
    interests.ConsentMissing: "Pour que l’hôte puisse vous répondre, il doit voir votre profil "
    "masqué : cochez la case si vous êtes d’accord.",
    interests.DoctorUnknown: "Ce profil n’existe pas, ou n’est plus visible.",
    interests.MessageTooLong: "Ce message dépasse {limit} caractères.",
    interests.AlreadyIntroduced: "Vous êtes déjà en relation : vos coordonnées sont échangées.",
    interests.NothingToAnswer: "Il n’y a rien à répondre ici.",
    doctor_checks.NameMissing: "Dites d’abord vos prénom et nom dans « Qui je suis » : "
    "ils ne sont montrés qu’après une mise en relation.",
    doctor_checks.RppsMissing: "Indiquez d’abord votre numéro RPPS dans « Qui je suis ».",
    doctor_checks.RppsKeyWrong: "La clé de votre numéro RPPS ne correspond pas. Corrigez-le dans "
    "« Qui je suis », ou passez par un pilote.",
    doctor_checks.NotFacultyAddress: "Nous ne reconnaissons pas cette adresse comme celle d’un "
    "étudiant d’une université qui forme des médecins. Passez par un pilote.",
    doctor_checks.NotStudying: "L’adresse d’université sert aux étudiants, internes et docteurs "
    "juniors. Utilisez votre numéro RPPS.",
    doctor_checks.DepartementMissing: "Choisissez un département dans la liste.",
}
