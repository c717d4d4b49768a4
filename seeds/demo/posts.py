"""The organisations and the offers of the demo world, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models import Offer, OfferSite, OfferTransition, Organisation
from models.vocabulary import MemberRole, OfferStatus, OrganisationKind, PracticeMode
from seeds.demo.geography import Place
from seeds.demo.hosts import Host, settle_hosts
from seeds.demo.names import Person
from seeds.demo.offers import STATUSES, at_noon, imagine_offer, imagine_sites
from seeds.demo.tables import Row
from seeds.demo.workshop import Workshop

OFFERS_PER_HOST = 1.35
VERIFIED = 0.92
SECOND_PERSON = 0.3
K = OrganisationKind
# Functions of women, functions of men.
_FUNCTIONS: dict[OrganisationKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    K.TOWN_HALL: (("maire", "adjointe à la santé"), ("maire", "adjoint à la santé")),
    K.EPCI: (("vice-présidente à la santé",), ("vice-président à la santé",)),
    K.DEPARTEMENT: (("référente installation",), ("référent installation",)),
    K.MSP: (
        ("coordinatrice de la maison de santé", "médecin associée"),
        ("coordinateur de la maison de santé", "médecin associé"),
    ),
    K.HEALTH_CENTRE: (("directrice du centre de santé",), ("directeur du centre de santé",)),
    K.HOSPITAL: (
        ("présidente de la CME", "directrice des affaires médicales"),
        ("président de la CME", "directeur des affaires médicales"),
    ),
    K.CPTS: (("coordinatrice de la CPTS",), ("coordinateur de la CPTS",)),
    K.SURGERY: (("médecin associée",), ("médecin associé",)),
    K.ESP: (("infirmière coordinatrice",), ("infirmier coordinateur",)),
    K.ESS: (("coordinatrice de l'équipe",), ("coordinateur de l'équipe",)),
}


@dataclass(frozen=True, slots=True)
class Author:
    """An organisation and the person who writes its offers."""

    host: Host
    organisation: Row
    account: Row
    person: Person


def settle(shop: Workshop, count: int, among: Sequence[Place]) -> list[Row]:
    """That many offers in these communes, by about three organisations for four of them."""
    if count == 0:
        return []
    taken = {row["name"] for row in shop.world.rows[Organisation]}
    organisations = max(1, round(count / OFFERS_PER_HOST))
    hosts = settle_hosts(organisations, shop.ground, shop.draws, among=among, taken=taken)
    settled = [_settle_host(shop, host) for host in hosts]
    authors = settled + [shop.draws.pick(settled) for _ in range(count - len(settled))]
    statuses = shop.draws.quotas(STATUSES, count)
    return [
        add_offer(shop, author, status) for author, status in zip(authors, statuses, strict=True)
    ]


def _settle_host(shop: Workshop, host: Host) -> Author:
    world, registry, draws = shop.world, shop.registry, shop.draws
    since = at_noon(shop.today - timedelta(days=draws.between(120, 400)))
    organisation = world.add_organisation(host, registry.landline(), draws.chance(VERIFIED), since)
    person = registry.person()
    account = world.add_member(organisation, person, MemberRole.ADMIN, since)
    if draws.chance(SECOND_PERSON):
        world.add_member(organisation, registry.person(), MemberRole.EDITOR, since)
    return Author(host, organisation, account, person)


def add_offer(shop: Workshop, author: Author, status: OfferStatus, **said: Any) -> Row:
    """One offer with its sites and the log of its states; ``said`` replaces what was drawn."""
    if author.organisation["verified_at"] is None:
        status = OfferStatus.DRAFT
    drawn = imagine_offer(author.host, status, shop.landscape, shop.today, shop.draws)
    functions = _FUNCTIONS[author.host.kind][0 if author.person.woman else 1]
    offer = shop.world.add(
        Offer,
        organisation_id=author.organisation["id"],
        contact_name=author.person.full_name,
        contact_role=shop.draws.pick(functions),
        contact_email=author.account["email"],
        contact_phone=shop.registry.landline(),
        **(drawn | said),
    )
    mode = PracticeMode(offer["practice_mode"])
    for site in imagine_sites(author.host, mode, shop.landscape, shop.draws):
        shop.world.add(OfferSite, offer_id=offer["id"], **site)
    _log(shop, offer, author.account["id"])
    return offer


def _log(shop: Workshop, offer: Row, writer: int) -> None:
    """Each change of state, by whom and when."""
    status = offer["status"]
    changes: list[tuple[OfferStatus | None, OfferStatus, datetime, int | None]] = [
        (None, OfferStatus.DRAFT, offer["created_at"], writer)
    ]
    if status is not OfferStatus.DRAFT:
        published = offer["published_at"]
        changes.append((OfferStatus.DRAFT, OfferStatus.PUBLISHED, published, writer))
        if status is not OfferStatus.PUBLISHED:
            late = at_noon(shop.today - timedelta(days=shop.draws.between(0, 2)))
            by = None if status is OfferStatus.EXPIRED else writer
            changes.append((OfferStatus.PUBLISHED, status, late, by))
    for before, after, at, account_id in changes:
        shop.world.add(
            OfferTransition,
            offer_id=offer["id"],
            before=before,
            after=after,
            account_id=account_id,
            at=at,
        )
