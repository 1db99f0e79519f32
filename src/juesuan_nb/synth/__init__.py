"""Synthetic reports: invented departments that balance, in the layouts of several provinces, with their truth."""

from juesuan_nb.synth.layouts import layouts
from juesuan_nb.synth.report import SyntheticReport, department

__all__ = ["SyntheticReport", "department", "layouts"]
