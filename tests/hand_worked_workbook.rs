//! The workbook of the organisation that was assessed on paper: what stands in the file, read back from its
//! bytes by another program than the one that wrote it, is what was calculated by hand.
//!
//! The organisation and the calculation are those of `tests/hand_worked.rs`; here are its results, cell by
//! cell. The values are those that the file holds beside its formulas: a reader that does not calculate shows
//! them, and one that does has to arrive at the same (which a spreadsheet program proves elsewhere).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "organisations/hand_worked.rs"]
mod organisation;

use std::collections::BTreeMap;
use std::io::Cursor;

use annexa::assess::assess;
use annexa::declaration::Declarations;
use annexa::report::build_workbook;
use annexa::standards::Catalogue;
use annexa::write::xlsx::write_workbook;
use calamine::{Data, Range, Reader as _, Xlsx};

/// Most that a figure may differ from the fraction on paper.
const TOLERANCE: f64 = 1e-12;

fn bytes() -> Vec<u8> {
    let catalogue = Catalogue::load().unwrap();
    let declarations = Declarations::load().unwrap();
    let model = organisation::model(&catalogue);
    let assessment = assess(&model, &catalogue);
    write_workbook(&build_workbook(&model, &assessment, &catalogue, &declarations, &[])).unwrap()
}

fn opened() -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes())).unwrap()
}

/// The rows of a list sheet, by heading, in their order.
struct Rows {
    columns: BTreeMap<String, usize>,
    rows: Vec<Vec<Data>>,
}

impl Rows {
    fn of(sheet: &str) -> Self {
        let range: Range<Data> = opened().worksheet_range(sheet).unwrap();
        let mut rows = range.rows().map(<[Data]>::to_vec);
        let is_heading = |row: &Vec<Data>| row.iter().any(|cell| cell == &Data::String("Key".to_owned()));
        let headings = rows.find(is_heading).unwrap();
        let columns = headings.iter().enumerate().map(|(at, heading)| (heading.to_string(), at)).collect();
        Self { columns, rows: rows.collect() }
    }

    fn cell<'a>(&self, row: &'a [Data], heading: &str) -> &'a Data {
        &row[*self.columns.get(heading).unwrap_or_else(|| panic!("no column {heading}"))]
    }

    fn text(&self, row: &[Data], heading: &str) -> String {
        self.cell(row, heading).to_string()
    }

    #[track_caller]
    fn figure(&self, row: &[Data], heading: &str, by_hand: f64) {
        let place = format!("{}, {heading}", self.text(row, "Key"));
        equal(self.cell(row, heading), by_hand, &place);
    }

    /// The row with a key.
    fn keyed(&self, key: &str) -> &[Data] {
        let found = self.rows.iter().find(|row| self.text(row, "Key") == key);
        found.unwrap_or_else(|| panic!("no row {key}"))
    }
}

/// A number in a cell; a date is the number of its day.
#[track_caller]
fn equal(cell: &Data, by_hand: f64, what: &str) {
    let written = match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        Data::DateTime(date) => date.as_f64(),
        other => panic!("{what}: {other:?} is no number"),
    };
    assert!((written - by_hand).abs() < TOLERANCE, "{what}: written {written}, by hand {by_hand}");
}

#[test]
fn the_named_figures_are_those_on_paper() {
    // Assessed, own, evidenced, audited, carried, reuse, potential, reach.
    let by_hand = [
        ("27001_Clauses", [1.0, 59.0 / 60.0, 0.0, 0.0, 13.0 / 120.0, 127.0 / 300.0, 59.0 / 60.0, 1.0]),
        ("27001_AnnexA", [1.0, 3.0 / 8.0, 7.0 / 24.0, 1.0 / 8.0, 1.0 / 24.0, 0.0, 3.0 / 8.0, 2.0 / 3.0]),
        ("42001_Clauses", [31.0 / 32.0, 117.0 / 128.0, 0.0, 0.0, 1.0 / 8.0, 251.0 / 640.0, 15.0 / 16.0, 1.0]),
        ("42001_AnnexA", [3.0 / 4.0, 3.0 / 16.0, 1.0 / 8.0, 0.0, 3.0 / 16.0, 1.0 / 5.0, 41.0 / 80.0, 1.0]),
    ];
    let shares = ["Assessed", "Own", "Evidenced", "Audited", "Carried", "Reuse", "Potential", "Reach"];
    let mut workbook = opened();
    let names: BTreeMap<String, String> = workbook.defined_names().iter().cloned().collect();
    let figures = names.keys().filter(|name| name.starts_with("Cov_")).count();
    assert_eq!(figures, by_hand.len() * shares.len());
    for (part, figures) in by_hand {
        for (share, by_hand) in shares.into_iter().zip(figures) {
            let name = format!("Cov_{part}_{share}");
            let (sheet, place) = names[&name].split_once('!').unwrap();
            let range = workbook.worksheet_range(sheet.trim_matches('\'')).unwrap();
            equal(range.get_value(position(place)).unwrap(), by_hand, &name);
        }
    }
}

