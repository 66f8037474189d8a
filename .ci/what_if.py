#!/usr/bin/env python3
"""What-if parity: random edits of a workbook, recalculated by LibreOffice, against a run of annexa on the same edits.

usage: what_if.py edit WORKBOOK FOLDER [--organisation NAME] [--workbooks N] [--edits N] [--seed N]
       what_if.py compare FOLDER

`edit` makes seeded random edits of cells that figures depend on, in copies of WORKBOOK, and writes into FOLDER
for each copy: the edits as a list (.edits.json), the edited workbook (.edited.xlsx) and the workbook that
LibreOffice calculated from it (.recalculated.xlsx). Something then runs annexa on each edited state and puts its
workbook beside them (.again.xlsx). `compare` holds every calculated cell of the two against each other: in tables
by key and heading, elsewhere by address. Columns that are not calculated are of the last run and are not compared.
Prints each difference and a closing line; exit status 1 where any differs or nothing was compared.
"""
import argparse, collections, datetime, json, math, pathlib, random, re, shutil, sys, tempfile, warnings
import openpyxl
from recalculation import recalculate

warnings.filterwarnings("ignore", module="openpyxl")

STATUSES = ["Implemented", "Partially implemented", "In progress", "Planned", "Not implemented", None]
# Tables whose rows may stand on one side only: rows of a gap that opened or closed, and pairs that only a
# decision names.
ROWS_MAY_DIFFER = {"Gaps", "Roadmap", "Findings", "Pairs", "Lnk", "Audit_programme", "Impact_worksheet", "Controls_by_AI_system",
                   "Treatment_plan", "AI_risk_questions"}
# Tables, and sheets by their titles, that list what the run itself did: plan, audits by risk, findings, reading.
OF_THE_RUN = {"Roadmap", "Audit programme", "Audit plan", "Audit_plan", "Phases", "Plans", "Plan_phases", "Plan_efforts", "Savings", "Saving_cases", "Claims",
              "Milestones", "Findings", "Sources", "Columns", "Values", "Inputs", "Changes", "History"}
# Columns of free text, of which Inputs notices only whether there is any.
FREE_TEXT = {"Justification for exclusion", "Action as recorded", "Treatment actions", "Controls"}


class Workbook:
    """The tables of a workbook, by name, with rows by key."""

    def __init__(self, path, values):
        self.book = openpyxl.load_workbook(path, data_only=values)
        self.tables = {}
        for sheet in self.book.worksheets:
            for table in sheet.tables.values():
                self.tables[table.name] = Table(sheet, table)

    def named(self, name):
        sheet, cell = self.book.defined_names[name].attr_text.rsplit("!", 1)
        return self.book[sheet.strip("'")][cell.replace("$", "")]


class Table:
    def __init__(self, sheet, table):
        self.sheet, self.name = sheet, table.name
        rows = sheet[table.ref]
        self.first_row, self.last_row = rows[0][0].row, rows[-1][0].row
        self.columns = {cell.value: cell.column for cell in rows[0]}
        self.roles = {}
        if self.first_row > 1:
            self.roles = {cell.value: sheet.cell(self.first_row - 1, cell.column).value for cell in rows[0]}
        self.keyed = "Key" in self.columns
        self.key_column = self.columns["Key"] if self.keyed else rows[0][0].column
        self.rows = {}
        for row in range(self.first_row + 1, self.last_row + 1):
            key = sheet.cell(row, self.key_column).value
            if key is not None:
                self.rows[str(key)] = row

    def cell(self, key, heading):
        return self.sheet.cell(self.rows[key], self.columns[heading])

    def area(self):
        columns = self.columns.values()
        return range(self.first_row, self.last_row + 1), range(min(columns), max(columns) + 1)


def day(offset):
    return (datetime.date(2026, 11, 21) + datetime.timedelta(days=offset)).isoformat()


