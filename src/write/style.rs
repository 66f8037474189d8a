//! The look: one typeface, few sizes, and a palette that people with any colour vision tell apart.
//! Wherever a colour means something, a word says the same.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::read::{CellMark, Colours};
use crate::report::cell::{Form, Style, Tone};
use crate::report::sheet::{Mark, TabRole};

/// The typeface of the whole workbook.
const TYPEFACE: &str = "Calibri";

const INK: u32 = 0x1F2933;
const QUIET_INK: u32 = 0x52606D;
const NAVY: u32 = 0x1F3A5F;
const SLATE: u32 = 0x52606D;
const PLUM: u32 = 0x5B4A7A;
const TEAL: u32 = 0x0B5F73;
const WHITE: u32 = 0xFFFFFF;
const HAIRLINE: u32 = 0xD5DAE0;
const INPUT_INK: u32 = 0x1F4E9E;
const INPUT_FILL: u32 = 0xFFFBEA;
const DERIVED_FILL: u32 = 0xF4F6F8;
const JUDGEMENT_FILL: u32 = 0xF6F2FA;
const TILE_FILL: u32 = 0xEAF1F8;
const UNREAD_INK: u32 = 0x7A4B00;
const UNREAD_FILL: u32 = 0xFDEBC8;

/// The colours that cells get here, or got in former versions; any other one is a person's. Black letters and
/// white cells mean nothing.
pub fn colours() -> Colours {
    let fills = [INPUT_FILL, DERIVED_FILL, JUDGEMENT_FILL, TILE_FILL, UNREAD_FILL, WHITE];
    let headings = [NAVY, SLATE, PLUM, TEAL];
    let inks = [INK, QUIET_INK, INPUT_INK, UNREAD_INK, WHITE, 0];
    Colours {
        fills: fills.into_iter().chain(headings).collect(),
        inks: inks.into_iter().chain(headings).collect(),
        slanted: UNREAD_INK,
        leading: INPUT_INK,
    }
}

/// A look with what a person made of it.
pub fn marked(format: Format, mark: CellMark) -> Format {
    let format = match mark.fill {
        Some(fill) => format.set_background_color(fill),
        None => format,
    };
    let format = match mark.ink {
        Some(ink) => format.set_font_color(ink),
        None => format,
    };
    let format = if mark.bold { format.set_bold() } else { format };
    let format = if mark.italic { format.set_italic() } else { format };
    let format = if mark.struck { format.set_font_strikethrough() } else { format };
    if mark.underlined { format.set_underline(FormatUnderline::Single) } else { format }
}

/// The bar behind a share.
pub const BAR: u32 = 0xC7DDF2;

/// The colours of a chart's series, in their order; told apart in grey as well.
pub const SERIES: [u32; 4] = [0x1F3A5F, 0x56B4E9, 0xE69F00, 0x9AA5B1];

/// The ink of a figure that stands on a bar of a series, counted from 0.
pub fn on_bar(series: usize) -> u32 {
    if series.is_multiple_of(SERIES.len()) { WHITE } else { INK }
}

/// The colour of a tab.
pub fn tab(role: TabRole) -> u32 {
    match role {
        TabRole::Result => 0x0072B2,
        TabRole::Work => 0xE69F00,
        TabRole::Proof => 0x009E73,
        TabRole::Settings => 0x7B8794,
    }
}

/// The look of a marked cell.
pub fn mark(mark: Mark) -> Format {
    let (ink, fill) = match mark {
        Mark::Good => (0x0B4F8A, 0xD6E8F7),
        Mark::Caution => (UNREAD_INK, UNREAD_FILL),
        Mark::Bad => (0x9C2F00, 0xFAD9C8),
        Mark::Quiet => (0x616E7C, 0xEDEFF2),
    };
    let format = Format::new().set_font_color(ink).set_background_color(fill);
    if mark == Mark::Bad { format.set_bold() } else { format }
}

