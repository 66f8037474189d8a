#!/usr/bin/env python3
"""Reads every list of workbooks as a plain table, with openpyxl and, where it is there, pandas.

usage: clean_tables.py WORKBOOK...

A list has one row of headings, each of them once and none blank, no merged cells, and columns of one type each
(texts beside numbers only where a register's words were not understood). Prints what is not so; exit status 1 then.
"""
import collections, datetime, sys, warnings
import openpyxl

warnings.filterwarnings("ignore")
try:
    import pandas
except ImportError:
    pandas = None

# Columns whose cells may hold words of a register that were not understood, beside what they usually hold.
AS_READ = {"Likelihood", "Impact", "Residual likelihood", "Residual impact", "Due", "Due date", "Next review", "Evidence date",
           "Last review", "Accepted on", "Date raised", "Criticality", "Confidentiality", "Integrity", "Availability", "Maturity",
           "Share", "Target maturity", "Value"}


def kind(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "date" if isinstance(value, (datetime.datetime, datetime.date)) else "text"


def faults_of(path):
    book = openpyxl.load_workbook(path, data_only=True)
    count = 0
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            count += 1
            place = f"{path}: {sheet.title}, {table.name}"
            rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            headings = rows[0]
            area = openpyxl.worksheet.cell_range.CellRange(table.ref)
            if any(not area.isdisjoint(merged) for merged in sheet.merged_cells.ranges):
                yield f"{place}: merged cells"
            if any(not isinstance(heading, str) or not heading for heading in headings) or len(set(headings)) != len(headings):
                yield f"{place}: headings {headings}"
            for heading, column in zip(headings, zip(*rows[1:])):
                kinds = collections.Counter(kind(value) for value in column if value not in (None, ""))
                if len(kinds) > 1 and heading not in AS_READ and table.name != "Checks":
                    yield f"{place}: {heading} holds {dict(kinds)}"
            if pandas is not None:
                frame = pandas.read_excel(path, sheet_name=sheet.title, header=area.min_row - 1, usecols=range(area.min_col - 1, area.max_col),
                                          nrows=area.max_row - area.min_row)
                if list(frame.columns) != headings or len(frame) > area.max_row - area.min_row:
                    yield f"{place}: pandas reads {list(frame.columns)}"
    print(f"{path}: {count} lists read{', by pandas too' if pandas else ''}")
    if not count:
        yield f"{path}: no list"


faults = [fault for path in sys.argv[1:] for fault in faults_of(path)]
print("\n".join(faults))
sys.exit(1 if faults or len(sys.argv) < 2 else 0)
