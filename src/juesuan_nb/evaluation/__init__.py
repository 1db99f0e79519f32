"""绩效 attachments → facts: self-evaluation tables, project summaries, evaluation reports."""

import pandas as pd

from juesuan_nb.document import RawDocument
from juesuan_nb.evaluation.attachments import attachments
from juesuan_nb.evaluation.reports import report_facts
from juesuan_nb.evaluation.tables import table_facts
from juesuan_nb.evaluation.views import budget_lines, indicators, projects, totals
from juesuan_nb.frames import EVALUATION, frame

__all__ = ["budget_lines", "extract", "indicators", "projects", "totals"]


def extract(document: RawDocument) -> pd.DataFrame:
    """The facts of the 绩效 attachments, one row each, in the columns of `frames.EVALUATION`.

    Tables are told by their heads wherever they stand; running text is read only in evaluation reports, which are told
    by their titles. A document without either gives an empty frame.
    """
    facts = []
    for attachment in attachments(document):
        facts += table_facts(attachment)
        facts += report_facts(attachment)
    return frame(facts, EVALUATION)
