"""The states through which things pass."""

from models.vocabulary.labels import Labelled


class OfferStatus(Labelled):
    """The life of an offer."""

    DRAFT = "draft", "Brouillon"
    PUBLISHED = "published", "Publiée"
    PAUSED = "paused", "En pause"
    FILLED = "filled", "Pourvue"
    EXPIRED = "expired", "Expirée"


OFFER_TRANSITIONS: dict[OfferStatus, tuple[OfferStatus, ...]] = {
    OfferStatus.DRAFT: (OfferStatus.PUBLISHED,),
    OfferStatus.PUBLISHED: (OfferStatus.PAUSED, OfferStatus.FILLED, OfferStatus.EXPIRED),
    OfferStatus.PAUSED: (OfferStatus.PUBLISHED, OfferStatus.FILLED, OfferStatus.EXPIRED),
    OfferStatus.FILLED: (OfferStatus.PUBLISHED,),
    OfferStatus.EXPIRED: (OfferStatus.PUBLISHED,),
}


class Side(Labelled):
    """Whose yes it is."""

    DOCTOR = "doctor", "Médecin"
    HOST = "host", "Hôte"


class Answer(Labelled):
    """What a side said of a pair."""

    YES = "yes", "Oui"
    DECLINED = "declined", "Non merci"
    WITHDRAWN = "withdrawn", "Retiré"


class BookmarkKind(Labelled):
    """A doctor's private marks on offers."""

    FAVOURITE = "favourite", "Favori"
    HIDDEN = "hidden", "Masquée"


class MarketKind(Labelled):
    """Which kind of row changed what scoring reads."""

    DOCTOR = "doctor", "Médecin"
    OFFER = "offer", "Offre"
    TEXT_MODEL = "text_model", "Vocabulaire"
