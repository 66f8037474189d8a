#!/usr/bin/env python3
"""Round trip: workbooks that other programs edit and save, refreshed by annexa, with every edit found again.

usage: round_trip.py ANNEXA REGISTERS [--sequences N] [--kills N] [--seed N]

Makes many kinds of edit with openpyxl, saves some of the workbooks by LibreOffice, refreshes them, and finds each
edit kept or told; the same with sheets that people added and all that can be seen on them. Then makes random sequences of edits, sorting, inserted rows and columns and saving, and holds
each workbook to what was written in it so far. Then kills annexa at random moments of writing: there is the old
file or the new one, whole. Prints what was lost and closing figures; exit status 1 where anything was lost.
"""
import argparse, concurrent.futures, datetime, io, json, pathlib, random, shutil, subprocess, sys, tempfile, time, warnings
import openpyxl
import openpyxl.chart

warnings.filterwarnings("ignore", module="openpyxl")

AS_OF = "2026-11-21"
DAY = datetime.datetime(2027, 3, 31)
PAIR = "27001:4.2+42001:4.2"


class Place:
    """A folder with registers and the workbook that is made from them."""

    def __init__(self, annexa, registers, folder):
        self.annexa, self.folder = annexa, pathlib.Path(folder)
        shutil.copytree(registers, self.folder / "registers")
        self.workbook = self.folder / "assessment.xlsx"

    def run(self, *paths):
        """Refreshes the workbook; gives what is told and the result."""
        command = [self.annexa, "assess", *paths, "-o", "assessment.xlsx", "--as-of", AS_OF, "--no-backup", "-v", "--json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stderr, json.loads(done.stdout)

    def open(self):
        return Book(openpyxl.load_workbook(self.workbook))

    def save(self, book):
        book.book.save(self.workbook)

    def save_by_libreoffice(self):
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--norestore", "--convert-to",
                            "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{scratch}/out", str(self.workbook)],
                           check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shutil.copy(f"{scratch}/out/assessment.xlsx", self.workbook)


class Book:
    """A workbook whose cells are found by sheet, key and heading."""

    def __init__(self, book):
        self.book = book

    def places(self, sheet, heading, key):
        """The row of the headings, that of the key, and the column of the heading."""
        rows = list(self.book[sheet].iter_rows())
        for number, row in enumerate(rows):
            column = next((cell.column for cell in row if cell.value == heading), None)
            if column is None:
                continue
            for below in rows[number + 1:]:
                if any(cell.value == key for cell in below):
                    return row[0].row, below[0].row, column
        raise KeyError(f"{sheet}: no {heading} of {key}")

    def has(self, sheet, heading, key):
        try:
            return bool(self.places(sheet, heading, key))
        except KeyError:
            return False

    def cell(self, sheet, heading, key):
        _, row, column = self.places(sheet, heading, key)
        return self.book[sheet].cell(row, column)

    def get(self, sheet, heading, key):
        return self.cell(sheet, heading, key).value

    def set(self, sheet, heading, key, value):
        self.cell(sheet, heading, key).value = value

    def header(self, sheet, heading):
        for row in self.book[sheet].iter_rows():
            for cell in row:
                if cell.value == heading:
                    return {each.value: each.column for each in row if each.value is not None}, cell.row
        raise KeyError(f"{sheet}: no {heading}")

    def end(self, sheet, header, column):
        """The last row of the list whose headings stand in the row `header`, one of them in `column`; it has no blank row in it."""
        headings = self.book[sheet][header]
        first = last = column
        while first > 1 and headings[first - 2].value is not None:
            first -= 1
        while last < len(headings) and headings[last].value is not None:
            last += 1
        row = header
        while any(cell.value is not None for cell in self.book[sheet][row + 1][first - 1:last]):
            row += 1
        return row

    def append(self, sheet, values, apart=0):
        columns, header = self.header(sheet, next(iter(values)))
        row = self.end(sheet, header, columns[next(iter(values))])
        if apart:
            # Below whatever else was added apart from the list.
            filled = [cells[0].row for cells in self.book[sheet].iter_rows(row) if any(cell.value is not None for cell in cells)]
            row = max([row, *filled])
        row += 1 + apart
        for heading, value in values.items():
            self.book[sheet].cell(row, columns[heading]).value = value

    def sort(self, sheet, heading, chance):
        """Puts the rows of a list into another order, values and all."""
        columns, header = self.header(sheet, heading)
        page, end = self.book[sheet], self.end(sheet, header, columns[heading])
        rows = [[cell.value for cell in row] for row in page.iter_rows(header + 1, end)]
        chance.shuffle(rows)
        for number, row in enumerate(rows):
            for column, value in enumerate(row, 1):
                page.cell(header + 1 + number, column).value = value


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) < 1e-9
    return one == other


