"""The catalogue held to its rules: every figure of the report as the report has it, and no broken file passes."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from decimal import Decimal
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.catalogue.loader import AREA_FILES, load_catalogue
from nanhu_kpi.errors.definitions import BrokenCatalogue
from nanhu_kpi.model import Direction, Kind, Origin
from nanhu_kpi.quantity import OVER, UNDER

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.model import Catalogue

AREAS = ("DJ", "JJ", "CQ", "PA", "MS")
SECTIONS = {"DJ": "1.1", "JJ": "1.2", "CQ": "1.3", "PA": "1.4", "MS": "1.5"}
PARAGRAPHS = {"1.1": 3, "1.2": 3, "1.3": 2, "1.4": 2, "1.5": 3, "2.1": 2, "2.2": 2, "2.3": 2, "2.4": 2}
QUALIFIERS = {"": 0, "over": OVER, "under": UNDER}

# Read from the report sentence by sentence, not from the catalogue.
FIGURES = {
    "DJ01": ("35", "", "次"), "DJ02": ("350", "over", "次"), "DJ03": ("10", "", "个"), "DJ04": ("10", "", "项"),
    "DJ05": ("15", "", "项"), "DJ06": ("30", "", "项"), "DJ07": ("24", "", "家"), "DJ08": ("100", "", "%"),
    "DJ09": ("4", "", "处"), "DJ10": ("5", "", "个"), "DJ11": ("14", "", "条"), "DJ12": ("8", "", "个"),
    "DJ13": ("66", "", "个"), "DJ14": ("1629", "", "人次"),
    "JJ01": ("5", "", "栋"), "JJ02": ("200", "over", "家"), "JJ03": ("140", "", "家"), "JJ04": ("21", "", "家"),
    "JJ05": ("20", "", "家"), "JJ06": ("99", "", "家"), "JJ07": ("38.17", "", "亿元"), "JJ08": ("1920", "", "万元"),
    "JJ09": ("50", "over", "家"), "JJ10": ("4", "", "个"), "JJ11": ("2", "", "处"), "JJ12": ("100", "under", "%"),
    "JJ13": ("6000", "", "份"), "JJ14": ("158", "", "%"), "JJ15": ("30000", "over", "人/日"), "JJ16": ("22", "", "个"),
    "JJ17": ("116", "", "名"), "JJ18": ("2465", "", "次"), "JJ19": ("288", "", "条"), "JJ20": ("11", "", "项"),
    "CQ01": ("85", "", "个"), "CQ02": ("2335", "", "个"), "CQ03": ("100", "", "%"), "CQ04": ("3", "", "宗"),
    "CQ05": ("2", "", "宗"), "CQ06": ("104400", "", "平方米"), "CQ07": ("2", "", "名次"), "CQ08": ("5", "", "户"),
    "CQ09": ("2", "", "个"), "CQ10": ("11", "", "处"), "CQ11": ("16", "", "条"), "CQ12": ("29", "", "个"),
    "CQ13": ("1046", "", "户"),
    "PA01": ("4", "", "项"), "PA02": ("960", "over", "人"), "PA03": ("55", "", "处"), "PA04": ("20", "over", "条"),
    "PA05": ("3123", "", "家"), "PA06": ("27000", "", "条"), "PA07": ("200", "over", "万元"), "PA08": ("2", "", "个"),
    "PA09": ("1759", "", "个"), "PA10": ("859", "", "套"), "PA11": ("100", "", "户"),
    "MS01": ("189.7", "", "万元"), "MS02": ("53.76", "", "万元"), "MS03": ("40", "", "户"),
    "MS04": ("112.33", "", "万元"), "MS05": ("12", "", "户"), "MS06": ("8.6", "", "万元"),
    "MS07": ("15", "", "万元"), "MS08": ("25", "", "名"), "MS09": ("10.19", "", "万元"),
    "MS10": ("140", "", "户"), "MS11": ("100", "", "%"), "MS12": ("33197", "", "件"),
    "MS13": ("99.99", "", "%"), "MS14": ("100", "", "%"), "MS15": ("68", "", "个"),
    "MS16": ("1683.48", "", "万元"), "MS17": ("10", "", "个"), "MS18": ("2", "", "台"),
    "MS19": ("13", "", "场"), "MS20": ("152", "", "次"), "MS21": ("2487", "", "人次"),
    "MS22": ("56.84", "", "万元"),
}  # fmt: skip


def test_every_figure_of_part_one_stands_in_the_catalogue_exactly(catalogue: Catalogue) -> None:
    kinds = {measure.code: measure.kind for measure in catalogue.measures}
    units = {measure.code: measure.unit for measure in catalogue.measures}
    found = {
        fact.measure: (fact.value, fact.qualifier, units[fact.measure])
        for fact in catalogue.facts
        if kinds[fact.measure] is not Kind.MILESTONE
    }
    assert found == {
        code: (Decimal(value), QUALIFIERS[qualifier], unit) for code, (value, qualifier, unit) in FIGURES.items()
    }


def test_part_one_has_80_figures_and_41_achievements_without_one(catalogue: Catalogue) -> None:
    milestones = {measure.code for measure in catalogue.measures if measure.kind is Kind.MILESTONE}
    figures = Counter(fact.measure[:2] for fact in catalogue.facts if fact.measure not in milestones)
    achievements = Counter(fact.measure[:2] for fact in catalogue.facts if fact.measure in milestones)
    assert figures == {"DJ": 14, "JJ": 20, "CQ": 13, "PA": 11, "MS": 22}
    assert achievements == {"DJ": 9, "JJ": 7, "CQ": 9, "PA": 5, "MS": 11}


def test_part_two_has_50_measures_and_none_of_them_in_safety(catalogue: Catalogue) -> None:
    planned = Counter(plan.measure[:2] for plan in catalogue.plans if plan.year == 2024)
    assert planned == {"DJ": 11, "JJ": 23, "CQ": 7, "MS": 9}


def test_an_achievement_is_a_milestone_reached_in_2023(catalogue: Catalogue) -> None:
    kinds = {measure.code: measure.kind for measure in catalogue.measures}
    achieved = [fact for fact in catalogue.facts if kinds[fact.measure] is Kind.MILESTONE]
    assert {(fact.year, fact.value, fact.qualifier) for fact in achieved} == {(2023, Decimal(100), 0)}


def test_the_qualified_figures_are_those_of_the_report(catalogue: Catalogue) -> None:
    qualified = {fact.measure: fact.qualifier for fact in catalogue.facts if fact.qualifier}
    assert qualified == {
        "DJ02": OVER, "JJ02": OVER, "JJ09": OVER, "JJ12": UNDER,
        "JJ15": OVER, "PA02": OVER, "PA04": OVER, "PA07": OVER,
    }  # fmt: skip


def test_four_full_marks_of_2023_are_the_only_implied_targets(catalogue: Catalogue) -> None:
    implied = {(plan.measure, plan.year, plan.value) for plan in catalogue.plans if plan.origin is Origin.IMPLIED}
    assert implied == {(code, 2023, Decimal(100)) for code in ("DJ08", "CQ03", "MS11", "MS14")}


def test_every_other_target_is_of_2024_and_stated_by_the_report(catalogue: Catalogue) -> None:
    others = [plan for plan in catalogue.plans if plan.origin is not Origin.IMPLIED]
    assert {(plan.year, plan.origin) for plan in others} == {(2024, Origin.REPORT)}
    assert {plan.measure: plan.value for plan in others if plan.value != 100} == {"JJ09": Decimal(20)}


def test_tourism_companies_alone_are_shared_by_both_parts(catalogue: Catalogue) -> None:
    facts = {fact.measure for fact in catalogue.facts}
    assert {plan.measure for plan in catalogue.plans if plan.year == 2024} & facts == {"JJ09"}
    (shared,) = (measure for measure in catalogue.measures if measure.code == "JJ09")
    assert (shared.source, shared.unit, shared.kind) == ("1.2.1;2.3.2", "家", Kind.SUM)


def test_a_rank_is_the_only_measure_to_keep_low(catalogue: Catalogue) -> None:
    assert [measure.code for measure in catalogue.measures if measure.direction is Direction.AT_MOST] == ["CQ07"]


def test_the_areas_stand_in_the_reports_order(catalogue: Catalogue) -> None:
    assert [(area.position, area.code) for area in catalogue.areas] == list(enumerate(AREAS, start=1))


@pytest.mark.parametrize("area", AREAS)
def test_codes_are_unique_and_run_without_a_gap(catalogue: Catalogue, area: str) -> None:
    codes = [measure.code for measure in catalogue.measures if measure.area == area]
    assert codes == [f"{area}{number:02}" for number in range(1, len(codes) + 1)]
    assert codes


def test_every_measure_belongs_to_a_goal_of_its_area_and_every_goal_holds_one(catalogue: Catalogue) -> None:
    homes = {goal.code: goal.area for goal in catalogue.goals}
    assert all(homes[measure.goal] == measure.area for measure in catalogue.measures)
    assert {measure.goal for measure in catalogue.measures} == set(homes)


def test_both_names_are_there_and_no_two_measures_share_one(catalogue: Catalogue) -> None:
    for names in ([m.name_zh for m in catalogue.measures], [m.name_en for m in catalogue.measures]):
        assert all(name.strip() == name != "" for name in names)
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_names_are_short_and_as_wide_on_every_terminal(catalogue: Catalogue) -> None:
    pairs = [(area.name_zh, area.name_en) for area in catalogue.areas]
    pairs += [(goal.name_zh, goal.name_en) for goal in catalogue.goals]
    pairs += [(measure.name_zh, measure.name_en) for measure in catalogue.measures]
    assert [zh for zh, en in pairs if len(zh) > 16 or len(en) > 48 or not en.isascii()] == []
    assert {char for zh, _ in pairs for char in zh if unicodedata.east_asian_width(char) == "A"} == set()


def test_every_source_is_a_paragraph_of_the_report(catalogue: Catalogue) -> None:
    known = {f"{section}.{number}" for section, last in PARAGRAPHS.items() for number in range(1, last + 1)} | {"0"}
    cited = [goal.source for goal in catalogue.goals] + [measure.source for measure in catalogue.measures]
    sources = {source for text in cited for source in text.split(";")}
    assert sources - known == set()
    assert known - sources == set()


def test_every_figure_stays_in_the_area_of_its_section(catalogue: Catalogue) -> None:
    astray = [m.code for m in catalogue.measures if m.code in FIGURES and not m.source.startswith(SECTIONS[m.area])]
    assert astray == []


def test_every_target_of_2024_comes_from_part_two(catalogue: Catalogue) -> None:
    sources = {measure.code: measure.source for measure in catalogue.measures}
    planned = [plan.measure for plan in catalogue.plans if plan.year == 2024]
    assert [code for code in planned if not any(part.startswith("2.") for part in sources[code].split(";"))] == []


def test_the_three_honours_of_the_opening_paragraph_are_there(catalogue: Catalogue) -> None:
    assert {measure.code for measure in catalogue.measures if measure.source == "0"} == {"DJ15", "MS23", "MS24"}


def test_no_owner_is_invented(catalogue: Catalogue) -> None:
    assert {(m.owner, m.support, m.leader, m.retired_on) for m in catalogue.measures} == {("", "", "", None)}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the packaged catalogue, to break."""
    with as_file(files("nanhu_kpi.catalogue")) as packaged:
        for name in AREA_FILES:
            shutil.copy2(packaged / name, tmp_path / name)
    return tmp_path


