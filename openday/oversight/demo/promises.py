"""The six 100 % and the error rate of one centre: definitions and targets of the source, without readings."""

from decimal import Decimal

from openday.accounts.models import Unit
from openday.oversight.demo.programme import SOURCE_EN, SOURCE_ZH
from openday.oversight.models import Indicator, Target
from openday.oversight.verdicts import Basis, Direction

_NATION = ("国家质检总局", "the national quality administration")
_BUREAU = ("深圳检验检疫局", "the Shenzhen bureau")

# code, name, definition, who set it
_SIX = [
    (
        "laboratories-assessed",
        ("实验室考核率", "Laboratories assessed"),
        (
            "分子：统计期内完成考核的实验室数。\n分母：期末全局实验室总数。",
            "Numerator: laboratories whose assessment was completed in the period.\nDenominator: all laboratories of "
            "the bureau at its end.",
        ),
        _NATION,
    ),
    (
        "staff-assessed",
        ("检测人员考核率", "Testing staff assessed"),
        (
            "分子：统计期内完成笔试、面试和盲样三项考核的检测人员数。\n分母：期末在岗检测人员总数。",
            "Numerator: testing staff who completed written test, interview and blind samples in the period.\n"
            "Denominator: all testing staff in post at its end.",
        ),
        _NATION,
    ),
    (
        "content-covered",
        ("整顿内容覆盖率", "Rectification content covered"),
        (
            "分子：统计期内已落实的整顿内容项数。\n分母：整顿方案规定的内容总项数。",
            "Numerator: items of the rectification plan that were carried out in the period.\nDenominator: all items of the plan.",
        ),
        _BUREAU,
    ),
    (
        "comparisons-satisfactory",
        ("能力验证和量值比对满意率", "Proficiency tests and comparisons satisfactory"),
        (
            "分子：统计期内结果为“满意”的能力验证和量值比对项次。\n分母：统计期内参加的全部项次。",
            "Numerator: proficiency tests and measurement comparisons of the period with a satisfactory result.\n"
            "Denominator: all in which the laboratories took part.",
        ),
        _BUREAU,
    ),
    (
        "instruments-calibrated",
        ("仪器设备校准率", "Instruments calibrated"),
        (
            "分子：期末处于校准（检定）有效期内的在用仪器设备台数。\n分母：期末应当校准（检定）的在用仪器设备总台数。",
            "Numerator: instruments in use whose calibration was valid at the end of the period.\n"
            "Denominator: all instruments in use that need calibration.",
        ),
        _BUREAU,
    ),
    (
        "laboratories-up-to-standard",
        ("实验室达标率", "Laboratories up to standard"),
        (
            "分子：期末经考核达到标准的实验室数。\n分母：期末全局实验室总数。",
            "Numerator: laboratories found up to standard at the end of the period.\nDenominator: all laboratories of the bureau.",
        ),
        _BUREAU,
    ),
]


def fill_promises() -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("bureau", "industrial"))}
    for position, (code, name, definition, set_by) in enumerate(_SIX, start=1):
        indicator = _indicator(code, position, name, definition, basis=Basis.CENSUS, direction=Direction.AT_LEAST, scale="percent")
        if "bureau" in units:
            _target(indicator, units["bureau"], set_by, per_mille=1000, position=1)
    error_rate = _indicator(
        "conclusion-error-rate",
        7,
        ("报告结论性差错率", "Errors in report conclusions"),
        (
            "分子：统计期内核查发现的、影响检测结论的差错报告份数。\n分母：统计期内核查的检测报告份数。",
            "Numerator: reports checked in the period with an error that affects the conclusion.\nDenominator: reports "
            "checked in the period.",
        ),
        basis=Basis.SAMPLE,
        direction=Direction.AT_MOST,
        scale="per_mille",
    )
    if "industrial" in units:
        # The centre's own target, cut from 3‰ to 1‰; the source gives no date for either.
        centre = units["industrial"]
        for position, per_mille in ((1, 3), (2, 1)):
            _target(error_rate, centre, (centre.name_zh, centre.name_en), per_mille=per_mille, position=position)


def _indicator(
    code: str, position: int, name: tuple[str, str], definition: tuple[str, str], *, basis: str, direction: str, scale: str
) -> Indicator:
    indicator, _created = Indicator.objects.get_or_create(
        code=code,
        defaults={
            "position": position,
            "name_zh": name[0],
            "name_en": name[1],
            "definition_zh": definition[0],
            "definition_en": definition[1],
            **_parts(definition),
            "basis": basis,
            "direction": direction,
            "scale": scale,
        },
    )
    return indicator


def _parts(definition: tuple[str, str]) -> dict[str, str]:
    """Numerator and denominator, which the texts above give on a line each."""
    (top_zh, below_zh), (top_en, below_en) = (text.split("\n") for text in definition)
    values = {
        "numerator_zh": top_zh.removeprefix("分子："),
        "denominator_zh": below_zh.removeprefix("分母："),
        "numerator_en": top_en.removeprefix("Numerator: "),
        "denominator_en": below_en.removeprefix("Denominator: "),
    }
    return {name: text[:1].upper() + text[1:] for name, text in values.items()}


def _target(indicator: Indicator, unit: Unit, set_by: tuple[str, str], *, per_mille: int, position: int) -> None:
    Target.objects.get_or_create(
        indicator=indicator,
        unit=unit,
        position=position,
        defaults={
            "set_by_zh": set_by[0],
            "set_by_en": set_by[1],
            "limit_per_mille": Decimal(per_mille),
            "source_zh": SOURCE_ZH,
            "source_en": SOURCE_EN,
        },
    )
