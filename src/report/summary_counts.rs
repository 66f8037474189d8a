//! The blocks of the summary that count controls and risks, as formulas over their lists.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{column, text};
use super::names::KEY;
use super::names::requirements::soa_table;
use super::names::requirements::{APPLICABLE, ASSESSED, COUNTS, STATUS};
use super::names::risks::{APPETITE, RESIDUAL_SCORE, RISKS_TABLE, SCORE};
use super::risk_expressions::{field_column, is_of_domain};
use super::sheet::Sheet;
use super::summary::{NOTHING, put_section};
use crate::assess::{RequirementResult, RiskResult, is_open};
use crate::declaration::Field;
use crate::model::{Applicability, ImplementationStatus, OpenState, Risk, RiskDomain, Statement};
use crate::provenance::understood;
use crate::standards::{Part, Standard};

/// Whether a control is counted, given whether it is in the denominator.
type Holds = Box<dyn Fn(&Statement, bool) -> bool>;

/// Applicability and status of the controls of both Statements of Applicability, as numbers of controls.
pub fn put_statements(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Controls of the Statements of Applicability");
    sheet.put(row, 0, Cell::text("Annex A of", Form::Heading));
    let statuses = ImplementationStatus::ALL.into_iter().rev();
    let applicability = ["Applicable", "Excluded, justified", "Excluded, not justified", "Not determined"];
    let headings = applicability
        .into_iter()
        .chain(statuses.clone().map(ImplementationStatus::words))
        .chain(["By share or maturity", "Not assessed"]);
    for (column, heading) in (1..).zip(headings) {
        sheet.put(row, column, Cell::text(heading, Form::FigureHeading));
    }
    sheet.row_heights.insert(row, 46.0);
    for (row, standard) in (row + 1..).zip(Standard::BOTH) {
        sheet.put(row, 0, Cell::text(standard.full_name(), Form::Text));
        let of = |heading: &str| column(soa_table(standard), heading);
        let is = |word: Applicability| format!("{},{}", of(APPLICABLE), text(word.word()));
        let counted = |counts: u8| format!("{},{counts}", of(COUNTS));
        let [yes, no, unknown] =
            [Applicability::Applicable, Applicability::NotApplicable, Applicability::Undetermined];
        let mut tests: Vec<(String, Holds)> = vec![
            (is(yes), Box::new(move |said, _| said.applicability == yes)),
            (
                format!("{},{}", is(no), counted(0)),
                Box::new(move |said, counts| said.applicability == no && !counts),
            ),
            (
                format!("{},{}", is(no), counted(1)),
                Box::new(move |said, counts| said.applicability == no && counts),
            ),
            // What is none of the words is not determined either.
            (
                format!(
                    "{},\"?*\",{1},\"<>{2}\",{1},\"<>{3}\"",
                    of(APPLICABLE),
                    of(APPLICABLE),
                    yes.word(),
                    no.word()
                ),
                Box::new(move |said, _| said.applicability == unknown),
            ),
        ];
        // What is excluded has no status that counts, with a reason or without: those of the others add up to the
        // controls that apply and those of which nobody said.
        let not_excluded = format!("{},{}", of(APPLICABLE), text(&format!("<>{}", no.word())));
        for status in statuses.clone() {
            tests.push((
                format!("{},{},{not_excluded}", of(STATUS), text(status.words())),
                Box::new(move |said, _| said.applicability != no && understood(&said.status) == Some(status)),
            ));
        }
        let count = |holds: &dyn Fn(&Statement, &RequirementResult) -> bool| {
            let controls = contents.catalogue.part(standard, Part::AnnexA).filter(|control| {
                let result = contents.assessment.requirements.get(&control.id);
                let said = contents.model.statements.get(&control.id);
                said.zip(result).is_some_and(|(said, result)| holds(said, result))
            });
            controls.count() as f64
        };
        let mut figures: Vec<(String, f64)> = tests
            .iter()
            .map(|(test, holds)| {
                (format!("COUNTIFS({test})"), count(&|said, result| holds(said, result.in_denominator)))
            })
            .collect();
        let by_status = tests.iter().skip(applicability.len());
        let other = by_status.map(|(test, _)| format!("-COUNTIFS({test})")).collect::<String>();
        figures.push((
            format!("COUNTIFS({},1,{not_excluded}){other}", of(ASSESSED)),
            count(&|said, result| {
                said.applicability != no && result.assessed && understood(&said.status).is_none()
            }),
        ));
        figures.push((
            format!("COUNTIFS({},0,{not_excluded})", of(ASSESSED)),
            count(&|said, result| said.applicability != no && !result.assessed),
        ));
        for (number, (expression, figure)) in (1..).zip(figures) {
            sheet.put(row, number, Cell::new(Value::formula(expression, figure), Form::Integer));
        }
    }
    row + 4
}

/// The test that a risk is open and that its score is above its appetite.
fn above_appetite(contents: &Contents<'_>, score: &str) -> String {
    let of = |heading: &str| column(RISKS_TABLE, heading);
    let closed =
        format!("({}={})", field_column(contents, Field::RiskStatus), text(OpenState::Closed.words()));
    // A text is more than any number: the points are counted only where there are any.
    format!("(1-{closed})*ISNUMBER({0})*({0}>{1})", of(score), of(APPETITE))
}

