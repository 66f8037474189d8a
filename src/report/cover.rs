//! Cover: what the workbook is, its headline figures as tiles, who signs it, and where everything stands.
//!
//! The sign-off is a list whose records are kept from run to run, so that what people sign stays; so do the
//! status and the version of the document, which are cells of the document above it.

use super::Contents;
use super::cell::{Cached, Cell, Form, Link, Style, Tone, Value};
use super::expression::{column, text};
use super::fit::broken;
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::coverage::{COVERAGE_TABLE, GAP, GAP_KIND, part_words};
use super::names::requirements::OWN;
use super::roadmap::{DAYS, ROADMAP_TABLE};
use super::sheet::{Allowed, Area, Sheet, TabRole, Validation};
use super::summary::{NOTHING, headline_name, parts};
use super::summary_counts::{open_above_appetite, open_above_appetite_note};
use crate::assess::GapKind;
use crate::provenance::CellPlace;
use crate::record::Owner;
use crate::record::subject::{NOT_GIVEN, ORGANISATION, SCOPE};
use crate::standards::Standard;

/// The sheet's name.
pub const COVER: &str = "Cover";
/// The name of the list of those who sign, which is called as its sheet.
const SIGN_OFF: &str = COVER;

const NAME: &str = "Name";
const SIGNED_ON: &str = "Date";
const SIGNATURE: &str = "Signature";
/// The label of the cell that says how far the document has come.
const STATUS: &str = "Status of the document";
/// How far a document can have come; any other text may stand there too.
const STATUSES: [&str; 4] = ["Draft", "In review", "Approved", "Superseded"];

/// The last column that is printed.
const LAST_COLUMN: u32 = 3;
/// Width of each of the four columns, in characters.
const WIDTH: u16 = 25;
/// Characters of a line beside a label: three columns wide.
const SUBJECT_LINE: usize = 72;
/// Characters of a line across the page.
const PAGE_LINE: usize = 104;
/// Characters of a line beside a sheet's name.
const INDEX_LINE: usize = 94;

const IS_AND_IS_NOT: &str = "This workbook is a working assessment. It is computed from the organisation's own registers, as they \
    stood on the date above, and each figure can be followed to the cell that it came from. It is not a certificate, not an audit \
    and not legal advice, and it promises no outcome of a certification. Relations between the two standards, efforts, weights \
    and phases are judgement and are marked so. What is unassessed counts as 0, so that a coverage is a lower bound. Figures \
    follow edits at once, except what is marked as of the last run. It holds no text of the standards, which have to be bought, \
    and it is not affiliated with ISO.";

/// One tile: a label, a figure, and a line that says what the figure counts.
struct Tile {
    label: String,
    figure: Value,
    form: Form,
    note: Value,
}

/// Builds the cover but for its index, which needs the other sheets.
pub fn build_cover(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let edit = |form| Style::new(form, Tone::Editable);
    let mut list = ListSheet::new(
        COVER,
        TabRole::Result,
        SIGN_OFF,
        "ISO/IEC 27001 and ISO/IEC 42001: combined assessment",
        "Where the organisation stands with both standards, and what the work for each contributes to the other.",
    )
    .owned_by(Owner::Assessment)
    .frozen_columns(0);
    for (label, given) in [(ORGANISATION, &model.organisation), (SCOPE, &model.scope)] {
        let mut label = label;
        for line in broken(given.as_deref().unwrap_or(NOT_GIVEN[0]), SUBJECT_LINE) {
            list = list.document_line(label, Cell::text(line, edit(Form::Subject)));
            label = "";
        }
    }
    let names = Standard::BOTH.map(Standard::full_name).join(" and ");
    list = list
        .document_line("Standards", Cell::text(names, Form::Subject))
        .document_line("Assessment date", Cell::new(Value::Date(model.as_of), Form::SubjectDate))
        .document_line(STATUS, Cell::text("Draft", edit(Form::Text)))
        .document_line("Version of the document", Cell::text("0.1", edit(Form::Identifier)))
        .document_row(Vec::new())
        .document_row(section("What this is, and what it is not"));
    for line in broken(IS_AND_IS_NOT, PAGE_LINE) {
        list = list.document_row(vec![Cell::text(line, Form::Explanation)]);
    }
    list = list.document_row(Vec::new()).document_row(section("At a glance"));
    let mut figure_rows = Vec::new();
    for tiles in [coverage_tiles(contents), work_tiles(contents)] {
        figure_rows.push(list.document_end() + 1);
        let row = |cell: fn(&Tile) -> Cell| tiles.iter().map(cell).collect::<Vec<_>>();
        list = list
            .document_row(row(|tile| Cell::text(tile.label.as_str(), Form::TileLabel)))
            .document_row(row(|tile| Cell::new(tile.figure.clone(), tile.form)))
            .document_row(row(|tile| Cell::new(tile.note.clone(), Form::TileNote)))
            .document_row(Vec::new());
    }
    list = list.document_row(section("Sign-off")).columns(columns());
    for (role, key) in [("Prepared by", "prepared"), ("Reviewed by", "reviewed"), ("Approved by", "approved")]
    {
        let note =
            |heading: &str| Cell::from(model.note(SIGN_OFF, key, heading).map_or(Value::Blank, Value::entry));
        let mut cells = vec![Value::text(role).into()];
        cells.extend([NAME, SIGNED_ON, SIGNATURE].map(note));
        cells.push(Value::text(key).into());
        list.push(cells);
    }
    let (first, last) = (list.data_row(0), list.data_row(2));
    let mut sheet = list.build(model.as_of);
    sheet.freeze = None;
    sheet.print.repeated_rows = None;
    sheet.print.landscape = false;
    sheet.print.area = Some(Area::new(0, 0, last, LAST_COLUMN));
    sheet.row_heights.extend(figure_rows.into_iter().map(|row| (row, 32.0)));
    sheet.row_heights.extend((first..=last).map(|row| (row, 30.0)));
    put_statuses(&mut sheet);
    sheet
}

