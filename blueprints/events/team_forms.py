"""Forms of a team: whom to invite, and what each may do."""

from __future__ import annotations

from wtforms import SelectField

from blueprints.web.forms import BaseForm
from blueprints.web.invitation_form import WhomToInviteForm, may_do_field
from models.vocabulary import EventRight
from services.event_team import tell_right

# What one most often invites for comes first.
_RIGHTS = [
    (right.value, tell_right(right).capitalize())
    for right in (EventRight.EDITOR, EventRight.DESK, EventRight.OWNER)
]


class InviteOrganiserForm(WhomToInviteForm):
    """Whom to invite to organise, and what they may do."""

    right = may_do_field(_RIGHTS, EventRight.EDITOR.value)


class RightForm(BaseForm):
    """What someone may do from now on."""

    right = SelectField("Droit", choices=EventRight.choices())
