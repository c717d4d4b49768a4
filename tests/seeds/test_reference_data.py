"""The committed reference files hold what their sources say."""

import json
import math
import re
import time
from collections import Counter
from itertools import pairwise

import pytest

from seeds import reference_files
from seeds.reference_files import CommuneRow

EARTH_RADIUS_KM = 6371.0
OVERSEAS_COLLECTIVITIES = {"975", "977", "978", "984", "986", "987", "988", "989"}
RESTORED_IN_CANTAL = {"15031", "15035", "15047", "15171"}
ISLANDS_WITHOUT_EPCI = {"22016", "29083", "29155", "85113"}

Communes = dict[str, CommuneRow]


@pytest.fixture(scope="module")
def communes() -> Communes:
    return {row["code"]: row for row in reference_files.read_communes()}


def position(communes: Communes, code: str) -> tuple[float, float]:
    row = communes[code]
    assert row["lat"] is not None
    assert row["lon"] is not None
    return row["lat"], row["lon"]


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat, lon), (lat2, lon2) = one, other
    half_lat, half_lon = math.radians(lat2 - lat) / 2, math.radians(lon2 - lon) / 2
    shortening = math.cos(math.radians(lat)) * math.cos(math.radians(lat2))
    chord = math.sin(half_lat) ** 2 + shortening * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def is_overseas_collectivity(row: CommuneRow) -> bool:
    return row["departement"] in OVERSEAS_COLLECTIVITIES


def test_every_current_commune_is_there_once(communes: Communes) -> None:
    codes = [row["code"] for row in reference_files.read_communes()]
    assert len(codes) == len(communes) == 34_969
    assert codes == sorted(codes)


def test_codes_keep_their_zeros_and_letters(communes: Communes) -> None:
    assert communes["01001"]["nom"] == "L'Abergement-Clémenciat"
    assert communes["2A004"]["nom"] == "Ajaccio"
    assert communes["01001"]["codes_postaux"] == ["01400"]
    assert all(re.fullmatch(r"\d[\dAB]\d{3}", code) for code in communes)


def test_populations(communes: Communes) -> None:
    people = [row["population"] for row in communes.values() if row["population"] is not None]
    assert sum(people) == 68_952_941
    assert sum(population < 2_000 for population in people) == 29_399
    lot = [row["population"] or 0 for row in communes.values() if row["departement"] == "46"]
    assert (len(lot), sum(lot)) == (312, 176_473)


def test_positions_of_known_towns(communes: Communes) -> None:
    paris, lyon = position(communes, "75056"), position(communes, "69123")
    # 392.6 km on the ellipsoid; the sphere used here is a little shorter from north to south.
    assert distance_km(paris, lyon) == pytest.approx(392.6, abs=0.3)
    assert position(communes, "46042") == pytest.approx((44.447, 1.441), abs=0.001)


def test_badly_geocoded_town_halls_are_replaced(communes: Communes) -> None:
    assert position(communes, "01173") == pytest.approx((46.33, 6.06), abs=0.03)
    assert position(communes, "97129") == pytest.approx((16.3, -61.7), abs=0.1)
    assert communes["97129"]["zone"] == "971"


def test_only_undrawn_communes_have_no_position(communes: Communes) -> None:
    without = [row for row in communes.values() if row["lat"] is None]
    assert len(without) == 98
    inland = {row["code"] for row in without if not is_overseas_collectivity(row)}
    assert inland == RESTORED_IN_CANTAL
    for row in communes.values():
        measures = (row["lat"], row["lon"], row["surface_km2"], row["density"])
        assert len({measure is None for measure in measures}) == 1


@pytest.mark.parametrize("code", ["12218", "14581", "49126", "69114"])
def test_communes_without_polygon_unite_their_delegated_communes(
    communes: Communes, code: str
) -> None:
    assert (communes[code]["surface_km2"] or 0) > 13


