"""Recalculates workbooks in LibreOffice, many of them in one call, and compares the values of their formulas."""
import math, pathlib, subprocess, tempfile, zipfile
from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Tells LibreOffice to calculate every formula of a file that it opens.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def recalculate(paths, folder, seconds=120):
    """Puts the recalculated workbook of each path into a folder, under the name that it has; `seconds` for each."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        user = pathlib.Path(scratch) / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(PROFILE)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--norestore",
                        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, paths)],
                       check=True, timeout=seconds * len(paths), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def sheets(path):
    """The sheets of a workbook as they are stored: name and part."""
    with zipfile.ZipFile(path) as book:
        relations = etree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        parts = {relation.get("Id"): relation.get("Target") for relation in relations}
        workbook = etree.fromstring(book.read("xl/workbook.xml"))
        relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        for sheet in workbook.iter(MAIN + "sheet"):
            target = parts[sheet.get(relation)]
            part = target[1:] if target.startswith("/") else "xl/" + target
            yield sheet.get("name"), etree.fromstring(book.read(part))


def values(path):
    """The cells of a workbook without their shared strings: by sheet and place, kind, value and formula."""
    found = {}
    for name, sheet in sheets(path):
        for cell in sheet.iter(MAIN + "c"):
            formula, value = cell.find(MAIN + "f"), cell.find(MAIN + "v")
            kind = cell.get("t", "n")
            text = "" if value is None or value.text is None else value.text
            found[name, cell.get("r")] = (kind, text, None if formula is None else formula.text or "")
    return found


def same(one, other):
    """Whether two stored values are one; an empty text and no value are."""
    (kind, text, _), (other_kind, other_text, _) = one, other
    if kind == other_kind == "n" and text and other_text:
        return math.isclose(float(text), float(other_text), rel_tol=1e-9, abs_tol=1e-9)
    return text == other_text and (kind == other_kind or text == "")


def differences(path, recalculated):
    """How many formulas a workbook has, and those whose value is an error or differs when recalculated."""
    nothing = ("n", "", None)
    again, count, wrong = values(recalculated), 0, []
    for place, cell in values(path).items():
        if cell[2] is None:
            continue
        count += 1
        other = again.get(place, nothing)
        if cell[0] == "e" or not same(cell, other):
            wrong.append(f"{place[0]}!{place[1]}: cached {cell[1]!r}, recalculated {other[1]!r}, formula {cell[2]}")
    return count, wrong