/// Offers words for the status of the document.
fn put_statuses(sheet: &mut Sheet) {
    let found = sheet.cells().find(|(place, cell)| place.column == 0 && cell.value == Value::text(STATUS));
    let Some(row) = found.map(|(place, _)| place.row) else { return };
    sheet.validations.push(Validation {
        area: Area::new(row, 1, row, 1),
        allowed: Allowed::Suggestions(STATUSES.map(str::to_owned).to_vec()),
        message: "How far this document has come. It stays when the workbook is refreshed.".to_owned(),
    });
}

/// The cells of the title of a block.
fn section(title: &str) -> Vec<Cell> {
    let mut cells = vec![Cell::text(title, Form::Section)];
    cells.resize_with(LAST_COLUMN as usize + 1, || Cell::new(Value::Blank, Form::Section));
    cells
}

fn columns() -> Vec<ListColumn> {
    vec![
        ListColumn::new("Role", WIDTH, Form::Text),
        ListColumn::new(NAME, WIDTH, Form::Wrapped).editable(),
        ListColumn::new(SIGNED_ON, WIDTH, Form::Date)
            .editable()
            .allowed(Allowed::Date)
            .help("When it was signed. It stays when the workbook is refreshed."),
        ListColumn::new(SIGNATURE, WIDTH, Form::Wrapped).editable(),
        ListColumn::new(KEY, 12, Form::Identifier).last_run().screen_only(),
    ]
}

/// How far each part of both standards is implemented.
fn coverage_tiles(contents: &Contents<'_>) -> Vec<Tile> {
    let tile = |(standard, part)| {
        let mut coverage = contents.assessment.coverage.iter();
        let whole = coverage
            .find(|found| found.standard == standard && found.part == part && found.group.is_none())
            .and_then(|found| found.shares.own);
        Tile {
            label: format!("{standard} · {}", part_words(part)),
            figure: Value::formula(
                headline_name(standard, part, OWN),
                whole.map_or(Cached::from(NOTHING), Cached::Number),
            ),
            form: Form::TileFigure,
            note: Value::text("implemented, at least"),
        }
    };
    parts().map(tile).collect()
}

/// What is left to do.
fn work_tiles(contents: &Contents<'_>) -> Vec<Tile> {
    let gaps = &contents.assessment.gaps;
    let kind = GapKind::PotentialNonconformity;
    let nonconformities = gaps.iter().filter(|gap| gap.kind == kind).count();
    let count =
        |label: &str, figure, note| Tile { label: label.to_owned(), figure, form: Form::TileCount, note };
    let risks = (open_above_appetite(contents), open_above_appetite_note(contents));
    vec![
        count(
            "Gaps",
            Value::formula(format!("SUM({})", column(COVERAGE_TABLE, GAP)), gaps.len() as f64),
            Value::text("requirements not fully met"),
        ),
        count(
            "Potential nonconformities",
            Value::formula(
                format!("COUNTIF({},{})", column(COVERAGE_TABLE, GAP_KIND), text(kind.words())),
                nonconformities as f64,
            ),
            Value::text("of these gaps; to be judged"),
        ),
        count("Risks above appetite", risks.0, risks.1),
        count(
            "Person-days on Roadmap",
            Value::formula(
                format!("SUM({})", column(ROADMAP_TABLE, DAYS)),
                contents.assessment.roadmap.total_days,
            ),
            Value::text("last run; efforts are judgement"),
        ),
    ]
}

