//! Parameters: the settings of the assessment, each a named cell that the formulas read.
//!
//! ```text
//! table     how each of the tables of the sheet is put
//! settings  single values, each with what it does and what a change does
//! scales    what the levels of a scale stand for: of status, of effort, of risk
//! choices   yes or no: the fields that governance needs, what calls for an impact assessment
//! growing   the tables to which people add rows
//! ```

mod choices;
mod growing;
mod scales;
mod settings;
mod table;

use super::Contents;
use super::cell::{Cell, Form, Style, Tone};
use super::column_meanings::COLUMN_MEANINGS;
use super::list_sheet::put_title;
use super::sheet::{Sheet, TabRole};
use choices::{put_required, put_triggers};
use growing::{put_days_off, put_impact_words};
use scales::{put_bands, put_efforts, put_levels};
use settings::put_settings;
use table::put_section;

/// The sheet's name.
pub const PARAMETERS: &str = "Parameters";

/// Builds the sheet of parameters.
pub fn build_parameters(contents: &Contents<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        PARAMETERS,
        TabRole::Settings,
        "Every value here is judgement. What follows a change at once and what is of the last run stands beside it.",
    );
    let parameters = &contents.model.parameters;
    put_title(&mut sheet, PARAMETERS, contents.model.as_of);
    sheet.column_widths = vec![36.0, 16.0, 20.0, 74.0, 46.0, 32.0];
    let mut row = put_legend(&mut sheet, 4);
    row = put_levels(&mut sheet, row, parameters);
    row = put_settings(&mut sheet, row, parameters, contents.model.as_of);
    // The settings fill a page.
    sheet.print.breaks.push(row);
    row = put_efforts(&mut sheet, row, parameters);
    row = put_bands(&mut sheet, row, parameters);
    row = put_required(&mut sheet, row, contents);
    row = put_triggers(&mut sheet, row, parameters);
    // Both grow: nothing stands below them.
    put_days_off(&mut sheet, row, parameters, contents.model);
    put_impact_words(&mut sheet, row, parameters, contents.model);
    sheet
}

/// What the colours of the cells mean; the words above the columns of each list say the same.
fn put_legend(sheet: &mut Sheet, row: u32) -> u32 {
    put_section(sheet, row, "What the columns of the sheets are");
    let meanings = [
        (
            Tone::Editable,
            "edit",
            "Yours to change: the formulas recalculate, and the next run of annexa on this workbook keeps it.",
        ),
        (Tone::Derived, "calculated", "A formula: follows at once when an editable cell changes."),
        (
            Tone::LastRun,
            "last run",
            "Written by the run that made this workbook; it does not follow changes in it.",
        ),
        (Tone::Judgement, "judgement", "Our judgement, not a fact and not taken from a standard."),
        (Tone::Plain, "", "The catalogue of the standards."),
    ];
    for (row, (tone, word, meaning)) in (row + 1..).zip(meanings) {
        sheet.put(
            row,
            0,
            Cell::text(if word.is_empty() { "(no word)" } else { word }, Style::new(Form::Text, tone)),
        );
        sheet.put(row, 1, Cell::text(meaning, Form::Remark));
    }
    let more = format!("What each column of each list means stands on the sheet {COLUMN_MEANINGS}.");
    sheet.put(row + 6, 0, Cell::text(more, Form::Remark));
    row + 8
}
