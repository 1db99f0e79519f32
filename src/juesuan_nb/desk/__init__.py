"""The analyst's desk: choose a report, a table, a finding; figures, chart and evidence follow.

In a running notebook everything on it is a widget; elsewhere (the web page, a stored notebook, nbval) the result of the
present choice stands there as an ordinary output. Needs ipywidgets.
"""

from juesuan_nb.desk.desk import Desk

__all__ = ["Desk"]
