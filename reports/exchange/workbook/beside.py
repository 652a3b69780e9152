"""What a sheet of tables does besides showing them: checks, red cells, prompts, last year's figures."""

from collections.abc import Callable, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from reports.schema import CellKey, Identity, IdentityKind, Kind, Schema
from reports.value import Number, ReportValue, number_text

from ..base import column_letters
from .layout import CHECK_COLUMNS, FIRST_ROW, TITLE_ROW, TableSheet, identity_label, references
from .styles import GREY, Styles

_LONGEST_PROMPT = 250


class Beside:
    """The living parts of the sheets of one workbook; ``number`` tells what a cell will show."""

    def __init__(self, schema: Schema, styles: Styles, number: Callable[[CellKey], Number | None]) -> None:
        self.schema, self.styles, self.number = schema, styles, number

    def add(self, sheet: Worksheet, plan: TableSheet, previous: ReportValue | None) -> None:
        self._checks(sheet, plan)
        self._reddening(sheet, plan)
        self._validation(sheet, plan)
        if previous is not None:
            self._last_year(sheet, plan, previous)

    def _checks(self, sheet: Worksheet, plan: TableSheet) -> None:
        first, top = plan.check_column, FIRST_ROW
        sheet.set_column(first - 1, first - 1, 3)
        sheet.set_column(first, first, 64)
        sheet.set_column(first + 1, first + CHECK_COLUMNS - 1, 10)
        head = self.styles.format(bold=True, border=1, bg_color=GREY, align="center", text_wrap=True)
        plain = self.styles.format(border=1, font_size=9, text_wrap=True)
        figure = self.styles.format(border=1, font_size=9, align="center")
        for column, words in enumerate(("核对（不打印）", "等号左边", "等号右边", "相差")):
            sheet.write_string(top, first + column, words, head)
        wrong = 0
        for number, identity in enumerate(plan.identities, start=1):
            row = top + number
            if number >= len(plan.grid.rows):
                sheet.set_row(row, 22)
            sheet.write_string(row, first, identity_label(self.schema, identity), plain)
            sides = []
            for offset, cells in enumerate((identity.left, identity.right), start=1):
                found = references(cells, plan.places)
                total = _sum([self.number(cell) for cell in cells])
                sides.append(total)
                formula = f'=IF(COUNT({found})<{len(cells)},"",SUM({found}))'
                sheet.write_formula(row, first + offset, formula, figure, "" if total is None else total)
            one, other = (f"{column_letters(1 + first + offset)}{row + 1}" for offset in (1, 2))
            difference = None if sides[0] is None or sides[1] is None else sides[0] - sides[1]
            wrong += bool(difference)
            sheet.write_formula(
                row,
                first + 3,
                f'=IF(COUNT({one},{other})<2,"未填全",{one}-{other})',
                figure,
                "未填全" if difference is None else difference,
            )
        if not plan.identities:
            return
        letters = column_letters(1 + first + 3)
        differences = f"{letters}{top + 2}:{letters}{top + 1 + len(plan.identities)}"
        count = f'COUNTIF({differences},">0")+COUNTIF({differences},"<0")'
        sheet.merge_range(TITLE_ROW, first, TITLE_ROW, first + 3, "", head)
        sheet.write_formula(
            TITLE_ROW,
            first,
            f'=IF({count}=0,"没有发现对不上的合计",({count})&"处对不上，见下面红色的行")',
            head,
            f"{wrong}处对不上，见下面红色的行" if wrong else "没有发现对不上的合计",
        )
        sheet.conditional_format(
            top + 1,
            first,
            top + len(plan.identities),
            first + 3,
            {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER(${letters}{top + 2}),${letters}{top + 2}<>0)",
                "format": self.styles.red(),
            },
        )

    def _reddening(self, sheet: Worksheet, plan: TableSheet) -> None:
        """A total that is not its sum turns red, and every cell of a balance that does not come out."""
        for identity in plan.identities:
            criteria = {"type": "formula", "criteria": _fails(identity, plan), "format": self.styles.red()}
            cells = identity.cells if identity.kind is IdentityKind.BALANCE else identity.left
            at = [plan.places[cell] for cell in cells]
            if len(at) > 1:
                criteria["multi_range"] = " ".join(place.address for place in at)
            sheet.conditional_format(at[0].row, at[0].column, at[0].row, at[0].column, criteria)

    def _validation(self, sheet: Worksheet, plan: TableSheet) -> None:
        """What may be typed into a cell, with the guidance as a prompt; cells of one row with the same words share."""
        groups: dict[tuple[Kind, str, str], list[CellKey]] = {}
        for key in plan.places:
            spec = self.schema.specs[key]
            groups.setdefault((spec.kind, spec.short_row, spec.guidance), []).append(key)
        for (kind, row, words), keys in groups.items():
            places = [plan.places[key] for key in keys]
            rule: dict[str, object] = dict(_RULES[kind])
            rule["input_title"] = row[:32]
            prompt = (words or _PROMPTS[kind])[:_LONGEST_PROMPT]
            rule |= {"input_message": prompt, "error_title": "请改正", "error_message": _ERRORS[kind]}
            rule["other_cells"] = [[place.row, place.column, place.row, place.column] for place in places[1:]]
            sheet.data_validation(places[0].row, places[0].column, places[0].row, places[0].column, rule)

    def _last_year(self, sheet: Worksheet, plan: TableSheet, previous: ReportValue) -> None:
        for key, place in plan.places.items():
            number = previous.cells.get(key)
            if number is not None:
                sheet.write_comment(
                    place.row,
                    place.column,
                    f"{previous.year}年：{number_text(number)}",
                    {"author": "", "x_scale": 0.9, "y_scale": 0.3},
                )


_RULES: Mapping[Kind, Mapping[str, object]] = {
    Kind.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    Kind.MONEY: {"validate": "decimal", "criteria": ">=", "value": 0},
    Kind.CHANGE: {"validate": "integer", "criteria": "between", "minimum": -2147483648, "maximum": 2147483647},
}
_ERRORS = {
    Kind.COUNT: "这一格只能填0或正整数，不带单位；没有发生填0，尚未统计请留空。",
    Kind.MONEY: "这一格只能填0或正数（可以有小数），不带单位；没有发生填0，尚未统计请留空。",
    Kind.CHANGE: "这一格只能填整数：增加填正数，减少填负数，没有变化填0。",
}
_PROMPTS = {
    Kind.COUNT: "填整数，没有发生填0，尚未统计留空。",
    Kind.MONEY: "小数照实填写，没有发生填0，尚未统计留空。",
    Kind.CHANGE: "增加填正数，减少填负数，没有变化填0。",
}


def _fails(identity: Identity, plan: TableSheet) -> str:
    left, right = (references(side, plan.places, fixed=True) for side in (identity.left, identity.right))
    return f"=AND(COUNT({left},{right})={len(identity.cells)},SUM({left})<>SUM({right}))"


def _sum(numbers: Sequence[Number | None]) -> Number | None:
    given = [number for number in numbers if number is not None]
    return sum(given) if len(given) == len(numbers) else None