/// The look of a cell.
pub fn format(style: Style) -> Format {
    let base = Format::new().set_font_name(TYPEFACE).set_font_size(10).set_font_color(INK);
    match style.form {
        Form::Title => {
            base.set_font_size(18).set_bold().set_font_color(NAVY).set_align(FormatAlign::VerticalCenter)
        }
        Form::Explanation => base.set_font_color(QUIET_INK),
        Form::DatedLine => base.set_font_color(QUIET_INK).set_italic(),
        Form::Section => base
            .set_font_size(13)
            .set_bold()
            .set_font_color(NAVY)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(NAVY),
        Form::Heading => heading(base, style.tone),
        Form::FigureHeading => figure(heading(base, style.tone)),
        Form::ColumnRole => base.set_font_size(8).set_italic().set_font_color(role_ink(style.tone)),
        Form::Label => base.set_bold().set_align(FormatAlign::Top),
        Form::Remark => base.set_font_size(9).set_font_color(QUIET_INK),
        Form::TileLabel => tile(base).set_bold().set_font_color(NAVY),
        Form::TileFigure => tile(base)
            .set_font_size(22)
            .set_bold()
            .set_font_color(NAVY)
            .set_num_format("0%")
            .set_align(FormatAlign::Left),
        Form::TileNote => tile(base).set_font_size(9).set_font_color(QUIET_INK),
        Form::TileSpace => base.set_background_color(TILE_FILL),
        Form::MapCount => map(base)
            .set_font_size(16)
            .set_bold()
            .set_num_format("0;-0;\"–\"")
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(HAIRLINE),
        Form::MapWord => map(base).set_font_size(9),
        Form::TileCount => {
            tile(base).set_font_size(22).set_bold().set_font_color(NAVY).set_align(FormatAlign::Left)
        }
        Form::Subject => base.set_font_size(11).set_align(FormatAlign::Top),
        Form::SubjectDate => base
            .set_font_size(11)
            .set_align(FormatAlign::Top)
            .set_num_format("d mmmm yyyy")
            .set_align(FormatAlign::Left),
        Form::ResultWord => role_word(base, TabRole::Result),
        Form::WorkWord => role_word(base, TabRole::Work),
        Form::ProofWord => role_word(base, TabRole::Proof),
        Form::SettingsWord => role_word(base, TabRole::Settings),
        _ => datum(base, style),
    }
}

/// The word for what a sheet is for, beside a bar in the colour of its tab.
fn role_word(base: Format, role: TabRole) -> Format {
    base.set_font_size(9).set_border_left(FormatBorder::Thick).set_border_left_color(tab(role)).set_indent(1)
}

/// A cell of a map, of which two, one above the other, look like one.
fn map(base: Format) -> Format {
    base.set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border_left(FormatBorder::Thin)
        .set_border_left_color(HAIRLINE)
        .set_border_right(FormatBorder::Thin)
        .set_border_right_color(HAIRLINE)
}

/// A tile's first cell, with a bar at its left.
fn tile(base: Format) -> Format {
    base.set_background_color(TILE_FILL)
        .set_border_left(FormatBorder::Thick)
        .set_border_left_color(TEAL)
        .set_indent(1)
}

fn heading(base: Format, tone: Tone) -> Format {
    base.set_bold()
        .set_font_color(WHITE)
        .set_background_color(role_ink(tone))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_indent(1)
        .set_border(FormatBorder::Thin)
        .set_border_color(HAIRLINE)
}

/// Figures stand at the right, a little apart from the text of the next column.
fn figure(base: Format) -> Format {
    base.set_align(FormatAlign::Right).set_indent(1)
}

/// Texts stand at the left, a little apart from the text of the column before.
fn text(base: Format) -> Format {
    base.set_align(FormatAlign::Left).set_indent(1)
}

fn role_ink(tone: Tone) -> u32 {
    match tone {
        Tone::Plain => NAVY,
        Tone::Editable => TEAL,
        Tone::Derived | Tone::LastRun => SLATE,
        Tone::Judgement => PLUM,
    }
}

fn datum(base: Format, style: Style) -> Format {
    let base = base.set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(HAIRLINE);
    let base = match style.tone {
        Tone::Plain => base,
        Tone::Editable => base.set_font_color(INPUT_INK).set_background_color(INPUT_FILL),
        Tone::Derived => base.set_background_color(DERIVED_FILL),
        Tone::LastRun => base.set_font_color(QUIET_INK).set_background_color(DERIVED_FILL),
        Tone::Judgement => base.set_background_color(JUDGEMENT_FILL),
    };
    match style.form {
        Form::Text => text(base),
        Form::Wrapped => text(base).set_text_wrap(),
        Form::Identifier => text(base).set_num_format("@"),
        Form::Word => base.set_align(FormatAlign::Center).set_text_wrap(),
        Form::Flag => base.set_num_format("[=1]\"yes\";[=0]\"–\";0").set_align(FormatAlign::Center),
        Form::Integer => figure(base).set_num_format("0"),
        Form::Number => figure(base),
        Form::Decimal => figure(base).set_num_format("0.00"),
        Form::Precise => figure(base).set_num_format("0.0000"),
        Form::Percent => figure(base).set_num_format("0%"),
        Form::Date => text(base).set_num_format("yyyy-mm-dd"),
        Form::NotUnderstood => text(base)
            .set_text_wrap()
            .set_italic()
            .set_font_color(UNREAD_INK)
            .set_background_color(UNREAD_FILL),
        _ => base,
    }
}

/// The look of a cell that leads somewhere.
pub fn leading(format: Format) -> Format {
    format.set_font_color(INPUT_INK).set_underline(FormatUnderline::Single)
}
