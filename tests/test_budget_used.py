"""What a given 部门预算 does: variance, leads, evidence, command line, workbook, batch, and the real budget."""

import json
from dataclasses import replace
from decimal import Decimal

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

from batches import here, template
from juesuan_nb import batch, check, load_budget, load_report, measures, show, table, workbook
from juesuan_nb.batch import Options, tasks_listed
from juesuan_nb.budget.model import GENERAL, WHOLE, Budget, Line
from juesuan_nb.cli import main
from juesuan_nb.document import Place, RawDocument
from juesuan_nb.errors import UsageError
from juesuan_nb.synth import department, render
from juesuan_nb.synth.disclosure import budget, misprint
from literals import cells, item_claims, report

WAN = 1_000_000
TABLE = cells(
    "general_public_expenditure",
    "合计 基本支出 项目支出",
    "合计 | 60.00 | 60.00 | 0.00\n2080101 行政运行 | 30.00 | 30.00 | 0.00\n2080102 一般事务 | 12.00 | 12.00 | 0.00"
    "\n2210201 住房公积金 | 18.00 | 18.00 | 0.00",
)


def disclosed(*rows: tuple[str, str]) -> Budget:
    """A 部门预算 of 某部门 2024 in 元 with these codes and amounts."""
    lines = tuple(
        Line(GENERAL, "一般公共预算支出表", code, "某项", WHOLE, value, int(Decimal(value) * 100), "元", "printed", Place(7, box=(1.0, number, 9.0, number + 5.0)))
        for number, (code, value) in enumerate(rows)
    )  # fmt: skip
    return Budget("某部门", 2024, "元", lines, RawDocument("预算.pdf", "pdf", "", ()))


def files(folder, seed=0, layout="shanghai", form="text", change=lambda made: made):
    """Accounts and budget of one invented department, as files."""
    folder.mkdir(parents=True, exist_ok=True)
    accounts, planned = folder / f"决算{seed}", folder / f"预算{seed}"
    accounts.write_bytes(render(department(seed, size="small", layout=layout), form))
    planned.write_bytes(render(change(budget(seed, size="small", layout=layout, style="parted")), form))
    return accounts, planned


def juesuan(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="juesuan")


def rows(frame):
    return {row.code: row for row in frame.itertuples(index=False)}


def test_the_narrative_comes_first_and_the_budget_fills_what_it_leaves_out():
    claims = [
        *item_claims(1, "2080101", "行政运行", original_budget="25.00", outturn="30.00"),
        *item_claims(2, "2080102", "一般事务", revised_budget="12.00", outturn="12.00", execution_rate="100.00"),
    ]
    planned = disclosed(("2080101", "260000.00"), ("2080102", "101234.56"), ("2210201", "200000"), ("2080199", "50000"))
    found = rows(measures.variance(replace(report(TABLE, claims), budget=planned)))
    told, silent, untold, unspent = (found[code] for code in ("2080101", "2080102", "2210201", "2080199"))
    assert (told.original_budget, told.variance, told.budget_source) == (25 * WAN, 5 * WAN, "narrative")
    assert told.budget_place == ""
    assert (silent.original_budget, silent.revised_budget) == (10_123_456, 12 * WAN)
    assert (silent.base, silent.variance) == ("original_budget", 12 * WAN - 10_123_456)
    assert silent.execution_rate == Decimal("118.54")
    assert silent.stated_rate is None, "the text's rate is one of another budget"
    assert (silent.budget_source, silent.budget_place) == ("disclosed", "第7页")
    assert (untold.outturn, untold.variance, untold.execution_rate) == (18 * WAN, -2 * WAN, Decimal("90.00"))
    assert (unspent.outturn, unspent.variance, unspent.budget_source) == (0, -5 * WAN, "disclosed")


def test_an_item_that_the_budget_does_not_list_had_none():
    claims = item_claims(1, "2080101", "行政运行", revised_budget="30.00", outturn="30.00")
    found = rows(measures.variance(replace(report(TABLE, claims), budget=disclosed(("2210201", "180000.00")))))
    assert (found["2080101"].original_budget, found["2080101"].variance) == (0, 30 * WAN)
    assert found["2080101"].execution_rate is None
    assert found["2080101"].budget_place == "部门预算没有列"


