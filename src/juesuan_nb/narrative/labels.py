"""The words before a figure: what is measured, of what, against what."""

import re
from dataclasses import dataclass

DATE = r"(?:\d{4}年(?:度|期末|年末|年底|末|底|初|\d{1,2}月(?:\d{1,2}日|底|末)?)?)"
_YEAR_BEFORE = rf"(?:{DATE}|上年度?|上一?年度?|去年|同期)"
_BUDGET = r"(?:年初|全年|调整后?|年度|当年|本年)?(?:支出)?预算"
_TAIL = r"(?:同期|决算|执行|支出|收入|完成|水平|总)*数?"

YEAR_COMPARED = re.compile(rf"(?:与|和|同|比|较|相比|对比)于?{_YEAR_BEFORE}|同比|年均")
BUDGET_COMPARED = re.compile(
    rf"(?:与|和|同|比|较)于?(?P<base>{DATE}?{_BUDGET}|{DATE}[^,;。\d]{{2,25}}?(?:年初|全年|调整后?)(?:支出)?预算)"
)
_COMPARISON = re.compile(
    rf"(?:(?:与|和|同|比|较|相比|对比)于?(?:{DATE}?{_BUDGET}|{_YEAR_BEFORE}){_TAIL}(?:相比|比较|对比|相较)?|同比)"
)
_COMPARED_WITH = re.compile(
    rf"(?P<s>.*?)(?:与|和|同|比|较)于?(?:{DATE}?(?P<budget>{_BUDGET})|{_YEAR_BEFORE}){_TAIL}的?(?:为|是)?"
)
LISTING = re.compile(r"其中|以下方面|包括|按.{2,12}分|(?:决算|支出)中|涉及[^,;]*预算(?:财政拨款)?支出")

_BEYOND = r"(?:大于|小于|高于|低于|超过|超出|超|多于|少于)"
_CHANGE_WORD = r"(?:增加|增长|上升|提高|提升|上涨|减少|下降|降低|缩减|压减|节约|节省)"
_DECREASE = re.compile(r"小于|低于|少于|减少|下降|降低|缩减|压减|节约|节省")
_IS = r"(?:为|是|达到?|:|共计?|约)*"
_GRADES = r"\"?(?:优秀?|良好?|中|差|(?:不|基本)?合格)\"?"
GRADE = re.compile(_GRADES)
GRADED = re.compile(rf"(?:等级|评级|等次|结果|评价)为?(?P<grade>{_GRADES})(?:的项目)?$")
_ALL = r"(?:各|均|共|同比|共计)*"
_OWN = r"(?:(?<=[费)\"])支出|^支出)?"
_NAMED_BUDGETS = r"(?<!一般公共)(?<!政府性基金)(?<!国有资本经营)(?<!部门)(?<!财政拨款)"

