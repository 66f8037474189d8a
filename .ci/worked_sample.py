"""Works with the workbook of the samples as a team does, so that every sheet that people fill shows something.

usage: worked_sample.py ANNEXA SAMPLES OUT.xlsx

Assesses a copy of the samples in which two registers are a few weeks old, writes what a team decides into the
workbook with openpyxl, and refreshes it on the registers of today. Everything that was written is looked for again.
"""

import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

FIRST, SECOND = "2026-10-05", "2026-11-21"
day = datetime.date

PEOPLE = {
    "top": ("Noor Vaandrager", "Joost Akkerveld", day(2026, 1, 12)),
    "isms": ("Marit Holwerda", "Tomasz Brzezina", day(2024, 3, 1)),
    "aims": ("Ilse Tervaert", "Marit Holwerda", day(2026, 6, 1)),
    "risk-owner": ("See Risks", None, None),
    "ai-owner": ("See AI systems", None, None),
    "overseer": ("Annemiek Zwartveen", "Femke Drostema", day(2026, 9, 1)),
    "dpo": ("Saskia Molenbeke", None, day(2023, 9, 1)),
    "auditor": ("Karst Wielinga", None, day(2026, 8, 15)),
    "it": ("Tomasz Brzezina", "Bram Oldekamp", day(2022, 2, 1)),
    "development": ("Bram Oldekamp", None, day(2022, 2, 1)),
    "hr": ("Femke Drostema", None, day(2021, 5, 1)),
    "suppliers": ("Pieter Stolkwijk", None, day(2025, 1, 1)),
}
COMPETENCE = {
    "top AI literacy": ("Board", "Half-day on AI and accountability", "Attendance list 2026-09-17", day(2026, 9, 17), day(2027, 9, 17)),
    "isms competence": ("Marit Holwerda", "ISO/IEC 27001 lead implementer", "Certificate LI-4471", day(2024, 5, 30), day(2027, 5, 30)),
    "isms AI literacy": ("Marit Holwerda", "ISO/IEC 42001 foundation", "Certificate F42-1180", day(2026, 7, 3), None),
    "aims competence": ("Ilse Tervaert", "ISO/IEC 42001 lead implementer", "Certificate LI42-0312", day(2026, 6, 19), day(2029, 6, 19)),
    "auditor competence": ("Karst Wielinga", "Internal auditor, both standards", "Certificate IA-2026-08", day(2026, 8, 28), None),
    "hr AI literacy": ("Femke Drostema", "Bias in recruiting with AI", "Attendance list 2026-10-08", day(2026, 10, 8), day(2026, 11, 1)),
}
IMPACT = {
    "AI-02|Individuals": ("Assigns stops within working hours", "Used to judge a driver's work", "Shorter days, fewer detours", "Pressure to drive on; unequal loads", 3, 3, "Cap on stops; a planner may change every route", "Noor Vaandrager", day(2026, 10, 20), day(2027, 4, 20)),
    "AI-02|Groups": ("As above", "Depots compared without regard to districts", "Even loads between depots", "Part-time drivers get the long routes", 2, 3, "Quarterly look at loads by contract", "Noor Vaandrager", day(2026, 10, 20), day(2027, 4, 20)),
    "AI-04|Individuals": ("Sorts applications for a recruiter to read", "Rejecting without reading", "A faster answer", "Suitable people not seen", 3, 4, "Every rejection read by a recruiter", None, None, None),
}
STEPS = {
    "stage-1": (day(2027, 11, 15), day(2027, 11, 15)),
    "stage-2": (day(2028, 5, 15), day(2028, 5, 15)),
    "certificate": (day(2028, 7, 3), day(2028, 7, 3)),
}
REVIEW = {
    "nonconformities": (day(2026, 10, 29), "Close the two minor nonconformities of the spring audit before the year ends", "Marit Holwerda", day(2026, 12, 18), "In progress"),
    "ai-risks": (day(2026, 10, 29), "TalentSift stays on trial until its impact assessment is approved", "Femke Drostema", day(2027, 1, 31), "Open"),
    "objectives": (day(2026, 10, 29), "One set of objectives for both systems, with an AI objective for each depot", "Ilse Tervaert", day(2026, 11, 6), "Open"),
    "feedback": (day(2026, 10, 29), "Complaints about RouteWise are registered with their cause", "Annemiek Zwartveen", day(2026, 11, 30), "Done"),
}
PAIRS = {"27001:7.3+42001:7.3": "Yes", "27001:5.1+42001:5.1": "Yes", "27001:4.2+42001:A.10.4": "No"}
DAY_RATE = 720
SUBJECT = ["--organisation", "Tavermeer Logistics Technology B.V.", "--scope", "Planning of parcel transport, the depot, and the AI systems in both"]
# What the registers said some weeks before: file, identifier, word of today, word of then.
OLDER = [
    ("AI inventory.xlsx", "AI-07", "In production", "Pilot"),
    ("AI inventory.xlsx", "AI-10", "In production", "Pilot"),
    ("AIMS status ISO 42001.xlsx", "A.9.2", "Implemented", "Partial"),
]