def test_an_unbroken_copy_loads_as_the_packaged_catalogue(copied: Path, catalogue: Catalogue) -> None:
    assert load_catalogue(copied) == catalogue


DJ01, DJ02 = 'code = "DJ01"\n', 'code = "DJ02"\n'
DJ01_NAME = 'name_zh = "第一议题学习"\n'
DJ01_ACTUAL = 'actual = { year = 2023, value = "35" }\n'
DJ02_ACTUAL = 'actual = { year = 2023, value = "350", qualifier = "over" }\n'
DJ08_TARGET = 'target = { year = 2023, value = "100", origin = "implied" }\n'


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ('code = "DJ"\n', 'code = "XX"\n', "XX", "named for another area"),
        ('name_en = "Party building"\n', "", "-", "name_en is missing"),
        ('name_en = "Party building"\n', 'name_en = "Party building"\nname_fr = "Parti"\n', "-", "'name_fr'"),
        ('name_en = "Party building"\n', "name_en = Party building\n", "-", ""),
        ('code = "DJ-G1"\n', 'code = "DJ-G7"\n', "DJ-G7", "numbered in order"),
        ('code = "DJ-G2"\n', 'code = "DJ-G1"\n', "DJ-G1", "numbered in order"),
        ('source = "1.1.1"\n\n[[goal]]', 'source = "1.1"\n\n[[goal]]', "DJ-G1", "source '1.1'"),
        (DJ01, "", "measure", "code is missing"),
        (DJ02, DJ01, "DJ01", "in use"),
        (DJ02, 'code = "DJ99"\n', "DJ99", "expected DJ02"),
        (DJ02, 'code = "JJ02"\n', "JJ02", "expected DJ02"),
        (DJ01 + 'goal = "DJ-G1"', DJ01 + 'goal = "DJ-G9"', "DJ01", "no goal DJ-G9"),
        (DJ01 + 'goal = "DJ-G1"', DJ01 + 'goal = "JJ-G1"', "DJ01", "no goal JJ-G1"),
        (DJ01_NAME, "", "DJ01", "name_zh is missing"),
        (DJ01_NAME, 'name_zh = ""\n', "DJ01", "name_zh is missing"),
        (DJ01_NAME, 'name_zh = "“第一议题”学习"\n', "DJ01", "decoration"),
        (DJ01_NAME, 'name_zh = "第一议题学习 "\n', "DJ01", "decoration"),
        (DJ01_NAME, 'name_zh = "廉洁文化作品"\n', "DJ13", "already the name of DJ01"),
        ('unit = "次"\n', 'unit = ""\n', "DJ01", "unit is missing"),
        ('kind = "sum"\n', 'kind = "total"\n', "DJ01", "'total'"),
        ('kind = "sum"\n', "", "DJ01", "kind"),
        ('kind = "sum"\n', 'kind = "milestone"\n', "DJ01", "a milestone is in %"),
        ('direction = "at_least"\n', 'direction = "up"\n', "DJ01", "'up'"),
        ('cadence = "monthly"\n', 'cadence = "daily"\n', "DJ01", "'daily'"),
        ('owner = ""\n', "", "DJ01", "owner is missing"),
        ('owner = ""\n', 'owner = ""\nleader = "李"\n', "DJ01", "'leader'"),
        ('owner = ""\nsource = "1.1.1"\n', 'owner = ""\n', "DJ01", "source is missing"),
        ('owner = ""\nsource = "1.1.1"\n', 'owner = ""\nsource = "3.1.1"\n', "DJ01", "source '3.1.1'"),
        (DJ01_ACTUAL, "", "DJ01", "neither an actual nor a target"),
        (DJ01_ACTUAL, 'actual = { value = "35" }\n', "DJ01", "year None"),
        (DJ01_ACTUAL, 'actual = { year = 23, value = "35" }\n', "DJ01", "year 23"),
        (DJ01_ACTUAL, "actual = { year = 2023 }\n", "DJ01", "text of digits"),
        (DJ01_ACTUAL, "actual = { year = 2023, value = 35 }\n", "DJ01", "text of digits"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "35次" }\n', "DJ01", "'35次' is not an exact decimal"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "0.00001" }\n', "DJ01", "'0.00001' is not an exact decimal"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "NaN" }\n', "DJ01", "'NaN' is not an exact decimal"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "Infinity" }\n', "DJ01", "'Infinity' is not an exact decimal"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "1000000000000" }\n', "DJ01", "is not an exact decimal"),
        (DJ01_ACTUAL, 'actual = { year = 2023, value = "35", unit = "次" }\n', "DJ01", "'unit'"),
        (DJ01_ACTUAL, "actual = 35\n", "DJ01", ""),
        (DJ02_ACTUAL, DJ02_ACTUAL.replace("over", "about"), "DJ02", "qualifier 'about'"),
        (DJ08_TARGET, DJ08_TARGET.replace("implied", "officer"), "DJ08", "report or implied"),
        (DJ08_TARGET, DJ08_TARGET.replace(', origin = "implied"', ""), "DJ08", "report or implied"),
        (DJ08_TARGET, DJ08_TARGET.replace('"100"', '"full"'), "DJ08", "'full' is not an exact decimal"),
    ],
)
def test_a_broken_file_is_refused_with_its_entry_and_the_reason(
    *, copied: Path, old: str, new: str, entry: str, reason: str
) -> None:
    file = copied / "dj.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenCatalogue) as refused:
        load_catalogue(copied)
    assert (refused.value.facts["file"], refused.value.facts["entry"]) == ("dj.toml", entry)
    assert reason in str(refused.value.facts["reason"]) != ""