_MONEY = (
    ("beyond", rf"(?P<s>.*?)(?:决算|执行)?数?(?P<w>{_BEYOND})(?P<b>{_BUDGET})数?{_IS}"),
    ("change", rf"(?P<s>.*?){_ALL}(?P<w>{_CHANGE_WORD})了?(?:金额|额)?{_IS}"),
    ("original_budget", rf"(?P<s>.*?){_OWN}年初(?:支出)?预算(?:数|安排|金额|总额|批复)*{_IS}"),
    ("contracted", r"(?P<s>.*?金额(?:\([^()]*\))?)" + _IS),
    (
        "involved",
        rf"(?P<s>(?:.*?(?:项目|自评|评价))?)(?:共|合)?计?(?:涉及|安排)?(?:财政|项目|预算)*(?:资金|金额)(?:总额|合计)?{_IS}",
    ),
    ("revised_budget", rf"(?P<s>.*?){_OWN}(?:全年(?:支出)?预算|调整后?(?:支出)?(?:预算)?)(?:数|安排|金额|总额)*{_IS}"),
    (
        "budget",
        rf"(?P<s>.*?){_OWN}(?:(?:年度|当年|本年)(?:支出)?)?{_NAMED_BUDGETS}预算(?:数|安排|金额|总额)*{_IS}",
    ),
    ("outturn", rf"(?P<s>.*?){_OWN}(?:全年)?(?:决算|实际支出|实际完成|执行)(?:数|金额|总额)?{_IS}"),
    ("spent", rf"(?P<s>)(?:总|合计|共计|共)?(?:金额|(?<=共)支出|(?<=共计)支出){_IS}"),
    ("plain", rf"(?P<s>.*?){_ALL}{_IS}"),
)
_PERCENT = (
    (
        "execution_rate",
        rf"(?P<s>.*?)(?:完成|为|是|占)了?(?P<b>{_BUDGET})(?:数|安排|总额)?的?(?:比例|比率|比重)?{_IS}",
    ),
    ("execution_rate", rf"(?P<s>.*?)(?P<b>(?:年初|全年|调整后?)?(?:支出)?预算)?(?:执行|完成)(?:率|比例){_IS}"),
    ("share", rf"(?P<s>.*?)占(?:比(?:例|重)?)?(?P<b>.*?)(?:的(?:比例|比重)?|(?:比例|比重))?{_IS}"),
    ("change", rf"(?P<s>.*?){_ALL}(?P<w>{_CHANGE_WORD})了?(?:比例|幅度|率)?{_IS}"),
    ("change", rf"(?P<s>.*?)(?P<w>增幅|降幅|增长率|增减(?:幅度|比例|率)){_IS}"),
    ("ratio", rf"(?P<s>.*?(?:率|度|比例|自评|评价))\"?{_IS}\"?"),
)
_SCORE = (
    ("score", rf"(?P<s>(?:.*?项目)?)(?:绩效)?(?:自评|评价)?(?:平均|综合|总)?(?:得分|评分|分数|总分|分){_IS}"),
    ("score", rf"(?P<s>.*?)(?:平均|综合|总)?(?:得分|评分|结果|分数){_IS}"),
)
_POINTS = (("change", rf"(?P<s>.*?)(?P<w>{_CHANGE_WORD})了?{_IS}"),)
_COUNT = (("count", r"(?P<s>.*?)(?:为|是|达到?|共计|合计|总计|:|共|约)*"),)
_ONLY_IN = {"contracted": "procurement", "involved": "performance"}
_RULES = {
    kind: tuple((name, re.compile(pattern)) for name, pattern in rules)
    for kind, rules in (
        ("money", _MONEY),
        ("percent", _PERCENT),
        ("score", _SCORE),
        ("points", _POINTS),
        ("count", _COUNT),
    )
}

_ORGANISATIONS = (
    r"(?:局|委员会|委|办公室|办|厅|院|校|中心|部门?|单位|处|所|馆|站|队|政府|会|学|园|室|社|场|厂|宫|台|库|公司)"
)
_ORGANISATION = re.compile(
    rf"^[^,;:\"]*?{_ORGANISATIONS}(?:(?={DATE}(?!.*项目$))"
    r"|(?=机关运行经费|政府采购|一般公共预算|政府性基金|国有资本|财政拨款|\"三公\"|(?:本年)?(?:收入|支出)[总合]计))"
)
_POSSESSED = re.compile(r"^.*[共总](?:有|计有)(?=.)")
_LEADING = re.compile(
    r"^(?:"
    + "|".join(
        (
            r"[\"(,:;、和及与以\s]*(?:其中|另外|此外|同时|截至|截止|以及|并且)[:,]?",
            r"[,:;、]+",
            r"[一二三四五六七八九十]是",
            r"(?:我|本|全|该)(?:部门|单位|局|委|办|厅|院|校|中心|系统|处|会)",
            r"财政(?:部门|局)",
            DATE,
            r"(?:本年度|年度|全年|年内|期末|年末)(?!预算|收入|支出|执行|财政|结转|结余)",
            r"当年(?!预算|收入|支出)",
            r"按规定",
            r"[共总](?:有|计)(?=.)",
            r"有(?=车辆|公务)",
            r"共(?=接待|使用|支出|发生|开展|安排)",
            r"(?:主要)?(?:包括|用于)(?=.)",
            r"共?(?:涉及|涵盖|覆盖)(?=[^率])",
        )
    )
    + ")"
)
_VERBS = re.compile(
    r"^(?:共?接待(?!人|批)|开展了?|组织开展|组织|举办了?|召开了?|完成了?|实现了?|安排了?|发放了?)(?=.{2,})"
)
_OF_OUTTURN = re.compile(r"(?<=.)决算数?$")
_FEE_SPENT = re.compile(r"(?<=费)支出$")
_INNER_YEAR = re.compile(r"(?:的)?\d{4}年度?(?:的)?")
_GENERIC = re.compile(
    "|".join(
        (
            r"\d{4}",
            r"(?:该|此|本|其)?(?:项目?|科目|项支出|项经费|部门)?",
            r"(?:组织|开展|完成|实施|涵盖|包含|包括|涉及|接待|安排|召开|举办|选取|参加|等|共|有|了|对)*",
            r"(?:其|共计?|合计|总计|实际)?(?:支出|收入)?",
            r"(?:支出)?(?:决算|预算|执行)数?",
            r"资金|金额|总体|较",
        )
    )
)
_DECIDED = re.compile(r"(?:决算|执行)数?$")
_NAMED_BUDGET = {"年初": "original_budget", "全年": "revised_budget", "调整": "revised_budget"}
_WHOLE_SIDES = {
    "revenue": ("收入",),
    "expenditure": ("支出",),
    "revenue_expenditure_summary": ("收入", "支出"),
    "appropriation_summary": ("收入", "支出"),
}
_TOTALS = re.compile(r"(?:收、支|收支|收入、支出|收入和支出|收入与支出|收入支出)(?:决算)?(总计|合计|总额)")


