//! A cell of a list: what it is, who fills it, what a formula in it reads, and where its record came from.

use super::code::findings_about;
use super::figure::explain_share;
use super::formula::is_same;
use super::outside::{explain_outside, formula_and_precedents, named};
use super::references::{Reference, references};
use super::requirement::is_named;
use super::step::{NOT_CALCULATED, Step, place};
use super::subject::Subject;
use crate::declaration::Field;
use crate::model::CellKey;
use crate::provenance::Location;
use crate::record::names::SOURCE;
use crate::record::{FoundTable, Owner, entry_of};
use crate::report::expression::this_row;
use crate::report::names::KEY;
use crate::report::names::links::{LINKS_TABLE, SOURCE_KEY, TARGET_KEY};
use crate::report::names::risks::CONTROLS_AS_READ;
use crate::report::sheet::{Table, TableColumn};

/// Most cells that are listed for a column that a formula reads.
pub const MOST_LISTED: usize = 8;

/// Explains a cell by the number of its sheet, row and column, counted from 0.
pub fn explain_cell(subject: &Subject<'_>, sheet: usize, row: u32, column: u32) -> Step {
    let Some(found) = subject.previous.workbook.sheets.get(sheet) else { return Step::default() };
    let location = Location::cell(&found.name, row, column);
    let entry = entry_of(found.cell(row, column));
    let value = match entry.is_blank() {
        true if found.facts.lacks_value(row, column) => NOT_CALCULATED.to_owned(),
        true => "blank".to_owned(),
        false => entry.to_string(),
    };
    let mut step = Step::new(place(&location).unwrap_or_default(), value);
    let Some((declared, table)) = table_at(subject, sheet, row, column) else {
        let share = explain_share(subject, found, row, column);
        match share {
            Some(share) => step.steps.push(share),
            None => step.steps.extend(explain_outside(subject, found, row, column)),
        }
        return step;
    };
    let heading = table.heading(column).unwrap_or_default().to_owned();
    // A renamed column of a list is known by the heading that it had.
    let known = declared.columns.iter().find(|known| table.columns.get(&known.heading) == Some(&column));
    let key = key_of(subject, declared, &table, row);
    step.steps.push(Step::new("list", format!("{} on {}", declared.name, sheet_of(&table))));
    step.steps.push(Step::new("record", if key.is_empty() { "none in this row" } else { &key }));
    if step.value == NOT_CALCULATED && known.is_some_and(|known| gave_nothing(subject, declared, &key, known))
    {
        step.value = GIVES_NOTHING.to_owned();
    }
    match known {
        Some(known) => {
            let rule = Some(known.rule.as_str()).filter(|rule| !rule.is_empty());
            let about =
                Some(known.meaning.as_str()).filter(|words| !words.is_empty() && known.expression.is_none());
            step.steps.push(
                Step::new("column", known.heading.as_str())
                    .behind(about.map(|words| Step::new("which means", words)))
                    .behind(rule.map(|rule| Step::new("rule from", rule))),
            );
            // A formula that was saved without its value is one too.
            let is_formula = found.cell(row, column).is_some_and(|cell| cell.formula)
                || subject.formula(&location).is_some();
            step.steps.extend(filled_by(subject, declared, &table, known, (row, &key), is_formula));
            step.steps.extend(why_these_references(declared, &table, known, row));
        }
        None => {
            let own = if heading.is_empty() { "one without a heading".to_owned() } else { heading };
            step.steps.push(Step::new("column", format!("{own}, which is a person's own")));
        }
    }
    let sources = subject.source_steps(&table, row);
    if sources.is_empty() && !table.columns.contains_key(SOURCE) {
        step.steps.push(Step::new("source", "the list shows none: its records are annexa's own or settings"));
    }
    let findings = findings_of(subject, &key, &sources);
    step.steps.extend(sources);
    if !key.is_empty() {
        let count = if findings.is_empty() { "none".to_owned() } else { findings.len().to_string() };
        step.steps.push(Step::new("findings about the record", count).behind(findings));
    }
    step
}

/// What is said of a formula whose value was nothing when annexa wrote it.
const GIVES_NOTHING: &str = "blank: its formula gave nothing at the last run of annexa";

/// Whether annexa wrote a formula of which nothing was the value.
fn gave_nothing(subject: &Subject<'_>, declared: &Table, key: &str, column: &TableColumn) -> bool {
    let nothing = || {
        let written = subject.previous.last.lists.get(&declared.name)?;
        let number = written.headings.iter().position(|heading| *heading == column.heading)?;
        let mark = written.row(key)?.get(number)?;
        Some(mark.formula && mark.held == 0)
    };
    nothing().unwrap_or_default()
}

