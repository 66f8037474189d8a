//! The first sheet of the portfolio: how the clients lie, as formulas over the lists.

use super::clients::{ABOVE_APPETITE, GAPS, RISKS, TABLE as CLIENTS_TABLE, UNRATED};
use super::statistics::{NOTHING, Statistic};
use super::{
    BASES, Compared, GAP_KINDS, OWN, ShareOf, part_name, quality, share_heading, shared_gaps, trend,
};
use crate::portfolio::{ComparedClient, parts};
use crate::provenance::CellPlace;
use crate::report::MARKER;
use crate::report::cell::{Cell, Form, Style, Tone, Value};
use crate::report::expression::column;
use crate::report::list_sheet::put_title;
use crate::report::names::KEY;
use crate::report::sheet::{Area, Chart, Series, Sheet, TabRole};
use crate::report::summary::put_section;
use crate::standards::{Part, Standard};

/// The sheet's name.
const PORTFOLIO: &str = "Portfolio";
/// Bounds of the bands of own coverage: at least the first, below the second.
const BANDS: [(f64, f64, &str); 6] = [
    (0.0, 0.2, "below 20 %"),
    (0.2, 0.4, "20 % to below 40 %"),
    (0.4, 0.6, "40 % to below 60 %"),
    (0.6, 0.8, "60 % to below 80 %"),
    (0.8, 1.0, "80 % to below 100 %"),
    (1.0, 2.0, "100 %"),
];
/// Digits behind the point by which a share is put into its band.
const BAND_DIGITS: i32 = 9;
/// Rows that a chart covers.
const CHART_ROWS: u32 = 16;
/// Height of a chart, in pixels.
const CHART_HEIGHT: u32 = 300;
/// Width of a chart across the sheet, in pixels.
const CHART_WIDTH: u32 = 1080;
/// Width of the column of labels, in characters.
const LABEL_WIDTH: f64 = 42.0;
/// Width of a column of figures, in characters.
const FIGURE_WIDTH: f64 = 15.0;
/// The last column with figures.
const LAST_FILLED: u32 = 11;
/// Most gaps that the chart of shared gaps shows.
const GAPS_SHOWN: usize = 15;

/// The name of the cell that counts the clients of all bands of a part.
pub fn bands_name(standard: Standard, part: Part) -> String {
    let part = match part {
        Part::Clauses => "Clauses",
        Part::AnnexA => "AnnexA",
    };
    format!("Bands_{}_{part}", standard.number())
}

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        PORTFOLIO,
        TabRole::Result,
        "All clients of the batch side by side: how far they are, what they lack, what changed.",
    );
    put_title(&mut sheet, "The clients compared", compared.as_of);
    sheet.name_cell(MARKER, 0, 0);
    sheet.column_widths = vec![LABEL_WIDTH];
    sheet.column_widths.extend([FIGURE_WIDTH; LAST_FILLED as usize]);
    let mut row = put_counts(&mut sheet, compared, 4);
    for put in [put_own, put_bands] {
        row = put(&mut sheet, compared, row + 1);
    }
    sheet.print.breaks.push(row + 1);
    for put in [put_bases, put_gaps] {
        row = put(&mut sheet, compared, row + 1);
    }
    sheet.print.breaks.push(row + 1);
    for put in [put_shared_gaps, put_rest, put_trend] {
        row = put(&mut sheet, compared, row + 1);
    }
    sheet.print.area = Some(Area::new(0, 0, row, LAST_FILLED));
    sheet
}

fn rounded_to_band(share: f64) -> f64 {
    let digits = 10f64.powi(BAND_DIGITS);
    (share * digits).round() / digits
}

fn clients<'a>(compared: &Compared<'a>) -> &'a [ComparedClient] {
    &compared.portfolio.clients
}

fn derived(form: Form) -> Style {
    Style::new(form, Tone::Derived)
}

fn headings<'a>(sheet: &mut Sheet, row: u32, first: &str, others: impl IntoIterator<Item = &'a str>) {
    sheet.put(row, 0, Cell::text(first, Form::Heading));
    for (number, heading) in (1..).zip(others) {
        sheet.put(row, number, Cell::text(heading, Form::FigureHeading));
    }
    sheet.row_heights.insert(row, 34.0);
}

