"""What organisations' refusals say."""

from __future__ import annotations

from services import organisations
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    organisations.SiretKeyWrong: "Ce SIRET n’est pas valable : il compte 14 chiffres, dont les "
    "derniers vérifient les autres. Relisez-le, ou laissez vide.",
    organisations.FinessKeyWrong: "Ce numéro FINESS n’est pas valable : il compte 9 caractères. "
    "Relisez-le, ou laissez vide.",
    organisations.UnknownKind: "Choisissez un type d’organisation dans la liste.",
    organisations.UnknownMember: "Aucun compte n’a l’adresse « {email} ». "
    "Invitez cette personne à s’inscrire d’abord.",
    organisations.AlreadyMember: "{email} fait déjà partie de votre organisation.",
    organisations.LastAdmin: "Vous êtes la seule personne qui administre cette organisation : "
    "confiez d’abord ce rôle à quelqu’un d’autre.",
}
