"""A template can be filled in by somebody who has never seen one, and comes back understood."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Fair, ImportKind
from matchmaker.services.imports.headings import understand
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.imports.reading import read_tables
from matchmaker.services.imports.templates import template_csv, template_xlsx

MAKERS = {"xlsx": template_xlsx, "csv": template_csv}


@pytest.mark.parametrize("kind", ImportKind)
@pytest.mark.parametrize("ending", MAKERS)
def test_a_template_has_every_heading_and_one_example_that_is_no_line(
    session: Session, fair: Fair, kind: ImportKind, ending: str
) -> None:
    tables = read_tables(MAKERS[ending](session, fair, kind, "fr"))
    headings = [str(column.heading) for column in KINDS[kind].columns]

    assert [list(filter(None, table.rows[0].cells)) for table in tables].count(headings) == 1
    with pytest.raises(RuleBroken, match="que ses titres"):
        understand(tables, KINDS[kind].columns)


@pytest.mark.parametrize("kind", ImportKind)
def test_the_help_tells_what_every_column_accepts(session: Session, fair: Fair, kind: ImportKind) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(session, fair, kind, "fr")))
    rows = [[cell.value for cell in row] for row in book["Aide"]]

    told = {row[0]: (row[1], row[2]) for row in rows[1:] if row[0]}
    assert list(told) == [str(column.heading) for column in KINDS[kind].columns]
    assert all(accepts for _needed, accepts in told.values())
    assert {name for name, (needed, _accepts) in told.items() if needed == "oui"} == {
        str(column.heading) for column in KINDS[kind].columns if column.required
    }


def test_the_help_lists_what_can_be_chosen(session: Session, fair: Fair) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(session, fair, ImportKind.NEEDS, "fr")))
    listed = [row[3].value for row in book["Aide"]]

    assert {"Eau", "EAU – Réseaux d’eau", "procédure adaptée", "autre procédure"} <= set(listed)


def test_no_two_columns_of_a_kind_can_be_taken_for_one_another() -> None:
    for kind in KINDS.values():
        spellings = [spelling for column in kind.columns for spelling in column.spellings]
        assert len(spellings) == len(set(spellings))
