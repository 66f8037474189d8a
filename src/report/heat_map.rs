//! Risk heat map: how many open risks have which likelihood and impact, before and after treatment.
//!
//! Each cell of the map has a count and below it, in words, the band of its score.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{column, text};
use super::list_sheet::put_title;
use super::names::KEY;
use super::names::risks::{RESIDUAL_BAND, RESIDUAL_SCORE, RISKS_TABLE, SCORE, SCORE_BAND};
use super::risk_expressions::{field_column, is_searched};
use super::sheet::{Area, Chart, ConditionalFormat, Mark, Rule, Series, Sheet, TabRole};
use crate::assess::{RiskResult, is_open};
use crate::declaration::Field;
use crate::model::{OpenState, Risk};
use crate::provenance::{CellPlace, understood};
use crate::record::names::{BAND, BANDS, HIGHEST_SCORE};

/// The sheet's name.
pub const HEAT_MAP: &str = "Risk heat map";

/// The words for the levels of the common scale, from 1 to 5.
const LEVELS: [&str; 5] = ["1 very low", "2 low", "3 medium", "4 high", "5 very high"];

/// The row of a map's headings, counted from 0.
const FIRST_ROW: u32 = 5;

/// The row of the title of the bands, counted from 0.
const BANDS_ROW: u32 = FIRST_ROW + 16;
const BEFORE: &str = "Before treatment";
const AFTER: &str = "After treatment";

/// The band of a risk, before or after treatment.
type BandOf = fn(&RiskResult) -> Option<&str>;

/// Before or after treatment.
struct Map {
    title: &'static str,
    /// The defined name of the number of risks that it shows.
    shown: &'static str,
    /// The column of its row headings.
    first_column: u32,
    likelihood: Field,
    impact: Field,
    score: &'static str,
    levels: fn(&Risk) -> (Option<f64>, Option<f64>),
    rated: fn(&RiskResult) -> Option<f64>,
}

/// The defined names of the numbers of risks that the two maps show.
pub const SHOWN: [&str; 2] = ["Heat_Before_Shown", "Heat_After_Shown"];
/// The defined names of the numbers of open risks that are not rated.
pub const UNRATED: [&str; 2] = ["Heat_Before_Unrated", "Heat_After_Unrated"];
/// The defined name of the number of closed risks.
pub const CLOSED: &str = "Heat_Closed";

fn maps() -> [Map; 2] {
    [
        Map {
            title: "Before treatment: open risks by likelihood (up) and impact (across)",
            shown: SHOWN[0],
            first_column: 0,
            likelihood: Field::RiskLikelihood,
            impact: Field::RiskImpact,
            score: SCORE,
            levels: |risk| (understood(&risk.likelihood), understood(&risk.impact)),
            rated: |result| result.current,
        },
        Map {
            title: "After treatment: the same with the residual levels",
            shown: SHOWN[1],
            first_column: 7,
            likelihood: Field::RiskResidualLikelihood,
            impact: Field::RiskResidualImpact,
            score: RESIDUAL_SCORE,
            levels: |risk| (understood(&risk.residual_likelihood), understood(&risk.residual_impact)),
            rated: |result| result.residual,
        },
    ]
}

/// Builds the heat map.
pub fn build_heat_map(contents: &Contents<'_>) -> Sheet {
    let explanation = if contents.model.risks.is_empty() {
        "No risk register was read."
    } else {
        "How many open risks have which likelihood and impact on the common scale of 1 to 5; a level between two counts as the nearer one, from the middle on as the higher."
    };
    let mut sheet = Sheet::new(HEAT_MAP, TabRole::Result, explanation);
    put_title(&mut sheet, "Risk heat map, before and after treatment", contents.model.as_of);
    sheet.column_widths = vec![30.0, 13.0, 13.0, 13.0, 13.0, 13.0, 3.0, 30.0, 13.0, 13.0, 13.0, 13.0, 13.0];
    for (map, unrated) in maps().iter().zip(UNRATED) {
        put_map(&mut sheet, contents, map);
        put_sums(&mut sheet, contents, map, unrated);
    }
    put_bands(&mut sheet, contents);
    sheet.print.on_one_page = true;
    sheet
}

