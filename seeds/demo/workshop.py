"""What everything that imagines people and posts works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seeds.demo.draws import Draws
from seeds.demo.geography import Ground
from seeds.demo.landscape import Landscape
from seeds.demo.names import Registry
from seeds.demo.tables import World


@dataclass(frozen=True, slots=True)
class Workshop:
    """The world under construction, the country it stands on, its day and its chance."""

    world: World
    landscape: Landscape
    registry: Registry
    today: date
    draws: Draws

    @property
    def ground(self) -> Ground:
        """The communes."""
        return self.landscape.ground
