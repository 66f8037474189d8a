//! How a number is shown, as far as its format says so.

use super::cell::NumberForm;

/// Reads a format code of a spreadsheet. Only its first section counts, which is for positive
/// numbers; what stands in quotation marks, brackets or behind a backslash is literal.
pub(super) fn number_form(code: &str) -> NumberForm {
    let mut decimals: Option<u8> = None;
    let (mut digits, mut other, mut quoted, mut bracketed) = (false, false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ']' => bracketed = false,
            _ if bracketed => {}
            '[' => bracketed = true,
            '\\' | '_' | '*' => {
                characters.next();
            }
            ';' => break,
            '%' => return NumberForm::Percent,
            '.' => decimals = decimals.or(Some(0)),
            '0' => {
                digits = true;
                decimals = decimals.map(|places| places.saturating_add(1));
            }
            '#' | ',' | ' ' | '-' | '(' | ')' | '+' | '$' | '€' | '£' => {}
            // An optional decimal, a fraction, a power, a date or text: not a fixed number of places.
            _ => other = true,
        }
    }
    match (digits && !other, decimals) {
        (true, Some(places)) if places > 0 => NumberForm::Decimals(places.min(30)),
        (true, _) => NumberForm::Decimals(0),
        (false, _) => NumberForm::General,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_says_percent_or_places() {
        for (code, form) in [
            ("General", NumberForm::General),
            ("@", NumberForm::General),
            ("0", NumberForm::Decimals(0)),
            ("0.00", NumberForm::Decimals(2)),
            ("#,##0.0", NumberForm::Decimals(1)),
            ("0%", NumberForm::Percent),
            ("0.0\\ %", NumberForm::Percent),
            ("0\"%\"", NumberForm::Decimals(0)),
            ("\"A.\"0.00", NumberForm::Decimals(2)),
            ("[Red]0.0;-0.00%", NumberForm::Decimals(1)),
            ("# ?/?", NumberForm::General),
            ("0.00E+00", NumberForm::General),
            ("yyyy-mm-dd", NumberForm::General),
        ] {
            assert_eq!(number_form(code), form, "{code}");
        }
    }
}
