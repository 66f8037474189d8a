"""A team that fills an intake workbook in, played with openpyxl.

usage: intake.py fill FILE | counted FILE | known JSON RECORDS | figures JSON
`fill` writes into each register what every team would write first and saves the file, `counted` holds what a
recalculated file says is filled in to that, `known` holds what `annexa inspect --json` says of a file to
certainty and to so many records of the six registers together, and `figures` holds the result of the
assessment to what is worked out by hand: of the 92 controls that apply one is implemented and one partial; one
is excluded with its justification.
"""
import datetime
import json
import sys

import openpyxl

RECORDS = [
    ("Assets", {"Asset ID": "A-1", "Asset name": "Ledger", "Asset owner": "CFO", "Confidentiality": 3}),
    ("Risks", {"Risk ID": "R-1", "Risk": "Ledger is lost", "Likelihood": 2, "Impact": 3, "Affected asset": "A-1",
               "Due date": datetime.date(2027, 3, 31)}),
    ("AI systems", {"AI system ID": "S-1", "AI system": "Forecast", "Life cycle stage": "Operation"}),
    ("Audit findings", {"Finding ID": "F-1", "Requirement": "27001 A.5.18", "Grade": "Observation"}),
    ("Suppliers", {"Supplier ID": "V-1", "Supplier": "Quillon", "Service provided": "Hosting", "AI supplied": "No"}),
]
STATUSES = [
    ("Information backup", {"Implementation status": "Implemented"}),
    ("Information deletion", {"Implementation status": "Partially implemented"}),
    ("Equipment siting and protection", {"Applicable": "No", "Justification for exclusion": "No premises of our own"}),
]
REGISTERS = {"assets", "risks", "ai-systems", "controls", "questionnaire", "audit-findings", "suppliers"}


def headings(sheet, heading):
    header = next(row for row in sheet.iter_rows() if any(cell.value == heading for cell in row))
    return header[0].row, {cell.value: cell.column for cell in header if cell.value}


def write(sheet, row, columns, values):
    for heading, value in values.items():
        sheet.cell(row, columns[heading]).value = value


def fill(path):
    book = openpyxl.load_workbook(path)
    for name, values in RECORDS:
        header, columns = headings(book[name], next(iter(values)))
        assert book[name].cell(header + 1, 1).value == "EXAMPLE", f"{name} has no example"
        write(book[name], header + 2, columns, values)
    sheet = book["Control status"]
    header, columns = headings(sheet, "Title")
    for title, values in STATUSES:
        rows = [row for row in range(header, sheet.max_row + 1) if sheet.cell(row, columns["Title"]).value == title]
        assert len(rows) == 1, f"{len(rows)} rows with {title}"
        write(sheet, rows[0], columns, values)
    book.save(path)


def counted(path):
    sheet = openpyxl.load_workbook(path, data_only=True)["How to use"]
    labels = ("records", "statuses", "answers")
    counts = {row[0].value: row[1].value for row in sheet.iter_rows() if str(row[0].value).endswith(labels)}
    expected = {f"{name}: records": 1 for name, _ in RECORDS}
    expected |= {"Control status: statuses": 2, "Questionnaire: answers": 0}
    assert counts == expected, counts


def known(path, records):
    with open(path, encoding="utf-8") as file:
        files = json.load(file)["files"]
    tables = [table for file in files for table in file["tables"]]
    for table in tables:
        assert table["confidence"] == 1, table
        assert not table["unmapped"], table["unmapped"]
        assert all(column["confidence"] == 1 for column in table["columns"]), table["columns"]
    assert {table["register"] for table in tables} == REGISTERS and len(tables) == len(REGISTERS), tables
    found = sum(table["records"] for table in tables)
    print(f"{found} records, every register and column certain")
    assert found == int(records), found


def figures(path):
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    registers = result["registers"]
    assert [registers[name] for name in ("assets", "risks", "ai-systems", "audit-findings", "suppliers")] == [1] * 5, registers
    part = next(p for p in result["coverage"] if (p["standard"], p["part"]) == ("27001", "annex-a"))
    print(f"applicable {part['applicable']}, own {part['own']:.6f}")
    assert part["applicable"] == 92 and abs(part["own"] - 1.5 / 92) < 1e-9, part


{"fill": fill, "counted": counted, "known": known, "figures": figures}[sys.argv[1]](*sys.argv[2:])