# Edits of one cell: what it is, sheet, heading, key, what is written, and what stands there afterwards.
CELLS = [
    ("a status", "SoA 27001", "Implementation status", "27001:A.5.10", "Planned", None),
    ("an applicability", "SoA 27001", "Applicable", "27001:A.5.11", "No", None),
    ("a justification", "SoA 27001", "Justification for exclusion", "27001:A.5.11", "no such premises", None),
    ("a text of several lines", "SoA 27001", "How implemented", "27001:A.5.12", "one\ntwo", None),
    ("a date", "SoA 42001", "Due", "42001:A.3.2", DAY, None),
    ("a date typed as text", "SoA 42001", "Due", "42001:A.3.3", "2027-03-31", DAY),
    ("a basis", "Clauses", "Basis", "27001:4.4", "Audited", None),
    ("a share", "SoA 42001", "Share implemented", "42001:A.4.2", 0.4, None),
    ("a share typed as text", "SoA 42001", "Share implemented", "42001:A.4.3", "40 %", 0.4),
    ("a maturity", "SoA 27001", "Maturity", "27001:A.5.13", 3, None),
    ("a weight", "SoA 27001", "Weight", "27001:A.5.14", 2.5, None),
    ("an owner of other letters", "Clauses", "Owner", "42001:5.1", "Łucja Ñandú 田中", None),
    ("a level", "Risks", "Likelihood", "R-01", 5, None),
    ("a level typed as text", "Risks", "Impact", "R-02", "5", 5),
    ("a domain", "Risks", "Domain", "R-02", "Both", None),
    ("a treatment", "Risks", "Treatment option", "R-03", "Avoid", None),
    ("a comment that looks like a formula", "Risks", "Comment", "R-03", "'=1+1", None),
    ("a field of an AI system", "AI systems", "Risk class", "AI-02", "High risk", None),
    ("a field of an asset", "Assets", "Location", "AST-002", "Basement", None),
    ("a grade", "Audit findings", "Grade", "F-2026-01", "Observation", None),
    ("a pair", "Shared controls", "Decision", PAIR, "Yes", None),
    ("a setting", "Parameters", "Value", "Capacity", 7, None),
    ("a level of a status", "Parameters", "Level", "Planned", 0.05, None),
    ("a band", "Parameters", "Highest score", "low", 3, None),
    ("an effort", "Parameters", "Person-days", "L", 25, None),
]
# Edits that nobody understands: each stays in its cell, and is told run after run with its words.
TOLD = [
    ("an unknown applicability", "SoA 27001", "Applicable", "27001:A.6.1", "perhaps so"),
    ("an unknown basis", "SoA 27001", "Basis", "27001:A.6.2", "hearsay"),
    ("an unknown domain", "Risks", "Domain", "R-04", "Quantum"),
    ("an unknown setting", "Parameters", "Value", "Appetite_AI", "moderate"),
    ("an unknown level", "Risks", "Impact", "R-05", "vast"),
    ("an unknown decision", "Shared controls", "Decision", "27001:4.1+42001:4.1", "not sure"),
    ("an unknown share", "SoA 42001", "Share implemented", "42001:A.4.4", "a good half"),
    ("an unknown maturity", "SoA 27001", "Maturity", "27001:A.6.3", "rather mature"),
    ("an unknown weight", "Clauses", "Weight", "27001:4.1", "heavy"),
    ("an unknown status", "SoA 27001", "Implementation status", "27001:A.6.4", "as good as done"),
    ("an unknown treatment", "Risks", "Treatment option", "R-06", "wait and see"),
    ("an unknown level of a status", "Parameters", "Level", "Not implemented", "a little"),
    ("an unknown choice", "Parameters", "Calls for an assessment", "Trigger_Personal_Data", "at times"),
    ("unknown person-days", "Parameters", "Person-days", "S", "an hour"),
    ("an unknown starting point", "Parameters", "Value", "Starting_Point", "halfway"),
    ("an unknown confirmation", "Answers", "Confirmed", 0, "yep maybe"),
    ("unknown requirements of a question", "Answers", "Requirements given", 1, "the one about policies"),
    ("a formula without its value", "Risks", "Threat", "R-05", "=A1"),
]


class Proof:
    def __init__(self):
        self.kept, self.lost = 0, []

    def hold(self, what, is_kept):
        if is_kept:
            self.kept += 1
        else:
            self.lost.append(what)
            print(f"LOST: {what}", flush=True)

    def cells(self, book, when):
        for what, sheet, heading, key, value, then in CELLS:
            expected = value if then is None else then
            found = book.get(sheet, heading, key)
            if isinstance(found, str) and found.startswith("=") and isinstance(expected, str):
                found = "'" + found
            self.hold(f"{what} {when}: {found!r} instead of {expected!r}", same(found, expected))