fn is_above(score: Option<f64>, result: &RiskResult) -> bool {
    score.is_some_and(|score| score > result.appetite)
}

/// What is said where open risks are known and none of them is rated: none of them lies within appetite either.
const NOT_RATED: &str = "not rated";

/// How many open risks lie above appetite before treatment; a word where there is no risk, or where no open one is
/// rated.
pub fn open_above_appetite(contents: &Contents<'_>) -> Value {
    let risks = &contents.model.risks;
    let keyed = format!("SUMPRODUCT(--(LEN({})>0))", column(RISKS_TABLE, KEY));
    let above = format!("SUMPRODUCT({})", above_appetite(contents, SCORE));
    let (open, unrated) = (open_expression(contents), unrated_expression(contents));
    let none_rated = format!("AND({unrated}>0,{unrated}={open})");
    let expression = format!("IF({keyed}=0,\"{NOTHING}\",IF({none_rated},\"{NOT_RATED}\",{above}))");
    if risks.is_empty() {
        return Value::formula(expression, NOTHING);
    }
    let open = || risks.iter().zip(&contents.assessment.risks).filter(|(risk, _)| is_open(risk));
    if open().count() > 0 && open().all(|(_, result)| result.current.is_none()) {
        return Value::formula(expression, NOT_RATED);
    }
    let count = open().filter(|(_, result)| is_above(result.current, result)).count();
    Value::formula(expression, count as f64)
}

/// Which risks these are, and how many more nobody knows enough of.
pub fn open_above_appetite_note(contents: &Contents<'_>) -> Value {
    const WHICH: &str = "open, before treatment";
    const MORE: &str = " not rated";
    let unrated = unrated_expression(contents);
    let expression = format!("{}&IF({unrated}>0,\"; \"&{unrated}&{},\"\")", text(WHICH), text(MORE));
    let risks = contents.model.risks.iter().zip(&contents.assessment.risks);
    let more = match risks.filter(|(risk, result)| is_open(risk) && result.current.is_none()).count() {
        0 => String::new(),
        count => format!("; {count}{MORE}"),
    };
    Value::formula(expression, format!("{WHICH}{more}"))
}

/// The number of open risks.
fn open_expression(contents: &Contents<'_>) -> String {
    format!("SUMPRODUCT({})", is_open_row(contents))
}

/// The number of open risks without a score before treatment.
fn unrated_expression(contents: &Contents<'_>) -> String {
    format!("SUMPRODUCT({}*(1-ISNUMBER({})))", is_open_row(contents), column(RISKS_TABLE, SCORE))
}

/// The test that a row holds a risk that is open.
fn is_open_row(contents: &Contents<'_>) -> String {
    let closed = text(OpenState::Closed.words());
    let status = field_column(contents, Field::RiskStatus);
    format!("(LEN({})>0)*({status}<>{closed})", column(RISKS_TABLE, KEY))
}

