"""Planted errors: what a department prints wrongly. The truth follows the print; `Planted` says what is wrong."""

from dataclasses import replace
from random import Random

from juesuan_nb.errors import UsageError
from juesuan_nb.synth.figure_errors import FIGURE_ERRORS, told
from juesuan_nb.synth.form_errors import marked
from juesuan_nb.synth.planting import Kind, Mutation, Planted, kinds
from juesuan_nb.synth.report import SyntheticReport
from juesuan_nb.synth.table_errors import TABLE_ERRORS
from juesuan_nb.synth.text_errors import TEXT_ERRORS

__all__ = ["MUTATIONS", "Kind", "Planted", "kinds", "plant"]

MUTATIONS: dict[str, Mutation] = {
    name: told if kind.told else marked if kind.field else (TABLE_ERRORS | TEXT_ERRORS | FIGURE_ERRORS)[name]
    for name, kind in kinds().items()
}
"""Kind of planted error → the function that plants one."""


def plant(report: SyntheticReport, kind: str, seed: int = 0) -> tuple[SyntheticReport, Planted]:
    """The report with one error of a kind, and what was planted.

    A report that has nothing to plant it in comes back as it is, and `hidden` says so. Raises UsageError where the
    kind is unknown.
    """
    if kind not in MUTATIONS:
        raise UsageError(f"没有错误“{kind}”，可用：{'、'.join(MUTATIONS)}。")
    found = MUTATIONS[kind](report, Random(f"{seed}/{kind}"), kinds()[kind])
    if found is None:
        return report, Planted(kind, hidden="这份报告里没有可以放这种错误的地方")
    blocks, planted = found
    return replace(report, blocks=blocks), replace(planted, rules=kinds()[kind].rules)