def statement_edits(chance, table, key, standard):
    """One or two cells of a row of an SoA or of Clauses."""
    control = ":A." in key
    kind = chance.choice(["status"] * 6 + ["applicable"] * 3 + ["basis"] * 2 + ["weight", "share", "maturity", "due", "action"]
                         + ["evidence"] * 3)
    if kind == "status":
        return [("Implementation status", chance.choice(STATUSES))]
    if kind == "applicable":
        word = chance.choice(["Yes", "No", "No"] + (["Undetermined"] if control else [None]))
        edits = [("Applicable", word)]
        if control:
            edits.append(("Justification for exclusion", chance.choice([None, "no such premises", "outsourced"])))
        return edits
    if kind == "basis":
        return [("Basis", chance.choice(["Asserted", "Evidenced", "Audited"]))]
    if kind == "evidence":
        edits = [("Evidence", chance.choice(["DOC-999", "Minutes of March; photos", "n/a", "Report to follow", "-", None]))]
        if chance.random() < 0.3:
            # The word that stands there is no choice of a person.
            before = table.cell(key, "Basis").value
            edits.append(("Basis", chance.choice([word for word in ["Asserted", "Evidenced"] if word != before])))
        if chance.random() < 0.5:
            edits.append(("Implementation status", "Implemented"))
        return edits
    if kind == "weight":
        return [("Weight", chance.choice([0, 0.5, 1, 2, 3.5]))]
    if kind == "share":
        return [("Implementation status", None), ("Share implemented", chance.choice([0, 0.35, 0.8, 1]))]
    if kind == "maturity":
        return [("Implementation status", None), ("Share implemented", None),
                ("Maturity", chance.choice([0, 1, 2, 3.5, 5, None])),
                ("Target maturity", chance.choice([None, 3, 4])), ("Top of scale", chance.choice([None, 4, 6]))]
    if kind == "due":
        return [("Due", chance.choice([None, day(-30), day(40), day(200), day(900)]))]
    return [("Action as recorded", chance.choice([None, "write the procedure"]))]


def risk_edits(chance, keys):
    kind = chance.choice(["Likelihood", "Impact", "Residual likelihood", "Residual impact", "Status", "Domain",
                          "Controls", "Controls", "Treatment option", "Due date", "Treatment actions"])
    values = {
        "Status": ["Open", "In progress", "Closed", "Closed", None],
        "Domain": ["Information security", "AI", "Both"],
        "Treatment option": ["Modify", "Avoid", "Share", "Retain", None],
        "Due date": [None, day(-5), day(60), day(300)],
        "Treatment actions": [None, "train everybody"],
        "Controls": [None, "; ".join(sorted(chance.sample(keys, 1))), "; ".join(sorted(chance.sample(keys, 3)))],
    }
    return [(kind, chance.choice(values.get(kind, [1, 2, 3, 4, 5, 2.5, None])))]


# Columns that people edit and that no other edit reaches: texts, dates and words of every list, on which no
# calculated figure may come to depend unnoticed. What names a record is not edited, nor what is of the last run.
NAMES_A_RECORD = {"Risk ID", "Asset ID", "AI system ID", "Finding ID", "Band"}
AT_THE_NEXT_RUN = {("Answers", "Confirmed"): "a confirmed answer counts from the next run on",
                   ("Risks", "AI system"): "the domain follows the AI system from the next run on",
                   ("Settings", "As_Of"): "the day of a run is given to it",
                   ("Holidays", "Date"): "the schedule is of the last run",
                   ("Efforts", "Person-days"): "the schedule is of the last run"}


def words_of(table, heading):
    """What a column lets people choose: words, a date, or nothing in particular."""
    place = f"{openpyxl.utils.get_column_letter(table.columns[heading])}{table.first_row + 1}"
    for rule in table.sheet.data_validations.dataValidation:
        # A rule without a type only shows a message.
        if place in rule.sqref and rule.type not in (None, "none"):
            if rule.type == "list" and rule.formula1.startswith('"'):
                return rule.formula1.strip('"').split(",")
            return rule.type
    return "text"


def watched(workbook):
    """The columns that Inputs watches, as table and heading, but for those that name a record."""
    pairs = [key[:-1].split("[", 1) for key in workbook.tables["Inputs"].rows]
    return [(table, heading) for table, heading in pairs if heading not in NAMES_A_RECORD and heading != "Controls, by requirement"]


def edit_of_column(chance, workbook, table, heading):
    """An edit of some cell of a column, as its kind allows."""
    found = workbook.tables[table]
    kind = words_of(found, heading)
    if isinstance(kind, list):
        value = chance.choice(kind)
    elif kind == "date":
        value = day(chance.choice([-400, -20, 30, 500]))
    elif kind == "decimal":
        value = chance.choice([1, 2, 3, 4])
    elif heading == "Requirement":
        value = chance.choice(sorted(key for key in workbook.tables["Cov"].rows))
    else:
        value = "as the minutes of March say"
    return chance.choice(sorted(found.rows)), [(heading, value)]