/// Open risks by band before and after treatment: as words and numbers, and as a chart of them.
fn put_bands(sheet: &mut Sheet, contents: &Contents<'_>) {
    let bands = &contents.model.parameters.risk_bands;
    if bands.is_empty() {
        return;
    }
    for column in 0..=5 {
        sheet.put(BANDS_ROW, column, Cell::new(Value::Blank, Form::Section));
    }
    let title = "What treatment does: open risks by band, before and after";
    sheet.put(BANDS_ROW, 0, Cell::text(title, Form::Section));
    sheet.row_heights.insert(BANDS_ROW, 20.0);
    sheet.put(BANDS_ROW + 1, 0, Cell::text("Band of the score", Form::Heading));
    for (column, words) in [(1, BEFORE), (2, AFTER)] {
        sheet.put(BANDS_ROW + 1, column, Cell::text(words, Form::FigureHeading));
    }
    sheet.row_heights.insert(BANDS_ROW + 1, 34.0);
    let first = BANDS_ROW + 2;
    for (number, band) in (0u32..).zip(bands) {
        let row = first + number;
        let name = format!("INDEX({},{})&\"\"", column(BANDS, BAND), number + 1);
        sheet.put(row, 0, Cell::new(Value::formula(name, band.name.as_str()), Form::Label));
        let marks: [(u32, &str, BandOf); 2] = [
            (1, SCORE_BAND, |result| result.current_band.as_deref()),
            (2, RESIDUAL_BAND, |result| result.residual_band.as_deref()),
        ];
        for (at, heading, of) in marks {
            let number = open_risks(contents).filter(|(_, result)| of(result) == Some(&band.name)).count();
            let word = CellPlace::new(row, 0);
            let expression = format!(
                "SUMPRODUCT(({}=$A${})*{})",
                column(RISKS_TABLE, heading),
                word.row + 1,
                not_closed(contents)
            );
            let count = counted(contents, expression, number);
            sheet.put(row, at, Cell::new(count, Style::new(Form::Integer, Tone::Derived)));
        }
    }
    let last = first + u32::try_from(bands.len()).unwrap_or_default().saturating_sub(1);
    let note = "A risk without residual levels counts in the first column alone; the sums above say how many there are.";
    sheet.put(last + 1, 0, Cell::text(note, Form::Remark));
    let series = [(1, BEFORE), (2, AFTER)].map(|(column, name)| Series {
        name: name.to_owned(),
        sheet: HEAT_MAP.to_owned(),
        categories: Area::new(first, 0, last, 0),
        values: Area::new(first, column, last, column),
    });
    sheet.charts.push(Chart {
        title: "Open risks by band of their score, before and after treatment".to_owned(),
        alternative_text: "Bars of the number of open risks in each band of the risk score, before and after \
            treatment side by side; the table beside it holds the same figures, and the maps above show likelihood and \
            impact, each cell with its number of risks and its band in words."
            .to_owned(),
        place: CellPlace::new(BANDS_ROW, 7),
        width: 620,
        height: 260,
        lying: false,
        percent: false,
        stacked: false,
        timeline: None,
        series: series.to_vec(),
    });
}

fn put_map(sheet: &mut Sheet, contents: &Contents<'_>, map: &Map) {
    let first = map.first_column;
    for column in first..=first + 5 {
        sheet.put(FIRST_ROW - 1, column, Cell::new(Value::Blank, Form::Section));
    }
    sheet.put(FIRST_ROW - 1, first, Cell::text(map.title, Form::Section));
    sheet.row_heights.insert(FIRST_ROW - 1, 20.0);
    sheet.put(FIRST_ROW, first, Cell::text("Likelihood ↑   Impact →", Form::Heading));
    for (column, words) in (first + 1..).zip(LEVELS) {
        sheet.put(FIRST_ROW, column, Cell::text(words, Form::FigureHeading));
    }
    sheet.row_heights.insert(FIRST_ROW, 20.0);
    for (line, likelihood) in (0u32..).zip((1..=5).rev()) {
        let row = FIRST_ROW + 1 + 2 * line;
        let words = LEVELS.get(likelihood as usize - 1).copied().unwrap_or_default();
        sheet.put(row, first, Cell::text(words, Form::Label));
        sheet.row_heights.insert(row, 24.0);
        for impact in 1..=5u32 {
            let place = CellPlace::new(row, first + impact);
            sheet.put(
                place.row,
                place.column,
                Cell::new(count(contents, map, likelihood, impact), Form::MapCount),
            );
            let band = Value::formula(
                band_expression(likelihood * impact),
                contents.model.parameters.band(f64::from(likelihood * impact)).unwrap_or_default(),
            );
            sheet.put(place.row + 1, place.column, Cell::new(band, Form::MapWord));
            colour(sheet, contents, place);
        }
    }
}