@dataclass(frozen=True, slots=True)
class Label:
    """What the words before one figure say. `subject` is empty where they name none; `word` is the word of change."""

    measure: str
    subject: str
    base: str = ""
    word: str = ""


def clauses(text: str) -> list[str]:
    """The clauses of the words before a figure, the nearest last; commas inside brackets and quotes do not part."""
    return re.split(r"[,;:](?![^(]*\))(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)|。", text.rstrip('"'))


def read_label(clause: str, kind: str, topic: str) -> Label | None:
    """The label of a figure of a kind by the clause before it; None where its words fit no measure."""
    if kind == "money" and (found := _COMPARED_WITH.fullmatch(clause.strip(",;:、 "))):
        return _compared_amount(found, topic)
    clause = _COMPARISON.sub("", clause).strip(",;:、 ")
    for name, pattern in _RULES.get(kind, ()):
        if _ONLY_IN.get(name, topic) == topic and (found := pattern.fullmatch(clause)):
            groups = found.groupdict()
            return Label(name, subject_of(found["s"], kind, topic), groups.get("b") or "", groups.get("w") or "")
    return None


def _compared_amount(found: re.Match[str], topic: str) -> Label:
    """The amount that a change is told against: 比上年12万元减少2万元, 比年初预算3万元节约1万元."""
    subject = subject_of(_DECIDED.sub("", found["s"]), "money", topic)
    if not found["budget"]:
        return Label("prior_outturn", subject)
    named = next((name for words, name in _NAMED_BUDGET.items() if words in found["budget"]), "budget")
    return Label(named, subject)


def compared(words: str) -> str:
    """What the words compare with: 上年, a budget as printed (年初预算), or nothing."""
    year, budget = YEAR_COMPARED.search(words), BUDGET_COMPARED.search(words)
    if budget and not (year and year.start() > budget.start()):
        return budget_name(budget["base"])
    return "上年" if year else ""


def budget_name(printed: str) -> str:
    """年初支出预算数 → 年初预算."""
    name = printed.replace("支出", "").removesuffix("数")
    return name if not name or name.endswith("预算") else f"{name}预算"


def within(clause: str) -> str:
    """The X of a clause “在X中”."""
    found = re.search(r"在([^,]{2,30})中$", clause)
    return found[1] if found else ""


def decreases(word: str) -> bool:
    """Whether a word of change says that there is less."""
    return bool(_DECREASE.search(word)) or word == "降幅"


def subject_of(words: str, kind: str = "money", topic: str = "") -> str:
    """The noun that words name: without dates, owners and verbs; empty where it points back (该项目, 决算数)."""
    subject = _ORGANISATION.sub("", words.strip())
    while (shorter := _LEADING.sub("", subject)) != subject:
        subject = shorter
    if kind == "count":
        subject = _VERBS.sub("", _LEADING.sub("", _POSSESSED.sub("", subject)))
    subject = _INNER_YEAR.sub("", subject) if kind in ("money", "count") else subject
    subject = _OF_OUTTURN.sub("", _balanced(subject.strip(",;:、。的")))
    subject = _FEE_SPENT.sub("", subject) if topic == "three_public" else subject
    if subject in _WHOLE_SIDES.get(topic, ()):
        return subject
    return "" if _GENERIC.fullmatch(subject) else _TOTALS.sub(r"收入支出\1", subject)


def _balanced(text: str) -> str:
    """Without a quote or bracket that opens or closes outside the words."""
    if text.count('"') % 2:
        text = text.strip('"') if text[:1] == '"' or text[-1:] == '"' else text.replace('"', "")
    if text.count("(") < text.count(")"):
        text = text.lstrip(")")
    return text.rstrip("(") if text.count("(") > text.count(")") else text
