"""What rounding explains between printed amounts."""

from collections.abc import Iterable
from decimal import Decimal

from juesuan_nb.amounts import slack


def allowance(addends: int, steps: Iterable[int]) -> Decimal:
    """How far a total may stand from the sum of `addends` rounded amounts, in 分; `steps` are the printed units of all.

    One addend is the same datum printed twice: nothing, unless the two are printed to different units (元 in the table,
    万元 in the text).
    """
    units = {step for step in steps if step}
    if not units:
        return Decimal(0)
    coarsest = max(units)
    return max(slack(addends, coarsest), Decimal(coarsest) / 2 if len(units) > 1 else Decimal(0))