def keep_kinds(place, proof):
    """Every kind of edit, in a few workbooks."""
    place.run("registers")
    book = place.open()
    action = book.get("Roadmap", "Key", "ai-roles") and "ai-roles"
    finding = next(cell.value for cell in book.book["Findings"][6] if "|" in str(cell.value))
    for _, sheet, heading, key, value, _ in CELLS:
        book.set(sheet, heading, key, value)
    # Questions are known by their places.
    columns, header = book.header("Answers", "Confirmed")
    asked = [book.book["Answers"].cell(header + 1 + number, columns["Key"]).value for number in range(3)]
    wrong = [(what, sheet, heading, asked[key] if isinstance(key, int) else key, value) for what, sheet, heading, key, value in TOLD]
    for _, sheet, heading, key, value in wrong:
        book.set(sheet, heading, key, value)
    book.set("Answers", "Requirements given", asked[2], "27001:A.5.37; 42001:A.2.4")
    book.set("Roadmap", "Owner", action, "Ilse")
    book.set("Findings", "Decision", finding, "accepted")
    book.append("Risks", {"Risk ID": "R-90", "Risk": "Keys are lost", "Likelihood": 2, "Impact": 4, "Due date": DAY})
    book.append("Assets", {"Asset ID": "AST-90", "Asset name": "Safe"})
    book.append("AI systems", {"AI system ID": "AI-90", "AI system": "Chat"})
    book.append("Audit findings", {"Finding ID": "F-90", "Finding": "No log", "Grade": "Observation"})
    book.append("Parameters", {"Date": DAY})
    _, row, _ = book.places("Risks", "Risk", "R-07")
    book.book["Risks"].delete_rows(row)
    place.save(book)
    told, result = place.run()
    words = told + json.dumps(result["diagnostics"], ensure_ascii=False)

    def hold_all(when):
        book = place.open()
        proof.cells(book, when)
        for what, sheet, heading, key, value in [
                ("a note on an action", "Roadmap", "Owner", action, "Ilse"),
                ("a note on a finding", "Findings", "Decision", finding, "accepted"),
                ("an added risk", "Risks", "Risk", "R-90", "Keys are lost"),
                ("a date of an added risk", "Risks", "Due date", "R-90", DAY),
                ("an added asset", "Assets", "Asset name", "AST-90", "Safe"),
                ("an added AI system", "AI systems", "AI system", "AI-90", "Chat"),
                ("an added audit finding", "Audit findings", "Finding", "F-90", "No log"),
                ("requirements given to a question", "Answers", "Requirements given", asked[2], "27001:A.5.37; 42001:A.2.4"),
                ("a holiday", "Parameters", "Date", DAY, DAY)]:
            found = book.get(sheet, heading, key) if book.has(sheet, heading, key) else None
            proof.hold(f"{what} {when}: {found!r}", found == value)
        proof.hold(f"a deleted row whose source has it {when}", book.has("Risks", "Risk", "R-07"))
        for what, sheet, heading, key, value in wrong:
            if not value.startswith("="):
                found = book.get(sheet, heading, key) if book.has(sheet, heading, key) else None
                proof.hold(f"{what} stays in its cell {when}: {found!r}", found == value)
        return book

    hold_all("saved by openpyxl")
    for what, _, _, key, value in TOLD:
        proof.hold(f"{what} is told", (value if not value.startswith("=") else "formula-without-value") in words)
    proof.hold("a deleted row is told", "deleted-row-returns" in words)

    before = place.workbook.read_bytes()
    told, result = place.run()
    again = told + json.dumps(result["diagnostics"], ensure_ascii=False)
    for what, _, _, key, value in TOLD:
        proof.hold(f"{what} is told again", value.startswith("=") or value in again)
    third = place.workbook.read_bytes()
    place.run()
    proof.hold("the third run equals the second", third == place.workbook.read_bytes())
    proof.hold("a run without changes lists none",
               changes(Book(openpyxl.load_workbook(place.workbook))) == changes(Book(load(before))))

    chance = random.Random(1)
    book = place.open()
    for sheet, heading in [("Risks", "Risk ID"), ("SoA 27001", "Control"), ("Clauses", "Clause"), ("Assets", "Asset ID")]:
        book.sort(sheet, heading, chance)
    place.save(book)
    place.run()
    hold_all("after sorting")

    book = place.open()
    book.book["Assets"].insert_rows(4)
    book.book["Assets"]["A4"], book.book["Assets"]["D4"] = "checked in May", "by Ada"
    for sheet in ("Risks", "SoA 42001", "Shared controls"):
        book.book[sheet].insert_rows(2, 3)
        book.book[sheet].insert_cols(2, 1)
    place.save(book)
    place.run()
    book = hold_all("after rows and columns were inserted")
    texts = [cell.value for row in book.book["Assets"].iter_rows() for cell in row]
    for note in ("checked in May", "by Ada"):
        proof.hold(f"a note in a row that was inserted above a list: {note}", texts.count(note) == 1)

    book = place.open()
    for sheet, heading, name in [("Risks", "Likelihood", "How likely"), ("SoA 27001", "Implementation status", "State"),
                                 ("Clauses", "Key", "Id"), ("AI systems", "Risk class", "Class")]:
        columns, row = book.header(sheet, heading)
        book.book[sheet].cell(row, columns[heading]).value = name
    for sheet, name in [("Risks", "Our risks"), ("Parameters", "Settings of ours"), ("Assets", "Things")]:
        book.book[sheet].title = name
    book.book._sheets.reverse()
    place.save(book)
    place.run()
    hold_all("after headings and sheets were renamed and the sheets reordered")

    place.save_by_libreoffice()
    place.run()
    hold_all("saved by LibreOffice")

    (place.folder / "moved").mkdir()
    for item in (place.workbook, place.folder / "registers"):
        shutil.move(item, place.folder / "moved" / item.name)
    place.folder, place.workbook = place.folder / "moved", place.folder / "moved" / "assessment.xlsx"
    place.run()
    hold_all("after the folder was moved")

    book = place.open()
    decided = {key: book.get("Risks", "Risk owner", key) for key in ("R-01", "R-02")}
    book.set("Risks", "Risk owner", "R-01", "Somebody")
    place.save(book)
    place.run()
    book = place.open()
    proof.hold("a decision before it is withdrawn", book.get("Risks", "Risk owner", "R-01") == "Somebody")
    book.set("Risks", "Risk owner", "R-01", None)
    place.save(book)
    place.run()
    book = place.open()
    proof.hold("a withdrawn decision gives the source's value back", book.get("Risks", "Risk owner", "R-01") == decided["R-01"])
    proof.hold("a withdrawn decision is listed", any("decision withdrawn" in row for row in changes(book)))
    _, row, _ = book.places("Risks", "Risk", "R-90")
    book.book["Risks"].delete_rows(row)
    place.save(book)
    place.run()
    book = place.open()
    proof.hold("a deleted row of a person is gone", not book.has("Risks", "Risk", "R-90"))
    proof.hold("and listed as removed", any("R-90" in row and "removed" in row for row in changes(book)))