/// A figure that is a formula.
fn figure(expression: String, value: f64, form: Form) -> Cell {
    Cell::new(Value::formula(expression, value), derived(form))
}

/// A statistic of a column, or the word that there is nothing.
fn statistic(which: Statistic, column: &str, values: &[f64], form: Form) -> Cell {
    let expression = which.expression(column);
    let value = match which.of(values) {
        Some(value) => Value::formula(expression, value),
        None => Value::formula(expression, NOTHING),
    };
    Cell::new(value, derived(form))
}

fn shares_of(compared: &Compared<'_>, place: usize, share: ShareOf) -> Vec<f64> {
    let part = |client: &ComparedClient| client.figures.parts.get(place).copied();
    clients(compared).iter().filter_map(|client| share(&part(client)?)).collect()
}

fn own_of(compared: &Compared<'_>, place: usize) -> Vec<f64> {
    BASES.get(OWN).map(|(_, _, own)| shares_of(compared, place, *own)).unwrap_or_default()
}

fn own_column(standard: Standard, part: Part) -> String {
    column(CLIENTS_TABLE, &share_heading(standard, part, BASES.get(OWN).map_or("", |basis| basis.0)))
}

fn put_counts(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let keys = |table: &str| format!("COUNTA({})", column(table, KEY));
    let not_assessed = compared.portfolio.not_compared.len();
    let earlier = clients(compared).iter().filter(|client| client.edited_since).count();
    let gaps: usize = clients(compared).iter().flat_map(|client| client.figures.gaps).sum();
    let lines = [
        ("Clients of the batch", Cell::new(Value::count(compared.portfolio.clients_of_batch), Form::Integer)),
        (
            "Assessed and compared here",
            figure(keys(CLIENTS_TABLE), clients(compared).len() as f64, Form::Integer),
        ),
        (
            "Not assessed, named with the reason",
            figure(keys(super::others::TABLE), not_assessed as f64, Form::Integer),
        ),
        (
            "Workbooks that somebody changed since",
            figure(
                format!("COUNTIF({},\"changed since\")", column(CLIENTS_TABLE, "Workbook")),
                earlier as f64,
                Form::Integer,
            ),
        ),
        (
            "Gaps of all clients",
            figure(format!("SUM({})", column(CLIENTS_TABLE, GAPS)), gaps as f64, Form::Integer),
        ),
    ];
    let mut row = put_section(sheet, row, "The batch");
    for (label, cell) in lines {
        sheet.put(row, 0, Cell::text(label, Form::Text));
        sheet.put(row, 1, cell);
        row += 1;
    }
    row
}

fn put_own(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Own coverage, a lower bound, over the clients");
    let words = Statistic::ALL.map(Statistic::words);
    headings(sheet, row, "Part", ["Clients"].into_iter().chain(words));
    for (place, (row, (standard, part))) in (row + 1..).zip(parts()).enumerate() {
        let values = own_of(compared, place);
        let own = own_column(standard, part);
        sheet.put(row, 0, Cell::text(part_name(standard, part), Form::Text));
        sheet.put(row, 1, figure(format!("COUNT({own})"), values.len() as f64, Form::Integer));
        for (number, which) in (2..).zip(Statistic::ALL) {
            sheet.put(row, number, statistic(which, &own, &values, Form::Percent));
        }
    }
    row + 5
}

