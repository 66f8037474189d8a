//! The colours of a workbook, by the names that people give them.

use super::super::cell::Hue;
use super::token::Tag;

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// The colours that a theme gives where a workbook has no theme: those of Office since 2013.
const OFFICE_THEME: [Rgb; 12] = [
    [0xff, 0xff, 0xff],
    [0x00, 0x00, 0x00],
    [0xe7, 0xe6, 0xe6],
    [0x44, 0x54, 0x6a],
    [0x44, 0x72, 0xc4],
    [0xed, 0x7d, 0x31],
    [0xa5, 0xa5, 0xa5],
    [0xff, 0xc0, 0x00],
    [0x5b, 0x9b, 0xd5],
    [0x70, 0xad, 0x47],
    [0x05, 0x63, 0xc1],
    [0x95, 0x4f, 0x72],
];

/// The standard palette of indexed colours (ECMA-376 part 1, 18.8.27), from index 8 on; the first eight
/// are those at 8 to 15 again.
const INDEXED: [u32; 56] = [
    0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff, 0x800000, 0x008000,
    0x000080, 0x808000, 0x800080, 0x008080, 0xc0c0c0, 0x808080, 0x9999ff, 0x993366, 0xffffcc, 0xccffff,
    0x660066, 0xff8080, 0x0066cc, 0xccccff, 0x000080, 0xff00ff, 0xffff00, 0x00ffff, 0x800080, 0x800000,
    0x008080, 0x0000ff, 0x00ccff, 0xccffff, 0xccffcc, 0xffff99, 0x99ccff, 0xff99cc, 0xcc99ff, 0xffcc99,
    0x3366ff, 0x33cccc, 0x99cc00, 0xffcc00, 0xff9900, 0xff6600, 0x666699, 0x969696, 0x003366, 0x339966,
    0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
];

/// The colours that others refer to by number.
#[derive(Debug)]
pub(super) struct Palette {
    /// In the order in which they are referred to: light before dark.
    pub theme: Vec<Rgb>,
    /// Where the workbook has a palette of its own.
    pub indexed: Vec<Rgb>,
}

impl Default for Palette {
    fn default() -> Self {
        Self { theme: OFFICE_THEME.to_vec(), indexed: Vec::new() }
    }
}

/// A colour as a file states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Colour {
    Rgb(Rgb),
    /// A colour of the theme, made lighter (above 0) or darker.
    Theme(u32, f64),
    Indexed(u32),
}

impl Colour {
    /// The colour that a tag such as `fgColor` states; `None` where it leaves it to the program.
    pub(super) fn of(tag: &Tag) -> Option<Self> {
        let digits = |value: &[u8]| std::str::from_utf8(value).ok().and_then(rgb);
        if let Some(colour) = tag.attribute(b"rgb").and_then(digits) {
            return Some(Self::Rgb(colour));
        }
        if let Some(theme) = tag.number(b"theme") {
            let tint = tag.text(b"tint").and_then(|tint| tint.parse().ok()).unwrap_or(0.0);
            return Some(Self::Theme(theme, tint));
        }
        // 64 and 65 are the colours of the system: text and window.
        tag.number(b"indexed").filter(|index| *index < 64).map(Self::Indexed)
    }

    /// What a person would call it; `None` where the workbook has no such colour.
    pub(super) fn hue(self, palette: &Palette) -> Option<Hue> {
        self.rgb(palette).map(hue)
    }

    /// What it looks like; `None` where the workbook has no such colour.
    pub(super) fn rgb(self, palette: &Palette) -> Option<Rgb> {
        let at = |colours: &[Rgb], index: u32| colours.get(usize::try_from(index).ok()?).copied();
        Some(match self {
            Self::Rgb(colour) => colour,
            Self::Theme(index, tint) => tinted(at(&palette.theme, index)?, tint),
            Self::Indexed(index) if !palette.indexed.is_empty() => at(&palette.indexed, index)?,
            Self::Indexed(index) => {
                let standard =
                    INDEXED.get(usize::try_from(if index < 8 { index } else { index - 8 }).ok()?)?;
                let [_, red, green, blue] = standard.to_be_bytes();
                [red, green, blue]
            }
        })
    }
}

