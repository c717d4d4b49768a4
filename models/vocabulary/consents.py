"""What a person may agree to, each thing apart."""

from models.vocabulary.labels import Labelled


class ConsentKind(Labelled):
    """One agreement; none of them is needed to use the site."""

    VISIBLE = "visible", "Être visible des hôtes"
    ALERTS = "alerts", "Recevoir des alertes"
    TERRITORIES = "territories", "Être proposé à d’autres territoires"
