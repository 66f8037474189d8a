//! Workbooks of the formats .xlsx and .xlsm (ECMA-376, Office Open XML), streamed from their archive.
//!
//! ```text
//! package         the archive: parts by name, counted while they are expanded, and what leads from one to another
//! scanner         XML while it is expanded, nothing copied; `encoding`, `ends`: how bytes become whole pieces
//! token           tags and text, and what is wrong with them; `character_data`: what text means
//! plain           the shapes that nearly all cells and strings have, read in one go
//! workbook        which sheets there are
//! strings         the table of shared strings, and texts in runs
//! styles, colour  what the style of a cell says, worked out once for each style
//! layout          of a workbook that is refreshed: formulas, widths, drawings
//! sheet_markup    of such a workbook: a sheet that goes over as it is; `style_markup`: its styles; `clean`: what goes over
//! sheet           the cells of a sheet; `reference`, `validation`, `comments`: what else it says
//! ```
//!
//! Names of elements are compared without prefixes, so that strict and transitional files are read alike
//! whatever prefixes they use. A part is found by what leads to it, never by its name, unless nothing
//! leads to it. Only parts that hold something for annexa are expanded, each once.

mod character_data;
mod clean;
mod colour;
mod comments;
mod elements;
mod encoding;
mod ends;
mod layout;
mod package;
mod plain;
mod reference;
mod scanner;
mod sheet;
mod sheet_markup;
mod strings;
mod style_markup;
mod styles;
mod table_markup;
mod token;
mod validation;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::sync::Arc;

use super::cell::{Asked, Layout, Sheet};
use super::collect::SheetCells;
use super::limits::Limits;
use super::{Refusal, sheet_name};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::{Location, SheetName};
use package::{Package, Relationship, Unreadable};
use sheet::{Gathered, Shared};
use token::Fault;
use workbook::ListedSheet;

/// Reads the sheets of a workbook; the error says why there are none.
pub(super) fn read(
    bytes: impl Read + Seek,
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let refused = |unreadable, package: &Package| refusal(unreadable, file, package.scanned());
    let mut package = Package::open(bytes, limits).map_err(|unreadable| refusal(unreadable, file, ""))?;
    if package.has(|name| name.ends_with("vbaproject.bin")) {
        diagnostics.push(Diagnostic::at(&codes::MACROS, file.clone()));
    }
    if package.has(|name| name.contains("/externallinks/")) {
        diagnostics.push(Diagnostic::at(&codes::LINKS, file.clone()));
    }
    let part = workbook::workbook_part(&mut package).map_err(|unreadable| refused(unreadable, &package))?;
    let contents =
        workbook::read_contents(&mut package, &part).map_err(|unreadable| refused(unreadable, &package))?;
    let relationships = package.relationships(&part).map_err(|unreadable| refused(unreadable, &package))?;
    let leads_to = |package: &Package, kind: &str, conventional: &str| {
        let said = relationships.iter().find(|leads| leads.kind == kind).map(|leads| leads.target.clone());
        said.into_iter().chain([conventional.to_owned()]).find(|part| package.holds(part))
    };
    let strings = match leads_to(&package, "sharedStrings", "xl/sharedStrings.xml") {
        Some(part) => strings::read_shared_strings(&mut package, &part, limits)
            .map_err(|unreadable| refused(unreadable, &package))?,
        None => Vec::new(),
    };
    let theme = leads_to(&package, "theme", "xl/theme/theme1.xml");
    let styles = match leads_to(&package, "styles", "xl/styles.xml") {
        Some(part) => styles::read_styles(&mut package, &part, theme.as_deref())
            .map_err(|unreadable| refused(unreadable, &package))?,
        None => Vec::new(),
    };
    let shared = Shared { strings: &strings, styles: &styles, is_1904: contents.is_1904, limits };
    let mut sheets = Vec::new();
    let mut names = BTreeSet::new();
    let filled = std::cell::Cell::new(0);
    let mut by_id: BTreeMap<&str, &Relationship> = BTreeMap::new();
    for leads in &relationships {
        by_id.entry(&leads.id).or_insert(leads);
    }
    for listed in &contents.sheets {
        let name = sheet_name(file, &listed.name);
        let Some(leads) = by_id.get(listed.relationship.as_str()) else {
            let reason = "a part that belongs to every workbook is missing";
            diagnostics.push(
                Diagnostic::at(&codes::SHEET_NOT_READABLE, Location::sheet(&name)).fact("reason", reason),
            );
            continue;
        };
        // Charts and dialogs on sheets of their own hold no cells.
        if leads.kind == "chartsheet" || leads.kind == "dialogsheet" {
            continue;
        }
        if !names.insert(listed.name.as_str()) {
            diagnostics.push(Diagnostic::at(&codes::SHEET_NAME_REPEATED, Location::sheet(&name)));
            continue;
        }
        let cells = SheetCells::new(&name, limits, &filled);
        sheets.extend(read_sheet(&mut package, listed, leads, &shared, cells, diagnostics)?);
    }
    if sheets.is_empty() {
        return Err(Diagnostic::at(&codes::NO_WORKSHEET, file.clone()).into());
    }
    Ok(sheets)
}

