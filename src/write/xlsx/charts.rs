//! Charts: bars and the Gantt, with the cells from which each keeps a copy.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Chart as XlsxChart, ChartAxis, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use super::skeleton::{absolute, column};
use crate::provenance::CellPlace;
use crate::report::cell::{Cached, Cell, Value, serial_day};
use crate::report::sheet::{Chart, Timeline, Workbook};
use crate::write::style;

/// Writes the cells that charts show, since each chart keeps a copy of them.
pub fn write_chart_cells(targets: &mut [Worksheet], workbook: &Workbook) -> Result<(), XlsxError> {
    for series in workbook.sheets.iter().flat_map(|sheet| &sheet.charts).flat_map(|chart| &chart.series) {
        let places = workbook.sheets.iter().position(|sheet| sheet.name == series.sheet);
        let Some((target, sheet)) =
            places.and_then(|number| targets.get_mut(number).zip(workbook.sheets.get(number)))
        else {
            continue;
        };
        for area in [series.categories, series.values] {
            for place in area.places() {
                write_shown(target, place, sheet.cell(place))?;
            }
        }
    }
    Ok(())
}

fn write_shown(target: &mut Worksheet, place: CellPlace, cell: Option<&Cell>) -> Result<(), XlsxError> {
    let (row, column) = (place.row, column(place.column));
    match cell.map(|cell| &cell.value) {
        Some(Value::Text(text)) => target.write_string(row, column, text.as_str())?,
        Some(Value::Number(number)) => target.write_number(row, column, *number)?,
        Some(Value::Date(date)) => target.write_number(row, column, day(*date))?,
        Some(Value::Formula(formula)) => match &formula.cached {
            Cached::Number(number) => target.write_number(row, column, *number)?,
            Cached::Text(text) => target.write_string(row, column, text.as_str())?,
            Cached::Boolean(boolean) => target.write_boolean(row, column, *boolean)?,
            Cached::Unknown => target,
        },
        _ => target,
    };
    Ok(())
}

/// A chart of a sheet.
pub fn chart_of(chart: &Chart) -> XlsxChart {
    if let Some(timeline) = chart.timeline {
        return gantt_of(chart, timeline);
    }
    let mut result = XlsxChart::new(match (chart.lying, chart.stacked) {
        (true, true) => ChartType::BarStacked,
        (true, false) => ChartType::Bar,
        (false, true) => ChartType::ColumnStacked,
        (false, false) => ChartType::Column,
    });
    for (number, (series, colour)) in chart.series.iter().zip(style::SERIES.iter().cycle()).enumerate() {
        let target = result.add_series();
        target
            .set_name(series.name.as_str())
            .set_categories(absolute(&series.sheet, series.categories).as_str())
            .set_values(absolute(&series.sheet, series.values).as_str())
            .set_gap(60)
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(*colour)));
        let mut label = ChartDataLabel::new();
        label.show_value().set_font(ChartFont::new().set_size(8));
        if chart.percent {
            // A bar of nothing needs no figure.
            label.set_num_format("0%;;");
        } else if chart.stacked {
            label
                .set_num_format("0;;")
                .set_font(ChartFont::new().set_size(8).set_color(style::on_bar(number)));
        }
        target.set_data_label(&label);
    }
    result.title().set_name(chart.title.as_str()).set_font(ChartFont::new().set_size(11).set_bold());
    result.legend().set_position(ChartLegendPosition::Bottom);
    if chart.lying {
        // Bars are drawn from below; the first name is to stand on top as in the table. Of lying bars
        // the values run along the x axis.
        result.y_axis().set_reverse().set_major_gridlines(false);
        set_up_values(result.x_axis(), chart.percent);
    } else {
        // Standing bars stand beside dates, which would else be shown as the numbers of days.
        result.x_axis().set_num_format("yyyy-mm-dd").set_text_axis(true);
        set_up_values(result.y_axis(), chart.percent);
    }
    result.set_width(chart.width).set_height(chart.height).set_alt_text(&chart.alternative_text);
    result
}

/// The number of a day, counted as spreadsheets do.
fn day(date: NaiveDate) -> f64 {
    serial_day(date).unwrap_or_default()
}

/// Bars that begin at a day: the first series carries the second and is not seen.
fn gantt_of(chart: &Chart, timeline: Timeline) -> XlsxChart {
    let mut result = XlsxChart::new(ChartType::BarStacked);
    for (number, series) in chart.series.iter().enumerate() {
        let target = result.add_series();
        target
            .set_name(series.name.as_str())
            .set_categories(absolute(&series.sheet, series.categories).as_str())
            .set_values(absolute(&series.sheet, series.values).as_str())
            .set_gap(40);
        let mut format = ChartFormat::new();
        if number == 0 {
            format.set_no_fill().set_no_line();
        } else {
            format.set_solid_fill(ChartSolidFill::new().set_color(style::SERIES[0]));
        }
        target.set_format(&mut format);
    }
    result.title().set_name(chart.title.as_str()).set_font(ChartFont::new().set_size(11).set_bold());
    result.legend().set_hidden();
    result.y_axis().set_reverse().set_major_gridlines(false).set_font(ChartFont::new().set_size(8));
    result
        .x_axis()
        .set_min(day(timeline.first))
        .set_max(day(timeline.last))
        .set_major_unit(timeline.days_between_lines as f64)
        .set_num_format("d mmm yy")
        .set_font(ChartFont::new().set_size(8).set_rotation(-45))
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(0xE4E7EB));
    result.set_width(chart.width).set_height(chart.height).set_alt_text(&chart.alternative_text);
    result
}

/// The axis of values: faint lines, and shares from 0 to 100 %.
fn set_up_values(axis: &mut ChartAxis, percent: bool) {
    axis.set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(0xE4E7EB));
    if percent {
        axis.set_min(0).set_max(1).set_num_format("0%");
    }
}