/// The colour of a cell and of the word below it, which says the same.
fn colour(sheet: &mut Sheet, contents: &Contents<'_>, place: CellPlace) {
    let area = Area::new(place.row, place.column, place.row + 1, place.column);
    let word = CellPlace::new(place.row + 1, place.column);
    let marks = [Mark::Bad, Mark::Caution, Mark::Quiet];
    for (band, mark) in contents.model.parameters.risk_bands.iter().rev().zip(marks) {
        // Both cells look at the one that holds the word.
        let row = word.row + 1;
        let letters = crate::provenance::column_letters(word.column);
        let rule = Rule::Expression(format!("${letters}${row}={}", text(&band.name)), mark);
        sheet.conditional_formats.push(ConditionalFormat { area, rule });
    }
}

/// The words for a score, as on Risks.
fn band_expression(score: u32) -> String {
    let (bands, tops) = (column(BANDS, BAND), column(BANDS, HIGHEST_SCORE));
    format!("INDEX({bands},MIN(ROWS({bands}),1+SUMPRODUCT(ISNUMBER({tops})*({tops}<{score}))))&\"\"")
}

fn not_closed(contents: &Contents<'_>) -> String {
    format!("({}<>{})", field_column(contents, Field::RiskStatus), text(OpenState::Closed.words()))
}

/// The test that a level is counted as one of the five.
fn is_level(cells: &str, level: u32) -> String {
    // A level of 2 goes from 1.5 to below 2.5; the lowest and the highest have no other bound.
    let at_least = (level > 1).then(|| format!("({cells}>={})", f64::from(level) - 0.5));
    let below = (level < 5).then(|| format!("({cells}<{})", f64::from(level) + 0.5));
    at_least.into_iter().chain(below).collect::<Vec<_>>().join("*")
}

/// The level that a number counts as.
fn level_of(value: f64) -> u32 {
    // The value is between 1 and 5 after the bounds.
    (value + 0.5).floor().clamp(1.0, 5.0) as u32
}

/// How many open risks have a likelihood and an impact.
fn count(contents: &Contents<'_>, map: &Map, likelihood: u32, impact: u32) -> Value {
    let number = open_risks(contents)
        .filter(|(_, result)| (map.rated)(result).is_some())
        .filter(|(risk, _)| {
            let (one, other) = (map.levels)(risk);
            one.map(level_of) == Some(likelihood) && other.map(level_of) == Some(impact)
        })
        .count();
    let expression = format!(
        "SUMPRODUCT(ISNUMBER({})*{}*{}*{})",
        column(RISKS_TABLE, map.score),
        not_closed(contents),
        is_level(&field_column(contents, map.likelihood), likelihood),
        is_level(&field_column(contents, map.impact), impact)
    );
    counted(contents, expression, number)
}

/// A number over all risks: a formula, unless there are too many risks for one.
fn counted(contents: &Contents<'_>, expression: String, number: usize) -> Value {
    if is_searched(contents) { Value::formula(expression, number as f64) } else { Value::count(number) }
}

fn open_risks<'a>(contents: &Contents<'a>) -> impl Iterator<Item = (&'a Risk, &'a RiskResult)> {
    let rated = contents.model.risks.iter().zip(&contents.assessment.risks);
    rated.filter(|(risk, _)| is_open(risk))
}

/// What the map shows and what it does not, so that nothing is lost from sight.
fn put_sums(sheet: &mut Sheet, contents: &Contents<'_>, map: &Map, unrated: &str) {
    let first = map.first_column;
    let cells = Area::new(FIRST_ROW + 1, first + 1, FIRST_ROW + 10, first + 5);
    let is_rated = |(_, result): &(&Risk, &RiskResult)| (map.rated)(result).is_some();
    let keyed = format!("(LEN({})>0)", column(RISKS_TABLE, KEY));
    let score = column(RISKS_TABLE, map.score);
    let closed =
        format!("({}={})", field_column(contents, Field::RiskStatus), text(OpenState::Closed.words()));
    let open = open_risks(contents).count();
    let rated = open_risks(contents).filter(is_rated).count();
    let lines = [
        ("Open risks on the map", map.shown, Value::formula(format!("SUM({cells})"), rated as f64)),
        (
            "Open risks without both levels",
            unrated,
            counted(
                contents,
                format!("SUMPRODUCT({keyed}*(1-ISNUMBER({score}))*{})", not_closed(contents)),
                open - rated,
            ),
        ),
        (
            "Closed risks, not on the map",
            CLOSED,
            counted(contents, format!("SUMPRODUCT({keyed}*{closed})"), contents.model.risks.len() - open),
        ),
    ];
    for (row, (label, name, value)) in (FIRST_ROW + 12..).zip(lines) {
        sheet.put(row, first, Cell::text(label, Form::Label));
        sheet.put(row, first + 1, Cell::new(value, Style::new(Form::Integer, Tone::Derived)));
        if !sheet.names.iter().any(|defined| defined.name == name) {
            sheet.name_cell(name, row, first + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Reading;
    use crate::report::cell::Cached;
    use crate::report::testing::{Example, lines};

    fn number(sheet: &Sheet, row: u32, column: u32) -> f64 {
        match &sheet.cell(CellPlace::new(row, column)).unwrap().value {
            Value::Formula(formula) => match formula.cached {
                Cached::Number(number) => number,
                _ => panic!("no number"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_risk_stands_in_the_cell_of_its_levels_and_an_unrated_one_beside_the_map() {
        let example = Example::sample();
        let sheet = build_heat_map(&example.contents());
        // Likelihood 4 is the second line, impact 5 the last column.
        assert_eq!(number(&sheet, FIRST_ROW + 3, 5), 1.0);
        let all: f64 = (0..5u32)
            .flat_map(|line| (1..=5).map(move |column| (FIRST_ROW + 1 + 2 * line, column)))
            .map(|(row, column)| number(&sheet, row, column))
            .sum();
        assert_eq!(all, 1.0);
        assert_eq!([12, 13, 14].map(|row| number(&sheet, FIRST_ROW + row, 1)), [1.0, 1.0, 0.0]);
        assert_eq!([12, 13, 14].map(|row| number(&sheet, FIRST_ROW + row, 8)), [0.0, 2.0, 0.0]);
        assert!(lines(&sheet).contains("-> \"very high\""));
    }

    #[test]
    fn the_bands_before_and_after_treatment_stand_in_words_beside_their_chart() {
        let example = Example::sample();
        let contents = example.contents();
        let sheet = build_heat_map(&contents);
        let bands = &contents.model.parameters.risk_bands;
        let sum = |column: u32| -> f64 {
            (0..bands.len() as u32).map(|band| number(&sheet, BANDS_ROW + 2 + band, column)).sum()
        };
        // One of the two risks is rated, and neither has residual levels.
        assert_eq!((sum(1), sum(2)), (1.0, 0.0));
        let top = BANDS_ROW + 1 + bands.len() as u32;
        assert_eq!(number(&sheet, top, 1), 1.0);
        let [chart] = sheet.charts.as_slice() else { panic!("one chart") };
        assert!(chart.title.contains("before and after treatment"));
        assert!(chart.alternative_text.len() > 80);
        assert_eq!(chart.series[0].values, Area::new(BANDS_ROW + 2, 1, top, 1));
    }

    #[test]
    fn a_closed_risk_is_not_on_the_map_and_is_counted() {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        example.model.risks[0].status = Some(Reading::understood("done", OpenState::Closed, place));
        let sheet = build_heat_map(&example.contents());
        assert_eq!([12, 13, 14].map(|row| number(&sheet, FIRST_ROW + row, 1)), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_level_between_two_counts_as_the_nearer_one_and_its_formula_says_so() {
        let levels = [0.0, 1.49, 1.5, 2.25, 3.5, 4.49, 4.5, 7.0].map(level_of);
        assert_eq!(levels, [1, 1, 2, 2, 4, 4, 5, 5]);
        assert_eq!(is_level("X", 1), "(X<1.5)");
        assert_eq!(is_level("X", 3), "(X>=2.5)*(X<3.5)");
        assert_eq!(is_level("X", 5), "(X>=4.5)");
    }
}
