use super::*;
use crate::portfolio::{
    AskedQuestion, AssessedClient, ClientFacts, ClientOutcome, Earlier, FailedClient, Figures, MadeFrom,
};
use crate::report::cell::{Cached, Value};
use crate::report::checks::Written;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn figures(own: f64, gaps: [usize; 3]) -> Figures {
    let part = PartFigures { assessed: Some(1.0), own: Some(own), evidenced: Some(own / 2.0), audited: None };
    Figures { parts: [part; 4], gaps, ..Figures::default() }
}

fn client(name: &str, own: f64) -> ClientFacts {
    let assessed = AssessedClient {
        as_of: day(),
        workbook_sha256: String::new(),
        workbook_before: None,
        figures: figures(own, [1, 0, 1]),
        before: Some(Earlier { as_of: day(), figures: figures(0.25, [2, 0, 0]) }),
        gaps: [vec!["27001:A.5.1".to_owned()], Vec::new(), vec!["42001:A.2.2".to_owned()]],
        questions: vec![AskedQuestion {
            text: "Is it so?".to_owned(),
            about: "27001:A.5.1".to_owned(),
            level: Some(own),
        }],
        conflicts: Vec::new(),
        said: Vec::new(),
        not_read: Vec::new(),
        same_copies: Vec::new(),
    };
    facts(name, ClientOutcome::Assessed(Box::new(assessed)))
}

fn facts(name: &str, outcome: ClientOutcome) -> ClientFacts {
    ClientFacts {
        known_as: String::new(),
        client: name.to_owned(),
        workbook: format!("{name}.xlsx"),
        organisation: None,
        made_from: MadeFrom { inputs: Vec::new(), asked: String::new(), run: 1 },
        outcome,
    }
}

fn portfolio(clients: &[(&str, f64)]) -> Portfolio {
    let mut portfolio = Portfolio { clients_of_batch: clients.len() + 1, ..Portfolio::default() };
    for (name, own) in clients {
        portfolio.take(client(name, *own), false);
    }
    let failed = FailedClient { reason: "no register was found".to_owned(), last: None };
    portfolio.take(facts("broken", ClientOutcome::Failed(failed)), false);
    portfolio
}

fn workbook(portfolio: &Portfolio) -> Workbook {
    build_portfolio_workbook(portfolio, &Catalogue::load().unwrap(), day())
}

fn failing(workbook: &Workbook) -> Vec<String> {
    let written = Written { sheets: &workbook.sheets };
    let results = written.texts("Checks", "Result");
    let keys = written.texts("Checks", "Key");
    keys.into_iter()
        .zip(results)
        .filter(|(_, result)| result != "OK")
        .map(|(key, _)| key.to_string())
        .collect()
}

#[test]
fn all_checks_pass_with_many_clients_and_with_none() {
    for clients in [&[("acme", 0.5), ("beta", 1.0)][..], &[]] {
        assert_eq!(failing(&workbook(&portfolio(clients))), Vec::<String>::new());
    }
}

#[test]
fn a_client_that_is_neither_compared_nor_named_is_noticed() {
    let mut portfolio = portfolio(&[("acme", 0.5)]);
    portfolio.clients_of_batch += 1;
    assert_eq!(failing(&workbook(&portfolio)), ["clients-accounted-for"]);
    portfolio.clients_of_batch -= 1;
    portfolio.gaps.clear();
    assert_eq!(failing(&workbook(&portfolio)), ["gaps-potential-nonconformities", "gaps-unassessed-gaps"]);
}

#[test]
fn gaps_and_questions_are_counted_over_the_clients() {
    let workbook = workbook(&portfolio(&[("acme", 0.5), ("beta", 1.0)]));
    let written = Written { sheets: &workbook.sheets };
    assert_eq!(written.numbers("SharedGaps", "Clients with this gap"), [2.0, 2.0]);
    assert_eq!(written.numbers("Questions", "Mean level"), [0.75]);
    assert_eq!(written.numbers("Questions", "Lowest level"), [0.5]);
    assert_eq!(written.numbers("Trend", "27001 clauses change"), [0.25, 0.75]);
    assert_eq!(written.numbers("Trend", "Gaps change"), [0.0, 0.0]);
    assert_eq!(written.texts("NotAssessed", "Client"), ["broken"]);
    assert_eq!(written.named("Bands_27001_Clauses"), Some(2.0));
}

#[test]
fn every_column_says_what_it_means_and_every_formula_has_a_value() {
    let workbook = workbook(&portfolio(&[("acme", 0.5)]));
    for sheet in &workbook.sheets {
        for column in sheet.tables.iter().flat_map(|table| &table.columns) {
            assert!(!column.meaning.is_empty(), "{} · {}", sheet.name, column.heading);
        }
        for (place, cell) in sheet.cells() {
            if let Value::Formula(formula) = &cell.value {
                assert_ne!(formula.cached, Cached::Unknown, "{} {place}", sheet.name);
            }
        }
    }
}

#[test]
fn a_share_that_misses_a_bound_by_less_than_any_file_keeps_lies_in_the_band_above() {
    // 0.39999999999999997, which a file keeps as 0.4.
    let workbook = workbook(&portfolio(&[("acme", 0.7 - 0.3)]));
    let overview = workbook.sheets.first().unwrap();
    let count = |label: &str| {
        let (place, _) = overview.cells().find(|(_, cell)| cell.value == Value::text(label)).unwrap();
        let cell = overview.cell(crate::provenance::CellPlace::new(place.row, 1)).unwrap();
        let Value::Formula(formula) = &cell.value else { unreachable!("a count is a formula") };
        formula.cached.clone()
    };
    assert_eq!(count("20 % to below 40 %"), Cached::Number(0.0));
    assert_eq!(count("40 % to below 60 %"), Cached::Number(1.0));
}
