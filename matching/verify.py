"""An independent check of a ranking: every pair again by ``pair``, sorted, compared.

Shares no code with ``encode``, ``batch`` or ``ranking``. About 100 microseconds an offer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, SupportsFloat, SupportsInt

from matching.affinity import TextModel
from matching.pair import mutual, score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, OfferProfile

CLOSE = 1e-4  # single precision, and the root of a product near 0


class Answer(Protocol):
    """What is checked: ids and means of both directions, best first."""

    @property
    def ids(self) -> Iterable[SupportsInt]:
        """Ids of the offers kept."""

    @property
    def mutual(self) -> Iterable[SupportsFloat]:
        """Their means."""


@dataclass(frozen=True)
class Expected:
    """One offer by the readable way."""

    mutual: float
    excluded: tuple[str, ...]


def expected_of(
    doctor: DoctorProfile, offers: Sequence[OfferProfile], model: TextModel
) -> dict[int, Expected]:
    """Mean and exclusions of every offer for the doctor, by id."""
    rows = model.transform([doctor.project, *(offer.text for offer in offers)])
    spoken = rows.getnnz(axis=1) > 0
    cosines = (rows @ rows[0].T).toarray()[:, 0].tolist()
    truth = {}
    for at, offer in enumerate(offers, 1):
        cosine = cosines[at] if spoken[0] and spoken[at] else math.nan
        ours = score_for_doctor(doctor, offer, affinity=cosine if spoken[0] else None)
        theirs = score_for_host(offer, doctor, affinity=cosine if spoken[at] else None)
        truth[offer.id] = Expected(mutual(ours.value, theirs.value), ours.excluded)
    return truth


def verify_ranking(
    doctor: DoctorProfile,
    offers: Sequence[OfferProfile],
    answer: Answer,
    model: TextModel,
    k: int,
) -> list[str]:
    """What is wrong with the ``k`` best offers answered to a doctor; empty if nothing is."""
    truth = expected_of(doctor, offers, model)
    answered = [
        (int(key), float(value)) for key, value in zip(answer.ids, answer.mutual, strict=True)
    ]
    problems = _list_problems(answered, truth, k)
    for key, value in answered:
        if key in truth:
            problems += _pair_problems(key, value, truth[key])
    return problems


def _list_problems(
    answered: list[tuple[int, float]], truth: dict[int, Expected], k: int
) -> list[str]:
    ids, values = [key for key, _ in answered], [value for _, value in answered]
    size = min(k, sum(not pair.excluded for pair in truth.values()))
    problems = [f"offer {key} is not among the offers" for key in ids if key not in truth]
    problems += [f"offer {key} is listed twice" for key in set(ids) if ids.count(key) > 1]
    if len(ids) != size:
        problems.append(f"{len(ids)} offers instead of {size}")
    if any(after > before for before, after in pairwise(values)):
        problems.append("the list is not in order")
    missed = [
        pair.mutual for key, pair in truth.items() if not pair.excluded and key not in set(ids)
    ]
    if missed and ids and max(missed) > min(values) + CLOSE:
        problems.append(f"an offer at {max(missed):.6f} is missing below {min(values):.6f}")
    return problems


def _pair_problems(key: int, value: float, pair: Expected) -> list[str]:
    problems = []
    if pair.excluded:
        problems.append(f"offer {key} is excluded by {', '.join(pair.excluded)}")
    squares = value**2, pair.mutual**2
    if not math.isclose(value, pair.mutual, abs_tol=CLOSE) and abs(squares[0] - squares[1]) > 1e-6:
        problems.append(f"offer {key} at {value:.6f} instead of {pair.mutual:.6f}")
    return problems