fn put_bands(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "How many clients lie in each band of own coverage");
    let names = parts().map(|(standard, part)| part_name(standard, part));
    headings(sheet, row, "Own coverage", names.iter().map(String::as_str));
    let first = row + 1;
    for (row, (least, below, words)) in (first..).zip(BANDS) {
        sheet.put(row, 0, Cell::text(words, Form::Text));
        for (place, (standard, part)) in parts().into_iter().enumerate() {
            let own = own_column(standard, part);
            // A share that a file keeps with fewer digits stays in its band.
            let rounded = format!("ROUND({own},{BAND_DIGITS})");
            let expression = format!("SUMPRODUCT(ISNUMBER({own})*({rounded}>={least})*({rounded}<{below}))");
            let values = own_of(compared, place);
            let count =
                values.iter().filter(|value| (least..below).contains(&rounded_to_band(**value))).count();
            sheet.put(row, place as u32 + 1, figure(expression, count as f64, Form::Integer));
        }
    }
    let last = first + BANDS.len() as u32 - 1;
    sheet.put(last + 1, 0, Cell::text("All bands", Form::Label));
    for (place, (standard, part)) in parts().into_iter().enumerate() {
        let number = place as u32 + 1;
        let cells = Area::new(first, number, last, number);
        let all = own_of(compared, place).len() as f64;
        sheet.put(last + 1, number, figure(format!("SUM({cells})"), all, Form::Integer));
        sheet.name_cell(bands_name(standard, part), last + 1, number);
    }
    let series = (1..).zip(names).map(|(number, name)| Series {
        name,
        sheet: PORTFOLIO.to_owned(),
        categories: Area::new(first, 0, last, 0),
        values: Area::new(first, number, last, number),
    });
    let chart = Chart {
        title: "How many clients lie in each band of own coverage".to_owned(),
        alternative_text:
            "Bars, four for each band of own coverage, one for each part of each standard: the number of \
                           clients in it. The figures stand in the table above."
                .to_owned(),
        series: series.collect(),
        ..chart(last + 3)
    };
    sheet.charts.push(chart);
    last + 3 + CHART_ROWS
}

/// A chart across the sheet, still without series.
fn chart(row: u32) -> Chart {
    Chart {
        title: String::new(),
        alternative_text: String::new(),
        place: CellPlace::new(row, 0),
        width: CHART_WIDTH,
        height: CHART_HEIGHT,
        lying: false,
        percent: false,
        stacked: false,
        timeline: None,
        series: Vec::new(),
    }
}

fn put_bases(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Coverage by basis: the mean of the clients (a claim is not proof)");
    headings(sheet, row, "Part", BASES.map(|(basis, _, _)| basis));
    let first = row + 1;
    for (place, (row, (standard, part))) in (first..).zip(parts()).enumerate() {
        sheet.put(row, 0, Cell::text(part_name(standard, part), Form::Text));
        for (number, (basis, _, share)) in (1..).zip(BASES) {
            let column = column(CLIENTS_TABLE, &share_heading(standard, part, basis));
            let values = shares_of(compared, place, share);
            sheet.put(row, number, statistic(Statistic::Mean, &column, &values, Form::Percent));
        }
    }
    let last = first + 3;
    let series = (1..).zip(BASES).map(|(number, (basis, _, _))| Series {
        name: basis.to_owned(),
        sheet: PORTFOLIO.to_owned(),
        categories: Area::new(first, 0, last, 0),
        values: Area::new(first, number, last, number),
    });
    let chart = Chart {
        title: "Mean coverage of the clients by basis".to_owned(),
        alternative_text:
            "Bars, four for each part of each standard: the mean share of the clients that is assessed, \
                           own, evidenced and audited. The figures stand in the table above."
                .to_owned(),
        percent: true,
        series: series.collect(),
        ..chart(last + 2)
    };
    sheet.charts.push(chart);
    last + 2 + CHART_ROWS
}

fn put_gaps(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Gaps by kind");
    headings(sheet, row, "Kind", ["All clients", "Mean of a client", "Clients with any"]);
    for (place, (row, kind)) in (row + 1..).zip(GAP_KINDS).enumerate() {
        let counts = clients(compared).iter().filter_map(|client| client.figures.gaps.get(place));
        let counts: Vec<f64> = counts.map(|count| *count as f64).collect();
        sheet.put(row, 0, Cell::text(kind, Form::Text));
        put_totals(sheet, row, &column(CLIENTS_TABLE, kind), &counts);
    }
    row + 4
}

/// The total of a column, its mean, and how many clients have any.
fn put_totals(sheet: &mut Sheet, row: u32, column: &str, counts: &[f64]) {
    sheet.put(row, 1, figure(format!("SUM({column})"), counts.iter().sum(), Form::Integer));
    sheet.put(row, 2, statistic(Statistic::Mean, column, counts, Form::Decimal));
    let any = counts.iter().filter(|count| **count > 0.0).count();
    sheet.put(row, 3, figure(format!("COUNTIF({column},\">0\")"), any as f64, Form::Integer));
}

