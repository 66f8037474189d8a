//! What the sheet of risks calculates, as expressions, and what other sheets ask of all risks at once.

use super::Contents;
use super::cell::serial_day;
use super::expression::{column, stands_in, text, this_row};
use super::mapping_list::says_something_expression;
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::risks::{
    ABOVE, APPETITE, CONTROLS_COUNTED, DAYS_BEFORE_LAST, IN_PLAN, RISKS_TABLE, SCORE, SHARE_PER_CONTROL,
};
use super::row_mark::ROW_MARK;
use crate::assess::is_open;
use crate::declaration::{Field, Register};
use crate::model::{OpenState, Risk, RiskDomain, Treatment};
use crate::provenance::understood;
use crate::record::names::{BAND, BANDS, DOMAIN, HIGHEST_SCORE};
use crate::record::settings::{APPETITE_AI as AI, APPETITE_INFORMATION_SECURITY as SECURITY};

/// A day after every date that a spreadsheet holds.
pub const LAST_DAY: u32 = 3_000_000;

/// Most risks whose controls are looked for by formulas: each is searched for each requirement.
const MOST_SEARCHED: usize = 20_000;

/// Whether formulas look for the controls of the risks; with too many risks the last run has done so.
pub fn is_searched(contents: &Contents<'_>) -> bool {
    contents.model.risks.len() <= MOST_SEARCHED
}

fn here(heading: &str) -> String {
    this_row(RISKS_TABLE, heading)
}

/// The row's cell of a declared field.
fn field_here(contents: &Contents<'_>, field: Field) -> String {
    here(contents.declarations.heading(Register::Risks, field))
}

/// All cells of a declared field.
pub fn field_column(contents: &Contents<'_>, field: Field) -> String {
    column(RISKS_TABLE, contents.declarations.heading(Register::Risks, field))
}

/// A level that is blank or was not understood gives no score.
pub fn score_expression(likelihood: &str, impact: &str) -> String {
    let (one, other) = (here(likelihood), here(impact));
    format!("IF(AND(ISNUMBER({one}),ISNUMBER({other})),{one}*{other},\"\")")
}

/// The first band whose top is not below the score, else the highest band.
pub fn band_expression(score: &str) -> String {
    let score = here(score);
    let (bands, tops) = (column(BANDS, BAND), column(BANDS, HIGHEST_SCORE));
    format!(
        "IF(ISNUMBER({score}),INDEX({bands},MIN(ROWS({bands}),1+SUMPRODUCT(ISNUMBER({tops})*({tops}<{score}))))&\"\",\"\")"
    )
}

/// Judgement of the organisation: the appetite of the domain, the lower of the two for both and for a word that is
/// no domain.
pub fn appetite_expression() -> String {
    let word = |domain: RiskDomain| text(domain.words());
    let domain = here(DOMAIN);
    format!(
        "IF({domain}={},{SECURITY},IF({domain}={},{AI},IF({domain}=\"\",\"\",MIN({SECURITY},{AI}))))",
        word(RiskDomain::InformationSecurity),
        word(RiskDomain::Ai),
    )
}

/// Which risks are of a domain; what is no domain counts as both.
pub fn is_of_domain(domain: RiskDomain) -> String {
    let cells = column(RISKS_TABLE, DOMAIN);
    let is = |domain: RiskDomain, sign| format!("({cells}{sign}{})", text(domain.words()));
    match domain {
        RiskDomain::Both => format!(
            "{}*{}*(LEN({cells})>0)",
            is(RiskDomain::InformationSecurity, "<>"),
            is(RiskDomain::Ai, "<>")
        ),
        _ => is(domain, "="),
    }
}

/// Points above appetite: none for a closed risk, and nothing where there is no score.
pub fn above_expression(status: &str) -> String {
    let (score, appetite) = (here(SCORE), here(APPETITE));
    format!(
        "IF(AND(ISNUMBER({score}),ISNUMBER({appetite})),IF({}={},0,MAX(0,{score}-{appetite})),\"\")",
        here(status),
        text(OpenState::Closed.words())
    )
}

/// How many requirements of the catalogue the row's controls name.
pub fn counted_expression(contents: &Contents<'_>) -> String {
    let controls = field_here(contents, Field::RiskControls);
    let found = stands_in(&column(COVERAGE_TABLE, KEY), &controls);
    format!("IF({controls}=\"\",\"\",SUMPRODUCT({found}))")
}

/// The points above appetite divided by the controls counted.
pub fn share_expression() -> String {
    let (above, counted) = (here(ABOVE), here(CONTROLS_COUNTED));
    format!("IF(AND(ISNUMBER({above}),N({counted})>0),{above}/{counted},\"\")")
}

/// Whether the row's risk is open and its treatment puts its controls into the plan.
pub fn in_plan_expression(contents: &Contents<'_>) -> String {
    let of = |field| field_here(contents, field);
    let treatment = of(Field::RiskTreatment);
    format!(
        "IF({}={},0,IF(OR({treatment}={},{treatment}={},{}),1,0))",
        of(Field::RiskStatus),
        text(OpenState::Closed.words()),
        text(Treatment::Modify.word()),
        text(Treatment::Share.word()),
        says_something_expression(&of(Field::RiskActions))
    )
}

/// [`LAST_DAY`] less the due date of an open risk, 0 without one: there is no conditional minimum in Excel 2016.
pub fn days_expression(contents: &Contents<'_>) -> String {
    let of = |field| field_here(contents, field);
    let due = of(Field::RiskDue);
    format!(
        "IF(AND(ISNUMBER({due}),{}<>{}),{LAST_DAY}-{due},0)",
        of(Field::RiskStatus),
        text(OpenState::Closed.words())
    )
}

/// What formulas over all risks find for a requirement.
pub struct OverRisks {
    /// Its shares of the points above appetite of the risks that name it.
    pub exposure: String,
    /// The earliest due date of the open risks that name it, as a number that is the larger the earlier it is
    /// ([`LAST_DAY`] less the day), 0 where there is none.
    pub due: String,
    /// How many risks whose treatment is in the plan name it.
    pub in_plan: String,
    /// The sum of the marks of the risks that name it.
    pub marks: String,
}

/// The expressions over all risks for a requirement's key; `None` where there are too many risks for a
/// formula.
pub fn over_risks(contents: &Contents<'_>, key: &str) -> Option<OverRisks> {
    let controls = field_column(contents, Field::RiskControls);
    let found = stands_in(key, &controls);
    let of = |heading: &str| column(RISKS_TABLE, heading);
    is_searched(contents).then(|| OverRisks {
        exposure: format!("SUMPRODUCT({found},{})", of(SHARE_PER_CONTROL)),
        due: format!("SUMPRODUCT(MAX(({found})*{}))", of(DAYS_BEFORE_LAST)),
        in_plan: format!("SUMPRODUCT({found},{})", of(IN_PLAN)),
        marks: format!("SUMPRODUCT({found},{}+1)", of(ROW_MARK)),
    })
}

/// The value of [`DAYS_BEFORE_LAST`].
pub fn days_before_last(risk: &Risk) -> f64 {
    let due = understood(&risk.due).filter(|_| is_open(risk)).and_then(serial_day);
    due.map_or(0.0, |day| f64::from(LAST_DAY) - day)
}