def test_without_a_budget_nothing_changes():
    claims = item_claims(1, "2080102", "一般事务", revised_budget="12.00", outturn="12.00", execution_rate="100.00")
    found = rows(measures.variance(report(TABLE, claims)))
    assert (found["2080102"].base, found["2080102"].stated_rate) == ("revised_budget", Decimal("100.00"))
    assert found["2210201"].base == ""
    assert {row.budget_source for row in found.values()} == {""}


def test_a_damaged_table_does_not_prove_that_nothing_was_spent():
    own = replace(report(TABLE), budget=disclosed(("2080199", "50000")))
    lost = own.quality.reindex(range(1)).assign(kind="cell_lost", statement=GENERAL)
    assert rows(measures.variance(own))["2080199"].outturn == 0
    unknown = rows(measures.variance(replace(own, quality=lost)))["2080199"]
    assert pd.isna(unknown.outturn)
    assert pd.isna(unknown.variance)


def test_the_total_of_the_text_takes_the_budgets_total():
    claims = [
        {
            "topic": GENERAL,
            "subject": "支出",
            "measure": "revised_budget",
            "value": "60.00",
            "unit": "万元",
            "amount": 60 * WAN,
        }
    ]
    claims.append(claims[0] | {"measure": "outturn"})
    total = replace(disclosed(("", "480000.00")), lines=(replace(disclosed(("", "480000.00")).lines[0], item=WHOLE),))
    found = measures.budget_totals(replace(report(TABLE, claims), budget=total)).iloc[0]
    assert (found["original_budget"], found["base"], found["variance"]) == (48 * WAN, "original_budget", 12 * WAN)


def test_every_item_of_a_report_without_original_budgets_gets_its_own(tmp_path):
    """The Shanghai text tells the whole-year budget only."""
    accounts, planned = files(tmp_path)
    before = measures.variance(load_report(accounts))
    after = measures.variance(load_report(accounts, budget=planned))
    truth = budget(0, size="small", layout="shanghai", style="parted").cells.query(
        "statement == @GENERAL and column == '合计' and code.str.len() == 7"
    )
    assert set(before["base"]) == {"revised_budget"}
    assert set(after["base"]) == {"original_budget"}
    printed = {row.code: int(Decimal(row.value) * 100) for row in truth.itertuples()}
    assert {row.code: row.original_budget for row in after.itertuples() if row.original_budget} == printed
    assert "预算出自" in str(table(after))
    assert "预算出自" not in str(table(before))


def test_the_evidence_of_a_difference_shows_both_documents(tmp_path):
    accounts, planned = files(tmp_path, layout="national", form="pdf", change=lambda made: misprint(made)[0])
    own = load_report(accounts, budget=planned)
    finding = check(own, select=["NV16"]).findings.iloc[0].to_dict()
    shown = show(own, finding)
    assert len(shown) == 2
    assert all(one.png for one in shown), "both are pictures of their own file"
    assert {one.spots[0].place.file for one in shown} == {"", "部门预算 预算0"}
    line = own.budget.frame[lambda frame: frame["code"] == finding["codes"]].iloc[0].to_dict()
    assert show(own, line)[0].png


def test_the_command_line(tmp_path):
    accounts, planned = files(tmp_path, layout="national", change=lambda made: misprint(made)[0])
    found = juesuan("check", accounts, "--budget", planned, "--select", "NV16", "--fail-on", "warning")
    assert found.exit_code == 1
    assert "部门预算《预算0》" in found.stdout
    assert juesuan("check", accounts, "--select", "NV16", "--fail-on", "info").exit_code == 0
    read = juesuan("read", accounts, "--budget", planned, "--part", "budget")
    assert read.exit_code == 0
    assert read.stdout.splitlines()[0].startswith("table,statement,code,item,column,value,amount,unit")
    assert len(read.stdout.splitlines()) == len(load_budget(planned).lines) + 1