# What a person's own sheet looks like: cell, what stands in it, how a number is shown.
OWN_CELLS = [
    ("A1", "Budget & more", None), ("A2", datetime.datetime(2026, 5, 1), "dd.mm.yyyy"), ("B2", 1234.5, '#,##0.00 "€"'),
    ("C2", 0.123, "0.0%"), ("D2", datetime.datetime(2026, 5, 1, 14, 30), "yyyy-mm-dd hh:mm"), ("B3", 1.5, "[Red]0.0;-0.0"),
    ("A4", "=SUM(B2:B3)*2", "0"), ("B4", "=Lists!A1&\"!\"", None), ("C4", "see the intranet", None), ("D4", "Yes", None),
]


def make_own_sheets(book):
    """Adds a sheet of every look, and a hidden one."""
    styles, rules = openpyxl.styles, openpyxl.formatting.rule
    page, lists = book.create_sheet("Own & mine"), book.create_sheet("Lists")
    for place, value, shown in OWN_CELLS:
        page[place].value = value
        page[place].number_format = shown or "General"
    lists["A1"], lists["A2"], lists.sheet_state = "Yes", "No", "hidden"
    page.merge_cells("A1:D1")
    page["A1"].font = styles.Font(name="Georgia", size=16, bold=True, italic=True, underline="double", strike=True, color="FF8800")
    page["A1"].alignment = styles.Alignment(horizontal="center", vertical="top", wrap_text=True)
    page["A2"].alignment = styles.Alignment(indent=2, text_rotation=45)
    page["B2"].fill = styles.PatternFill("solid", fgColor="C6EFCE")
    page["C2"].fill = styles.PatternFill("darkGrid", fgColor="FF0000", bgColor="FFFF00")
    page["D2"].fill = styles.PatternFill("solid", fgColor=styles.colors.Color(theme=4, tint=-0.5))
    page["B3"].border = styles.Border(left=styles.Side("thick", color="FF0000"), bottom=styles.Side("double", color="0000FF"))
    page["C4"].hyperlink = "https://example.org/a?b=1&c=2"
    page["D4"].comment = openpyxl.comments.Comment("mind this", "Ann")
    choice = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1="Lists!$A$1:$A$2", allow_blank=True)
    choice.add("D4:D20")
    page.add_data_validation(choice)
    page.conditional_formatting.add("B2:B9", rules.CellIsRule(operator="greaterThan", formula=["1000"], font=styles.Font(color="FF0000")))
    page.conditional_formatting.add("C2:C9", rules.ColorScaleRule("min", None, "F8696B", "max", None, "63BE7B"))
    page.conditional_formatting.add("B2:B9", rules.DataBarRule("min", 0, "max", 0, color="638EC6"))
    page.column_dimensions["A"].width, page.column_dimensions["E"].hidden = 33, True
    page.row_dimensions[1].height, page.row_dimensions[9].hidden = 40, True
    page.freeze_panes, page.sheet_properties.tabColor = "B3", "1072BA"
    page.sheet_view.zoomScale, page.sheet_view.showGridLines = 130, False
    page.page_setup.orientation = "landscape"


