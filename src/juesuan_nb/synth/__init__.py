"""Synthetic reports: invented departments that balance, in the layouts of several provinces, with their truth."""

from juesuan_nb.synth.damage import DAMAGES, damage, damages
from juesuan_nb.synth.layouts import layouts
from juesuan_nb.synth.mutations import MUTATIONS, Planted, plant
from juesuan_nb.synth.render import FORMS, render
from juesuan_nb.synth.report import SyntheticReport, department

__all__ = [
    "DAMAGES",
    "FORMS",
    "MUTATIONS",
    "Planted",
    "SyntheticReport",
    "damage",
    "damages",
    "department",
    "layouts",
    "plant",
    "render",
]