/// Reads what stands in a workbook besides the values of its cells; the error says why it cannot be read.
pub(super) fn read_layout(
    bytes: impl Read + Seek,
    limits: &Limits,
    file: &Location,
    asked: impl Fn(&str) -> Asked,
) -> Result<Layout, Refusal> {
    layout::read_layout(bytes, limits, asked).map_err(|unreadable| refusal(unreadable, file, ""))
}

/// Says why nothing of a file is used. A limit is told of the sheet that goes beyond it.
fn refusal(unreadable: Unreadable, place: &Location, part: &str) -> Refusal {
    let file = || Location::file(&place.sheet.file);
    let diagnostic = match unreadable {
        Unreadable::Encrypted => Diagnostic::at(&codes::ENCRYPTED_FILE, file()),
        Unreadable::Fault(Fault::Limit(exceeded)) => exceeded.diagnostic(place.clone()),
        Unreadable::Fault(Fault::DocumentType) => {
            Diagnostic::at(&codes::DOCUMENT_TYPE, file()).fact("part", part.to_lowercase())
        }
        Unreadable::Fault(Fault::Damage(reason)) => {
            Diagnostic::at(&codes::DAMAGED_FILE, file()).fact("reason", reason)
        }
    };
    diagnostic.into()
}

/// Reads one sheet; `None` where nothing of it can be read, which is said.
fn read_sheet(
    package: &mut Package,
    listed: &ListedSheet,
    leads: &Relationship,
    shared: &Shared,
    mut cells: SheetCells,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Sheet>, Refusal> {
    let name = Arc::clone(cells.name());
    let mut gathered = Gathered::default();
    let read = package
        .scan(&leads.target)
        .and_then(|mut xml| Ok(sheet::read_sheet(&mut xml, shared, &mut cells, &mut gathered)?));
    match read {
        Ok(()) => {}
        Err(Unreadable::Fault(Fault::Damage(reason))) => {
            let code = if cells.is_empty() { &codes::SHEET_NOT_READABLE } else { &codes::SHEET_CUT_SHORT };
            diagnostics.push(Diagnostic::at(code, Location::sheet(&name)).fact("reason", reason));
            if cells.is_empty() {
                return Ok(None);
            }
        }
        Err(unreadable) => return Err(refusal(unreadable, &Location::sheet(&name), package.scanned())),
    }
    let commented = package
        .relationships(&leads.target)
        .and_then(|relationships| comments::read_comments(package, &relationships, shared.limits));
    match commented {
        Ok(comments) => gathered.facts.comments = comments,
        // Comments are evidence and no values: without them, nothing of the register is missing.
        Err(Unreadable::Fault(Fault::Damage(_))) => {}
        Err(unreadable) => return Err(refusal(unreadable, &Location::sheet(&name), package.scanned())),
    }
    diagnostics.extend(lost_cells(&gathered.lost, &name));
    let (sheet, said) = cells.finish(listed.visibility, gathered.merges, gathered.facts);
    diagnostics.extend(said);
    Ok(Some(sheet))
}

/// Says which cells cannot be read.
fn lost_cells(lost: &[((u32, u32), &'static str)], name: &Arc<SheetName>) -> Option<Diagnostic> {
    let place = |((row, column), _): &((u32, u32), &str)| Location::cell(name, *row, *column);
    let (first, also) = lost.split_first()?;
    Some(
        Diagnostic::at(&codes::CELL_NOT_READABLE, place(first))
            .fact("reason", first.1)
            .also(also.iter().map(place)),
    )
}
