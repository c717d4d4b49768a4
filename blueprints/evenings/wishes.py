"""Who comes on the other side, and whom one would like to meet."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.evenings.personal import open_listed
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import sentence
from services.event_faces import list_faces
from services.refusals import Refusal
from services.transaction import transaction
from services.wishes import MOST_MUSTS, other_side, save_wishes, wishes_of

_NAME = re.compile(r"souhait-(\d{1,6})")
CHOICES = (
    ("must", "Absolument", "star"),
    ("gladly", "Volontiers", "check"),
    ("no", "Non merci", "x"),
    ("", "Sans avis", ""),
)


@blueprint.route("/inscription/<token>/souhaits", methods=["GET", "POST"])
@open_to_all
def wishes(token: str) -> ResponseReturnValue:
    """Everyone of the other side, masked, with four answers each; one button keeps all."""
    participant = open_listed(token)
    form, refused = BaseForm(), ""
    said = wishes_of(participant)
    if form.validate_on_submit():
        answered = _answered()
        try:
            with transaction():
                save_wishes(participant, answered)
        except Refusal as refusal:
            refused = sentence(refusal)
            said = {n: kind for n, kind in {**said, **answered}.items() if kind}
        else:
            flash("Vos souhaits sont gardés. Vous pouvez y revenir jusqu’à la soirée.", "success")
            return redirect(url_for("evenings.wishes", token=token))
    page = render_template(
        "evenings/wishes.html",
        token=token,
        participant=participant,
        event=participant.event,
        faces=list_faces(participant.event, other_side(participant.side), participant),
        said=said,
        choices=CHOICES,
        most=MOST_MUSTS,
        refused=refused,
        form=form,
    )
    return page, 422 if refused else 200


def _answered() -> dict[int, str | None]:
    """What the form says of each badge number; anything else in it is passed over."""
    found = ((_NAME.fullmatch(name), value) for name, value in request.form.items())
    return {int(name[1]): value or None for name, value in found if name}