/// The name of the sheet of a table.
pub fn sheet_of(table: &FoundTable<'_>) -> String {
    table.sheet.name.sheet.as_deref().unwrap_or_default().to_owned()
}

/// The table that a cell stands in: of those on its sheet the one whose headings stand nearest above.
fn table_at<'s, 'a>(
    subject: &'s Subject<'a>,
    sheet: usize,
    row: u32,
    column: u32,
) -> Option<(&'s Table, FoundTable<'a>)> {
    let found = subject.previous.workbook.sheets.get(sheet)?;
    let on_sheet = subject.layout().iter().filter_map(|(_, table)| {
        let place = subject.table(&table.name)?;
        std::ptr::eq(place.sheet, found).then_some((table, place))
    });
    on_sheet
        .filter(|(_, table)| table.header_row < row && table.heading(column).is_some())
        .max_by_key(|(_, table)| table.header_row)
}

/// The key of a row, or what its first cell holds where the list has no keys.
fn key_of(subject: &Subject<'_>, declared: &Table, table: &FoundTable<'_>, row: u32) -> String {
    let list = subject.previous.last.book.list(&declared.name);
    let heading = list.map_or(KEY, |list| list.key_heading.as_str());
    let key = table.text(row, heading);
    if !key.is_empty() {
        return key;
    }
    let first = declared.columns.first().map(|column| table.text(row, &column.heading));
    first.unwrap_or_default()
}

/// Who fills a column, and what stands behind the cell.
fn filled_by(
    subject: &Subject<'_>,
    declared: &Table,
    table: &FoundTable<'_>,
    column: &TableColumn,
    (row, key): (u32, &str),
    is_formula: bool,
) -> Vec<Step> {
    let cell = CellKey::new(&declared.name, key, &column.heading);
    let owner = subject.previous.last.book.list(&declared.name).map(|list| list.owner);
    if column.editable && owner == Some(Owner::Workbook) {
        return vec![Step::new("filled by", "people, in this workbook"), subject.setting(&cell)];
    }
    if column.editable && owner == Some(Owner::Assessment) {
        return vec![Step::new("filled by", "people: it is kept from run to run"), subject.who_noted(&cell)];
    }
    if column.editable {
        return vec![
            Step::new("filled by", "the registers, and people, who may edit it"),
            subject.who_says(&cell),
        ];
    }
    let Some(expression) = column.expression.as_deref() else {
        let role = table.header_row.checked_sub(1).zip(table.columns.get(&column.heading));
        let role = role.map(|(above, column)| entry_of(table.sheet.cell(above, *column)).to_string());
        let by = match role.as_deref() {
            _ if is_formula => "a formula of its own, unlike those of the other rows",
            Some("judgement") => "annexa: it is judgement, and stands in the catalogues with its rationale",
            Some("last run") => "the last run: it does not follow edits until annexa is run again",
            _ => "annexa, from its catalogues or from the registers",
        };
        let mut steps = vec![Step::new("filled by", by)];
        if let Some(here) = table.columns.get(&column.heading).filter(|_| is_formula) {
            steps.extend(formula_and_precedents(subject, table.sheet, row, *here));
        }
        return steps;
    };
    let mut steps = vec![Step::new("filled by", "a formula")];
    if !is_formula {
        steps = vec![Step::new(
            "filled by",
            "a formula in a workbook as annexa writes it; here it holds a fixed value, or none was calculated",
        )];
    }
    let here = table.cell(row, &column.heading);
    let found = here.as_ref().and_then(|cell| subject.formula(&cell.location));
    let written = as_renamed(expression, declared, table);
    let rewritten = found.filter(|found| is_formula && !is_same(found, &written));
    match (rewritten, subject.meaning(&declared.name, &column.heading)) {
        (Some(found), _) => {
            steps = vec![
                Step::new(
                    "filled by",
                    "a formula that somebody rewrote: a run of annexa writes another one there",
                ),
                Step::new("it is", format!("={}", found.trim_start_matches('='))),
                Step::new("a run writes", format!("={written}")),
            ];
        }
        (None, Some(words)) => steps.push(Step::new("which gives", words)),
        (None, None) => {}
    }
    if is_formula && found.is_none() {
        steps.push(Step::new(
            "not compared",
            "one formula serves several cells, and was not held to what a run writes",
        ));
    }
    let read = references(rewritten.unwrap_or(&written)).into_iter();
    let read = read.flat_map(|reference| read_cells(subject, declared, table, (row, key), &reference));
    steps.push(Step::new("it reads", "").behind(read));
    steps
}

