//! Summary: the headline figures of both standards, and what they consist of.

use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{column, text};
use super::findings::severity_word;
use super::fit::{broken, lines_in_column, row_height};
use super::list_sheet::put_title;
use super::names::coverage::{
    CARRIED, COVERAGE_TABLE, GROUP, PART, POTENTIAL, REACH, REUSE, STANDARD, part_words,
};
use super::names::priorities::{NEW_GAP, NO_GAP, PRIORITIES_TABLE, SINCE};
use super::names::requirements::{ASSESSED, AUDITED, COUNTED_WEIGHT, COUNTS, EVIDENCED, OWN};
use super::sheet::{Area, Chart, ConditionalFormat, Mark, Rule, Series, Sheet, TabRole};
use super::summary_counts::{put_risks, put_statements};
use super::summary_gaps::{put_gap_phases, put_gaps};
use super::summary_plan::put_plan;
use super::{Contents, INPUTS_CHANGED, MARKER};
use crate::assess::{Coverage, Shares};
use crate::diagnostic::Severity;
use crate::provenance::CellPlace;
use crate::record::subject::{NOT_GIVEN, ORGANISATION, SCOPE};
use crate::standards::{Part, Standard};

/// The sheet's name.
pub const SUMMARY: &str = "Summary";

/// What stands in place of a share of nothing.
pub const NOTHING: &str = "n/a";

/// Takes one share from the shares of a part.
type ShareOf = fn(&Shares) -> Option<f64>;

/// The shares, in the order in which they stand side by side, each with its heading on Coverage.
const SHARES: [(&str, ShareOf); 8] = [
    (ASSESSED, |shares| shares.assessed),
    (OWN, |shares| shares.own),
    (EVIDENCED, |shares| shares.evidenced),
    (AUDITED, |shares| shares.audited),
    (CARRIED, |shares| shares.carried),
    (REUSE, |shares| shares.reuse),
    (POTENTIAL, |shares| shares.potential),
    (REACH, |shares| shares.reach),
];

/// The last column of shares: label, two counts, eight shares.
const LAST_COLUMN: u32 = 10;
/// The last column that is filled: label, four counts of applicability, seven of statuses.
const LAST_FILLED: u32 = 11;
/// The column of the first share.
const FIRST_SHARE: u32 = 3;
/// Characters that a line beside a label holds: cells side by side are not merged, so text is broken
/// into lines of its own.
const SUBJECT_LINE: usize = 120;
/// Characters that a note across the sheet holds.
const NOTE_LINE: usize = 185;
/// Rows that a chart covers.
const CHART_ROWS: u32 = 23;
/// Width of the column of labels, in characters.
const LABEL_WIDTH: f64 = 42.0;
/// Width of a column of figures, in characters: its headings have words of thirteen letters.
const FIGURE_WIDTH: f64 = 13.2;
/// Height that a page across holds where the width of the sheet fits it, about 64 % of its size, on A4, the lower of A4
/// and Letter, in points.
const PAGE_HEIGHT: f64 = 770.0;
/// Height of a row of which nothing is said, in points.
const USUAL_HEIGHT: f64 = 15.0;

/// Builds the summary.
pub fn build_summary(contents: &Contents<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        SUMMARY,
        TabRole::Result,
        "What the organisation's own registers show for both standards, and what the work for each contributes to the other.",
    );
    put_title(&mut sheet, "Summary of both standards", contents.model.as_of);
    sheet.column_widths = vec![LABEL_WIDTH];
    sheet.column_widths.extend([FIGURE_WIDTH; LAST_FILLED as usize]);
    let tiles = put_subject(&mut sheet, contents, 4);
    let mut row = put_headlines(&mut sheet, contents, tiles + 5);
    put_tiles(&mut sheet, tiles);
    let blocks: [fn(&mut Sheet, &Contents<'_>, u32) -> u32; 10] = [
        |sheet, _, row| put_since(sheet, row),
        |sheet, _, row| put_notes(sheet, row),
        put_statements,
        put_gaps,
        put_gap_phases,
        put_plan,
        put_risks,
        put_themes,
        put_clause_groups,
        put_findings,
    ];
    let mut starts = Vec::new();
    for put_block in blocks {
        starts.push(row);
        row = put_block(&mut sheet, contents, row);
    }
    sheet.print.breaks = breaks(&sheet, &starts, row);
    sheet.print.area = Some(Area::new(0, 0, row, LAST_FILLED));
    sheet
}

