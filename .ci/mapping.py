"""A person who maps a register that annexa does not understand by itself, played with openpyxl.

usage: mapping.py register FILE | choose MAPPING | figures JSON
`register` writes the register, `choose` fills the mapping workbook in as a person would, `figures` holds the
result of the assessment to what is worked out by hand: six of 93 controls, two implemented, two partial.
"""
import json
import sys

import openpyxl

ROWS = [
    ("Jel", "Tárgy", "Fok", "Ki"),
    ("A.5.7", "Fenyegetések figyelése", "K1", "Ada"),
    ("A.5.9", "Leltár", "K2", "Béla"),
    ("A.7.9", "Eszközök házon kívül", "K3", "Béla"),
    ("A.8.13", "Mentés", "K1", "Ada"),
    ("A.8.24", "Rejtjelezés", "K2", "Csaba"),
    ("A.8.25", "Fejlesztés", "K3", "Csaba"),
]
CHOICES = [
    ("Sources", "Table", "1", "Register chosen", "Control status"),
    ("Columns", "Column", "A", "Field chosen", "Control status: Clause/control (control.ref)"),
    ("Columns", "Column", "B", "Field chosen", "Control status: Title (control.title)"),
    ("Columns", "Column", "C", "Field chosen", "Control status: Implementation status (control.status)"),
    ("Columns", "Column", "D", "Field chosen", "Control status: Control owner (control.owner)"),
    ("Values", "Value as read", "K1", "Meaning chosen", "Implemented"),
    ("Values", "Value as read", "K2", "Meaning chosen", "Partially implemented"),
    ("Values", "Value as read", "K3", "Meaning chosen", "Not implemented"),
]


def register(path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)


def choose(path):
    book = openpyxl.load_workbook(path)
    entries = {cell.value for row in book["Choices"].iter_rows() for cell in row}
    for name, heading, text, chosen, entry in CHOICES:
        assert entry in entries, f"{entry} stands in no drop-down"
        sheet = book[name]
        header = next(row for row in sheet.iter_rows() if any(cell.value == chosen for cell in row))
        column = {cell.value: cell.column for cell in header}
        rows = range(header[0].row + 1, sheet.max_row + 1)
        rows = [row for row in rows if str(sheet.cell(row, column[heading]).value) == text]
        assert rows, f"{name}: no row with {heading} {text}"
        for row in rows:
            sheet.cell(row, column[chosen]).value = entry
    book.save(path)


def figures(path):
    with open(path, encoding="utf-8") as file:
        coverage = json.load(file)["coverage"]
    part = next(part for part in coverage if (part["standard"], part["part"]) == ("27001", "annex-a"))
    print(f"assessed {part['assessed']:.6f}, own {part['own']:.6f}")
    assert abs(part["assessed"] - 6 / 93) < 1e-9 and abs(part["own"] - 3 / 93) < 1e-9, part


{"register": register, "choose": choose, "figures": figures}[sys.argv[1]](sys.argv[2])
