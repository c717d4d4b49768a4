"""What accounts refuse, in French."""

from __future__ import annotations

from services import accounts, email_changes, links, second_factors
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    accounts.PasswordWrong: "Ce n’est pas le mot de passe de ce compte.",
    accounts.NotConfirmed: "Confirmez d’abord votre adresse\u00a0: un lien vous attend "
    "dans votre boîte {email}. Ce que vous avez rempli est gardé.",
    accounts.EmailTaken: "Un autre compte a déjà confirmé cette adresse.",
    email_changes.SameEmail: "C’est déjà votre adresse.",
    links.LinkForged: "Ce lien n’est pas valable. Il a peut-être été coupé : copiez-le en entier.",
    links.LinkExpired: "Ce lien a expiré. Demandez-en un autre, il arrive tout de suite.",
    links.LinkUsed: "Ce lien a déjà servi ou a été remplacé par un plus récent.",
    links.LinkRefused: "Ce lien n’ouvre rien.",
    second_factors.CodeWrong: "Ce code n’est pas le bon, ou il a déjà servi. "
    "Attendez le suivant et recopiez-le.",
    second_factors.FactorInForce: "Le second facteur est déjà actif.",
    second_factors.NoFactor: "Il n’y a pas de second facteur sur ce compte.",
    second_factors.FactorRequired: "Votre rôle demande un second facteur : "
    "il ne peut pas être retiré.",
}