/// Six or eight hexadecimal digits; the first two of eight are how solid the colour is.
pub(super) fn rgb(digits: &str) -> Option<Rgb> {
    let digits = if digits.len() == 8 { digits.get(2..)? } else { digits };
    if digits.len() != 6 {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// A colour made lighter or darker (ECMA-376 part 1, 18.8.19): its lightness goes toward white or black, its hue
/// and saturation stay.
fn tinted(colour: Rgb, tint: f64) -> Rgb {
    if tint == 0.0 || !tint.is_finite() {
        return colour;
    }
    let [red, green, blue] = colour.map(|part| f64::from(part) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let lightness = (most + least) / 2.0;
    // How far the parts are from each other, of as far as they can be at this lightness.
    let room = |lightness: f64| 1.0 - (2.0 * lightness - 1.0).abs();
    let saturation = if room(lightness) > 0.0 { (most - least) / room(lightness) } else { 0.0 };
    let tint = tint.clamp(-1.0, 1.0);
    let lighter = if tint < 0.0 { lightness * (1.0 + tint) } else { lightness + (1.0 - lightness) * tint };
    let spread = saturation * room(lighter);
    [red, green, blue].map(|part| {
        let place = if most > least { (part - least) / (most - least) - 0.5 } else { 0.0 };
        ((lighter + place * spread) * 255.0).round().clamp(0.0, 255.0) as u8
    })
}

/// The name of a colour (the bounds are judgement: they part the colours that spreadsheet programs
/// offer for traffic lights as people name them).
fn hue(colour: Rgb) -> Hue {
    let [red, green, blue] = colour.map(f64::from);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let spread = most - least;
    // Shades of white, grey and black: next to no colour in them.
    if spread < 20.0 || most < 40.0 {
        return Hue::Grey;
    }
    let sixth = if most == red {
        (green - blue) / spread
    } else if most == green {
        2.0 + (blue - red) / spread
    } else {
        4.0 + (red - green) / spread
    };
    match sixth.rem_euclid(6.0) * 60.0 {
        degrees if !(14.0..340.0).contains(&degrees) => Hue::Red,
        degrees if degrees < 46.5 => Hue::Orange,
        degrees if degrees < 68.0 => Hue::Yellow,
        degrees if degrees < 165.0 => Hue::Green,
        degrees if degrees < 255.0 => Hue::Blue,
        degrees if degrees < 320.0 => Hue::Purple,
        _ => Hue::Red,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_of_traffic_lights_have_their_names() {
        for (digits, expected) in [
            ("FFFF0000", Hue::Red),
            ("FFC00000", Hue::Red),
            ("FFFFC7CE", Hue::Red),
            ("FFF8696B", Hue::Red),
            ("FFFFC000", Hue::Orange),
            ("FFED7D31", Hue::Orange),
            ("FFFFFF00", Hue::Yellow),
            ("FFFFEB84", Hue::Yellow),
            ("FFFFEB9C", Hue::Yellow),
            ("FF92D050", Hue::Green),
            ("FF00B050", Hue::Green),
            ("FFC6EFCE", Hue::Green),
            ("FF63BE7B", Hue::Green),
            ("FF4472C4", Hue::Blue),
            ("FF7030A0", Hue::Purple),
            ("FFD9D9D9", Hue::Grey),
            ("FFFFFFFF", Hue::Grey),
            ("000000", Hue::Grey),
        ] {
            assert_eq!(rgb(digits).map(hue), Some(expected), "{digits}");
        }
        assert_eq!(rgb("red"), None);
    }

    #[test]
    fn colours_by_number_are_looked_up() {
        let palette = Palette::default();
        assert_eq!(Colour::Indexed(10).hue(&palette), Some(Hue::Red));
        assert_eq!(Colour::Indexed(2).hue(&palette), Some(Hue::Red));
        assert_eq!(Colour::Indexed(17).hue(&palette), Some(Hue::Green));
        assert_eq!(Colour::Theme(9, 0.6).hue(&palette), Some(Hue::Green));
        assert_eq!(Colour::Theme(0, -0.15).hue(&palette), Some(Hue::Grey));
        assert_eq!(Colour::Theme(40, 0.0).hue(&palette), None);
        let own = Palette { indexed: vec![[0, 0, 255]], ..Palette::default() };
        assert_eq!(Colour::Indexed(0).hue(&own), Some(Hue::Blue));
        assert_eq!(Colour::Indexed(10).hue(&own), None);
    }
}