/// Why the identifiers of a cell were taken for the requirements that they stand for, as the row says beside it.
fn why_these_references(
    declared: &Table,
    table: &FoundTable<'_>,
    column: &TableColumn,
    row: u32,
) -> Option<Step> {
    let holds = declared.columns.iter().any(|beside| beside.heading == CONTROLS_AS_READ);
    if !holds || column.field != Some(Field::RiskControls) {
        return None;
    }
    let cell = table.cell(row, CONTROLS_AS_READ)?;
    (!cell.entry.is_blank()).then(|| Step::of_cell("taken for these controls, as of the last run", &cell))
}

/// The expression of a column with the headings of its table as they are now: programs carry a renamed heading
/// over into formulas.
fn as_renamed(expression: &str, declared: &Table, table: &FoundTable<'_>) -> String {
    let headings = declared.columns.iter().map(|column| column.heading.as_str());
    let renamed = headings.filter_map(|known| {
        let column = table.columns.get(known)?;
        let now = table.sheet.cell(table.header_row, *column)?.text().trim().to_owned();
        (now != known).then_some((known, now))
    });
    renamed.fold(expression.to_owned(), |expression, (known, now)| {
        expression.replace(&this_row(&declared.name, known), &this_row(&declared.name, &now))
    })
}

/// The cells that a reference of a formula leads to, as far as they belong to the record.
fn read_cells(
    subject: &Subject<'_>,
    declared: &Table,
    table: &FoundTable<'_>,
    (row, key): (u32, &str),
    reference: &Reference,
) -> Vec<Step> {
    match reference {
        Reference::ThisRow(heading) => {
            let Some(cell) = table.cell(row, heading) else {
                return vec![Step::new(format!("{heading} of this row"), "the column is not there any more")];
            };
            let mut step = Step::of_cell(format!("{heading} of this row"), &cell);
            let read = declared.columns.iter().find(|column| column.heading == *heading);
            let words = read.filter(|column| column.expression.is_some());
            let words = words.and_then(|column| subject.meaning(&declared.name, &column.heading));
            step.steps.extend(words.map(|words| Step::new("which is", words)));
            vec![step]
        }
        // The column that a record is looked up by.
        Reference::Column(_, heading) if heading == KEY => Vec::new(),
        Reference::Column(name, heading) => {
            let Some(other) = subject.table(name) else {
                return vec![Step::new(format!("{heading} of {name}"), "the list is not there any more")];
            };
            column_cells(&other, name, heading, key)
        }
        Reference::Cell(..) | Reference::Range(_) => Vec::new(),
        Reference::Name(name) => {
            let setting = subject.named_cell(name);
            let setting = setting.map(|cell| Step::of_cell(format!("{name}, a setting"), &cell));
            setting.or_else(|| named(subject, name)).into_iter().collect()
        }
    }
}

/// The cells of a column that have to do with a record: by its key, or by the key that links name.
fn column_cells(table: &FoundTable<'_>, name: &str, heading: &str, key: &str) -> Vec<Step> {
    let label = format!("{heading} of {name}");
    let mut rows: Vec<u32> = if key.is_empty() { Vec::new() } else { table.rows_with(KEY, key).collect() };
    if rows.is_empty() && name == LINKS_TABLE && !key.is_empty() {
        rows = table.rows_with(TARGET_KEY, key).collect();
        rows.extend(table.rows_with(SOURCE_KEY, key).filter(|row| !rows.contains(row)).collect::<Vec<_>>());
    }
    if rows.is_empty() {
        // Another list may stand below a blank row.
        let end = (table.header_row + 1..).find(|row| table.sheet.row(*row).is_none());
        let filled = table.rows(heading).take_while(|row| end.is_none_or(|end| *row < end)).count();
        return vec![Step::new(label, format!("the whole column, {filled} cells on {}", sheet_of(table)))];
    }
    let more = rows.len().saturating_sub(MOST_LISTED);
    let mut steps: Vec<Step> = rows
        .iter()
        .take(MOST_LISTED)
        .filter_map(|row| {
            let cell = table.cell(*row, heading)?;
            let of =
                if rows.len() > 1 { format!("{label}, {}", table.text(*row, KEY)) } else { label.clone() };
            Some(Step::of_cell(of, &cell))
        })
        .collect();
    if more > 0 {
        steps.push(Step::new("and", format!("{more} more")));
    }
    steps
}

/// The findings that name a record, or whose cell stands in a row that it came from.
fn findings_of(subject: &Subject<'_>, key: &str, sources: &[Step]) -> Vec<Step> {
    if key.is_empty() {
        return Vec::new();
    }
    findings_about(subject, &|table, row| {
        let at = [table.text(row, "File"), table.text(row, "Sheet")].join(" › ");
        let cell = table.text(row, "Cell");
        let number: String = cell.chars().filter(char::is_ascii_digit).collect();
        let place = format!("{at} › row {number}");
        let in_row = !number.is_empty() && sources.iter().any(|source| source.value == place);
        in_row || is_named(&table.text(row, "Finding"), key)
    })
}
