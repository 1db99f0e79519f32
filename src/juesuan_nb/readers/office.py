"""Forms that only an office suite opens (doc, wps, rtf, …): converted by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from juesuan_nb.errors import ReadError

SECONDS = 120
_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert(data: bytes, name: str, kind: str, source: str, target: str) -> bytes:
    """The bytes of `data` (a file of suffix `source`, called `kind` in messages) as a file of suffix `target`.

    LibreOffice runs with a profile of its own, without a window and without macros, for at most SECONDS. Raises
    ReadError where it is not installed, fails, or takes too long.
    """
    office = program()
    advice = f"请用 Word、Excel 或 WPS 打开后另存为 {target}（或 PDF）再试"
    if office is None:
        raise ReadError(name, f"这是{kind}，本机没有安装 LibreOffice，不能直接读取", f"{advice}，或安装 LibreOffice")
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        given, made = folder / f"input.{source}", folder / "out" / f"input.{target}"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--norestore", "--convert-to", target, "--outdir", str(made.parent)]
        try:
            _run([*command, str(given)])
            return made.read_bytes()
        except subprocess.TimeoutExpired:
            raise ReadError(name, f"这是{kind}，LibreOffice 在 {SECONDS} 秒内没有转换完", advice) from None
        except OSError:
            problem = f"这是{kind}，LibreOffice 打不开它：可能已损坏、有密码，或本机的 LibreOffice 缺少相应组件"
            raise ReadError(name, problem, advice) from None


def _run(command: list[str]) -> None:
    """Run to the end or to the time limit; whatever the office started goes with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            process.wait(SECONDS)
        except BaseException:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise
