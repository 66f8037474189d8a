//! Risks: every risk of the registers on one scale, with score, band and appetite as formulas.

use std::collections::BTreeSet;

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::BETWEEN;
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::risks::{
    ABOVE, APPETITE, CONTROLS_AS_READ, CONTROLS_COUNTED, DAYS_BEFORE_LAST, IN_PLAN, RESIDUAL_BAND,
    RESIDUAL_SCORE, RISKS, RISKS_TABLE, SCORE, SCORE_BAND, SHARE_PER_CONTROL,
};
use super::risk_expressions::{
    above_expression, appetite_expression, band_expression, counted_expression, days_before_last,
    days_expression, in_plan_expression, is_searched, score_expression, share_expression,
};
use super::risk_levels::levels_as_read;
use super::sheet::{Allowed, Area, ConditionalFormat, Mark, Rule, Sheet, TabRole};
use crate::assess::{DecidedCategory, RiskResult, ai_category, is_in_plan};
use crate::declaration::{Field, Register};
use crate::model::{OpenState, RequirementRef, Risk, RiskDomain, ScaleMapping, Treatment};
use crate::record::Owner;
use crate::record::names::{AI_CATEGORY, DOMAIN, SOURCE};
use crate::standards::RequirementId;

/// Words of the description that stand for a missing title.
const WORDS_OF_TITLE: usize = 8;

/// A risk with its result and the scales that its levels were mapped by.
struct Rated<'a> {
    risk: &'a Risk,
    /// Number of different clauses and controls of the catalogue that it names.
    controls: usize,
    /// Its category of AI risk.
    category: Option<DecidedCategory<'a>>,
    result: Option<&'a RiskResult>,
    scales: &'a [ScaleMapping],
    /// Where it comes from.
    source: String,
}

/// What stands in a column for a risk.
type CellOf = fn(&Rated<'_>) -> Cell;

/// A column and what stands in it.
type Entry = (ListColumn, CellOf);

/// Builds the sheet of risks.
pub fn build_risks(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let says = explanation(
        "One row for each risk. Levels are on the common scale of 1 to 5, score = likelihood × impact; a risk without both stays unrated.",
        "No risk register was read.",
        model.risks.len(),
    );
    let (columns, cells): (Vec<ListColumn>, Vec<CellOf>) = entries(contents).into_iter().unzip();
    let mut list = ListSheet::new(RISKS, TabRole::Work, RISKS_TABLE, RISKS, &says)
        .owned_by(Owner::SourcesAndPeople)
        .columns(columns)
        .watched();
    let results = contents.assessment.risks.iter().map(Some).chain(std::iter::repeat(None));
    for (risk, result) in model.risks.iter().zip(results) {
        let named: BTreeSet<RequirementId> = risk.controls.iter().map(|control| control.value.id).collect();
        let controls = named.into_iter().filter(|id| contents.catalogue.contains(*id)).count();
        let source = model.source_of(RISKS_TABLE, &risk.key, &risk.location);
        let rated = Rated {
            risk,
            controls,
            category: ai_category(contents.catalogue, risk),
            result,
            scales: &model.scales,
            source,
        };
        list.push(cells.iter().map(|cell| cell(&rated)).collect());
    }
    if model.risks.is_empty() {
        list.push(blank_row(&list));
    }
    let above = list.column_number(ABOVE);
    let mut sheet = list.build(model.as_of);
    mark_above_appetite(&mut sheet, above);
    sheet
}

/// The row of a list without risks: formulas that give a number give 0.
fn blank_row(list: &ListSheet) -> Vec<Cell> {
    let numbers = [IN_PLAN, DAYS_BEFORE_LAST].map(|heading| list.column_number(heading));
    let width = numbers.iter().flatten().max().map_or(0, |last| last + 1);
    let value = |column| if numbers.contains(&Some(column)) { Value::Number(0.0) } else { Value::Blank };
    (0..width).map(|column| value(column).into()).collect()
}

/// Marks the points above appetite; the figure and its heading say the same in words.
fn mark_above_appetite(sheet: &mut Sheet, column: Option<u32>) {
    let (Some(column), Some(table)) = (column, sheet.tables.first()) else { return };
    let (first, last) = (table.area.first.row + 1, table.area.last.row);
    let area = Area::new(first, column, last, column);
    let rule = Rule::Expression(format!("N({})>0", area.first), Mark::Bad);
    sheet.conditional_formats.push(ConditionalFormat { area, rule });
}

fn entries(contents: &Contents<'_>) -> Vec<Entry> {
    let mut entries = identity(contents);
    entries.extend(rating(contents));
    entries.extend(handling(contents));
    let undescribed = (!is_described(contents)).then(|| description(contents));
    let on_screen = undescribed
        .into_iter()
        .chain(background(contents))
        .map(|(column, cell)| (column.screen_only(), cell));
    entries.extend(on_screen);
    entries
}

/// The declared column of a field, with a width for this sheet.
fn declared(contents: &Contents<'_>, field: Field, width: u16) -> ListColumn {
    ListColumn::of_field(contents.declarations, Register::Risks, field, width)
}

fn identity(contents: &Contents<'_>) -> Vec<Entry> {
    let domains = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
    let domain = ListColumn::new(DOMAIN, 13, Form::Word)
        .editable()
        .words(&domains.map(RiskDomain::words))
        .help("One method for both standards; the domain decides which appetite applies. Where nobody set it, it follows the AI system that is named, from the next run on.");
    let mut entries: Vec<Entry> = vec![
        (declared(contents, Field::RiskId, 11), |rated| Value::traced(&rated.risk.id).into()),
        (declared(contents, Field::RiskTitle, 30), |rated| title(rated.risk)),
        (domain, |rated| Value::text(rated.risk.domain.words()).into()),
        (category_column(contents), |rated| {
            Value::optional_text(rated.category.as_ref().map(|decided| decided.name.as_str())).into()
        }),
        (declared(contents, Field::RiskOwner, 17), |rated| Value::traced(&rated.risk.owner).into()),
    ];
    if is_described(contents) {
        entries.insert(2, description(contents));
    }
    entries
}

/// The category of AI risk: one of ours, or a person's own words.
fn category_column(contents: &Contents<'_>) -> ListColumn {
    let categories = contents.catalogue.ai_governance().risk_categories.iter();
    // A list within a rule holds 255 characters; other words may stand there too.
    let names = categories.filter(|category| category.common).map(|category| category.name.clone()).collect();
    ListColumn::new(AI_CATEGORY, 15, Form::Wrapped)
        .editable()
        .allowed(Allowed::Suggestions(names))
        .help("Of AI risks, after 42001 Annex C and practice. It was decided by words; choose another one to overrule it.")
}

/// What the category belongs to in Annex C.
fn annex_c(decided: &DecidedCategory<'_>) -> String {
    let annex_c = decided.category.map(|category| &category.annex_c);
    annex_c.map(|annex_c| format!("{} {}", annex_c.id, annex_c.title)).unwrap_or_default()
}

/// Whether any risk has a description; without one its column is not printed.
fn is_described(contents: &Contents<'_>) -> bool {
    contents.model.risks.iter().any(|risk| risk.description.is_some())
}

fn description(contents: &Contents<'_>) -> Entry {
    let column = declared(contents, Field::RiskDescription, 34);
    (column, |rated| Value::traced(&rated.risk.description).into())
}

/// The title; where the register has none, how the description begins, marked as ours.
fn title(risk: &Risk) -> Cell {
    match (&risk.title, &risk.description) {
        (None, Some(description)) => {
            let first_line = description.value.trim().lines().next().unwrap_or_default();
            let mut words: Vec<&str> = first_line.split_whitespace().collect();
            let shortened = words.len() > WORDS_OF_TITLE;
            words.truncate(WORDS_OF_TITLE);
            let text = format!("{}{}", words.join(" "), if shortened { " …" } else { "" });
            Cell::text(text, Style::new(Form::Wrapped, Tone::LastRun))
        }
        (title, _) => Value::traced(title).into(),
    }
}

fn rating(contents: &Contents<'_>) -> Vec<Entry> {
    let field = |field| declared(contents, field, 11);
    let heading = |field| contents.declarations.heading(Register::Risks, field);
    let [likelihood, impact] = [Field::RiskLikelihood, Field::RiskImpact].map(heading);
    let [after_likelihood, after_impact] =
        [Field::RiskResidualLikelihood, Field::RiskResidualImpact].map(heading);
    let score = |name: &str, one: &str, other: &str| {
        ListColumn::new(name, 8, Form::Number).calculated(score_expression(one, other))
    };
    let band = |name: &str, score: &str| {
        let column = ListColumn::new(name, 11, Form::Word).calculated(band_expression(score));
        marked_bands(contents, column)
    };
    vec![
        (field(Field::RiskLikelihood), |rated| Cell::reading(&rated.risk.likelihood, Value::number)),
        (field(Field::RiskImpact), |rated| Cell::reading(&rated.risk.impact, Value::number)),
        (score(SCORE, likelihood, impact), |rated| figure(rated, |result| result.current)),
        (band(SCORE_BAND, SCORE), |rated| word(rated, |result| result.current_band.as_deref())),
        (field(Field::RiskResidualLikelihood), |rated| {
            Cell::reading(&rated.risk.residual_likelihood, Value::number)
        }),
        (field(Field::RiskResidualImpact), |rated| Cell::reading(&rated.risk.residual_impact, Value::number)),
        (score(RESIDUAL_SCORE, after_likelihood, after_impact), |rated| {
            figure(rated, |result| result.residual)
        }),
        (band(RESIDUAL_BAND, RESIDUAL_SCORE), |rated| word(rated, |result| result.residual_band.as_deref())),
        (ListColumn::new(APPETITE, 9, Form::Number).calculated(appetite_expression()), |rated| {
            figure(rated, |result| Some(result.appetite))
        }),
        (
            ListColumn::new(ABOVE, 9, Form::Number).calculated(above_expression(heading(Field::RiskStatus))),
            |rated| figure(rated, |result| result.current.map(|_| result.above_appetite)),
        ),
    ]
}

fn handling(contents: &Contents<'_>) -> Vec<Entry> {
    let states = [OpenState::Open, OpenState::InProgress, OpenState::Closed];
    let mut status = declared(contents, Field::RiskStatus, 11).words(&states.map(OpenState::words));
    status = status.form(Form::Word).mark(OpenState::Closed.words(), Mark::Quiet);
    vec![
        (declared(contents, Field::RiskTreatment, 14), |rated| {
            Cell::reading(&rated.risk.treatment, |treatment: Treatment| Value::text(treatment.word()))
        }),
        (declared(contents, Field::RiskControls, 22), |rated| Value::text(controls(rated.risk)).into()),
        (status, |rated| Cell::reading(&rated.risk.status, |state: OpenState| Value::text(state.words()))),
        (declared(contents, Field::RiskDue, 11), |rated| Cell::reading(&rated.risk.due, Value::Date)),
    ]
}

fn background(contents: &Contents<'_>) -> Vec<Entry> {
    let wide = |field| declared(contents, field, 32);
    let narrow = |field| declared(contents, field, 18);
    let last_run = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let controls_counted = ListColumn::new(CONTROLS_COUNTED, 9, Form::Integer);
    let controls_counted = if is_searched(contents) {
        controls_counted.calculated(counted_expression(contents))
    } else {
        controls_counted.last_run()
    };
    let share = ListColumn::new(SHARE_PER_CONTROL, 9, Form::Number).calculated(share_expression());
    let in_plan = ListColumn::new(IN_PLAN, 8, Form::Flag).calculated(in_plan_expression(contents));
    let days = ListColumn::new(DAYS_BEFORE_LAST, 12, Form::Integer).calculated(days_expression(contents));
    vec![
        (narrow(Field::RiskCategory), |rated| Value::traced(&rated.risk.category).into()),
        (narrow(Field::RiskAsset), |rated| Value::traced_list(&rated.risk.assets).into()),
        (narrow(Field::RiskAiSystem), |rated| Value::traced_list(&rated.risk.ai_systems).into()),
        (wide(Field::RiskThreat), |rated| Value::traced(&rated.risk.threat).into()),
        (wide(Field::RiskVulnerability), |rated| Value::traced(&rated.risk.vulnerability).into()),
        (wide(Field::RiskCause), |rated| Value::traced(&rated.risk.cause).into()),
        (wide(Field::RiskConsequence), |rated| Value::traced(&rated.risk.consequence).into()),
        (wide(Field::RiskActions), |rated| Value::traced(&rated.risk.actions).into()),
        (narrow(Field::RiskAcceptedBy), |rated| Value::traced(&rated.risk.accepted_by).into()),
        (declared(contents, Field::RiskAcceptedOn, 12), |rated| {
            Cell::reading(&rated.risk.accepted_on, Value::Date)
        }),
        (wide(Field::Comment), |rated| Value::traced(&rated.risk.comment).into()),
        (controls_counted, |rated| {
            let named = Value::text(controls(rated.risk)) != Value::Blank;
            Value::optional_number(named.then_some(rated.controls as f64)).into()
        }),
        (share, |rated| {
            let above = rated.result.and_then(|result| result.current.map(|_| result.above_appetite));
            let share = above.filter(|_| rated.controls > 0).map(|above| above / rated.controls as f64);
            Value::optional_number(share).into()
        }),
        (in_plan, |rated| Value::number(f64::from(u8::from(is_in_plan(rated.risk)))).into()),
        (days, |rated| Value::number(days_before_last(rated.risk)).into()),
        (last_run("Domain decided from", 20), |rated| Value::text(&rated.risk.domain_evidence).into()),
        (last_run("AI category decided from", 20), |rated| {
            Value::optional_text(rated.category.as_ref().map(|decided| decided.evidence.as_str())).into()
        }),
        (last_run("42001 Annex C", 20), |rated| {
            Value::text(rated.category.as_ref().map(annex_c).unwrap_or_default()).into()
        }),
        (ListColumn::new("Levels as read", 34, Form::Text).last_run(), |rated| {
            Value::text(levels_as_read(rated.risk, rated.scales)).into()
        }),
        (ListColumn::new(CONTROLS_AS_READ, 34, Form::Text).last_run(), |rated| {
            Value::text(controls_as_read(rated.risk)).into()
        }),
        (last_run(SOURCE, 30), |rated| Value::text(&rated.source).into()),
        (ListColumn::new(KEY, 16, Form::Identifier).last_run(), |rated| Value::text(&rated.risk.key).into()),
    ]
}

/// What each control of a risk was written as, and by what it was taken for that one.
fn controls_as_read(risk: &Risk) -> String {
    let controls = risk.controls.iter().map(|control| {
        let RequirementRef { id, written, from_2013, decided_by } = &control.value;
        let of_2013 = from_2013.as_ref().map(|number| format!(", carried over from 2013 {number}"));
        let why = if decided_by.is_empty() { "its number" } else { decided_by };
        format!("{id}, written {written}, by {why}{}", of_2013.unwrap_or_default())
    });
    controls.collect::<Vec<_>>().join("; ")
}

/// The highest band is marked as bad, the one below it to be watched.
fn marked_bands(contents: &Contents<'_>, mut column: ListColumn) -> ListColumn {
    let marks = [Mark::Bad, Mark::Caution];
    for (band, mark) in contents.model.parameters.risk_bands.iter().rev().zip(marks) {
        column = column.mark(&band.name, mark);
    }
    column
}

fn figure(rated: &Rated<'_>, value: fn(&RiskResult) -> Option<f64>) -> Cell {
    Value::optional_number(rated.result.and_then(value)).into()
}

fn word(rated: &Rated<'_>, value: fn(&RiskResult) -> Option<&str>) -> Cell {
    Value::optional_text(rated.result.and_then(value)).into()
}

/// The controls of ours, with their standard, then the others as they are written.
fn controls(risk: &Risk) -> String {
    let ours = risk.controls.iter().map(|control| control.value.id.to_string());
    let others = risk.other_controls.iter().map(|control| control.value.to_string());
    ours.chain(others).collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_risk_shows_its_scores_as_formulas_with_the_engines_values() {
        let example = Example::sample();
        let sheet = build_risks(&example.contents());
        assert_eq!(
            cell_under(&sheet, 0, SCORE),
            "=IF(AND(ISNUMBER(Risks[[#This Row],[Likelihood]]),ISNUMBER(Risks[[#This Row],[Impact]])),\
             Risks[[#This Row],[Likelihood]]*Risks[[#This Row],[Impact]],\"\") -> 20"
        );
        assert!(cell_under(&sheet, 0, SCORE_BAND).ends_with("-> \"very high\""));
        assert!(cell_under(&sheet, 0, ABOVE).ends_with("-> 11"));
        assert!(cell_under(&sheet, 1, APPETITE).ends_with("-> 9"));
    }

    #[test]
    fn a_level_that_was_not_understood_is_shown_as_read_and_leaves_the_risk_unrated() {
        let example = Example::sample();
        let sheet = build_risks(&example.contents());
        assert_eq!(cell_under(&sheet, 1, "Likelihood"), "\"Medium-ish\"");
        for heading in [SCORE, SCORE_BAND, ABOVE] {
            assert!(cell_under(&sheet, 1, heading).ends_with("-> \"\""), "{heading}");
        }
        assert!(cell_under(&sheet, 1, "Levels as read").contains("\\\"Medium-ish\\\" was not understood"));
    }

    #[test]
    fn a_risk_shares_its_points_among_the_controls_that_its_row_names() {
        let example = Example::sample();
        let sheet = build_risks(&example.contents());
        let counted = cell_under(&sheet, 0, CONTROLS_COUNTED);
        assert!(
            counted.contains("FIND(\"; \"&Cov[Key]&\";\",\"; \"&Risks[[#This Row],[Controls]]&\";\")"),
            "{counted}"
        );
        assert!(counted.ends_with("-> 1"), "{counted}");
        assert!(cell_under(&sheet, 0, SHARE_PER_CONTROL).ends_with("-> 11"));
        for heading in [CONTROLS_COUNTED, SHARE_PER_CONTROL] {
            assert!(cell_under(&sheet, 1, heading).ends_with("-> \"\""), "{heading}");
        }
    }

    #[test]
    fn a_risk_without_a_title_shows_how_its_description_begins() {
        let mut example = Example::sample();
        let words =
            "Attackers send crafted prompts that make the assistant reveal records of other customers";
        let place = example.model.risks[0].location.clone();
        example.model.risks[1].description = Some(crate::provenance::Traced::new(words.to_owned(), place));
        let sheet = build_risks(&example.contents());
        let contents = example.contents();
        let heading = contents.declarations.heading(Register::Risks, Field::RiskTitle);
        assert_eq!(
            cell_under(&sheet, 1, heading),
            "\"Attackers send crafted prompts that make the assistant …\""
        );
    }

    #[test]
    fn descriptions_are_printed_only_where_there_are_any_and_always_have_their_column() {
        let mut example = Example::sample();
        let heading = |sheet: &Sheet, column: usize| sheet.tables[0].columns[column].heading.clone();
        let described = "Risk description";
        let sheet = build_risks(&example.contents());
        assert_ne!(heading(&sheet, 2), described);
        assert_eq!(cell_under(&sheet, 0, described), "-");
        let place = example.model.risks[0].location.clone();
        example.model.risks[0].description = Some(crate::provenance::Traced::new("text".to_owned(), place));
        assert_eq!(heading(&build_risks(&example.contents()), 2), described);
    }

    #[test]
    fn without_a_register_the_table_has_one_blank_row_and_says_why() {
        let example = Example::empty();
        let sheet = build_risks(&example.contents());
        assert!(lines(&sheet).contains("No risk register was read."));
        assert_eq!(sheet.tables[0].area.last.row, sheet.tables[0].area.first.row + 1);
    }
}
