"""The property: what is printed from a synthetic report and read again is the truth, for every layout and form.

A handful of departments here; `make synth-nightly` runs 200 of every layout in every form.
"""

import pytest

from juesuan_nb import readers, synth
from juesuan_nb.document import RawDocument
from juesuan_nb.synth.truth import differences

LAYOUTS = list(synth.layouts())
SIZES = ("small", "medium", "large")
TEXTS = ("text", "markdown", "html")


def read_again(report: synth.SyntheticReport, form: str, folder) -> RawDocument:
    path = folder / f"report{synth.FORMS[form][1]}"
    path.write_bytes(synth.render(report, form))
    return readers.read(path)


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_comes_back(layout, form, tmp_path):
    for seed, size in enumerate(SIZES if form == "text" else SIZES[:2]):
        report = synth.department(seed, layout=layout, size=size)
        assert differences(report, read_again(report, form, tmp_path)) == []


@pytest.mark.parametrize("form", sorted(set(synth.FORMS) - set(TEXTS)))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_comes_back_from_office_forms(layout, form, tmp_path):
    report = synth.department(11, layout=layout, size="medium")
    assert differences(report, read_again(report, form, tmp_path)) == []


@pytest.mark.parametrize("kind", synth.DAMAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_damage_of_conversion_is_mended(layout, kind, tmp_path):
    report = synth.damage(synth.department(4, layout=layout, size="medium"), kind, 4)
    assert differences(report, read_again(report, "text", tmp_path)) == []


@pytest.mark.parametrize("kind", synth.damages("pdf"))
@pytest.mark.parametrize("form", synth.FORMS)
def test_broken_tables_and_wrapped_names_in_every_form(form, kind, tmp_path):
    report = synth.damage(synth.department(6, layout="national", size="medium"), kind, 6)
    assert differences(report, read_again(report, form, tmp_path)) == []


def test_damage_is_really_there():
    clean = synth.department(4, size="large")
    printed = synth.render(clean)
    for kind in synth.DAMAGES:
        hurt = synth.damage(clean, kind, 1)
        assert synth.render(hurt) != printed
        assert (len(hurt.cells) < len(clean.cells)) is (kind == "lost")


def test_what_is_lost_or_added_is_told(tmp_path):
    report = synth.department(1, size="small")
    document = read_again(report, "text", tmp_path)
    other = synth.plant(report, "cell", 1)[0]
    found = differences(other, document)
    assert [line[:6] for line in found] == ["- cell", "+ cell"]
