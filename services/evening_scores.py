"""What each meeting of an evening would be worth: the scores of the house, and the wishes.

A pair starts from its mutual score, 0 to 1. Each wish adds to it; a no bars the pair, whoever said
it, and nothing overrides that. Nobody sees the score of a pair: it may rest on what a doctor told
the ranking alone. Why these figures: docs/decisions/0010-plans-of-evenings.md.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.batch import score_block
from matching.encode import encode_doctors, encode_offers
from matching.profiles import DoctorProfile, OfferProfile
from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import WishKind
from services.evening_people import EveningPeople, announced_window, list_people
from services.guest_profiles import doctor_profiles, offer_profiles
from services.profiles import load_doctors, load_offers
from services.text_models import load_text_model
from services.wishes import list_wishes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

# What each side's wish adds to a mutual score of at most 1.
BONUS = {WishKind.MUST: 1.0, WishKind.GLADLY: 0.25}
UNKNOWN = 0.5  # nothing is known of any pair
LEAST = 0.05  # a meeting is always worth more than waiting
RULED_OUT = 0.01  # of its score keeps a pair that misses what someone said was indispensable
DECIMALS = 5  # the same plan on machines that round otherwise


@dataclass(frozen=True)
class EveningScores:
    """Rows and columns of a plan: ``scores`` and ``barred`` (C, H), windows (people, 2).

    A window names first and last rounds; one that lies outside the evening is of someone who
    cannot be there.
    """

    people: EveningPeople
    scores: F64
    barred: Bools
    candidate_windows: Ints
    host_windows: Ints

    @property
    def candidates(self) -> list[Participant]:
        """One per row: of a couple that attends together, the first."""
        return self.people.candidates

    @property
    def hosts(self) -> list[Participant]:
        """One per column."""
        return self.people.hosts


def gather(event: DatingEvent, named: Collection[int] = ()) -> EveningScores:
    """Everything that a plan of this evening is made from.

    ``named``: ids of people whom meetings name; they get a row even if they no longer come.
    A dozen queries, however many people.
    """
    people = list_people(event, named)
    everyone = [each for first in people.candidates for each in people.together(first)]
    values = _mutual_scores(everyone, people.hosts)
    said, heard, barred = _read_wishes(event.id, everyone, people.hosts)
    rows = _rows_of(people)
    scores = np.stack([_merged(values[row]) for row in rows]) if rows else values
    if rows:
        scores = scores + np.stack([said[row].max(axis=0) + heard[row].max(axis=0) for row in rows])
        barred = np.stack([barred[row].any(axis=0) for row in rows])
    return EveningScores(
        people,
        np.round(scores, DECIMALS),
        barred,
        _windows(event, [people.together(each) for each in people.candidates], people.gone),
        _windows(event, [(each,) for each in people.hosts], people.gone),
    )


def _rows_of(people: EveningPeople) -> list[list[int]]:
    """For each row of the plan, its rows in the list of all candidates."""
    rows, at = [], 0
    for first in people.candidates:
        count = len(people.together(first))
        rows.append(list(range(at, at + count)))
        at += count
    return rows


def _merged(values: F64) -> F64:
    """The score of people who come as one: the geometric mean, as of both sides of a table."""
    merged: F64 = np.exp(np.log(values).mean(axis=0))
    return merged


def _mutual_scores(candidates: list[Participant], hosts: list[Participant]) -> F64:
    """(candidates, hosts), above 0: mutual scores, a middling one where nothing is known."""
    if not candidates or not hosts:
        return np.zeros((len(candidates), len(hosts)))
    model = load_text_model(db.session())
    doctors = encode_doctors(_doctor_profiles(candidates), model)
    offers = encode_offers(_offer_profiles(hosts), model)
    block = score_block(doctors, offers)
    unknown = np.isnan(block.score_d) & np.isnan(block.score_h)
    values = np.nan_to_num(block.mutual.astype(np.float64))
    excluded = block.excluded_d | block.excluded_h
    told = ~unknown & ~excluded
    values[unknown] = values[told].mean() if told.any() else UNKNOWN
    values = np.clip(values, LEAST, 1.0)
    values[excluded] *= RULED_OUT
    return values


def _doctor_profiles(candidates: list[Participant]) -> list[DoctorProfile]:
    ids = {each.doctor_id for each in candidates if each.doctor_id is not None}
    known = {each.profile.id: each.profile for each in load_doctors(db.session(), ids)}
    guests = doctor_profiles([each for each in candidates if each.doctor_id not in known])
    return [guests.get(each.id) or known[each.doctor_id or 0] for each in candidates]


def _offer_profiles(hosts: list[Participant]) -> list[OfferProfile]:
    ids = {each.offer_id for each in hosts if each.offer_id is not None}
    known = {each.profile.id: each.profile for each in load_offers(db.session(), ids)}
    guests = offer_profiles([each for each in hosts if each.offer_id not in known])
    return [guests.get(each.id) or known[each.offer_id or 0] for each in hosts]


def _read_wishes(
    event_id: int, candidates: list[Participant], hosts: list[Participant]
) -> tuple[F64, F64, Bools]:
    """What candidates say of hosts, hosts of candidates (bonuses), and who may not meet."""
    shape = len(candidates), len(hosts)
    said, heard, barred = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    row = {each.id: at for at, each in enumerate(candidates)}
    column = {each.id: at for at, each in enumerate(hosts)}
    for (author, about), kind in list_wishes(event_id).items():
        candidate, host = (author, about) if author in row else (about, author)
        if candidate not in row or host not in column:
            continue
        pair = row[candidate], column[host]
        if kind == WishKind.NO:
            barred[pair] = True
        else:
            (said if author in row else heard)[pair] = BONUS[kind]
    return said, heard, barred


def _windows(
    event: DatingEvent, rows: list[tuple[Participant, ...]], gone: Collection[int]
) -> Ints:
    outside = (event.rounds, event.rounds)
    windows = [outside if row[0].id in gone else announced_window(event, row) for row in rows]
    return np.array(windows, dtype=np.int64).reshape(-1, 2)