/// The first sentence of an explanation; the sheet itself shows all of it.
fn first_sentence(explanation: &str) -> String {
    explanation.split_once(". ").map_or_else(|| explanation.to_owned(), |(first, _)| format!("{first}."))
}

/// The look of the word for what a sheet is for.
fn form_of(role: TabRole) -> Form {
    match role {
        TabRole::Result => Form::ResultWord,
        TabRole::Work => Form::WorkWord,
        TabRole::Proof => Form::ProofWord,
        TabRole::Settings => Form::SettingsWord,
    }
}

/// Puts the index of all sheets on the second page of the cover.
pub fn put_index(sheets: &mut [Sheet]) {
    let others: Vec<(String, TabRole, String)> = sheets
        .iter()
        .filter(|sheet| sheet.name != COVER && !sheet.hidden)
        .map(|sheet| (sheet.name.clone(), sheet.role, sheet.explanation.clone()))
        .collect();
    let Some(cover) = sheets.iter_mut().find(|sheet| sheet.name == COVER) else { return };
    let mut row = cover.row_count() + 1;
    cover.print.breaks.push(row);
    cover.put_row(row, 0, section("What this workbook holds"));
    cover.row_heights.insert(row, 20.0);
    row += 1;
    for (name, role, explanation) in others {
        let link = Link::Cell { sheet: name.clone(), place: CellPlace::new(0, 0) };
        cover.put(row, 0, Cell::text(name, Form::Explanation).leading_to(link));
        for line in broken(&format!("{} · {}", role.word(), first_sentence(&explanation)), INDEX_LINE) {
            cover.put(row, 1, Cell::text(line, form_of(role)));
            row += 1;
        }
    }
    row += 1;
    cover.put_row(row, 0, section("Colours and words"));
    cover.row_heights.insert(row, 20.0);
    row += 1;
    for role in TabRole::ALL {
        cover.put(row, 0, Cell::text(format!("Tab: {}", role.word()), form_of(role)));
        cover.put(row, 1, Cell::text(role.meaning(), Form::Remark));
        row += 1;
    }
    let tones = [
        (Tone::Editable, "edit", "You write here; it stays when the workbook is refreshed."),
        (Tone::Derived, "calculated", "A formula: it follows what you write."),
        (Tone::LastRun, "last run", "Written by the last run of annexa; it does not follow what you write."),
        (Tone::Judgement, "judgement", "Our judgement: a suggestion to be weighed, never a finding."),
    ];
    for (tone, word, meaning) in tones {
        cover.put(row, 0, Cell::text(format!("Column: {word}"), Style::new(Form::Text, tone)));
        cover.put(row, 1, Cell::text(meaning, Form::Remark));
        row += 1;
    }
    cover.print.area = Some(Area::new(0, 0, row, LAST_COLUMN));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::report::testing::{Example, lines};

    #[test]
    fn what_was_signed_stands_in_the_next_cover() {
        let mut example = Example::sample();
        let key = CellKey::new(SIGN_OFF, "approved", NAME);
        example.model.notes.insert(key, Entry::Text("A. Director".into()));
        let sheet = build_cover(&example.contents());
        let table = &sheet.tables[0];
        let cell = sheet.cell(CellPlace::new(table.area.last.row, 1)).unwrap();
        assert_eq!(cell.value, Value::text("A. Director"));
        assert!(table.kept.is_some());
    }

    #[test]
    fn the_tiles_are_formulas_with_the_figures_of_the_assessment() {
        let example = Example::sample();
        let text = lines(&build_cover(&example.contents()));
        let gaps = example.contents().assessment.gaps.len();
        assert!(text.contains(&format!("=SUM(Cov[Gap]) -> {gaps}")), "{text}");
        assert!(text.contains("=Cov_27001_AnnexA_Own -> "), "{text}");
    }
}