def test_every_commune_lies_near_its_departement(communes: Communes) -> None:
    centres: dict[str, list[tuple[float, float]]] = {}
    for code, row in communes.items():
        if row["lat"] is not None:
            centres.setdefault(row["departement"], []).append(position(communes, code))
    for departement, points in centres.items():
        lats, lons = zip(*points, strict=True)
        centre = sorted(lats)[len(lats) // 2], sorted(lons)[len(lons) // 2]
        reach = 350 if departement == "973" else 130
        assert max(distance_km(centre, point) for point in points) < reach, departement


def test_areas_and_densities(communes: Communes) -> None:
    mainland = [row for row in communes.values() if not row["code"].startswith(("97", "98"))]
    assert round(sum(row["surface_km2"] or 0 for row in mainland)) == 548_519
    densities = [row["density"] for row in communes.values() if row["density"] is not None]
    bounds = (0, 30, 100, 300, 1_500, math.inf)
    classes = [
        sum(low <= density < high for density in densities) for low, high in pairwise(bounds)
    ]
    assert classes == [14_077, 12_241, 5_617, 2_329, 607]


def test_epci(communes: Communes) -> None:
    epci = {row["code"]: row for row in reference_files.read_epci()}
    assert len(epci) == 1_255
    assert Counter(row["type"] for row in epci.values()) == {
        "CC": 989,
        "CA": 230,
        "METRO": 21,
        "CU": 14,
        "MET69": 1,
    }
    without = {code for code, row in communes.items() if row["epci"] is None}
    overseas = {code for code, row in communes.items() if is_overseas_collectivity(row)}
    assert len(overseas) == 94
    assert without == overseas | ISLANDS_WITHOUT_EPCI
    people: Counter[str] = Counter()
    for row in communes.values():
        if row["epci"]:
            people[row["epci"]] += row["population"] or 0
    assert people == {code: row["population"] for code, row in epci.items()}


def test_town_hall_addresses(communes: Communes) -> None:
    mainland = [row for row in communes.values() if not is_overseas_collectivity(row)]
    assert sum(row["mairie_email"] is None for row in mainland) == 393
    addresses = [row["mairie_email"] for row in communes.values() if row["mairie_email"]]
    malformed = [a for a in addresses if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", a)]
    assert malformed == []


def test_islands_are_not_reached_by_road(communes: Communes) -> None:
    zones = {code: row["zone"] for code, row in communes.items()}
    assert zones["75056"] == zones["17161"] == "metro"
    assert zones["2A004"] == zones["2B033"] == "corse"
    assert zones["29155"] == "ile-29155"
    assert {zones[code] for code in ("56009", "56114", "56152", "56241")} == {"ile-belle-ile"}
    assert {zones[code] for code in ("97108", "97112", "97126")} == {"ile-marie-galante"}
    assert zones["97608"] == zones["97615"] == "ile-petite-terre"
    assert (zones["97611"], zones["97302"], zones["97411"]) == ("976", "973", "974")
    assert sum(zone.startswith("ile-") for zone in zones.values()) == 24


def test_former_codes_lead_to_current_communes(communes: Communes) -> None:
    assert sum(bool(row["anciens_codes"]) for row in communes.values()) == 2_667
    former = {row["ancien_code"]: row["commune"] for row in reference_files.read_former_codes()}
    assert former["01340"] == "01015"
    assert former["75101"] == "75056"
    assert set(former.values()) <= set(communes)
    assert not set(former) & set(communes)


def test_municipal_districts() -> None:
    districts = list(reference_files.read_municipal_districts())
    assert Counter(row["commune"] for row in districts) == {"75056": 20, "69123": 9, "13055": 16}
    paris = [(row["lat"], row["lon"]) for row in districts if row["commune"] == "75056"]
    assert all(distance_km((48.8566, 2.3522), point) < 10 for point in paris)


def test_postal_codes(communes: Communes) -> None:
    rows = list(reference_files.read_postal_codes())
    assert all(re.fullmatch(r"\d{5}", row["code_postal"]) for row in rows)
    assert {row["commune"] for row in rows} <= set(communes)
    cahors = {row["code_postal"] for row in rows if row["commune"] == "46042"}
    assert cahors == {"46000"}


def test_departements_and_regions_are_complete(communes: Communes) -> None:
    departements = {row["code"]: row for row in reference_files.read_departements()}
    regions = {row["code"] for row in reference_files.read_regions()}
    assert len(set(departements) - OVERSEAS_COLLECTIVITIES) == 101
    assert len(regions - OVERSEAS_COLLECTIVITIES) == 18
    for row in communes.values():
        assert row["region"] == departements[row["departement"]]["region"]
        assert row["region"] in regions


def test_outlines() -> None:
    text = reference_files.DEPARTEMENT_OUTLINES.read_text("utf-8")
    codes = [feature["id"] for feature in json.loads(text)["features"]]
    assert len(codes) == len(set(codes)) == 101
    assert len(text) < 250_000


def test_specialties_belong_to_a_group() -> None:
    specialties = list(reference_files.read_specialties())
    groups = {row["code"]: row["libelle"] for row in reference_files.read_specialty_groups()}
    assert len(specialties) == 95
    assert {row["filiere"] for row in specialties} == set(groups)
    general = {row["code"] for row in specialties if row["filiere"] == "medecine-generale"}
    assert general == {"SM26", "SM53", "SM54"}


def test_reading_everything_is_fast() -> None:
    started = time.process_time()
    for read in (
        reference_files.read_communes,
        reference_files.read_postal_codes,
        reference_files.read_former_codes,
        reference_files.read_epci,
    ):
        assert sum(1 for _ in read()) > 1_000
    assert time.process_time() - started < 3
