"""The register of processing, for everyone."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.privacy.base import blueprint
from blueprints.web.guards import open_to_all
from services.explanations.typography import typeset
from services.register import PROCESSINGS
from services.retention import RULES


@blueprint.get("/registre")
@open_to_all
def register() -> ResponseReturnValue:
    """Why each thing is kept, on what basis, who sees it, for how long."""
    return render_template(
        "privacy/register.html",
        processings=PROCESSINGS,
        rules=RULES.values(),
        typeset=typeset,
    )
