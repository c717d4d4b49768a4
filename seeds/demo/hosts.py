"""Organisations that publish: where, of which kind, under which name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import CommuneSize, OrganisationKind
from seeds.demo.draws import Draws, Weighted
from seeds.demo.geography import Ground, Place, gp_density
from seeds.demo.names import FAMILIES
from services.french import of, of_departement

K = OrganisationKind
S = CommuneSize
# Where offers come from, by size of commune; the villages publish more than they are peopled.
SIZES: dict[CommuneSize, float] = {
    S.UNDER_2000: 0.27,
    S.FROM_2000: 0.38,
    S.FROM_10000: 0.22,
    S.FROM_50000: 0.09,
    S.OVER_200000: 0.04,
}
_KINDS: dict[CommuneSize, Weighted[OrganisationKind]] = {
    S.UNDER_2000: Weighted(
        {K.TOWN_HALL: 58, K.MSP: 22, K.SURGERY: 8, K.EPCI: 6, K.ESP: 4, K.CPTS: 2}
    ),
    S.FROM_2000: Weighted(
        {
            K.TOWN_HALL: 34, K.MSP: 34, K.HEALTH_CENTRE: 8, K.SURGERY: 10, K.EPCI: 6,
            K.HOSPITAL: 3, K.ESP: 3, K.CPTS: 2,
        }
    ),
    S.FROM_10000: Weighted(
        {
            K.TOWN_HALL: 20, K.MSP: 28, K.HEALTH_CENTRE: 18, K.HOSPITAL: 16, K.SURGERY: 8,
            K.CPTS: 5, K.EPCI: 4, K.ESS: 1,
        }
    ),
    S.FROM_50000: Weighted(
        {
            K.MSP: 22, K.HEALTH_CENTRE: 26, K.HOSPITAL: 24, K.SURGERY: 12, K.TOWN_HALL: 6,
            K.CPTS: 4, K.ESS: 3, K.DEPARTEMENT: 3,
        }
    ),
    S.OVER_200000: Weighted(
        {K.HEALTH_CENTRE: 34, K.MSP: 22, K.HOSPITAL: 24, K.SURGERY: 12, K.ESS: 4, K.CPTS: 4}
    ),
}  # fmt: skip
_EPCI_WORDS = {
    "CC ": "Communauté de communes ",
    "CA ": "Communauté d'agglomération ",
    "CU ": "Communauté urbaine ",
}
_HOUSES = ("des Tilleuls", "du Lavoir", "des Halles", "de la Gare", "du Parc", "des Remparts")


@dataclass(frozen=True, slots=True)
class Host:
    """An imaginary organisation in a real commune."""

    kind: OrganisationKind
    place: Place
    name: str


def settle_hosts(
    count: int, ground: Ground, draws: Draws, *, among: Sequence[Place], taken: set[str]
) -> list[Host]:
    """That many organisations, more of them where there are fewer GPs; no name of ``taken``."""
    wells = {size: _well(size, among) for size in SIZES}
    sizes = {size: share for size, share in SIZES.items() if len(wells[size][0])}
    hosts: list[Host] = []
    for size in draws.quotas(sizes, count):
        host = _settle(size, wells[size], ground, draws)
        while host.name in taken:
            host = _settle(size, wells[size], ground, draws)
        taken.add(host.name)
        hosts.append(host)
    return hosts


def _well(
    size: CommuneSize, among: Sequence[Place]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Communes of a size, and the cumulative need of a doctor there."""
    places = [place for place in among if CommuneSize.of(place.population) is size]
    indices = np.array([place.index for place in places], dtype=np.intp)
    return indices, np.cumsum([need(place) for place in places])


def need(place: Place) -> float:
    """How much a commune looks for doctors: its size, and how few GPs its département has."""
    scarcity = 75 / max(gp_density(place.departement, place.region), 25)
    return float(np.sqrt(place.population) * scarcity**1.8) if place.population >= 150 else 0.0


def _settle(
    size: CommuneSize,
    well: tuple[NDArray[np.intp], NDArray[np.float64]],
    ground: Ground,
    draws: Draws,
) -> Host:
    indices, cumulative = well
    chosen = np.searchsorted(cumulative, draws.uniform() * cumulative[-1], side="right")
    place = ground.places[indices[chosen]]
    kind = draws.weigh(_KINDS[size])
    if kind is K.EPCI and place.epci not in ground.epci_names:
        kind = K.TOWN_HALL
    return Host(kind, place, name_host(kind, place, ground, draws))


def name_host(kind: OrganisationKind, place: Place, ground: Ground, draws: Draws) -> str:
    """A name that such an organisation would bear."""
    here = of(place.name, place.departement)
    departement = of_departement(place.departement, ground.departement_names[place.departement])
    land = here if place.population > 10_000 else f"du Pays {here}"
    if kind is K.MSP:
        house = f"MSP {draws.pick(_HOUSES)}, {place.name}"
        return draws.pick((f"MSP {land}", f"Maison de santé {here}", house))
    if kind is K.EPCI:
        return _epci_name(ground.epci_names[str(place.epci)])
    if kind is K.SURGERY:
        pair = " et ".join(draws.some(FAMILIES, 2))
        return draws.pick((f"Cabinet médical {here}", f"Cabinet des docteurs {pair}, {place.name}"))
    small = place.population < 15_000
    return {
        K.TOWN_HALL: f"Mairie {here}",
        K.HEALTH_CENTRE: draws.pick(
            (f"Centre municipal de santé {here}", f"Centre de santé {here}")
        ),
        K.HOSPITAL: f"Hôpital de proximité {here}" if small else f"Centre hospitalier {here}",
        K.ESP: f"Équipe de soins primaires {here}",
        K.ESS: f"Équipe de soins spécialisés {departement} ({place.name})",
        K.CPTS: f"CPTS {land}",
        K.DEPARTEMENT: f"Conseil départemental {departement}",
    }[kind]


def _epci_name(name: str) -> str:
    for short, long in _EPCI_WORDS.items():
        if name.startswith(short):
            return f"{long}{name.removeprefix(short)}"[:160]
    return name[:160]