PARAMETERS = {
    "Levels/Implemented": [1, 0.9], "Levels/Partially implemented": [0.4, 0.6, 1], "Levels/In progress": [0.1, 0.3],
    "Levels/Planned": [0, 0.1], "Levels/Not implemented": [0, 0.05], "Maturity_Top": [4, 5, 6],
    "Weight_Risk": [0.2, 0.5], "Weight_Coverage": [0.3, 0.6], "Weight_Urgency": [0.1, 0.4],
    "Urgency_Horizon": [30, 180, 700], "Appetite_Information_Security": [4, 8, 12], "Appetite_AI": [3, 6, 15],
    "Effort_Divisor_S": [0.8, 1.1], "Effort_Divisor_M": [1, 1.4], "Effort_Divisor_L": [2, 3],
    "Bands/low": [3, 5], "Bands/medium": [8, 10], "Bands/high": [15, 18],
}


def parameter_cell(workbook, key):
    if "/" not in key:
        return workbook.named(key)
    table, name = key.split("/", 1)
    return workbook.tables[table].cell(name, {"Levels": "Level", "Bands": "Highest score"}[table])


def clears(workbook, table, key, heading, value):
    """Whether an edit clears a cell: to annexa that withdraws a decision, and what the sources say comes back."""
    return value is None and workbook.tables[table].cell(key, heading).value is not None


def random_edits(chance, workbook, count, keep):
    """So many edits of different rows, each a list of cells with their values; where `keep`, none clears a cell."""
    tables = workbook.tables
    keys = sorted(key for key in tables["Cov"].rows if ":A." in key)
    sheets = (["SoA_27001"] * 4 + ["SoA_42001"] * 4 + ["Clauses"] * 3 + ["Pairs"] * 3 + ["Parameters"] * 2
              + (["Risks"] * 5 if tables["Risks"].rows else []))
    edits, seen = [], set()
    while len(seen) < count:
        table = chance.choice(sheets)
        if table == "Parameters":
            key = chance.choice(sorted(PARAMETERS))
            cells = [("Value", chance.choice(PARAMETERS[key]))]
        else:
            key = chance.choice(sorted(tables[table].rows))
            if table == "Pairs":
                cells = [("Decision", chance.choice(["Yes", "Yes", "No", None]))]
            elif table == "Risks":
                cells = risk_edits(chance, keys)
            else:
                cells = statement_edits(chance, tables[table], key, table)
        if (table, key) in seen or (keep and any(clears(workbook, table, key, heading, value) for heading, value in cells)):
            continue
        seen.add((table, key))
        sheet = "Parameters" if table == "Parameters" else tables[table].sheet.title
        edits += [{"sheet": sheet, "table": table, "key": key, "heading": heading, "value": value} for heading, value in cells]
    return edits


def further_edits(chance, workbook, edits, share):
    """An edit of each column that is watched, in so many workbooks that one gets a share of them."""
    tables = workbook.tables
    seen = {(edit["table"], edit["key"]) for edit in edits}
    number, of = share
    columns = [place for place in watched(workbook) if place not in AT_THE_NEXT_RUN and place[0] not in ("Settings", "Levels", "Efforts", "Bands")]
    for table, heading in columns[number::of] * 2:
        if table not in tables or not tables[table].rows:
            continue
        key, cells = edit_of_column(chance, workbook, table, heading)
        if (table, key) in seen:
            continue
        seen.add((table, key))
        edits += [{"sheet": tables[table].sheet.title, "table": table, "key": key, "heading": name, "value": value} for name, value in cells]
    point = chance.choice(["27001 running", "27001 certified", "nothing"])
    edits.append({"sheet": "Parameters", "table": "Parameters", "key": "Starting_Point", "heading": "Value", "value": point})
    return edits


def put(workbook, edit):
    if edit["table"] == "Parameters":
        cell = parameter_cell(workbook, edit["key"])
    else:
        cell = workbook.tables[edit["table"]].cell(edit["key"], edit["heading"])
        if edit["heading"] in workbook.tables[edit["table"]].columns:
            edit["free"] = words_of(workbook.tables[edit["table"]], edit["heading"]) == "text"
    value = edit["value"]
    before = cell.value
    edit["before"] = before.date().isoformat() if isinstance(before, datetime.datetime) else before
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = datetime.datetime.fromisoformat(value)
    cell.value = value


