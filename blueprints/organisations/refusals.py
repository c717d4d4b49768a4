"""What organisations' refusals say."""

from __future__ import annotations

from services import member_invitations, members, organisation_checks, organisations, verifications
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    organisations.SiretKeyWrong: "Ce SIRET n’est pas valable : il compte 14 chiffres, dont les "
    "derniers vérifient les autres. Relisez-le, ou laissez vide.",
    organisations.FinessKeyWrong: "Ce numéro FINESS n’est pas valable : il compte 9 caractères. "
    "Relisez-le, ou laissez vide.",
    organisations.UnknownKind: "Choisissez un type d’organisation dans la liste.",
    organisations.OrganisationNotVerified: "« {name} » n’est pas encore vérifiée : votre brouillon "
    "est gardé, et cette page dit comment la faire vérifier pour publier.",
    members.AlreadyMember: "{email} fait déjà partie de votre organisation.",
    members.LastAdmin: "Cette organisation n’a qu’une seule personne pour l’administrer : "
    "confiez d’abord ce rôle à quelqu’un d’autre.",
    members.UnknownMemberRole: "Choisissez un rôle dans la liste.",
    member_invitations.InvitationForAnother: "Cette invitation est pour {email} : "
    "connectez-vous avec le compte de cette adresse.",
    organisation_checks.NoOfficialAddress: "Nous n’avons pas d’adresse officielle pour cette "
    "mairie : passez par un pilote, avec un document.",
    organisation_checks.ProofMissing: "Donnez de quoi vérifier : un numéro valable, ou un "
    "document pour une mairie.",
    verifications.AlreadyDecided: "Cette demande a été remplacée ou vient d’être tranchée "
    "par quelqu’un d’autre.",
    verifications.AlreadyVerified: "C’est déjà vérifié : il n’y a plus rien à prouver.",
    verifications.ProofTaken: "Ce numéro ou cette adresse a déjà servi à vérifier un autre compte.",
    verifications.TooLong: "Ce texte dépasse {limit} caractères.",
}