/// The rows before which a new page starts, so that no block is divided that fits a page.
fn breaks(sheet: &Sheet, starts: &[u32], end: u32) -> Vec<u32> {
    let height = |from: u32, to: u32| -> f64 {
        (from..to).map(|row| sheet.row_heights.get(&row).copied().unwrap_or(USUAL_HEIGHT)).sum()
    };
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut page = 0;
    let mut breaks = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        if height(page, end) > PAGE_HEIGHT {
            breaks.push(start);
            page = start;
        }
    }
    breaks
}

/// Puts the title of a block and returns the first row after it.
pub fn put_section(sheet: &mut Sheet, row: u32, title: &str) -> u32 {
    sheet.put(row, 0, Cell::text(title, Form::Section));
    for column in 1..=LAST_FILLED {
        sheet.put(row, column, Cell::new(Value::Blank, Form::Section));
    }
    sheet.row_heights.insert(row, 20.0);
    row + 1
}

fn put_subject(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let model = contents.model;
    let mut row = row;
    let edit = Style::new(Form::Explanation, Tone::Editable);
    for (label, given) in [(ORGANISATION, &model.organisation), (SCOPE, &model.scope)] {
        sheet.put(row, 0, Cell::text(label, Form::Label));
        let lines = broken(given.as_deref().unwrap_or(NOT_GIVEN[0]), SUBJECT_LINE);
        row = put_lines(sheet, row, 1, &lines, edit);
    }
    sheet.put(row, 0, Cell::text("Written by", Form::Label));
    sheet.put(row, 1, Cell::text(format!("annexa {}", env!("CARGO_PKG_VERSION")), Form::Explanation));
    sheet.name_cell(MARKER, row, 1);
    row + 2
}

/// Puts lines below each other and returns the first row after them.
fn put_lines(sheet: &mut Sheet, row: u32, column: u32, lines: &[String], style: impl Into<Style>) -> u32 {
    let style = style.into();
    let mut row = row;
    for line in lines {
        sheet.put(row, column, Cell::text(line, style));
        row += 1;
    }
    row
}

/// The four parts: clauses and Annex A of both standards.
pub fn parts() -> impl Iterator<Item = (Standard, Part)> {
    Standard::BOTH
        .into_iter()
        .flat_map(|standard| [Part::AnnexA, Part::Clauses].into_iter().map(move |part| (standard, part)))
}

fn name_of_part(part: Part) -> &'static str {
    match part {
        Part::Clauses => "Clauses",
        Part::AnnexA => "AnnexA",
    }
}

/// The defined name of a headline figure: `Cov_27001_AnnexA_Own`.
pub fn headline_name(standard: Standard, part: Part, share: &str) -> String {
    format!("Cov_{}_{}_{share}", standard.number(), name_of_part(part))
}

/// One tile for each part with its own coverage, which refers to the table below.
fn put_tiles(sheet: &mut Sheet, row: u32) {
    let places = [(0, 0), (1, 3), (4, 6), (7, 10)];
    for ((standard, part), (first, last)) in parts().zip(places) {
        let name = headline_name(standard, part, OWN);
        let value = sheet
            .names
            .iter()
            .find(|defined| defined.name == name)
            .and_then(|defined| sheet.cell(defined.area.first))
            .and_then(|cell| match &cell.value {
                Value::Formula(formula) => Some(formula.cached.clone()),
                _ => None,
            });
        let label = format!("{standard} · {}", part_words(part));
        sheet.put(row, first, Cell::text(label, Form::TileLabel));
        if let Some(value) = value {
            sheet.put(row + 1, first, Cell::new(Value::formula(name, value), Form::TileFigure));
        }
        sheet.put(row + 2, first, Cell::text("own coverage, at least", Form::TileNote));
        for line in row..row + 3 {
            for column in first + 1..=last {
                sheet.put(line, column, Cell::new(Value::Blank, Form::TileSpace));
            }
        }
    }
    sheet.row_heights.insert(row + 1, 32.0);
}

/// The condition that a row of Coverage belongs to a part, or to a group of it.
pub fn belongs(standard: Standard, part: Part, group: Option<&str>) -> String {
    let is = |heading: &str, word: &str| format!("({}={})", column(COVERAGE_TABLE, heading), text(word));
    let mut condition = format!("{}*{}", is(STANDARD, standard.full_name()), is(PART, part_words(part)));
    if let Some(group) = group {
        condition.push('*');
        condition.push_str(&is(GROUP, group));
    }
    condition
}