@pytest.mark.parametrize("value", ["100.0001", "-1", "1000"])
def test_a_milestone_outside_0_to_100_is_refused(copied: Path, value: str) -> None:
    file = copied / "pa.toml"
    figures, code, milestones = file.read_text(encoding="utf-8").partition('code = "PA12"')
    file.write_text(figures + code + milestones.replace('"100"', f'"{value}"', 1), encoding="utf-8")
    with pytest.raises(BrokenCatalogue, match=r"pa\.toml, PA12: a milestone lies between 0 and 100"):
        load_catalogue(copied)


def test_a_goal_without_a_measure_is_refused(copied: Path) -> None:
    empty = '[[goal]]\ncode = "PA-G3"\nname_zh = "空"\nname_en = "Empty"\nsource = "1.4.2"\n\n[[measure]]'
    file = copied / "pa.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[[measure]]", empty, 1), encoding="utf-8")
    with pytest.raises(BrokenCatalogue, match=r"pa\.toml, PA-G3: no measure"):
        load_catalogue(copied)


def test_two_measures_of_different_areas_may_not_be_called_alike(copied: Path) -> None:
    file = copied / "ms.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("残疾人补贴金额", "第一议题学习"), encoding="utf-8")
    with pytest.raises(BrokenCatalogue, match=r"ms\.toml, MS01: .* already the name of DJ01"):
        load_catalogue(copied)


@pytest.mark.parametrize("name", AREA_FILES)
def test_a_missing_file_is_refused_by_name(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(BrokenCatalogue) as refused:
        load_catalogue(copied)
    assert refused.value.facts["file"] == name


def test_a_file_that_is_not_utf_8_is_refused_by_name(copied: Path) -> None:
    (copied / "cq.toml").write_bytes('name_zh = "城区品质"'.encode("gbk"))
    with pytest.raises(BrokenCatalogue) as refused:
        load_catalogue(copied)
    assert refused.value.facts["file"] == "cq.toml"