def edit(arguments):
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    organisation = arguments.organisation or arguments.workbook.stem
    paths, total = [], 0
    for number in range(arguments.workbooks):
        chance = random.Random(f"{organisation} {arguments.seed} {number}")
        workbook = Workbook(arguments.workbook, values=False)
        edits = random_edits(chance, workbook, arguments.edits, arguments.keep)
        if arguments.keep:
            edits = further_edits(chance, workbook, edits, (number, arguments.workbooks))
        for each in edits:
            put(workbook, each)
        total += len(edits)
        stem = folder / f"{organisation}-{number:02}"
        stem.with_name(stem.name + ".edits.json").write_text(json.dumps({"organisation": organisation, "edits": edits}, indent=1))
        paths.append(stem.with_name(stem.name + ".edited.xlsx"))
        workbook.book.save(paths[-1])
    with tempfile.TemporaryDirectory() as scratch:
        recalculate(paths, pathlib.Path(scratch))
        for path in paths:
            shutil.copy(pathlib.Path(scratch) / path.name, folder / path.name.replace(".edited.", ".recalculated."))
    print(f"{organisation}: {arguments.workbooks} workbooks, {total} edited cells")


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(one, bool) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return ("" if one is None else one) == ("" if other is None else other)


def calculated(table):
    """The headings of the columns of a table that say that they are calculated."""
    return [heading for heading, role in table.roles.items() if role == "calculated"]


def compare_pair(stem, differences):
    """Holds one recalculated workbook against the one of a run on the same edits; returns how many cells were compared."""
    with_formulas = openpyxl.load_workbook(f"{stem}.again.xlsx")
    again, edited = Workbook(f"{stem}.again.xlsx", values=True), Workbook(f"{stem}.recalculated.xlsx", values=True)
    count, opened = 0, 0

    def hold(place, one, other):
        nonlocal count
        count += 1
        if not same(one, other):
            differences.append((place, one, other))

    for name, table in again.tables.items():
        if name in OF_THE_RUN or name not in edited.tables:
            continue
        other = edited.tables[name]
        if name == "Gaps":
            opened = len(table.rows.keys() - other.rows.keys())
            for key in other.rows.keys() - table.rows.keys():
                hold(f"Gaps {key} Now", other.cell(key, "Now").value in ("Met", "Excluded"), True)
        elif name not in ROWS_MAY_DIFFER:
            hold(f"{name} keys", sorted(table.rows), sorted(other.rows))
        headings = calculated(table)
        for key in table.rows.keys() & other.rows.keys():
            for heading in headings:
                if heading == "Since the last run":
                    became = other.cell(key, "Gap").value - other.cell(key, "Gap at the last run").value
                    hold(f"{name} {key} {heading}", other.cell(key, heading).value, {1: "New gap", -1: "No gap now", 0: None}[became])
                    hold(f"{name} {key} {heading} of a run", table.cell(key, heading).value, None)
                    continue
                hold(f"{name} {key} {heading}", other.cell(key, heading).value, table.cell(key, heading).value)
    for sheet in with_formulas.worksheets:
        if sheet.title in OF_THE_RUN | {"Schedule"} or sheet.sheet_state != "visible":
            continue
        there_by_label = labelled(edited.book[sheet.title], edited)
        for place, cell in labelled(sheet, again).items():
            if cell.data_type == "f" and not is_of_last_run(sheet, cell):
                here = again.book[sheet.title][cell.coordinate].value
                label = place[0]
                if not label and place not in there_by_label:
                    # A row whose label is calculated is known by its place.
                    there = edited.book[sheet.title][cell.coordinate].value
                else:
                    there = there_by_label[place].value if place in there_by_label else "no such cell"
                if label == "Requirements that became gaps since the last run" and cell.column == 2:
                    hold(f"{sheet.title}!{cell.coordinate} {label}", there, opened)
                elif "since the last run" not in label and "Columns of inputs" not in label:
                    hold(f"{sheet.title}!{cell.coordinate} {label}", there, here)
    # Inputs names the columns that were edited, and no others.
    moved = {key for key in edited.tables["Inputs"].rows if edited.tables["Inputs"].cell(key, "State").value != "unchanged"}
    hold("Inputs changed", sorted(moved), sorted(columns_changed(stem)))
    hold("Inputs_Changed", edited.named("Inputs_Changed").value, len(moved))
    hold("Inputs_Changed of the run", again.named("Inputs_Changed").value, 0)
    return count