/// `$D$14` as row and column, counted from 0.
fn position(reference: &str) -> (u32, u32) {
    let plain = reference.replace('$', "");
    let letters: String = plain.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.chars().fold(0, |column, letter| column * 26 + (letter as u32 - 'A' as u32) + 1);
    (plain[letters.len()..].parse::<u32>().unwrap() - 1, column - 1)
}

/// Clauses whose work the clause of the same number in the other standard lets reuse, with the carry.
const REUSED_CLAUSES: [(f64, &[&str]); 3] = [
    (
        0.6,
        &[
            "4.1", "4.2", "4.3", "4.4", "5.1", "5.3", "6.1.1", "6.1.2", "6.1.3", "6.2", "7.1", "7.2", "7.3",
            "7.4", "8.1", "10.1",
        ],
    ),
    (0.4, &["5.2"]),
    (0.3, &["8.2", "8.3", "9.1", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3", "10.2"]),
];

/// Own, carried, reuse, potential of each of the 72 requirements that count.
fn coverage_by_hand() -> BTreeMap<String, [f64; 4]> {
    // Every clause: implemented, with nothing from elsewhere.
    let mut figures = BTreeMap::new();
    for (standard, count) in [("27001", 30), ("42001", 32)] {
        let catalogue = Catalogue::load().unwrap();
        let clauses = catalogue.requirements().map(|requirement| requirement.id.to_string());
        let clauses: Vec<String> =
            clauses.filter(|key| key.starts_with(standard) && !key.contains(":A.")).collect();
        assert_eq!(clauses.len(), count);
        figures.extend(clauses.into_iter().map(|key| (key, [1.0, 0.0, 0.0, 1.0])));
        for (carry, numbers) in REUSED_CLAUSES {
            for number in numbers {
                figures.insert(format!("{standard}:{number}"), [1.0, 0.0, carry, 1.0]);
            }
        }
        for number in ["6.3", "7.5.1", "7.5.2", "7.5.3"] {
            figures.insert(format!("{standard}:{number}"), [1.0, 1.0, 0.0, 1.0]);
        }
    }
    let particular = [
        // Partial itself: 0.3 of it is suggested to 42001, and 42001 has it whole.
        ("27001:9.2.1", [0.5, 0.0, 0.3, 0.5]),
        ("42001:9.2.1", [1.0, 0.0, 0.15, 1.0]),
        // In progress at 42001, whole at 27001, and the two are equal.
        ("27001:7.5.1", [1.0, 0.25, 0.0, 1.0]),
        ("42001:7.5.1", [0.25, 1.0, 0.0, 1.0]),
        ("42001:6.1.4", [0.0, 0.0, 0.0, 0.0]),
        ("42001:8.4", [0.0, 0.0, 0.0, 0.0]),
        ("27001:A.5.1", [1.0, 0.0, 0.0, 1.0]),
        ("27001:A.5.9", [0.5, 0.0, 0.0, 0.5]),
        ("27001:A.5.24", [0.0, 0.0, 0.0, 0.0]),
        ("27001:A.7.4", [0.0, 0.0, 0.0, 0.0]),
        ("27001:A.8.13", [0.0, 0.0, 0.0, 0.0]),
        ("27001:A.8.15", [0.75, 0.25, 0.0, 0.75]),
        ("42001:A.2.3", [0.0, 0.0, 0.5, 0.5]),
        ("42001:A.4.2", [0.0, 0.0, 0.3, 0.3]),
        ("42001:A.6.2.8", [0.25, 0.75, 0.0, 0.75]),
        ("42001:A.8.4", [0.5, 0.0, 0.0, 0.5]),
    ];
    figures.extend(particular.map(|(key, shares)| (key.to_owned(), shares)));
    figures
}

#[test]
fn every_row_of_coverage_that_counts_is_as_on_paper() {
    let rows = Rows::of("Coverage");
    let by_hand = coverage_by_hand();
    assert_eq!((rows.rows.len(), by_hand.len()), (193, 72));
    for row in &rows.rows {
        let key = rows.text(row, "Key");
        let Some(figures) = by_hand.get(&key) else {
            // An excluded control has no weight and nothing of its own.
            rows.figure(row, "Counts", 0.0);
            rows.figure(row, "Counted weight", 0.0);
            rows.figure(row, "Own", 0.0);
            continue;
        };
        rows.figure(row, "Counts", 1.0);
        rows.figure(row, "Counted weight", 1.0);
        for (heading, by_hand) in ["Own", "Carried", "Reuse", "Potential"].into_iter().zip(*figures) {
            rows.figure(row, heading, by_hand);
        }
        rows.figure(row, "Gap", f64::from(u8::from(figures[0] < 1.0)));
    }
    assert_eq!(rows.text(rows.keyed("42001:A.6.2.8"), "Carried from"), "27001:A.8.15");
    assert_eq!(rows.text(rows.keyed("42001:A.4.2"), "Reuse from"), "27001:A.5.9");
}

/// A row of Gaps: key, kind, then risk, coverage, urgency, effort, priority, and the range of ranks.
type GapByHand = (&'static str, &'static str, [f64; 5], &'static str);

#[test]
fn the_gaps_have_their_order_kind_and_every_term() {
    let (nonconformity, gap, unassessed) = ("Potential nonconformity", "Control gap", "Unassessed");
    let (small, medium) = (1.0, 1.25);
    let by_hand: [GapByHand; 13] = [
        ("42001:A.6.2.8", gap, [10.0 / 11.0, 11.0 / 12.0, 0.8, medium, 2938.0 / 4125.0], "1 to 2"),
        ("27001:A.5.24", gap, [1.0, 23.0 / 30.0, 0.0, small, 53.0 / 75.0], "1 to 2"),
        ("27001:A.8.15", gap, [10.0 / 11.0, 5.0 / 12.0, 0.8, medium, 2278.0 / 4125.0], "3"),
        ("27001:A.5.9", gap, [1.0, 19.0 / 30.0, 1.0 / 365.0, medium, 2864.0 / 5475.0], "4"),
        ("42001:A.2.3", gap, [0.0, 1.0, 0.0, small, 2.0 / 5.0], "5 to 6"),
        ("42001:A.8.4", gap, [0.0, 1.0 / 2.0, 1.0, small, 2.0 / 5.0], "5 to 6"),
        ("42001:A.4.2", unassessed, [0.0, 1.0, 0.0, medium, 8.0 / 25.0], "7"),
        ("27001:A.7.4", nonconformity, [0.0, 2.0 / 3.0, 0.0, medium, 16.0 / 75.0], "8"),
        ("27001:A.8.13", nonconformity, [0.0, 2.0 / 3.0, 0.0, medium, 16.0 / 75.0], "9"),
        ("42001:6.1.4", unassessed, [0.0, 1.0 / 8.0, 0.0, medium, 1.0 / 25.0], "10"),
        ("42001:8.4", nonconformity, [0.0, 1.0 / 8.0, 0.0, medium, 1.0 / 25.0], "11"),
        ("42001:7.5.1", nonconformity, [0.0, 3.0 / 32.0, 0.0, small, 3.0 / 80.0], "12"),
        ("27001:9.2.1", nonconformity, [0.0, 1.0 / 15.0, 0.0, medium, 8.0 / 375.0], "13"),
    ];
    let headings = ["Risk R", "Coverage D", "Urgency U", "Divisor E", "Priority P"];
    let rows = Rows::of("Gaps");
    assert_eq!(rows.rows.len(), by_hand.len());
    for ((row, rank), (key, kind, terms, range)) in rows.rows.iter().zip(1..).zip(by_hand) {
        assert_eq!(rows.text(row, "Key"), key);
        assert_eq!(rows.text(row, "Kind").to_lowercase(), kind.to_lowercase(), "{key}");
        assert_eq!(rows.text(row, "Rank range"), range, "{key}");
        rows.figure(row, "Rank", f64::from(rank));
        rows.figure(row, "Rank now", f64::from(rank));
        for (heading, by_hand) in headings.into_iter().zip(terms) {
            rows.figure(row, heading, by_hand);
        }
    }
}

/// The day as a spreadsheet counts it.
fn day(text: &str) -> f64 {
    let date: chrono::NaiveDate = text.parse().unwrap();
    let first: chrono::NaiveDate = "1899-12-30".parse().unwrap();
    (date - first).num_days() as f64
}

#[test]
fn the_roadmap_has_its_steps_days_and_dates() {
    let by_hand = [
        ("ai-impact-assessment-process", "42001:6.1.4", 6.0, "2026-01-02", "2026-01-09"),
        ("ai-impact-assessments-done", "42001:8.4", 6.0, "2026-01-12", "2026-01-19"),
        ("asset-inventory", "27001:A.5.9", 6.0, "2026-01-20", "2026-01-27"),
        ("ai-resource-inventory", "42001:A.4.2", 6.0, "2026-01-28", "2026-02-04"),
        ("incident-management", "27001:A.5.24", 2.0, "2026-02-05", "2026-02-06"),
        ("policy-alignment", "42001:A.2.3", 2.0, "2026-02-09", "2026-02-10"),
        ("documented-information", "42001:7.5.1", 2.0, "2026-02-11", "2026-02-12"),
        ("logging-and-clocks", "42001:A.6.2.8, 27001:A.8.15", 6.0, "2026-02-13", "2026-02-23"),
        ("ai-incident-communication", "42001:A.8.4", 2.0, "2026-02-23", "2026-02-25"),
        ("backup", "27001:A.8.13", 6.0, "2026-02-25", "2026-03-05"),
        ("physical-monitoring", "27001:A.7.4", 6.0, "2026-03-05", "2026-03-13"),
        ("internal-audit", "27001:9.2.1", 6.0, "2026-03-13", "2026-03-23"),
    ];
    let rows = Rows::of("Roadmap");
    assert_eq!(rows.rows.len(), by_hand.len());
    for ((row, step), (key, closes, days, start, end)) in rows.rows.iter().zip(1..).zip(by_hand) {
        assert_eq!((rows.text(row, "Key").as_str(), rows.text(row, "Closes").as_str()), (key, closes));
        rows.figure(row, "Step", f64::from(step));
        rows.figure(row, "Person days", days);
        rows.figure(row, "Start", day(start));
        rows.figure(row, "End", day(end));
    }
}

#[test]
fn the_risks_have_their_scores() {
    let by_hand = [("R-1", 20.0, 11.0), ("R-2", 16.0, 10.0), ("R-3", 25.0, 0.0)];
    let rows = Rows::of("Risks");
    for (key, score, above) in by_hand {
        let row = rows.keyed(key);
        rows.figure(row, "Score", score);
        rows.figure(row, "Above appetite", above);
    }
}

/// Writes the workbook into the folder of `ANNEXA_WORKBOOKS`, where it is set, to be recalculated.
#[test]
fn all_checks_of_the_workbook_pass() {
    let mut workbook = opened();
    let names: BTreeMap<String, String> = workbook.defined_names().iter().cloned().collect();
    let (sheet, place) = names["Checks_Failed"].split_once('!').unwrap();
    let range = workbook.worksheet_range(sheet.trim_matches('\'')).unwrap();
    equal(range.get_value(position(place)).unwrap(), 0.0, "checks that fail");
    if let Some(folder) = std::env::var_os("ANNEXA_WORKBOOKS") {
        let path = std::path::Path::new(&folder).join("hand_worked.xlsx");
        annexa::write::save(&path, &bytes(), true).unwrap();
    }
}