def look_of_own_sheet(book):
    """What there is to see of the own sheet, by words."""
    page = book["Own & mine"]
    colour = lambda colour: str(colour.rgb)[-6:] if colour is not None and colour.type == "rgb" else None
    look = {f"the value of {place}": page[place].value for place, _, _ in OWN_CELLS}
    look |= {f"how {place} is shown": page[place].number_format for place, _, shown in OWN_CELLS if shown}
    font, lines = page["A1"].font, page["B3"].border
    look |= {
        "merged cells": sorted(map(str, page.merged_cells.ranges)),
        "a typeface": (font.name, font.sz, font.b, font.i, font.u, font.strike, colour(font.color)),
        "alignment": (page["A1"].alignment.horizontal, page["A1"].alignment.vertical, page["A1"].alignment.wrap_text),
        "indent and rotation": (page["A2"].alignment.indent, page["A2"].alignment.text_rotation),
        "a fill": (page["B2"].fill.patternType, colour(page["B2"].fill.fgColor)),
        "a pattern": (page["C2"].fill.patternType, colour(page["C2"].fill.fgColor), colour(page["C2"].fill.bgColor)),
        "a colour of the theme": colour(page["D2"].fill.fgColor),
        "borders": (lines.left.style, colour(lines.left.color), lines.bottom.style, colour(lines.bottom.color)),
        "a link": page["C4"].hyperlink and page["C4"].hyperlink.target,
        "a comment": page["D4"].comment and page["D4"].comment.text,
        "what may be entered": [(rule.type, rule.formula1, str(rule.sqref)) for rule in page.data_validations.dataValidation],
        "conditional formats": sorted((rule.type, str(cells.sqref)) for cells in page.conditional_formatting for rule in cells.rules),
        "a conditional look": [colour(rule.dxf.font.color) for cells in page.conditional_formatting for rule in cells.rules if rule.dxf],
        "widths": (round(page.column_dimensions["A"].width), page.column_dimensions["E"].hidden),
        "heights": (page.row_dimensions[1].height, page.row_dimensions[9].hidden),
        "frozen panes": page.freeze_panes,
        "the tab": colour(page.sheet_properties.tabColor),
        "the view": (page.sheet_view.zoomScale, page.sheet_view.showGridLines),
        "print set-up": page.page_setup.orientation,
        "a hidden sheet": book["Lists"].sheet_state,
    }
    return look


def keep_own_sheets(place, proof):
    """Sheets of people stay as they look; what cannot stay is told before anything is written."""
    place.run("registers")
    book = place.open()
    make_own_sheets(book.book)
    place.save(book)
    expected = look_of_own_sheet(book.book)
    expected["a colour of the theme"] = "254061"

    def hold_all(when):
        found = look_of_own_sheet(place.open().book)
        for what, look in expected.items():
            proof.hold(f"{what} of an own sheet {when}: {found[what]!r} instead of {look!r}", found[what] == look)

    place.run()
    hold_all("saved by openpyxl")
    second = place.workbook.read_bytes()
    place.run()
    proof.hold("a refresh of own sheets changes nothing", second == place.workbook.read_bytes())
    place.save_by_libreoffice()
    # What LibreOffice makes of it is what there is to keep.
    expected = look_of_own_sheet(place.open().book)
    place.run()
    hold_all("saved by LibreOffice")
    third = place.workbook.read_bytes()
    place.run()
    proof.hold("a refresh of what LibreOffice saved changes nothing", third == place.workbook.read_bytes())

    book = place.open()
    page = book.book["Own & mine"]
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(page, min_col=2, min_row=2, max_row=3))
    page.add_chart(chart, "G2")
    page["B9"] = '=WEBSERVICE("http://example.org")'
    place.save(book)
    before = place.workbook.read_bytes()
    done = subprocess.run([place.annexa, "assess", "-o", "assessment.xlsx", "--as-of", AS_OF], cwd=place.folder, capture_output=True, text=True)
    proof.hold(f"what cannot be kept stops the run: {done.returncode}", done.returncode == 4)
    proof.hold("and nothing is written", before == place.workbook.read_bytes())
    for named in ("a chart without a title", "Own & mine!B9: the formula"):
        proof.hold(f"{named!r} is named", named in done.stderr)
    proof.hold(f"and nothing else is: {done.stderr}", done.stderr.count("\n    ") == 2)


# Formulas on a sheet of one's own that read lists of annexa: cell, formula, whether its value is known after a run.
READING = [
    ("A1", "='SoA 27001'!F13", True), ("A2", "=COUNTA(Assets!A6:A{assets})", True), ("A3", "=Cov_27001_AnnexA_Own", True),
    ("A4", "=SUM(Risks[Score])", True), ("A5", '=HYPERLINK("#\'Risks\'!A7","go")', True), ("A6", "=Risks!A8", True),
    ("A7", '=VLOOKUP("R-02",Risks!$A$5:$F${risks},2,FALSE)', False), ("A8", "=A4/A2", False), ("A9", "=\'Second of mine\'!A1", True),
    ("A10", '=COUNTIF(Risks!A:A,"R-0*")', False),
]