def is_of_last_run(sheet, cell):
    """Whether a figure says of itself that it is of the last run: in the words below it, or in the title of its block."""
    if "last run" in str(sheet.cell(cell.row + 1, cell.column).value or ""):
        return True
    for row in range(cell.row, 0, -1):
        title = sheet.cell(row, 1).value
        if title and sheet.cell(row, 2).value is None:
            return str(title).endswith("as of the last run")
    return False


def labelled(sheet, workbook):
    """The cells outside of tables, by the label of their row, how often it stood above, and their column."""
    inside = [table.area() for table in workbook.tables.values() if table.sheet.title == sheet.title]
    cells, seen = {}, collections.Counter()
    for row in sheet.iter_rows():
        # A tile's label is a formula in one of the workbooks and its value in the other.
        label = str(row[0].value) if row[0].data_type == "s" else ""
        if row[0].row <= 3:
            continue
        for cell in row:
            if not any(cell.row in rows and cell.column in columns for rows, columns in inside):
                cells[label, seen[label], cell.column] = cell
        seen[label] += 1
    return cells


def columns_changed(stem):
    """The columns in which edits changed anything, as Inputs names them."""
    columns = set()
    for edit in json.loads(pathlib.Path(f"{stem}.edits.json").read_text())["edits"]:
        table, heading, before, value = (edit[name] for name in ("table", "heading", "before", "value"))
        if table == "Parameters":
            table = edit["key"].split("/")[0] if "/" in edit["key"] else "Efforts" if "Divisor" in edit["key"] else "Settings"
            heading = {"Levels": "Level", "Bands": "Highest score", "Efforts": "Divisor"}.get(table, "Value")
        if heading == "Controls" and set(str(before or "").split("; ")) != set(str(value or "").split("; ")):
            columns.add("Risks[Controls, by requirement]")
        is_free = edit.get("free") or heading in FREE_TEXT
        alike = bool(before) == bool(value) if is_free else before == value
        if not alike:
            columns.add(f"{table}[{heading}]")
    return columns


def list_static(workbook):
    """What does not follow an edit until annexa runs again, as the workbook says above each column."""
    for name, table in sorted(workbook.tables.items()):
        static = [heading for heading, role in table.roles.items() if role == "last run" and heading not in ("Key", "Row mark", "Source")]
        if name in OF_THE_RUN:
            print(f"  static, as of the last run: {name}, all of it")
        elif static:
            print(f"  static, as of the last run: {name}, {', '.join(static)}")
    for sheet in workbook.book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float))]
        marked = [cell.coordinate for cell in cells if sheet.title in ("Cover", "Summary") and is_of_last_run(sheet, cell)]
        if marked:
            print(f"  static, as of the last run: {sheet.title}, {', '.join(marked)}")
    for (table, heading), why in AT_THE_NEXT_RUN.items():
        print(f"  not edited: {table}, {heading}: {why}")


def compare(arguments):
    compared, wrong, kinds = 0, 0, collections.Counter()
    stems = sorted(str(path)[:-len(".edits.json")] for path in arguments.folder.glob("*.edits.json"))
    for stem in stems:
        differences = []
        compared += compare_pair(stem, differences)
        wrong += len(differences)
        for place, one, other in differences[:arguments.shown]:
            print(f"{pathlib.Path(stem).name}: {place}: recalculated {one!r}, by a run {other!r}")
        kinds.update(" ".join((place.split()[0], place.split(" ", 2)[-1])) for place, _, _ in differences)
    if stems:
        list_static(Workbook(f"{stems[0]}.again.xlsx", values=True))
    for kind, number in kinds.most_common(30):
        print(f"  {number:6} {kind}")
    edits = sum(len(json.loads(path.read_text())["edits"]) for path in arguments.folder.glob("*.edits.json"))
    print(f"workbooks {len(stems)}, edited cells {edits}, calculated cells compared {compared}, differences {wrong}")
    sys.exit(1 if wrong or not compared else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("edit")
    one.add_argument("workbook", type=pathlib.Path)
    one.add_argument("folder", type=pathlib.Path)
    one.add_argument("--organisation")
    one.add_argument("--workbooks", type=int, default=7)
    one.add_argument("--edits", type=int, default=10)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--keep", action="store_true", help="clear no cell")
    one.set_defaults(run=edit)
    other = commands.add_parser("compare")
    other.add_argument("folder", type=pathlib.Path)
    other.add_argument("--shown", type=int, default=4)
    other.set_defaults(run=compare)
    arguments = parser.parse_args()
    arguments.run(arguments)


main()
