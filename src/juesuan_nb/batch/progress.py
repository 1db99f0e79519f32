"""How far a batch is: one line per report, with the rate and the time that is left."""

from collections.abc import Callable
from time import monotonic

from juesuan_nb.batch.ledger import Row

COUNTS = (("error", "错误"), ("warning", "疑点"), ("info", "提示"))
SETTLED = 3
"""Reports after which a rate tells something."""


class Progress:
    """Tells `say` a line for each report that is settled."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self.total, self.done, self._say, self._start = total, 0, say, monotonic()

    def settled(self, row: Row) -> None:
        """A report has come to its end."""
        self.done += 1
        self._say(f"[{self.done}/{self.total}] {row.name} → {row.folder}　{result(row)}{self._pace()}")

    def _pace(self) -> str:
        passed = monotonic() - self._start
        if self.done < SETTLED or self.done == self.total:
            return ""
        left = passed / self.done * (self.total - self.done)
        return f"　每分钟 {60 * self.done / passed:.0f} 份，还需约 {duration(left)}"


def result(row: Row) -> str:
    """What came of a report, in a few words."""
    if row.outcome.get("status") != "done":
        return "没有做成：" + row.outcome.get("message", "")
    counts = row.outcome["counts"]
    return " ".join(f"{word} {counts[name]}" for name, word in COUNTS)


def duration(seconds: float) -> str:
    """A time span in words: 40 秒, 3 分 20 秒, 2 小时 5 分."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
