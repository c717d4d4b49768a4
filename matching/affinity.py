"""How near two short French texts are: what a doctor hopes for, what an offer tells.

TF-IDF with sublinear counts and unit rows, cosine between two texts (Salton and Buckley 1988,
Information Processing and Management 24, 513-523; scikit-learn's ``TfidfVectorizer``). One model
is fitted on all texts and handed to every worker as plain values (``to_dict``, ``from_dict``), so
that the same two texts get the same number everywhere.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.stop_words import FRENCH_STOP_WORDS

_WORD = r"[^\W\d_]{2,}"
# Compatibility decomposition drops these rather than opening them.
_OPENED = str.maketrans({"’": "'", "œ": "oe", "æ": "ae", "–": " ", "—": " ", "«": " ", "»": " "})


def plain(text: str) -> str:
    """The text in lower-case ASCII: ``"Équipe d’Œuvre"`` gives ``"equipe d'oeuvre"``."""
    opened = text.lower().translate(_OPENED)
    return unicodedata.normalize("NFKD", opened).encode("ascii", "ignore").decode()


class TextModel:
    """A vocabulary with its weights, learnt from texts; unfitted, it knows no word at all.

    ``transform`` gives rows of norm 1, or empty rows for texts without a known word. Fitting and
    transforming are linear in the number of words.

    >>> model = TextModel().fit(["pédiatrie et montagne", "urgences et mer"])
    >>> round(model.cosine("montagne", "la montagne, la pédiatrie"), 3)
    0.707
    """

    def __init__(self, *, max_features: int = 5000, min_df: int = 1) -> None:
        self.max_features = max_features
        self.min_df = min_df
        self.terms_: tuple[str, ...] = ()
        self._vectorizer: Any = None

    def _new_vectorizer(self, **options: object) -> Any:
        return TfidfVectorizer(
            preprocessor=plain,
            token_pattern=rf"(?u)\b{_WORD}\b",
            stop_words=list(FRENCH_STOP_WORDS),
            sublinear_tf=True,
            norm="l2",
            dtype=np.float32,
            **options,
        )

    def fit(self, texts: Iterable[str]) -> TextModel:
        """Learn vocabulary and weights; an empty corpus gives a model that knows nothing."""
        vectorizer = self._new_vectorizer(max_features=self.max_features, min_df=self.min_df)
        try:
            vectorizer.fit(texts)
        except ValueError:  # scikit-learn's answer when no word is left
            self.terms_, self._vectorizer = (), None
            return self
        self.terms_ = tuple(str(term) for term in vectorizer.get_feature_names_out())
        self._vectorizer = vectorizer
        return self

    def transform(self, texts: Iterable[str]) -> Any:
        """The texts as ``csr_matrix`` (n texts, n terms) in float32, rows of norm 1 or 0."""
        texts = list(texts)
        if self._vectorizer is None or not texts:  # scikit-learn refuses both
            return csr_matrix((len(texts), len(self.terms_)), dtype=np.float32)
        return self._vectorizer.transform(texts)

    def to_dict(self) -> dict[str, object]:
        """The model as JSON-able values; ``from_dict`` gives back an equal model."""
        idf = [] if self._vectorizer is None else self._vectorizer.idf_.astype(float).tolist()
        return {
            "max_features": self.max_features,
            "min_df": self.min_df,
            "terms": list(self.terms_),
            "idf": idf,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TextModel:
        """The model that ``to_dict`` described."""
        model = cls(max_features=data["max_features"], min_df=data["min_df"])
        if data["terms"]:
            model.terms_ = tuple(data["terms"])
            model._vectorizer = model._new_vectorizer(vocabulary=list(model.terms_))
            model._vectorizer.idf_ = np.asarray(data["idf"], dtype=np.float32)
        return model

    def cosine(self, seeker: str, target: str) -> float | None:
        """Cosine of two texts in [0, 1].

        ``None`` if the seeker's text holds no known word (affinity does not apply to them),
        ``nan`` if only the target's text holds none (affinity applies and is unknown).
        """
        rows = self.transform([seeker, target])
        if rows[0].nnz == 0:
            return None
        if rows[1].nnz == 0:
            return math.nan
        return float(rows[0].multiply(rows[1]).sum())

    def shared_words(self, a: str, b: str, n: int = 3) -> tuple[str, ...]:
        """The ``n`` shared words that weigh most in the cosine, spelt as in ``b``, heaviest first.

        Equal weights are ordered by the vocabulary, so that the answer never changes.
        """
        rows = self.transform([a, b])
        shared = rows[0].multiply(rows[1]).tocoo()
        best = sorted(zip(-shared.data, shared.col, strict=True))[:n]
        spelt: dict[str, str] = {}
        for word in re.findall(rf"\b{_WORD}\b", unicodedata.normalize("NFC", b.lower())):
            spelt.setdefault(plain(word), word)
        terms = (self.terms_[column] for _, column in best)
        return tuple(spelt.get(term, term) for term in terms)
