"""Where the notebooks and the sample report are: in an installed wheel, or in the checkout it was installed from."""

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `name` ("notebooks" or "data") that travels with the package.

    A wheel carries them in juesuan_nb/shipped (see pyproject.toml); in a checkout they are at its top.
    Raises FileNotFoundError where neither is there.
    """
    package = Path(str(files("juesuan_nb")))
    for folder in (package / "shipped" / name, package.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"juesuan_nb was installed without its folder {name!r}")
