"""What stewards' refusals say."""

from __future__ import annotations

from services import rpps_extract, stewards
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    stewards.ReasonMissing: "Dites pourquoi, en {shortest} caractères au moins\u00a0: "
    "la personne lira cette raison.",
    stewards.OwnRequest: "Cette demande vous concerne\u00a0: un autre pilote doit décider.",
    stewards.SubjectGone: "Ce profil ou cette organisation n’existe plus.",
    stewards.AccountUnknown: "Aucun compte confirmé n’a l’adresse {email}.",
    stewards.RoleNotGiven: "Ce rôle ne s’attribue pas\u00a0: {role}.",
    stewards.DepartementUnknown: "Aucun département n’a le code {code}.",
    rpps_extract.ColumnsMissing: "Ce n’est pas un extrait du RPPS\u00a0: "
    "il manque les colonnes {names}.",
    rpps_extract.ExtractEmpty: "Aucun médecin dans ce fichier\u00a0: "
    "l’extrait précédent est gardé.",
}
