"""The grammar of stated reasons: every pattern with its own examples, then reasons as departments of all kinds put them."""

import pytest

from juesuan_nb.checks import reasons

CUES = [(cue, text) for cue in reasons.cues() for text in cue.yes]
COUNTER = [(cue, text) for cue in reasons.cues() for text in cue.no]


def base_of(cue):
    return "original" if "original" in cue.says else next(iter(cue.says))


@pytest.mark.parametrize(("cue", "text"), CUES, ids=[f"{cue.name}-{text}" for cue, text in CUES])
def test_a_cue_reads_its_examples(cue, text):
    base = base_of(cue)
    found, way = reasons.read(text, base), cue.says[base]
    assert (found.plain | found.hints) == (set() if way == "none" else {way})
    assert bool(found.hints and not found.plain) == (cue.weak and way != "none")


@pytest.mark.parametrize(("cue", "text"), COUNTER, ids=[f"{cue.name}-{text}" for cue, text in COUNTER])
def test_a_cue_leaves_its_counter_examples(cue, text):
    rest = reasons.plain(text)
    for earlier in reasons.cues():
        if earlier is cue:
            break
        if base_of(cue) in earlier.says:
            rest = earlier.words.sub("□", rest)
    assert not cue.words.search(rest)


# A reason, what it explains the difference from, and which ways it points: u(p), d(own), both, or nothing ("").
PHRASED = """
医院 | original | 门诊量增长，药品及卫生材料支出相应增加 | u
医院 | original | 设备采购项目尚未验收，余款按合同约定次年支付 | d
医院 | original | 实行药品集中带量采购，采购价格下降 | d
医院 | original | 医保资金清算滞后 | d
医院 | original | 年中追加公立医院综合改革补助资金 | u
医院 | original | 规培学员人数未达到计划数 | d
医院 | original | 人员退休，但新招录医护人员工资增加 | ud
医院 | original | 支付以前年度拖欠的医疗设备款 | u
医院 | year | 上年一次性购置核酸检测设备，本年无此项支出 | d
学校 | original | 学生人数增加，生均公用经费标准提高 | u
学校 | original | 招生人数低于预期 | d
学校 | original | 教学楼维修改造工程跨年实施，工程款结转下年支付 | ud
学校 | original | 年中新增项目，政府采购审批周期长 | ud
医院 | original | 取消药品加成后由财政补助 | ud
文化 | original | 场馆建设项目跨年实施，本年支付尾款 | ud
学校 | original | 年初预算未包含教师绩效增量 | u
学校 | original | 义务教育阶段课后服务费未列入年初预算 | u
学校 | original | 教师调出，公用经费相应减少 | d
学校 | revised | 年中追加的校舍维修资金未支付完毕 | ud
学校 | original | 上年结转的薄弱学校改造资金在本年支出 | u
学校 | original | 学前教育资助人数减少 | d
学校 | year | 新增两所幼儿园，在编教师增加 | u
学校 | year | 较上年增加编外教师 | u
学校 | original | 较上年增加编外教师 |
公安 | original | 辅警招录人数未满 | ud
公安 | original | 新增辅警人员经费，提高辅警工资待遇 | u
公安 | original | 年中下达中央政法转移支付资金 | u
公安 | original | 政法转移支付资金下达较晚，部分项目未实施 | d
公安 | original | 办案业务装备采购节约资金 | d
公安 | original | 执法执勤车辆更新推迟 | ud
公安 | original | 看守所在押人员数量下降，给养费减少 | d
公安 | original | 重大活动安保任务增加，加班补助相应增加 | u
公安 | original | 减少了信息化运维的预算安排 | u
公安 | revised | 减少了信息化运维的预算安排 |
公安 | year | 公安大数据项目预算安排减少 | d
公安 | original | 警力编制没有增加 |
水利 | original | 防汛任务重，抢险物资消耗增加 | u
水利 | original | 受汛期影响，河道治理工程施工进度缓慢 | d
水利 | original | 灌区续建配套项目资金结转到下年 | d
水利 | original | 中央水利发展资金年末下达，当年未形成支出 | ud
水利 | original | 工程结算审计核减 | d
水利 | original | 用电量增加，电价上调 | u
水利 | original | 追加抗旱应急资金 | u
水利 | original | 财政收回存量资金 | d
水利 | original | 使用以前年度结转资金支付移民后期扶持款 | u
水利 | year | 上年水毁修复项目较多 |
文化 | original | 疫情后演出场次增加 | ud
文化 | original | 部分展览取消，布展费用减少 | d
文化 | original | 图书馆购书经费按实际进度支付 |
文化 | original | 免费开放补助资金提高标准 | u
文化 | original | 非遗传承人数增多 | u
文化 | original | 博物馆陈列提升项目未能如期开工 | ud
文化 | original | 贯彻落实过紧日子要求，厉行节约 | d
文化 | original | 压减一般性支出预算 |
文化 | original | 文物修缮项目中标价低于预算 | d
人社 | original | 保险基数调整后在编人员养老保险缴费支出增加 | u
人社 | original | 人员变动 |
人社 | original | 补缴职业年金 | u
人社 | original | 享受补贴人数减少 | d
人社 | original | 部分企业未申报稳岗补贴 | d
人社 | original | 失业保险费率下调 | d
人社 | original | 工资普调，住房公积金基数上调 | u
人社 | original | 在职转退休人员较多 | ud
机关 | original | 未发生因公出国（境）费用 | d
机关 | original | 严格控制公务接待批次和人数 | d
机关 | original | 公务用车老旧，维修费用增加 | u
机关 | original | 提高资金使用效率 |
机关 | original | 机构改革，人员划入 | u
机关 | year | 办公设备更新 | u
机关 | year | 压减一般性开支 | d
机关 | year | 年初预算安排增加 | u
机关 | year | 2023年度有一次性抚恤金支出 |
机关 | original | 支付2023年度工程尾款 | u
机关 | original | 项目延期至2025年实施 | d
统计 | original | 第五次全国经济普查经费由上级追加 | u
统计 | revised | 第五次全国经济普查经费由上级追加 |
残联 | original | 康复救助对象人数较计划增多 | u
退役 | original | 优抚对象自然减员，抚恤补助减少 | ud
市监 | original | 抽检批次减少，检验检测费下降 | d
应急 | original | 年初未足额安排救灾物资储备资金 | u
住建 | original | 保障性安居工程资金未拨付到位 | d
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in PHRASED.strip().splitlines()]


@pytest.mark.parametrize(("who", "base", "text", "ways"), ROWS, ids=[f"{row[0]}-{row[2]}-{row[1]}" for row in ROWS])
def test_reasons_point_where_their_writers_meant(who, base, text, ways):
    found = reasons.read(text, base, 2024)
    assert {way[0] for way in found.plain | found.hints} == set(ways)


OPEN = [
    "人员增加，但办公费压减",
    "相关支出改由项目经费列支后减少",
    "统一租用后勤公司车辆，租赁费增加",
    "预算科目调整，支出减少",
]


@pytest.mark.parametrize("text", OPEN)
def test_a_reason_that_leaves_something_open_contradicts_nothing(text):
    found = reasons.read(text, "original")
    assert not found.contradicts("up")
    assert not found.contradicts("down")


@pytest.mark.parametrize("text", ["在编人员退休", "严控会议费", "新进人员", "设备更新", "上级拨付资金"])
def test_a_hint_alone_contradicts_nothing(text):
    found = reasons.read(text, "original")
    assert found.hints
    assert not any(map(found.contradicts, ("up", "down")))


@pytest.mark.parametrize("text", reasons._data()["source"]["yes"])
def test_a_reason_that_only_names_the_source(text):
    assert reasons.only_source(text)


@pytest.mark.parametrize("text", reasons._data()["source"]["no"])
def test_a_reason_that_names_more_than_the_source(text):
    assert not reasons.only_source(text)


# Honest reasons with the way the figures went: none of them may be held against its writer.
HONEST = """
医院 | original | 疫情防控物资采购需求减少，但发热门诊改造追加投入 | up
医院 | original | 财政补助收入增加，相应增加人员支出 | up
医院 | original | 临聘人员减少，补发在编人员绩效工资 | up
医院 | original | 新院区建设项目进度款未达到支付条件 | down
医院 | original | 设备采购节约资金，同时新增设备招标流标 | down
医院 | original | 药品零加成补助政策取消后由财政追加弥补 | up
医院 | revised | 年末追加资金较晚，当年未形成支出 | down
医院 | original | 公立医院改革补助资金增加，但年底才下达，未支出 | down
医院 | year | 上年新增隔离病区改造支出较大，本年无此项 | down
学校 | original | 新建校区推迟开学，教师招聘人数减少 | down
学校 | original | 中考考务费增加，由教育局统一支付 | down
学校 | original | 年初按学生人数增加测算预算，实际未招满 | down
学校 | original | 教师退休较多，新进教师年底到岗 | down
学校 | original | 学生资助标准提高的资金由上级直接拨付学生 | down
学校 | original | 校舍维修项目上年未完工，本年继续实施 | up
学校 | original | 减少了年初预算安排，年中按需追加 | up
学校 | original | 年初预算压减较多，实际支出刚性增长 | up
学校 | year | 上年一次性补发绩效奖金，本年不再发生 | down
学校 | year | 学生人数没有减少，生均标准提高 | up
公安 | original | 警力不足，招录辅警 | up
公安 | original | 在押人员减少，给养标准提高 | down
公安 | original | 车辆报废，公务用车运行维护费减少 | down
公安 | original | 车辆老化，燃油价格上涨 | up
公安 | original | 天网工程租赁费合同未到付款期 | down
公安 | original | 中央政法转移支付资金为年中下达，年初未列入部门预算 | up
公安 | original | 新增的智慧警务项目实施周期长，按进度付款 | down
公安 | original | 预算调减，同时追加扫黑除恶专项经费 | up
公安 | year | 年初预算减少 | down
公安 | year | 辅警人员没有增加，办案业务费压减 | down
水利 | original | 项目因汛期停工，余款结转下年 | down
水利 | original | 增发国债资金项目跨年实施，当年支付预付款 | up
水利 | original | 上年度结转资金形成支出 | up
水利 | original | 上年结转资金减少 | down
水利 | original | 水费收入减少，由财政追加弥补 | up
水利 | original | 工程款支付比例提高，但部分标段暂停施工 | down
水利 | original | 水土保持补偿费减免 | down
水利 | original | 年初预留资金较多，根据实际需求支出 | down
水利 | original | 支付前期未支付的移民安置款 | up
水利 | year | 与上年相比增加了中小河流治理任务 | up
文化 | original | 演出活动由线下改为线上，场租减少 | down
文化 | original | 文物保护专项资金使用上年结余，减少当年支出 | down
文化 | original | 延迟退休人员工资正常发放 | up
文化 | original | 非遗展示馆免费开放补助按实际人次结算 | down
文化 | original | 追加旅游节经费 | up
文化 | original | 追加旅游节经费大部分结转下年使用 | down
文化 | original | 年初预算包含上级专项，执行中改列其他单位 | down
文化 | year | 图书购置费增加 | up
机关 | original | 人员增加未达预期 | down
机关 | original | 实际支出比预算少 | down
机关 | original | 超出年初预算较多 | up
机关 | original | 严格执行标准，防止超支 | down
机关 | original | 服务水平提升 | down
机关 | original | 预算资金未足额到位 | down
住建 | original | 征迁难度增加 | down
景区 | original | 门票收入下降 | up
交通 | original | 年初无法预计的抢修支出 | up
机关 | original | 行政人员工资改革以致存在增资情况 | up
机关 | original | 人员减少，但工资调标 | up
机关 | original | 未增加支出 | down
机关 | original | 预算编制时未包含年度考核奖 | up
机关 | original | 机关事业单位养老保险准备期清算 | up
机关 | original | 压减支出后仍不足，年中追加 | up
机关 | original | 退休人员增加，补缴职业年金 | up
机关 | original | 落实过紧日子要求，但接待上级检查批次增加 | up
机关 | original | 车辆更新费用减少，维修费用由平台统一结算 | down
机关 | original | 公务接待批次增加，但人均费用下降 | down
机关 | original | 节约成本，提高资金使用效益 | down
机关 | original | 上年资金延期到本年支付 | up
机关 | original | 部分支出未纳入预算管理 | up
残联 | original | 残疾人机动轮椅车燃油补贴人数增加，标准提高 | up
民政 | original | 低保对象动态调整，人数减少 | down
民政 | original | 低保标准提高，追加资金 | up
民政 | original | 社会保障标准提高，对象减少 | down
农业 | original | 高标准农田项目验收后集中支付 | up
农业 | original | 上级下达资金由乡镇实施，县级支出减少 | down
税务 | original | 代征手续费未结清 | down
"""
HONEST_ROWS = [tuple(part.strip() for part in line.split("|")) for line in HONEST.strip().splitlines()]


@pytest.mark.parametrize(("who", "base", "text", "way"), HONEST_ROWS, ids=[f"{row[0]}-{row[2]}" for row in HONEST_ROWS])
def test_an_honest_reason_is_never_held_against_its_writer(who, base, text, way):
    assert not reasons.read(text, base, 2024).contradicts(way)


CONTRARY = """
医院 | original | 门诊量增长，药品支出增加 | down
医院 | original | 医务人员减少，工资支出相应下降 | up
学校 | original | 生均公用经费标准提高 | down
学校 | original | 学生人数减少 | up
学校 | year | 在校学生减少，公用经费下降 | up
公安 | original | 新增辅警人员 | down
公安 | original | 压减办案业务费支出 | up
公安 | revised | 办案任务加重，差旅支出增加 | down
水利 | original | 追加防汛应急资金 | down
水利 | original | 灌区项目结转下年实施 | up
水利 | revised | 灌区项目结转下年实施 | up
文化 | original | 部分演出活动取消，支出减少 | up
文化 | original | 年初预算未安排 | down
文化 | original | 预算编制偏大 | up
文化 | year | 新增文化场馆免费开放支出 | down
机关 | original | 调整在编人员住房公积金基数后,公积金缴费支出增加 | down
机关 | original | 全年未发生因公出国(境)费用 | up
机关 | year | 压减一般性开支 | up
民政 | original | 低保人数增多，补助标准上调 | down
人社 | original | 失业保险费率下调，缴费减少 | up
"""
CONTRARY_ROWS = [tuple(part.strip() for part in line.split("|")) for line in CONTRARY.strip().splitlines()]


@pytest.mark.parametrize(
    ("who", "base", "text", "way"), CONTRARY_ROWS, ids=[f"{row[0]}-{row[2]}-{row[1]}" for row in CONTRARY_ROWS]
)
def test_a_reason_that_says_the_opposite_is_seen(who, base, text, way):
    assert reasons.read(text, base, 2024).contradicts(way)