fn put_shared_gaps(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "The gaps that most clients are known to have");
    let count = compared.portfolio.gaps.len();
    let shown = count.min(GAPS_SHOWN) as u32;
    if shown == 0 {
        sheet.put(row, 0, Cell::text("No client has a gap.", Form::Text));
        return row + 1;
    }
    let (first, last) = (shared_gaps::FIRST_ROW, shared_gaps::FIRST_ROW + shown - 1);
    let series = (shared_gaps::FIRST_KIND_COLUMN..).zip(GAP_KINDS).map(|(number, kind)| Series {
        name: kind.to_owned(),
        sheet: shared_gaps::SHARED_GAPS.to_owned(),
        categories: Area::new(first, shared_gaps::REQUIREMENT_COLUMN, last, shared_gaps::REQUIREMENT_COLUMN),
        values: Area::new(first, number, last, number),
    });
    let chart = Chart {
        title: format!("The {shown} gaps that most clients are known to have"),
        alternative_text: "Lying bars, one for each of the first requirements of the sheet Shared gaps: how many clients \
                           have it as a gap, divided into potential nonconformities, control gaps and what is unassessed."
            .to_owned(),
        height: CHART_HEIGHT + 60,
        lying: true,
        stacked: true,
        series: series.collect(),
        ..chart(row)
    };
    sheet.charts.push(chart);
    row + CHART_ROWS + 3
}

fn put_rest(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    type Count = fn(&ComparedClient) -> usize;
    let lines: [(&str, &str, &str, Count); 8] = [
        (RISKS, CLIENTS_TABLE, RISKS, |client| client.figures.risks.all),
        (UNRATED, CLIENTS_TABLE, UNRATED, |client| client.figures.risks.unrated),
        (ABOVE_APPETITE, CLIENTS_TABLE, ABOVE_APPETITE, |client| client.figures.risks.above_appetite),
        (quality::RECORDS, quality::TABLE, quality::RECORDS, |client| client.figures.quality.records),
        (quality::REJECTED, quality::TABLE, quality::REJECTED, |client| client.figures.quality.rejected),
        (quality::QUESTIONS, quality::TABLE, quality::QUESTIONS, |client| client.figures.quality.questions),
        ("Questions not answered", quality::TABLE, quality::UNANSWERED, |client| {
            client.figures.quality.unanswered
        }),
        (quality::FAULTS, quality::TABLE, quality::FAULTS, |client| client.figures.quality.reading_faults),
    ];
    let row = put_section(sheet, row, "Risks, and the data that all this rests on");
    headings(sheet, row, "", ["All clients", "Mean of a client", "Clients with any"]);
    for (row, (label, table, heading, count)) in (row + 1..).zip(lines) {
        let counts: Vec<f64> = clients(compared).iter().map(|client| count(client) as f64).collect();
        sheet.put(row, 0, Cell::text(label, Form::Text));
        put_totals(sheet, row, &column(table, heading), &counts);
    }
    row + 9
}

fn put_trend(sheet: &mut Sheet, compared: &Compared<'_>, row: u32) -> u32 {
    let row =
        put_section(sheet, row, "Change of own coverage since the run before, of the clients that had one");
    headings(sheet, row, "Part", ["Clients", "Mean change", "Better", "Worse"]);
    let changes = trend::changes(compared);
    for (row, ((standard, part), changes)) in (row + 1..).zip(parts().into_iter().zip(changes)) {
        let column = column(trend::TABLE, &trend::change_heading(standard, part));
        let count = |holds: fn(f64) -> bool| changes.iter().filter(|change| holds(**change)).count() as f64;
        sheet.put(row, 0, Cell::text(part_name(standard, part), Form::Text));
        sheet.put(row, 1, figure(format!("COUNT({column})"), changes.len() as f64, Form::Integer));
        sheet.put(row, 2, statistic(Statistic::Mean, &column, &changes, Form::Percent));
        let better = format!("COUNTIF({column},\">0.000000001\")");
        sheet.put(row, 3, figure(better, count(|change| change > 1e-9), Form::Integer));
        let worse = format!("COUNTIF({column},\"<-0.000000001\")");
        sheet.put(row, 4, figure(worse, count(|change| change < -1e-9), Form::Integer));
    }
    row + 5
}