def keep_formulas(place, proof):
    """Formulas that read lists, marks on their rows and the place of a sheet stay; what does not is told."""
    place.run("registers")
    book = place.open()
    def end_of(sheet, heading):
        columns, header = book.header(sheet, heading)
        return book.end(sheet, header, columns[heading])

    ends = {sheet.lower(): end_of(sheet, heading) for sheet, heading in [("Assets", "Asset ID"), ("Risks", "Risk ID")]}
    second, page = book.book.create_sheet("Second of mine"), book.book.create_sheet("Board", book.book.sheetnames.index("Risks") + 1)
    second["A1"], second["A2"] = "=Board!A4", 5
    formulas = {cell: formula.format(**ends) for cell, formula, _ in READING}
    for cell, formula in formulas.items():
        page[cell] = formula
    named = book.book["Risks"]["A8"].value
    yellow = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    book.cell("Risks", "Risk", named).fill = yellow
    book.cell("SoA 27001", "Owner", "27001:A.5.10").font = openpyxl.styles.Font(bold=True, color="C00000")
    rule = openpyxl.formatting.rule.CellIsRule(operator="greaterThan", formula=["77"], fill=yellow)
    book.book["Risks"].conditional_formatting.add("H6:H20", rule)
    place.save(book)

    def hold_all(when, written=formulas):
        book, values = place.open(), openpyxl.load_workbook(place.workbook, data_only=True)
        for cell, _, known in READING:
            found = book.book["Board"][cell].value
            plain = lambda text: str(text).replace("'", "").replace("$", "").replace("FALSE()", "FALSE")
            proof.hold(f"a formula {when}: {found!r} instead of {written[cell]!r}", plain(found) == plain(written[cell]))
            proof.hold(f"the value of {found} {when}", not known or values["Board"][cell].value is not None)
        proof.hold(f"the record that a formula reads {when}", values["Board"]["A6"].value == named)
        before = book.book.sheetnames[book.book.sheetnames.index("Board") - 1]
        proof.hold(f"the place of a sheet {when}: behind {before}", before == "Risks")
        fill, font = book.cell("Risks", "Risk", named).fill.fgColor.rgb, book.cell("SoA 27001", "Owner", "27001:A.5.10").font
        proof.hold(f"a row that was marked {when}: {fill}", str(fill)[-6:] == "FFFF00")
        proof.hold(f"letters that were marked {when}", font.b and str(font.color.rgb)[-6:] == "C00000")
        others = [row[1].fill.fgColor.rgb for row in book.book["Risks"].iter_rows(6)]
        proof.hold(f"and no other row {when}", sum(str(fill)[-6:] == "FFFF00" for fill in others) <= 1)

    told, _ = place.run()
    proof.hold(f"a conditional format is told: {told.count('a conditional format of yours')}", told.count("a conditional format of yours") == 1)
    hold_all("saved by openpyxl")
    again = place.workbook.read_bytes()
    told, _ = place.run()
    proof.hold("a refresh of formulas changes nothing", again == place.workbook.read_bytes())
    proof.hold("and tells nothing of them", "not kept" not in told and "Board!" not in told)
    place.save_by_libreoffice()
    told, _ = place.run()
    hold_all("saved by LibreOffice")
    proof.hold(f"rules of annexa saved by LibreOffice are its own: {[line for line in told.splitlines() if 'not kept' in line]}",
               "not kept" not in told)

    # What was all of a list stays all of it where people add records below the others.
    book = place.open()
    columns, header = book.header("Risks", "Risk ID")
    letters, end = openpyxl.utils.get_column_letter(columns["Likelihood"]), end_of("Risks", "Risk ID")
    book.book["Board"]["B1"] = f"=SUM(Risks!{letters}{header + 1}:{letters}{end})"
    for number in range(3):
        book.append("Risks", {"Risk ID": f"R-8{number}", "Risk": f"added {number}", "Likelihood": 5})
    place.save(book)
    for _ in range(2):
        place.run()
        grown = str(place.open().book["Board"]["B1"].value).replace("$", "")
        proof.hold(f"a range grows with its list: {grown}", grown == f"=SUM(Risks!{letters}{header + 1}:{letters}{end + 3})")

    book = place.open()
    _, row, _ = book.places("Risks", "Risk", named)
    book.sort("Risks", "Risk ID", random.Random(3))
    place.save(book)
    told, _ = place.run()
    proof.hold("a list that was sorted is told", "Risks: the order in which somebody sorted the rows" in told)


# A list of each kind, by sheet, with a heading of it: of sources, of people, of the assessment, of settings, without
# editable columns.
NOTED_LISTS = {"Assets": "Asset ID", "Risks": "Risk ID", "AI systems": "AI system ID", "SoA 27001": "Control",
               "Clauses": "Clause", "Documented information": "Document", "Roadmap": "Action", "Gaps": "Rank now",
               "Coverage": "Requirement", "Audit programme": "Unit", "Management review": "Asked by",
               "Governance": "What it does", "Responsibilities": "In 27001", "Competence": "What is needed",
               "Certification": "What it is", "Shared controls": "Decision", "Findings": "Severity",
               "Parameters": "What it does"}
TOP_ROWS = {"1": 1, "2": 2, "3": 3}
NOTED_ROWS = [*TOP_ROWS, "above the headings", "below the headings", "between the records"]


def insert_notes(book, where, noted):
    """Inserts a row into each of these sheets, with a note where one is asked for; gives the notes by sheet."""
    notes = {}
    for sheet, heading in NOTED_LISTS.items():
        columns, header = book.header(sheet, heading)
        row = TOP_ROWS.get(where) or header + {"above the headings": 0, "below the headings": 1}.get(where, 3)
        book.book[sheet].insert_rows(row)
        if noted:
            # Between records of people every row with an entry is a record: a note stands where they enter none.
            of_people = sheet in ("Assets", "Risks", "AI systems") and where not in (*TOP_ROWS, "above the headings")
            notes[sheet] = f"asked on {sheet}, {where}"
            book.book[sheet].cell(row, columns["Key"] + 2 if of_people else columns[heading]).value = notes[sheet]
    return notes


