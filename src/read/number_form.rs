//! How a number is shown, as far as its format says so.

use super::cell::NumberForm;

/// What a number of a cell is, as its format shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A number.
    Number(NumberForm),
    /// A date, a time of day, or both.
    Date,
    /// A time that has passed: hours beyond 24.
    Duration,
}

impl Default for Shown {
    fn default() -> Self {
        Self::Number(NumberForm::General)
    }
}

/// Reads a format code of a spreadsheet (ECMA-376 part 1, 18.8.31). Only its first section counts,
/// which is for positive numbers; what stands in quotation marks, brackets or behind a backslash is
/// literal, apart from brackets around hours, minutes or seconds: those count on beyond a day.
pub(super) fn shown_as(code: &str) -> Shown {
    let mut decimals: Option<u8> = None;
    let (mut digits, mut other, mut quoted) = (false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => {
                let inside: String = characters.by_ref().take_while(|inside| *inside != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if ["h", "m", "s"]
                    .iter()
                    .any(|unit| inside.starts_with(unit) && inside.chars().all(|each| unit.starts_with(each)))
                {
                    return Shown::Duration;
                }
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            ';' => break,
            '%' => return Shown::Number(NumberForm::Percent),
            '.' => decimals = decimals.or(Some(0)),
            '0' => {
                digits = true;
                decimals = decimals.map(|places| places.saturating_add(1));
            }
            '#' | ',' | ' ' | '-' | '(' | ')' | '+' | '$' | '€' | '£' => {}
            // No word that a format may hold without quotation marks has one of these letters in it.
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return Shown::Date,
            // An optional decimal, a fraction, a power or text: not a fixed number of places.
            _ => other = true,
        }
    }
    Shown::Number(match (digits && !other, decimals) {
        (true, Some(places)) if places > 0 => NumberForm::Decimals(places.min(30)),
        (true, _) => NumberForm::Decimals(0),
        (false, _) => NumberForm::General,
    })
}

/// How a number is shown in one of the formats that every program has by number and no file writes
/// down (ECMA-376 part 1, 18.8.30); those of East Asia are all dates and times.
pub(super) fn shown_as_built_in(number: u32) -> Shown {
    Shown::Number(match number {
        1 | 3 | 37 | 38 | 41 | 42 => NumberForm::Decimals(0),
        2 | 4 | 39 | 40 | 43 | 44 => NumberForm::Decimals(2),
        9 | 10 => NumberForm::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => return Shown::Date,
        46 => return Shown::Duration,
        _ => NumberForm::General,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_says_percent_places_date_or_duration() {
        let number = Shown::Number;
        for (code, shown) in [
            ("General", number(NumberForm::General)),
            ("@", number(NumberForm::General)),
            ("0", number(NumberForm::Decimals(0))),
            ("0.00", number(NumberForm::Decimals(2))),
            ("#,##0.0", number(NumberForm::Decimals(1))),
            ("0%", number(NumberForm::Percent)),
            ("0.0\\ %", number(NumberForm::Percent)),
            ("0\"%\"", number(NumberForm::Decimals(0))),
            ("\"A.\"0.00", number(NumberForm::Decimals(2))),
            ("[Red]0.0;-0.00%", number(NumberForm::Decimals(1))),
            ("[$-409]#,##0 \"days\"", number(NumberForm::Decimals(0))),
            ("# ?/?", number(NumberForm::General)),
            ("0.00E+00", number(NumberForm::General)),
            ("0_d", number(NumberForm::Decimals(0))),
            ("yyyy-mm-dd", Shown::Date),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::Date),
            ("[$-404]e\"y\"m\"m\"", Shown::Date),
            ("h:mm AM/PM", Shown::Date),
            ("[h]:mm:ss", Shown::Duration),
            ("[>=100][Magenta][ss].00", Shown::Duration),
        ] {
            assert_eq!(shown_as(code), shown, "{code}");
        }
    }

    #[test]
    fn formats_without_a_code_are_known_by_number() {
        for (built_in, code) in [
            (0, "General"),
            (2, "0.00"),
            (4, "#,##0.00"),
            (10, "0.00%"),
            (14, "mm-dd-yy"),
            (46, "[h]:mm:ss"),
            (49, "@"),
        ] {
            assert_eq!(shown_as_built_in(built_in), shown_as(code), "{code}");
        }
    }
}
