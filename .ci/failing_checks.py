#!/usr/bin/env python3
"""Every check of a workbook is made to fail once, by cells that people could change, in another program.

usage: failing_checks.py WORKBOOK

Changes cells in copies of WORKBOOK with openpyxl, recalculates the copies in LibreOffice, and finds each check
failed in one of them: its result says so in words, the rule that colours the word is there, the flag counts it, and
the first line of the summary does not say any more that all pass. Prints what is never seen to fail and closing
figures; exit status 1 where there is any.
"""
import datetime, pathlib, sys, tempfile, warnings
import openpyxl
from recalculation import recalculate

warnings.filterwarnings("ignore", module="openpyxl")

# Row of a list, counted from 1, a heading, and what its cell is changed to.
CHANGES = [
    ("Cov", 1, "Potential", -0.1), ("Cov", 1, "Own", 1.5), ("Cov", 1, "Gap", 0.5), ("Gaps", 1, "Now", None),
    ("Prio", 1, "Rank now", 2.5), ("Roadmap", 1, "Gaps closed", 77), ("Phases", 1, "Person days", 0.25),
    ("Roadmap", 1, "End", datetime.datetime(2020, 1, 1)), ("Risks", 1, "Score band", "no band"),
    ("Risks", 3, "Score band", "no band"), ("Risks", 2, "Key", None), ("Sources", 1, "Rows read", 500), ("Sources", 1, "Rejected", 3),
    ("Audit_programme", 1, "27001 requirements", "A.5.1"), ("Audit_plan", 1, "Before stage 2", 0), ("Audit_plan", 1, "Year 2", 0),
    ("Audit_plan", 2, "Part", "Annex A"), ("Findings", 1, "Severity", "?"), ("SoA_27001", 1, "Own", 0.987), ("SoA_42001", 1, "Own", 0.987),
]


def tables(book):
    return {table.name: (sheet, sheet[table.ref]) for sheet in book.worksheets for table in sheet.tables.values()}


def column(rows, heading):
    return [cell.value for cell in rows[0]].index(heading)


def overwrite_formulas(lists):
    """A value typed over each calculated cell of the first record of every list."""
    for name, (sheet, rows) in lists.items():
        if name == "Checks":
            continue
        above = rows[0][0].row - 1
        for cell in rows[1]:
            if above and sheet.cell(above, cell.column).value == "calculated" and cell.data_type == "f":
                cell.value = 0.125


def repeat_keys(lists):
    """The key of the first record of every list, given to the second as well."""
    for name, (sheet, rows) in lists.items():
        heading, first = rows[0][-1], rows[1][-1]
        if heading.value != "Key":
            continue
        first.value = first.value or "a key"
        sheet.cell(first.row + 1, first.column).value = first.value
        if len(rows) == 2:
            sheet.tables[name].ref = f"{rows[0][0].coordinate}:{first.column_letter}{first.row + 1}"
            sheet.tables[name].autoFilter.ref = sheet.tables[name].ref


def clear_keys(lists):
    """The key of a record cleared in the lists whose records are counted by it."""
    for name in ("SoA_27001", "SoA_42001", "Clauses", "Findings"):
        _, rows = lists[name]
        rows[-1][-1].value = None


def change_cells(lists):
    for name, row, heading, value in CHANGES:
        _, rows = lists[name]
        rows[row][column(rows, heading)].value = value
    _, rows = lists["Settings"]
    weight = next(row for row in rows if row[column(rows, "Name in formulas")].value == "Weight_Risk")
    weight[column(rows, "Value")].value = 0.9
    # One more record of each register, by what Sources says of its tables.
    _, rows = lists["Sources"]
    for row in rows[1:]:
        cell = row[column(rows, "Records")]
        cell.value = (cell.value or 0) + 1
    # A requirement of each part that is of none; the levels of the clauses of both standards.
    _, rows = lists["Cov"]
    parts = set()
    for row in rows[1:]:
        part = (row[column(rows, "Standard")].value, row[column(rows, "Part")].value)
        if part not in parts:
            parts.add(part)
            row[column(rows, "Standard")].value = "another"
    _, rows = lists["Clauses"]
    for row in rows[1:]:
        row[column(rows, "Own")].value = 0.987


def results(path):
    book = openpyxl.load_workbook(path, data_only=True)
    _, rows = tables(book)["Checks"]
    found = {row[column(rows, "Key")].value: row[column(rows, "Result")].value for row in rows[1:]}
    return found, book["Summary"]["A3"].value


def main():
    workbook, seen, wrong = pathlib.Path(sys.argv[1]), {}, []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "changed").mkdir()
        paths = []
        for name, change in (("unchanged", lambda lists: None), ("overwritten", overwrite_formulas),
                             ("repeated", repeat_keys), ("cleared", clear_keys), ("changed", change_cells)):
            book = openpyxl.load_workbook(workbook)
            lists = tables(book)
            sheet, rows = lists["Checks"]
            area = f"{openpyxl.utils.get_column_letter(rows[0][column(rows, 'Result')].column)}{rows[1][0].row}"
            marked = [rule for areas, rules in sheet.conditional_formatting._cf_rules.items() if area in areas.sqref
                      for rule in rules if "Check" in " ".join(rule.formula) and rule.dxf and rule.dxf.fill]
            if not marked:
                wrong.append("no rule colours the word of a check that fails")
            change(lists)
            paths.append(folder / "changed" / f"{name}.xlsx")
            book.save(paths[-1])
        recalculate(paths, folder / "recalculated")
        for path in paths:
            found, said = results(folder / "recalculated" / path.name)
            failed = {key for key, result in found.items() if result != "OK"}
            if path.stem == "unchanged":
                known = set(found)
                wrong += [f"{key} fails without any change" for key in sorted(failed)]
            elif failed and "all checks pass" in said:
                wrong.append(f"Summary says {said!r} where {len(failed)} fail")
            wrong += [f"{key} says {found[key]!r}" for key in sorted(failed) if found[key] != "Check"]
            seen.update({key: path.stem for key in failed})
    never = sorted(known - seen.keys())
    wrong += [f"{key} was never seen to fail" for key in never]
    for each in wrong:
        print(f"WRONG: {each}")
    print(f"checks {len(known)}, seen to fail {len(seen)}")
    sys.exit(1 if wrong or len(seen) < 20 else 0)


main()
