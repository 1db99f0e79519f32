"""The errors a user meets. Each says which input, what is wrong, and what to do next, in Chinese."""


class JuesuanError(Exception):
    """Base of every error that is raised on purpose; the command line prints its text and nothing else."""

    exit_code = 3


class ReadError(JuesuanError):
    """An input could not be read as a final accounts report (exit code 3)."""

    def __init__(self, name: str, problem: str, advice: str) -> None:
        super().__init__(f"{name}：{problem}。{advice}。")
        self.name, self.problem, self.advice = name, problem, advice


class UsageError(JuesuanError):
    """A call or a parameter is wrong (exit code 2)."""

    exit_code = 2
