"""The terms of the fast way that are not products of codes: months, texts, experience."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matching.coding import F32, Bools
from matching.encode import DoctorCodes, OfferCodes
from matching.tables import FULL_COSINE, MONTHS_TO_ZERO


def lateness(latest: F32, earliest: F32) -> F32:
    """Value of months that broadcast together: 1 on time, 0 from six months on or if infinite."""
    value: F32 = earliest - latest
    value *= np.float32(-1 / MONTHS_TO_ZERO)
    value += 1
    np.maximum(value, 0, out=value)
    np.minimum(value, 1, out=value)
    return value


def cosines(doctors: Any, offers: Any) -> F32:
    """Cosines (doctors, offers) of two sparse sets of unit rows over the same terms.

    The shorter side is made dense, so that each word of the longer side adds one dense row.
    """
    if doctors.shape[0] <= offers.shape[0]:
        dense = np.ascontiguousarray(doctors.toarray().T)
        return np.ascontiguousarray((offers @ dense).T)
    dense = np.ascontiguousarray(offers.toarray().T)
    return np.asarray(doctors @ dense)


def affinity_values(cosine: F32) -> F32:
    """Value of cosines, 1 from ``FULL_COSINE`` on."""
    value: F32 = cosine * np.float32(1 / FULL_COSINE)
    np.minimum(value, 1, out=value)
    return value


def experience_values(
    doctors: DoctorCodes, offers: OfferCodes, asking: npt.NDArray[np.intp]
) -> tuple[F32, Bools]:
    """Value and whether it is known, (doctors, asking): mean of what is asked and said."""
    stages, asked = offers.stages[asking], offers.min_years[asking]
    stage_said = (doctors.stage != 0)[:, None] & (stages != 0)
    years_said = ~np.isnan(doctors.years)[:, None] & ~np.isnan(asked)
    years, least = np.nan_to_num(doctors.years)[:, None], np.nan_to_num(asked)
    served = np.where(years >= least, 1, years / np.maximum(least, 1)).astype(np.float32)
    values = ((doctors.stage[:, None] & stages) != 0).astype(np.float32)
    values += np.maximum(served, 0) * years_said
    both = stage_said & years_said
    values[both] *= 0.5
    return values, stage_said | years_said