/// The row of figures of a part or a group: counts, then shares.
fn figures(coverage: &Coverage, tone: Tone) -> Vec<Cell> {
    let condition = belongs(coverage.standard, coverage.part, coverage.group.as_deref());
    let weight = column(COVERAGE_TABLE, COUNTED_WEIGHT);
    let count = |expression: String, value: usize| {
        Cell::new(Value::formula(expression, value as f64), Style::new(Form::Integer, tone))
    };
    let mut cells = vec![
        count(format!("SUMPRODUCT({condition}*1)"), coverage.requirements),
        count(format!("SUMPRODUCT({condition}*{})", column(COVERAGE_TABLE, COUNTS)), coverage.applicable),
    ];
    cells.extend(SHARES.iter().map(|(heading, share)| {
        let expression = format!(
            "IF(SUMPRODUCT({condition}*{weight})>0,SUMPRODUCT({condition}*{weight}*{})/SUMPRODUCT({condition}*{weight}),\"{NOTHING}\")",
            column(COVERAGE_TABLE, heading)
        );
        let value = match share(&coverage.shares) {
            Some(share) => Value::formula(expression, share),
            None => Value::formula(expression, NOTHING),
        };
        Cell::new(value, Style::new(Form::Percent, tone))
    }));
    cells
}

fn put_figure_headings(sheet: &mut Sheet, row: u32, first: &str) {
    let heading = |text: &str, tone| Cell::text(text, Style::new(Form::Heading, tone));
    sheet.put(row, 0, heading(first, Tone::Plain));
    let figure = |text: &str, tone| Cell::text(text, Style::new(Form::FigureHeading, tone));
    sheet.put(row, 1, figure("Catalogue", Tone::Plain));
    sheet.put(row, 2, figure("Counted", Tone::Plain));
    for (column, (name, _)) in (FIRST_SHARE..).zip(SHARES) {
        let suggested = [CARRIED, REUSE, POTENTIAL].contains(&name);
        sheet.put(row, column, figure(name, if suggested { Tone::Judgement } else { Tone::Plain }));
        sheet.put(
            row - 1,
            column,
            Cell::text(
                if suggested { "suggested" } else { "" },
                Style::new(Form::ColumnRole, Tone::Judgement),
            ),
        );
    }
    sheet.row_heights.insert(row, 20.0);
}

fn put_headlines(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    put_section(sheet, row - 1, "Coverage of both standards");
    put_figure_headings(sheet, row + 1, "Part");
    let mut row = row + 2;
    let first = row;
    for (standard, part) in parts() {
        let coverage = contents.assessment.coverage.iter();
        let whole = coverage
            .clone()
            .find(|found| found.standard == standard && found.part == part && found.group.is_none());
        let Some(whole) = whole else { continue };
        let label = format!("{} · {}", standard.full_name(), part_words(part));
        sheet.put(row, 0, Cell::text(label, Form::Text));
        sheet.put_row(row, 1, figures(whole, Tone::Plain));
        for (column, (name, _)) in (FIRST_SHARE..).zip(SHARES) {
            sheet.name_cell(headline_name(standard, part, name), row, column);
        }
        row += 1;
    }
    put_bars(sheet, first, row);
    row + 1
}

fn put_bars(sheet: &mut Sheet, first: u32, after: u32) {
    if after > first {
        let area = Area::new(first, FIRST_SHARE, after - 1, LAST_COLUMN);
        sheet.conditional_formats.push(ConditionalFormat { area, rule: Rule::Bar });
    }
}

/// What edits since the last run have done, in words and colour.
fn put_since(sheet: &mut Sheet, row: u32) -> u32 {
    let row = put_section(sheet, row, "Since the last run");
    let state = |word: &str| format!("COUNTIF({},{})", column(PRIORITIES_TABLE, SINCE), text(word));
    let lines = [
        (
            "Columns of inputs that were edited",
            INPUTS_CHANGED.to_owned(),
            "Nothing was edited: all figures belong together.",
            "Inputs have changed (see Inputs): what is marked as last run, such as Roadmap, is out of date. Run annexa again.",
        ),
        (
            "Requirements that became gaps since the last run",
            state(NEW_GAP),
            "None.",
            "Counted in all figures, but not on Gaps and Roadmap: see Priorities, and run annexa again.",
        ),
        (
            "Gaps that are none any more since the last run",
            state(NO_GAP),
            "None.",
            "Marked as met or excluded on Gaps, still on Roadmap: run annexa again.",
        ),
    ];
    let mut row = row;
    for (label, count, when_none, when_some) in lines {
        sheet.put(row, 0, Cell::text(label, Form::Text));
        let words = format!("IF({count}=0,{},{})", text(when_none), text(when_some));
        sheet.put(row, 1, Cell::new(Value::formula(count, 0.0), Form::Integer));
        sheet.put(row, 2, Cell::new(Value::formula(words, when_none), Form::Remark));
        let area = Area::new(row, 1, row, LAST_COLUMN);
        let rule = Rule::Expression(format!("${}>0", CellPlace::new(row, 1)), Mark::Caution);
        sheet.conditional_formats.push(ConditionalFormat { area, rule });
        row += 1;
    }
    row + 1
}

