"""What ships is found in a wheel and in a checkout."""

import pytest

from juesuan_nb import resources


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package folder of its own instead of the real one."""
    folder = tmp_path / "src" / "juesuan_nb"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda _: folder)
    return folder


def test_a_checkout_has_them_at_its_top(package, tmp_path):
    (tmp_path / "data").mkdir()
    assert resources.shipped("data") == tmp_path / "data"


def test_a_wheel_carries_them_and_looks_nowhere_else(package, tmp_path):
    (tmp_path / "data").mkdir()
    (package / "shipped" / "data").mkdir(parents=True)
    assert resources.shipped("data") == package / "shipped" / "data"


def test_a_package_without_them_says_so(package):
    with pytest.raises(FileNotFoundError, match="notebooks"):
        resources.shipped("notebooks")