def test_the_command_line_says_what_is_wrong(tmp_path):
    accounts, planned = files(tmp_path)
    other, foreign = files(tmp_path, 1)
    several = juesuan("check", accounts, other, "--budget", planned)
    assert several.exit_code == 2
    assert "2 份报告" in several.stderr
    refused = juesuan("check", accounts, "--budget", foreign)
    assert refused.exit_code == 3
    assert "不是同一部门" in refused.stderr
    assert juesuan("read", accounts, "--part", "budget").exit_code == 2
    assert juesuan("read", planned).exit_code == 3


def test_the_workbook_is_made_with_the_budget(tmp_path):
    accounts, planned = files(tmp_path)
    folder = workbook.run(accounts, out=tmp_path / "成果", budget=planned)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["budget"]["name"] == planned.name
    executed = nbformat.read(folder / "workbook.ipynb", as_version=4)
    shown = "".join(
        output.get("data", {}).get("text/plain", "") for cell in executed.cells for output in cell.get("outputs", ())
    )
    assert "预算出自" in shown
    assert "部门预算 SHA-256" in (folder / "workbook.html").read_text(encoding="utf-8")


def test_a_template_without_the_parameter_says_so(tmp_path):
    accounts, planned = files(tmp_path)
    with pytest.raises(UsageError, match="没有参数 budget"):
        workbook.run(accounts, out=tmp_path / "成果", budget=planned, notebook=template(tmp_path / "own.ipynb"))


@pytest.mark.usefixtures("unexecuted")
def test_a_list_of_reports_names_the_budget_of_each(tmp_path):
    pairs = [files(tmp_path, seed) for seed in range(2)]
    wrong = files(tmp_path, 2)
    lines = [f"{accounts.name},{planned.name}" for accounts, planned in pairs]
    manifest = tmp_path / "清单.csv"
    manifest.write_text("\n".join(["files,部门预算", *lines, f"{wrong[0].name},{pairs[0][1].name}"]), encoding="utf-8")
    tasks = tasks_listed(manifest)
    assert [task.budget for task in tasks[:2]] == [planned for _, planned in pairs]
    options = Options(runner=here, notebook=template(tmp_path / "t.ipynb", parameters=_PARAMETERS))
    summary = batch.run(tasks, tmp_path / "成果", options)
    assert len(summary.failed) == 1
    assert "不是同一部门" in summary.failed[0].outcome["message"]
    again = batch.run(tasks[:2], tmp_path / "成果", options)
    assert again.unchanged == 2
    pairs[0][1].write_bytes(render(misprint(budget(0, size="small", layout="shanghai", style="parted"))[0]))
    assert batch.run(tasks[:2], tmp_path / "成果", options).unchanged == 1


_PARAMETERS = 'report: str = ""  # 报告\nexecution_rate_high: float = 120  # 上限（%）\nbudget: str = ""  # 部门预算'


def test_the_real_budget(shared):
    read = load_budget(shared / "reports" / "putuo-commerce-budget-2025.pdf")
    assert (read.department, read.year, read.unit) == ("上海市普陀区商务委员会", 2025, "元")
    original = read.original()
    amounts = {code: line.amount for code, line in original.items()}
    assert amounts[""] == 371_514_655_00
    assert amounts["2011301"] == 9_389_913_00
    assert amounts["2210203"] == 1_488_000_00
    assert sum(amount for code, amount in amounts.items() if len(code) == 7) == amounts[""]
    assert sum(amount for code, amount in amounts.items() if len(code) == 3) == amounts[""]
    assert sum(len(code) == 7 for code in amounts) == 16
    assert original["2080599"].place.page == 16
    assert all(line.place.box for line in original.values())
    assert dict(read.original("basic_expenditure").items())["30201"].amount == 273_900_00
    public = read.frame.query("statement == 'three_public'")
    assert dict(zip(public["column"], public["value"], strict=True)) == {
        "预算数/合计": "1.00",
        "预算数/公务接待费": "1.00",
    }
    assert read.empty == {"government_funds", "state_capital"}


def test_the_real_budget_is_of_another_year_than_the_real_accounts(shared):
    folder = shared / "reports"
    told = juesuan(
        "check", folder / "putuo-social-work-2024.pdf", "--budget", folder / "putuo-commerce-budget-2025.pdf"
    )
    assert told.exit_code == 3
    assert "2025年的" in told.stderr
    assert "请给出同一部门2024年的部门预算" in told.stderr