fn put_notes(sheet: &mut Sheet, row: u32) -> u32 {
    let notes = [
        "Own: how far the registers say it is done. A lower bound: what is unassessed counts as 0. Evidenced and audited: the part of it that names evidence, or that an audit confirms.",
        "Carried: what shared pairs bring from the other standard. Reuse: what other links let reuse. Potential: the largest of own, carried and reuse. All three are suggested, never assessed.",
        "Reach: the share that any link reaches. Counted: clauses always; controls unless they are excluded with a justification. The shares are never blended into one percentage.",
        "Relations, carries, levels, weights, efforts, gates and phases are judgement, shown on Links, Shared controls and Parameters.",
        "Written from the organisation's own registers; no certification and no audit. It contains no text of the standards and is not affiliated with ISO.",
    ];
    let mut row = row;
    for note in notes {
        row = put_lines(sheet, row, 0, &broken(note, NOTE_LINE), Form::Remark);
    }
    row + 1
}

fn put_themes(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let chart_row = put_section(sheet, row, "Annex A by theme and objective");
    let headings = chart_row + CHART_ROWS + 1;
    let row = put_groups(sheet, contents, headings, Part::AnnexA);
    if row > headings + 1 {
        sheet.charts.push(chart(chart_row, headings + 1, row - 1));
    }
    row + 1
}

fn put_clause_groups(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Clauses by group");
    put_groups(sheet, contents, row + 1, Part::Clauses) + 1
}

/// One row for each group of a part of both standards; returns the first row after them.
fn put_groups(sheet: &mut Sheet, contents: &Contents<'_>, headings: u32, part: Part) -> u32 {
    put_figure_headings(sheet, headings, "Group");
    let mut row = headings + 1;
    for coverage in contents.assessment.coverage.iter().filter(|coverage| coverage.part == part) {
        let Some(group) = &coverage.group else { continue };
        let label = format!("{} · {group}", coverage.standard);
        let lines = lines_in_column(&label, LABEL_WIDTH);
        if lines > 1 {
            sheet.row_heights.insert(row, row_height(lines));
        }
        sheet.put(row, 0, Cell::text(label, Form::Wrapped));
        sheet.put_row(row, 1, figures(coverage, Tone::Plain));
        row += 1;
    }
    put_bars(sheet, headings + 1, row);
    row
}

fn chart(row: u32, first: u32, last: u32) -> Chart {
    let series = |name: &str, heading: &str| {
        let offset = SHARES.iter().position(|(share, _)| *share == heading).unwrap_or_default();
        let column = FIRST_SHARE + u32::try_from(offset).unwrap_or_default();
        Series {
            name: name.to_owned(),
            sheet: SUMMARY.to_owned(),
            categories: Area::new(first, 0, last, 0),
            values: Area::new(first, column, last, column),
        }
    };
    Chart {
        title: "How far each theme of Annex A is implemented, and what the other standard's work suggests"
            .to_owned(),
        alternative_text: "Lying bars for each theme of ISO/IEC 27001 and each objective of ISO/IEC 42001: own coverage, \
                           carried over shared pairs, and reuse over other links. The figures stand in the table below."
            .to_owned(),
        place: CellPlace::new(row, 0),
        width: 1080,
        height: 450,
        lying: true,
        percent: true,
        stacked: false,
        timeline: None,
        series: vec![
            series("Own", OWN),
            series("Carried (suggested)", CARRIED),
            series("Reuse (suggested)", REUSE),
        ],
    }
}

fn put_findings(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Findings, as of the last run");
    sheet.put(row, 0, Cell::text("Severity", Form::Heading));
    sheet.put(row, 1, Cell::text("Findings", Form::FigureHeading));
    sheet.row_heights.insert(row, 20.0);
    let row = row + 1;
    let meanings = [
        (Severity::Error, "a fault: something required is missing or contradicts itself"),
        (Severity::Warning, "part of the input was not used, or a figure has to be read with care"),
        (Severity::Note, "worth knowing"),
    ];
    for (row, (severity, meaning)) in (row..).zip(meanings) {
        let count = contents.findings().filter(|finding| finding.code.severity == severity).count();
        sheet.put(row, 0, Cell::text(severity_word(severity), Form::Text));
        sheet.put(row, 1, Cell::new(Value::count(count), Form::Integer));
        sheet.put(row, 2, Cell::text(meaning, Form::Remark));
    }
    row + 4
}