/// The risks of each domain: how many there are, and how many lie above appetite before and after treatment;
/// those above it of which nobody knows what remains stand apart.
pub fn put_risks(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Risks by domain");
    sheet.put(row, 0, Cell::text("Domain", Form::Heading));
    let headings = [
        "Risks",
        "Open",
        "Open, unrated",
        "Open, above appetite",
        "Above it after treatment",
        "Above it, not rated after treatment",
    ];
    for (column, heading) in (1..).zip(headings) {
        sheet.put(row, column, Cell::text(heading, Form::FigureHeading));
    }
    sheet.row_heights.insert(row, 46.0);
    let of = |heading: &str| column(RISKS_TABLE, heading);
    let closed =
        format!("({}={})", field_column(contents, Field::RiskStatus), text(OpenState::Closed.words()));
    let rated = |heading: &str| format!("ISNUMBER({})", of(heading));
    // A text is more than any number: the points are counted only where there are any.
    let above = |score: &str| above_appetite(contents, score);
    let tests = [
        "1".to_owned(),
        format!("(1-{closed})"),
        format!("(1-{closed})*(1-{})", rated(SCORE)),
        above(SCORE),
        above(RESIDUAL_SCORE),
        format!("{}*(1-{})", above(SCORE), rated(RESIDUAL_SCORE)),
    ];
    let counts: [fn(&Risk, &RiskResult) -> bool; 6] = [
        |_, _| true,
        |risk, _| is_open(risk),
        |risk, result| is_open(risk) && result.current.is_none(),
        |risk, result| is_open(risk) && is_above(result.current, result),
        |risk, result| is_open(risk) && is_above(result.residual, result),
        |risk, result| is_open(risk) && is_above(result.current, result) && result.residual.is_none(),
    ];
    let domains = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
    for (row, domain) in (row + 1..).zip(domains) {
        sheet.put(row, 0, Cell::text(domain.words(), Form::Text));
        for (number, (test, counts)) in (1..).zip(tests.iter().zip(counts)) {
            let rated = contents.model.risks.iter().zip(&contents.assessment.risks);
            let count = rated.filter(|(risk, result)| risk.domain == domain && counts(risk, result)).count();
            let expression = format!("SUMPRODUCT({}*{test})", is_of_domain(domain));
            sheet.put(row, number, Cell::new(Value::formula(expression, count as f64), Form::Integer));
        }
    }
    row + 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::cell::Cached;
    use crate::report::sheet::TabRole;
    use crate::report::testing::{Example, lines};

    #[test]
    fn open_risks_of_which_none_is_rated_are_not_within_appetite() {
        let shown = |example: &Example| {
            let contents = example.contents();
            [open_above_appetite(&contents), open_above_appetite_note(&contents)].map(|value| match value {
                Value::Formula(formula) => formula.cached,
                other => panic!("{other:?}"),
            })
        };
        let mut example = Example::sample();
        let note = |note: &str| Cached::Text(note.into());
        assert_eq!(shown(&example), [Cached::Number(1.0), note("open, before treatment; 1 not rated")]);
        example.model.risks.remove(0);
        let again = |example: &Example| {
            let contents = example.contents();
            crate::assess::assess(contents.model, contents.catalogue)
        };
        example.assessment = again(&example);
        assert_eq!(shown(&example), [note("not rated"), note("open, before treatment; 1 not rated")]);
        example.model.risks.clear();
        example.assessment = again(&example);
        assert_eq!(shown(&example), [note(NOTHING), note("open, before treatment")]);
    }

    #[test]
    fn controls_are_counted_by_applicability_and_status_with_formulas_over_their_statement() {
        let example = Example::sample();
        let mut sheet = Sheet::new("Tested", TabRole::Result, "");
        assert_eq!(put_statements(&mut sheet, &example.contents(), 0), 5);
        let text = lines(&sheet);
        assert!(text.contains("=COUNTIFS(SoA_27001[Applicable],\"?*\",SoA_27001[Applicable],\"<>Yes\",SoA_27001[Applicable],\"<>No\") -> 93"), "{text}");
        let partial = "=COUNTIFS(SoA_27001[Implementation status],\"Partially implemented\",SoA_27001[Applicable],\"<>No\") -> 1";
        assert!(text.contains(partial), "{text}");
        assert!(text.contains("=COUNTIFS(SoA_42001[Applicable],\"Yes\") -> 0"), "{text}");
    }

    #[test]
    fn the_statuses_of_a_row_add_up_to_the_controls_that_are_not_excluded() {
        let mut example = Example::sample();
        let mut set = |key: &str, change: &dyn Fn(&mut Statement)| {
            let statement = example.model.statements.get_mut(&key.parse().unwrap()).unwrap();
            statement.applicability = Applicability::Applicable;
            change(statement);
        };
        let place = crate::provenance::Location::file("controls.csv");
        set("27001:A.5.7", &|said| {
            said.percentage = Some(crate::provenance::Reading::understood("80%", 0.8, place.clone()));
        });
        set("27001:A.5.8", &|_| ());
        // Excluded without a reason, though somebody says that it is implemented.
        set("27001:A.5.9", &|said| {
            said.applicability = Applicability::NotApplicable;
            let done = ImplementationStatus::Implemented;
            said.status = Some(crate::provenance::Reading::understood("done", done, place.clone()));
        });
        example.assessment = crate::assess::assess(&example.model, example.contents().catalogue);
        let mut sheet = Sheet::new("Tested", TabRole::Result, "");
        put_statements(&mut sheet, &example.contents(), 0);
        for row in [2, 3] {
            let figures: Vec<f64> = (1..=11)
                .map(|column| {
                    let cell = sheet.cell(crate::provenance::CellPlace::new(row, column)).unwrap();
                    let Value::Formula(formula) = &cell.value else { panic!("no formula: {cell:?}") };
                    let crate::report::cell::Cached::Number(figure) = formula.cached else {
                        panic!("no figure")
                    };
                    figure
                })
                .collect();
            assert_eq!(figures[4..].iter().sum::<f64>(), figures[0] + figures[3], "{figures:?}");
        }
        let text = lines(&sheet);
        assert!(text.contains("By share or maturity") && text.contains("Not assessed"), "{text}");
    }

    #[test]
    fn risks_are_counted_by_domain_and_those_above_appetite_too() {
        let example = Example::sample();
        let mut sheet = Sheet::new("Tested", TabRole::Result, "");
        put_risks(&mut sheet, &example.contents(), 0);
        let number = |row, column| {
            let cell = sheet.cell(crate::provenance::CellPlace::new(row, column)).unwrap();
            let Value::Formula(formula) = &cell.value else { panic!("no formula: {cell:?}") };
            formula.cached.clone()
        };
        let counts = |row| [1, 2, 3, 4, 5, 6].map(|column| number(row, column));
        assert_eq!(counts(2), [1.0, 1.0, 0.0, 1.0, 0.0, 1.0].map(crate::report::cell::Cached::Number));
        // An AI risk that is not rated.
        assert_eq!(counts(3), [1.0, 1.0, 1.0, 0.0, 0.0, 0.0].map(crate::report::cell::Cached::Number));
    }
}
