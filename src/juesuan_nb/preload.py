"""What warm parents import, and call, before they fork.

A module of its own, which imports nothing: the command line starts a parent before it imports what itself needs.
"""

NOTEBOOK = ("juesuan_nb.rehearsal:prepare",)
"""For single notebooks."""
REPORTS = ("juesuan_nb.rehearsal", "juesuan_nb.batch.work", "juesuan_nb.engine.here")
"""For the processes that make reports."""
MANY_REPORTS = (*REPORTS, "juesuan_nb.rehearsal:prepare_many")
"""For many of them: a rehearsal as well."""
FEW = 4
"""For up to so many reports a rehearsal takes longer than it saves."""