def keep_places(place, proof):
    """Rows and columns inserted anywhere give no false word; a formula typed outside the lists is told wherever they are."""
    place.run("registers")
    clean = place.workbook.read_bytes()

    def refresh(edit):
        place.workbook.write_bytes(clean)
        book = place.open()
        edit(book.book)
        place.save(book)
        command = [place.annexa, "assess", "-o", "assessment.xlsx", "--as-of", AS_OF, "--no-backup"]
        return subprocess.run(command, cwd=place.folder, capture_output=True, text=True)

    def inserted(row, rows, column):
        def edit(book):
            for sheet in ("AI systems", "SoA 42001", "Documented information", "Roadmap", "Summary", "Plans"):
                if row:
                    book[sheet].insert_rows(row, rows)
                if column and sheet not in ("Summary", "Plans"):
                    book[sheet].insert_cols(column)
        return edit

    for row, rows, column in [(1, 1, 0), (2, 2, 1), (3, 2, 0), (3, 2, 2), (0, 0, 1), (0, 0, 2), (1, 3, 3)]:
        done = refresh(inserted(row, rows, column))
        proof.hold(f"{rows} rows at {row}, a column at {column}: {done.stderr[-600:]}", done.returncode == 0)

    # Rows inserted on top, around the headings of a list and between its records, with and without a note in them.
    for where in NOTED_ROWS:
        for noted in (False, True):
            notes = {}
            done = refresh(lambda book: notes.update(insert_notes(Book(book), where, noted)))
            told = f"a row {where}, {'with a note' if noted else 'blank'}"
            proof.hold(f"{told}: {done.stderr[-900:]}", done.returncode == 0)
            for again in range(2 if done.returncode == 0 and noted else 0):
                book = place.open().book
                for sheet, note in notes.items():
                    texts = [cell.value for row in book[sheet].iter_rows() for cell in row]
                    proof.hold(f"{told} on {sheet}, run {again}: {texts.count(note)} times", texts.count(note) == 1)
                    proof.hold(f"{told} on {sheet} is told", note in done.stderr or again or where in TOP_ROWS)
                place.run()

    def typed(clear, rows):
        def edit(book):
            if clear:
                book["Summary"]["B22"] = None
            book["Summary"]["P30"] = "=1+2"
            if rows:
                book["Summary"].insert_rows(1, rows)
        return edit

    for clear, rows in [(False, 0), (True, 0), (False, 3), (True, 3)]:
        done = refresh(typed(clear, rows))
        named = f"Summary!P{30 + rows}: a formula outside the lists" in done.stderr
        proof.hold(f"a formula of one's own, one of annexa's cleared: {clear}, rows inserted: {rows}: {done.stderr[-600:]}",
                   done.returncode == 4 and named)