def table(sheet, heading="Key"):
    """The row of the headings and the column of each, by the heading that every list has."""
    for row in sheet.iter_rows(max_row=60):
        headings = {cell.value: cell.column for cell in row if cell.value is not None}
        if heading in headings and len(headings) > 2:
            return row[0].row, headings
    raise SystemExit(f"{sheet.title}: no list")


def rows(sheet):
    header, columns = table(sheet)
    keyed = ((sheet.cell(number, columns["Key"]).value, number) for number in range(header + 1, sheet.max_row + 1))
    return {key: number for key, number in keyed if key is not None}, columns


def decisions():
    """What the team writes: sheet, key, heading, value."""
    for key, values in PEOPLE.items():
        yield from (("Governance", key, *pair) for pair in zip(("Person", "Deputy", "Appointed on"), values))
    headings = ("Who", "Training or qualification", "Evidence", "Done on", "Valid until")
    for key, values in COMPETENCE.items():
        yield from (("Competence", key, *pair) for pair in zip(headings, values))
    headings = ("Intended use", "Foreseeable misuse", "Benefits", "Harms", "Likelihood", "Severity", "Measures", "Approved by", "Approved on", "Review date")
    for key, values in IMPACT.items():
        yield from (("Impact worksheet", key, *pair) for pair in zip(headings, values))
    for key, values in STEPS.items():
        yield from (("Certification", key, *pair) for pair in zip(("27001, set", "42001, set"), values))
    headings = ("Discussed on", "Decision", "Owner", "Due on", "Progress")
    for key, values in REVIEW.items():
        yield from (("Management review", key, *pair) for pair in zip(headings, values))
    yield from (("Shared controls", key, "Decision", word) for key, word in PAIRS.items())
    yield "Cover", "prepared", "Name", "Ilse Tervaert"
    yield "Cover", "prepared", "Date", day(2026, 11, 2)


def written():
    return [entry for entry in decisions() if entry[3] is not None]


def day_rate(sheet):
    for row in sheet.iter_rows(max_col=2):
        if row[0].value == "Day rate":
            return row[1]
    raise SystemExit("Parameters: no day rate")


def run(annexa, folder, output, date):
    # Without the folder, so that the paths in the workbook are those of the repository.
    command = [annexa, "assess", "samples", "-o", output, "--as-of", date, "--no-backup"]
    done = subprocess.run(command + SUBJECT, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"annexa assess: exit status {done.returncode}\n{done.stderr[-2000:]}")


def make_older(folder):
    for file, key, now, before in OLDER:
        path = os.path.join(folder, file)
        book = openpyxl.load_workbook(path)
        found = 0
        for sheet in book:
            for row in sheet.iter_rows():
                if any(cell.value == key for cell in row):
                    for cell in (cell for cell in row if cell.value == now):
                        cell.value = before
                        found += 1
        if not found:
            raise SystemExit(f"{file}: {key} is not {now}")
        book.save(path)


def main():
    annexa, samples, output = sys.argv[1:]
    annexa = os.path.abspath(annexa)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "samples")
        shutil.copytree(samples, copy, ignore=shutil.ignore_patterns(".*"))
        make_older(copy)
        # Where it lies beside the samples, so that its links lead to them.
        os.mkdir(os.path.join(copy, ".worked"))
        workbook = os.path.join(copy, ".worked", "assessment.xlsx")
        run(annexa, folder, os.path.relpath(workbook, folder), FIRST)
        book = openpyxl.load_workbook(workbook)
        for name, key, heading, value in written():
            keyed, columns = rows(book[name])
            book[name].cell(keyed[key], columns[heading]).value = value
        day_rate(book["Parameters"]).value = DAY_RATE
        book.save(workbook)
        for file in os.listdir(samples):
            if not file.startswith("."):
                shutil.copy2(os.path.join(samples, file), copy)
        for _ in range(2):
            run(annexa, folder, os.path.relpath(workbook, folder), SECOND)
        check(workbook)
        shutil.copy(workbook, output)


def check(path):
    """Every decision stands, and the sheets that follow from them show something."""
    book = openpyxl.load_workbook(path, data_only=True)
    lost = []
    for name, key, heading, value in written():
        keyed, columns = rows(book[name])
        now = book[name].cell(keyed[key], columns[heading]).value
        now = now.date() if isinstance(now, datetime.datetime) else now
        if now != value:
            lost.append(f"{name} {key} {heading}: {now!r} instead of {value!r}")
    if day_rate(book["Parameters"]).value != DAY_RATE:
        lost.append("Parameters: the day rate")
    touched = [row for row in book["Changes"].iter_rows(values_only=True) if any(isinstance(text, str) and re.search(r"\bAI-(07|10)\b", text) for text in row)]
    if len(touched) < 2:
        lost.append("Changes: what changed in the registers")
    history = {row[0] for row in book["History"].iter_rows(values_only=True) if isinstance(row[0], datetime.datetime)}
    if len(history) < 2:
        lost.append("History: two runs")
    for problem in lost:
        print(problem)
    print(f"{len(written())} decisions, {len(lost)} not as they should be")
    if lost:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
