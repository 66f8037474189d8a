//! The blocks of the summary that count gaps: by kind, and by the phase of the roadmap in which they lie.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{column, text};
use super::gaps::{GAPS_TABLE, PHASE, phase_words};
use super::names::coverage::{COVERAGE_TABLE, GAP_KIND, part_words};
use super::names::priorities::KIND;
use super::sheet::{Area, Chart, Series, Sheet};
use super::summary::{SUMMARY, belongs, parts, put_section};
use crate::assess::{Gap, GapKind};
use crate::provenance::CellPlace;

/// The kinds of gaps, the gravest first.
const GAP_KINDS: [GapKind; 3] = [GapKind::PotentialNonconformity, GapKind::ControlGap, GapKind::Unassessed];
/// Rows that the chart of phases covers.
const PHASE_CHART_ROWS: u32 = 15;

/// Puts how many gaps of each kind each part has.
pub fn put_gaps(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Gaps by kind");
    sheet.put(row, 0, Cell::text("Kind", Form::Heading));
    for (column, (standard, part)) in (1..).zip(parts()) {
        let label = format!("{standard} {}", part_words(part));
        sheet.put(row, column, Cell::text(label, Form::FigureHeading));
    }
    sheet.row_heights.insert(row, 34.0);
    for (row, kind) in (row + 1..).zip(GAP_KINDS) {
        sheet.put(row, 0, Cell::text(kind.words(), Form::Text));
        for (number, (standard, part)) in (1..).zip(parts()) {
            let expression = format!(
                "SUMPRODUCT({}*({}={}))",
                belongs(standard, part, None),
                column(COVERAGE_TABLE, GAP_KIND),
                text(kind.words())
            );
            let gaps = contents.assessment.gaps.iter();
            let count = gaps
                .filter(|gap| gap.kind == kind && gap.id.standard() == standard && gap.id.part() == part)
                .count();
            sheet.put(row, number, Cell::new(Value::formula(expression, count as f64), Form::Integer));
        }
    }
    row + 5
}

/// How the gaps lie over the phases of the roadmap, as a chart and as the table that it shows.
pub fn put_gap_phases(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let chart_row = put_section(sheet, row, "Gaps by phase and kind, as of the last run");
    let headings = chart_row + PHASE_CHART_ROWS + 1;
    sheet.put(headings, 0, Cell::text("Phase of the roadmap", Form::Heading));
    for (column, kind) in (1..).zip(GAP_KINDS) {
        sheet.put(headings, column, Cell::text(kind.words(), Form::FigureHeading));
    }
    sheet.row_heights.insert(headings, 34.0);
    let phases = contents.catalogue.phases();
    let mut row = headings + 1;
    for phase in phases {
        let words = phase_words(phases, phase.number);
        sheet.put(row, 0, Cell::text(words.as_str(), Form::Text));
        for (number, kind) in (1..).zip(GAP_KINDS) {
            let expression = format!(
                "SUMPRODUCT(({}={})*({}={}))",
                column(GAPS_TABLE, KIND),
                text(kind.words()),
                column(GAPS_TABLE, PHASE),
                text(&words)
            );
            let is_of_phase = |gap: &&Gap| {
                let requirement = contents.catalogue.requirement(gap.id);
                gap.kind == kind && requirement.is_some_and(|requirement| requirement.phase == phase.number)
            };
            let count = contents.assessment.gaps.iter().filter(is_of_phase).count();
            sheet.put(row, number, Cell::new(Value::formula(expression, count as f64), Form::Integer));
        }
        row += 1;
    }
    if row > headings + 1 {
        let area = |column| Area::new(headings + 1, column, row - 1, column);
        let series = (1..).zip(GAP_KINDS).map(|(number, kind)| Series {
            name: kind.words().to_owned(),
            sheet: SUMMARY.to_owned(),
            categories: area(0),
            values: area(number),
        });
        sheet.charts.push(Chart {
            title: "In which phase of the roadmap the gaps lie, and of which kind they are".to_owned(),
            alternative_text: "Lying bars, one for each phase of the roadmap: the number of gaps, divided into potential \
                               nonconformities, control gaps and what is unassessed. The figures stand in the table below."
                .to_owned(),
            place: CellPlace::new(chart_row, 0),
            width: 1080,
            height: 280,
            lying: true,
            percent: false,
            stacked: true,
            timeline: None,
            series: series.collect(),
        });
    }
    row + 1
}