def load(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def changes(book):
    columns, header = book.header("Changes", "Noticed")
    rows = book.book["Changes"].iter_rows(header + 1, max_row=book.book["Changes"].max_row, values_only=True)
    return [row for row in rows if any(value is not None for value in row)]


WORDS = ["reviewed in May", "see minutes", "Ada & Bo", "5 > 4", "late", "été", "10%", "A.5.1", "TRUE", "2027", "x" * 300]
FIELDS = [("SoA 27001", "Owner"), ("SoA 27001", "Comment"), ("SoA 42001", "Evidence"), ("Clauses", "How implemented"),
          ("Risks", "Risk owner"), ("Risks", "Comment"), ("Risks", "Threat"), ("Assets", "Location"),
          ("AI systems", "Department"), ("Audit findings", "Root cause")]
LISTS = {"SoA 27001": "Control", "SoA 42001": "Control", "Clauses": "Clause", "Risks": "Risk ID", "Assets": "Asset ID",
         "AI systems": "AI system ID", "Audit findings": "Finding ID"}


def sequence(annexa, registers, seed, count):
    """Some random sequences, one after the other on one workbook; gives what was held and what was lost."""
    chance, held, lost = random.Random(f"sequence {seed}"), 0, []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(annexa, registers, folder)
        place.run("registers")
        book, written, notes, added = place.open(), {}, {}, 0
        for step in range(count):
            for _ in range(chance.randint(2, 6)):
                sheet, heading = chance.choice(FIELDS)
                columns, header = book.header(sheet, LISTS[sheet])
                rows = range(header + 1, book.end(sheet, header, columns[LISTS[sheet]]) + 1)
                key = book.book[sheet].cell(chance.choice(rows), columns["Key"]).value
                if key is None:
                    continue
                value = f"{chance.choice(WORDS)} {seed}.{step}"
                book.set(sheet, heading, key, value)
                written[sheet, heading, key] = value
            for _ in range(chance.randint(0, 2)):
                added += 1
                risk = f"P-{seed}-{added}"
                book.append("Risks", {"Risk ID": risk, "Risk": f"risk {risk}"}, apart=chance.randint(0, 1))
                written["Risks", "Risk", risk] = f"risk {risk}"
            sheet = chance.choice(sorted(LISTS))
            if chance.random() < 0.5:
                book.sort(sheet, LISTS[sheet], chance)
            if chance.random() < 0.3:
                book.book[sheet].insert_rows(chance.randint(1, 3), chance.randint(1, 2))
            if chance.random() < 0.3:
                # A note of one's own, around the headings or between the records.
                noted = chance.choice(sorted(NOTED_LISTS))
                columns, header = book.header(noted, NOTED_LISTS[noted])
                note = f"note {seed}.{step}"
                row = header + chance.randint(0, 5)
                book.book[noted].insert_rows(row)
                apart = row > header and noted in ("Assets", "Risks", "AI systems")
                column = max(columns.values()) + 2 if apart else columns[NOTED_LISTS[noted]]
                book.book[noted].cell(row, column).value = note
                notes[note] = noted
            if chance.random() < 0.3:
                book.book[sheet].insert_cols(chance.randint(1, 5))
            place.save(book)
            if step % 12 == 11:
                place.save_by_libreoffice()
            place.run()
            book = place.open()
            for (sheet, heading, key), value in written.items():
                held += 1
                found = book.get(sheet, heading, key) if book.has(sheet, heading, key) else "no row"
                if found != value:
                    lost.append(f"sequence {seed}.{step}: {sheet} {key} {heading}: {found!r} instead of {value!r}")
            for note, noted in notes.items():
                held += 1
                times = sum(cell.value == note for row in book.book[noted].iter_rows() for cell in row)
                if times != 1:
                    lost.append(f"sequence {seed}.{step}: {noted}: {note} stands there {times} times")
            if lost:
                break
    return held, lost


def keep_sequences(annexa, registers, proof, count, seed):
    chains = 4
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(sequence, annexa, registers, f"{seed}-{number}", (count + chains - 1 - number) // chains)
                for number in range(chains)]
        for job in jobs:
            held, lost = job.result()
            proof.kept += held
            for each in lost:
                proof.hold(each, False)
    print(f"sequences {count}, cells held to what was written {proof.kept}, lost {len(proof.lost)}", flush=True)


def keep_whole(place, proof, count):
    """Kills annexa while it writes: the workbook is the old one or the new one, byte for byte."""
    command = [place.annexa, "assess", "registers", "-o", "assessment.xlsx", "--no-backup", "--as-of"]
    subprocess.run([*command, "2026-11-21"], cwd=place.folder, capture_output=True, check=True)
    first = place.workbook.read_bytes()
    started = time.monotonic()
    subprocess.run([*command, "2026-11-22"], cwd=place.folder, capture_output=True, check=True)
    duration = time.monotonic() - started
    second = place.workbook.read_bytes()
    chance, seen = random.Random(3), {"old": 0, "new": 0}
    for number in range(count):
        place.workbook.write_bytes(first)
        process = subprocess.Popen([*command, "2026-11-22"], cwd=place.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Most of them in the second half, where the file is written.
        time.sleep(chance.uniform(0.5, 1.4) * duration)
        process.kill()
        process.wait()
        now = place.workbook.read_bytes()
        seen["new" if now == second else "old"] += 1
        proof.hold(f"a whole file after kill {number}", now in (first, second))
    left = [path.name for path in place.folder.iterdir() if path.name.endswith(".tmp")]
    # What a killed run left behind is no input.
    done = subprocess.run([place.annexa, "inspect", ".", "--json"], cwd=place.folder, capture_output=True, text=True)
    read = [file["file"] for file in json.loads(done.stdout)["files"]]
    proof.hold(f"temporary files are no inputs: {read}", not any(name.endswith(".tmp") for name in read))
    print(f"kills {count}: the old file {seen['old']} times, the new one {seen['new']} times; temporary files left {len(left)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annexa", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("registers", type=pathlib.Path)
    parser.add_argument("--sequences", type=int, default=100)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    proof = Proof()
    with tempfile.TemporaryDirectory() as folder:
        keep_kinds(Place(arguments.annexa, arguments.registers, folder), proof)
    with tempfile.TemporaryDirectory() as folder:
        keep_places(Place(arguments.annexa, arguments.registers, folder), proof)
    with tempfile.TemporaryDirectory() as folder:
        keep_own_sheets(Place(arguments.annexa, arguments.registers, folder), proof)
    with tempfile.TemporaryDirectory() as folder:
        keep_formulas(Place(arguments.annexa, arguments.registers, folder), proof)
    print(f"kinds of edit {len(CELLS) + len(TOLD) + 22}, held {proof.kept}, lost {len(proof.lost)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(arguments.annexa, arguments.registers, folder)
        if arguments.kills:
            keep_whole(place, proof, arguments.kills)
    if arguments.sequences:
        keep_sequences(arguments.annexa, arguments.registers, proof, arguments.sequences, arguments.seed)
    sys.exit(1 if proof.lost or not proof.kept else 0)


if __name__ == "__main__":
    main()
