//! What a sheet allows to be entered where.

use std::io::Read;

use super::super::cell::{Allowed, Area, Validation};
use super::character_data::append;
use super::reference;
use super::scanner::Scanner;
use super::strings::read_text;
use super::token::{Fault, Tag, Token};

/// A validation as its tag states it.
pub(super) struct Rule {
    kind: Option<String>,
    operator: Option<String>,
    areas: Vec<Area>,
}

impl Rule {
    /// What a tag states.
    pub(super) fn of(tag: &Tag) -> Self {
        Self {
            kind: tag.text(b"type"),
            operator: tag.text(b"operator"),
            areas: tag.text(b"sqref").map(|ranges| reference::areas(&ranges)).unwrap_or_default(),
        }
    }

    /// Reads on to the end of the element; `None` where it allows no list and no range of numbers, or
    /// where it is for no cell. A text is kept up to `most` bytes.
    ///
    /// # Errors
    /// As of the scanner.
    pub(super) fn read<R: Read>(
        mut self,
        xml: &mut Scanner<R>,
        most: usize,
    ) -> Result<Option<Validation>, Fault> {
        let (mut first, mut second) = (String::new(), String::new());
        let mut in_second = false;
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.empty => {}
                Token::Open(tag) => match tag.name {
                    // Extensions of the format have elements of their own in these, for formula and cells.
                    b"formula1" | b"formula2" => in_second = tag.name == b"formula2",
                    b"f" => read_text(xml, if in_second { &mut second } else { &mut first }, most)?,
                    b"sqref" => {
                        let mut ranges = String::new();
                        read_text(xml, &mut ranges, most)?;
                        self.areas.extend(reference::areas(&ranges));
                    }
                    _ => xml.skip_element()?,
                },
                Token::Text(raw) => {
                    let formula = if in_second { &mut second } else { &mut first };
                    if formula.len() < most {
                        append(raw, formula);
                    }
                }
                Token::Close(b"dataValidation") | Token::End => break,
                _ => {}
            }
        }
        let allowed = allowed(self.kind.as_deref(), self.operator.as_deref(), first.trim(), second.trim());
        let areas = self.areas;
        Ok(allowed.filter(|_| !areas.is_empty()).map(|allowed| Validation { areas, allowed }))
    }
}

fn allowed(kind: Option<&str>, operator: Option<&str>, first: &str, second: &str) -> Option<Allowed> {
    match kind? {
        "list" => match first.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(values) => {
                let values: Vec<Box<str>> = values
                    .split(',')
                    .map(|value| value.trim().replace("\"\"", "\""))
                    .filter(|value| !value.is_empty())
                    .map(Box::from)
                    .collect();
                (!values.is_empty()).then_some(Allowed::Values(values))
            }
            None => (!first.is_empty()).then(|| Allowed::Reference(first.into())),
        },
        // Where no operator is said, a number has to lie between the two.
        "whole" | "decimal" if matches!(operator, None | Some("between")) => {
            Some(Allowed::Numbers(first.parse().ok()?, second.parse().ok()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(element: &str) -> Option<Validation> {
        let mut xml = Scanner::new(element.as_bytes()).unwrap();
        let Ok(Token::Open(tag)) = xml.next() else { return None };
        let rule = Rule::of(&tag);
        rule.read(&mut xml, 1000).unwrap()
    }

    #[test]
    fn lists_references_and_numbers_are_told_apart() {
        let of = |allowed| Some(Validation { areas: vec![(1, 4, 8, 4)], allowed });
        let values = ["Low", "Medium \"M\"", "High"].map(Box::from).to_vec();
        assert_eq!(
            read(
                "<dataValidation type=\"list\" sqref=\"E2:E9\"><formula1>\"Low, Medium \"\"M\"\",High\"</formula1></dataValidation>"
            ),
            of(Allowed::Values(values))
        );
        assert_eq!(
            read(
                "<x14:dataValidation type=\"list\"><x14:formula1><xm:f>Lists!$A$2:$A$6</xm:f></x14:formula1>\
                  <xm:sqref>E2:E9</xm:sqref></x14:dataValidation>"
            ),
            of(Allowed::Reference("Lists!$A$2:$A$6".into()))
        );
        assert_eq!(
            read(
                "<dataValidation type=\"whole\" sqref=\"E2:E9\"><formula1>1</formula1><formula2>5</formula2></dataValidation>"
            ),
            of(Allowed::Numbers(1.0, 5.0))
        );
        assert_eq!(
            read(
                "<dataValidation type=\"whole\" operator=\"lessThan\" sqref=\"E2\"><formula1>1</formula1></dataValidation>"
            ),
            None
        );
        assert_eq!(
            read("<dataValidation type=\"custom\" sqref=\"E2\"><formula1>A1</formula1></dataValidation>"),
            None
        );
    }
}
