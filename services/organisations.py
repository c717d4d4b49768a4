"""Organisations and the people who act for them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Account
from models.base import db
from models.communes import Commune
from models.organisations import Member, Organisation
from models.vocabulary import MemberRole, OrganisationKind, Role
from services.accounts import add_role
from services.communes import UnknownCommune, find_commune
from services.french_places import of_place
from services.keys import compact, finess_ok, siret_ok
from services.refusals import Forbidden, NotFound, Refusal

_NAME_OF_KIND = {
    OrganisationKind.TOWN_HALL: "Mairie",
    OrganisationKind.EPCI: "Intercommunalité",
    OrganisationKind.DEPARTEMENT: "Département",
    OrganisationKind.MSP: "Maison de santé",
    OrganisationKind.HEALTH_CENTRE: "Centre de santé",
    OrganisationKind.ESP: "Équipe de soins primaires",
    OrganisationKind.ESS: "Équipe de soins spécialisés",
    OrganisationKind.CPTS: "CPTS",
    OrganisationKind.SURGERY: "Cabinet médical",
    OrganisationKind.HOSPITAL: "Hôpital",
}


class SiretKeyWrong(Refusal):
    """The two keys of this SIRET do not hold."""


class FinessKeyWrong(Refusal):
    """This FINESS number does not have the right form or key."""


class UnknownKind(Refusal):
    """No organisation is of this ``kind``."""


class OrganisationNotVerified(Refusal):
    """Nobody has checked yet who stands behind ``name``, number ``organisation_id``."""


def propose_name(kind: str, commune: Commune) -> str:
    """« Mairie de Cahors », « Centre de santé d'Albi »; larger territories bear their own name."""
    if kind == OrganisationKind.DEPARTEMENT:
        return f"Conseil départemental ({commune.departement.name})"
    if kind == OrganisationKind.EPCI and commune.epci:
        return commune.epci.name
    return f"{_NAME_OF_KIND[OrganisationKind(kind)]} {of_place(commune.name)}"


def create_organisation(
    account: Account,
    *,
    kind: str,
    commune_code: str,
    name: str | None = None,
    siret: str | None = None,
    finess: str | None = None,
    phone: str | None = None,
) -> Organisation:
    """A new organisation, looked after by ``account``, who becomes a host if they were not."""
    if kind not in {known.value for known in OrganisationKind}:
        raise UnknownKind(kind=kind)
    commune = find_commune(commune_code)
    if commune is None:
        raise UnknownCommune(text=commune_code)
    organisation = Organisation(
        name=(name or "").strip() or propose_name(kind, commune),
        kind=kind,
        commune=commune,
        siret=check_siret(siret),
        finess=check_finess(finess),
        phone=(phone or "").strip() or None,
    )
    organisation.members.append(Member(account=account, role=MemberRole.ADMIN))
    db.session.add(organisation)
    add_role(account, Role.HOST)
    db.session.flush()
    return organisation


def check_siret(number: str | None) -> str | None:
    """The 14 digits of a SIRET, nothing for nothing; refuses a wrong key."""
    digits = compact(number or "")
    if digits and not siret_ok(digits):
        raise SiretKeyWrong(siret=number)
    return digits or None


def check_finess(number: str | None) -> str | None:
    """The 9 characters of a FINESS, nothing for nothing; refuses a wrong key."""
    characters = compact(number or "").upper()
    if characters and not finess_ok(characters):
        raise FinessKeyWrong(finess=number)
    return characters or None


def find_membership(account_id: int, organisation_id: int) -> Member | None:
    """What this account is in this organisation, if anything."""
    return db.session.get(Member, (organisation_id, account_id))


def list_memberships(account_id: int) -> list[Member]:
    """The organisations of an account, with its part in each."""
    return list(
        db.session.scalars(
            select(Member)
            .join(Member.organisation)
            .where(Member.account_id == account_id)
            .options(joinedload(Member.organisation).joinedload(Organisation.commune))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def open_organisation(organisation_id: int, account: Account) -> tuple[Organisation, Member]:
    """An organisation as its members see it; anyone else finds nothing."""
    organisation = db.session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(
            joinedload(Organisation.commune).joinedload(Commune.departement),
            selectinload(Organisation.members).joinedload(Member.account),
        )
    )
    member = find_membership(account.id, organisation_id)
    if organisation is None or member is None:
        raise NotFound(organisation_id=organisation_id)
    return organisation, member


def can_edit(member: Member) -> bool:
    """May this member change offers?"""
    return member.role in (MemberRole.ADMIN, MemberRole.EDITOR)


def can_administer(member: Member) -> bool:
    """May this member say who the members are?"""
    return member.role == MemberRole.ADMIN


def check_may_edit(member: Member) -> None:
    """Refuse a reader."""
    if not can_edit(member):
        raise Forbidden()


def check_may_administer(member: Member) -> None:
    """Refuse anyone but an administrator."""
    if not can_administer(member):
        raise Forbidden()


def check_may_publish(organisation: Organisation) -> None:
    """Drafts are free; what doctors are shown comes from organisations that were verified."""
    if organisation.verified_at is None:
        raise OrganisationNotVerified(name=organisation.name, organisation_id=organisation.id)
