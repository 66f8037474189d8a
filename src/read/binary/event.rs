//! What a parser finds in a binary workbook, one event after the other, and how events pass through a
//! pipe: a byte that says which it is, then its fields; numbers with the low byte first, texts behind
//! their length.

use std::io::{self, Read, Write};

use chrono::DateTime;

use super::super::cell::{Area, Value, Visibility};

/// Something that a parser finds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    /// A sheet begins.
    Sheet { name: String, visibility: Visibility },
    /// A cell of the sheet that holds something, by its row and column from 0.
    Cell { row: u32, column: u32, value: Value },
    /// A merged range of the sheet.
    Merged(Area),
    /// The sheet cannot be read on, and why.
    Broken(String),
    /// The workbook is protected by a password.
    Encrypted,
    /// The workbook cannot be opened, and why.
    NotOpened(String),
    /// There is no more; without this event, something is missing.
    End,
}

/// Whoever is told of events wants no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// The longest text that passes through the pipe, in bytes. The parser keeps texts as they stand in the
/// file; what is longer than a cell may hold is cut on the other side.
const LONGEST_TEXT: u32 = 16 << 20;

/// Writes an event.
///
/// # Errors
/// Where the pipe takes no more.
pub(super) fn write_event(pipe: &mut impl Write, event: &Event) -> io::Result<()> {
    match event {
        Event::Sheet { name, visibility } => {
            let visibility = match visibility {
                Visibility::Visible => 0,
                Visibility::Hidden => 1,
                Visibility::VeryHidden => 2,
            };
            pipe.write_all(&[1, visibility])?;
            write_text(pipe, name)
        }
        Event::Cell { row, column, value } => {
            pipe.write_all(&[2])?;
            pipe.write_all(&row.to_le_bytes())?;
            pipe.write_all(&column.to_le_bytes())?;
            write_value(pipe, value)
        }
        Event::Merged((row, column, last_row, last_column)) => {
            pipe.write_all(&[3])?;
            [row, column, last_row, last_column]
                .into_iter()
                .try_for_each(|number| pipe.write_all(&number.to_le_bytes()))
        }
        Event::Broken(reason) => {
            pipe.write_all(&[4])?;
            write_text(pipe, reason)
        }
        Event::Encrypted => pipe.write_all(&[5]),
        Event::NotOpened(reason) => {
            pipe.write_all(&[6])?;
            write_text(pipe, reason)
        }
        Event::End => pipe.write_all(&[7]),
    }
}

fn write_value(pipe: &mut impl Write, value: &Value) -> io::Result<()> {
    match value {
        Value::Text(text) => {
            pipe.write_all(&[0])?;
            write_text(pipe, text)
        }
        Value::Number(number) => {
            pipe.write_all(&[1])?;
            pipe.write_all(&number.to_le_bytes())
        }
        Value::Boolean(value) => pipe.write_all(&[2, u8::from(*value)]),
        Value::Date(date) => {
            pipe.write_all(&[3])?;
            pipe.write_all(&date.and_utc().timestamp_micros().to_le_bytes())
        }
        Value::Error(error) => {
            pipe.write_all(&[4])?;
            write_text(pipe, error)
        }
    }
}

fn write_text(pipe: &mut impl Write, text: &str) -> io::Result<()> {
    let mut most = text.len().min(LONGEST_TEXT as usize);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let text = text.get(..most).unwrap_or_default();
    pipe.write_all(&u32::try_from(text.len()).unwrap_or(LONGEST_TEXT).to_le_bytes())?;
    pipe.write_all(text.as_bytes())
}

/// Reads an event.
///
/// # Errors
/// Where the pipe ends, or holds what is no event.
pub(super) fn read_event(pipe: &mut impl Read) -> io::Result<Event> {
    Ok(match byte(pipe)? {
        1 => {
            let visibility = match byte(pipe)? {
                0 => Visibility::Visible,
                1 => Visibility::Hidden,
                _ => Visibility::VeryHidden,
            };
            Event::Sheet { name: read_text(pipe)?, visibility }
        }
        2 => Event::Cell { row: number(pipe)?, column: number(pipe)?, value: read_value(pipe)? },
        3 => Event::Merged((number(pipe)?, number(pipe)?, number(pipe)?, number(pipe)?)),
        4 => Event::Broken(read_text(pipe)?),
        5 => Event::Encrypted,
        6 => Event::NotOpened(read_text(pipe)?),
        7 => Event::End,
        _ => return Err(no_event()),
    })
}

fn read_value(pipe: &mut impl Read) -> io::Result<Value> {
    Ok(match byte(pipe)? {
        0 => Value::Text(read_text(pipe)?.into()),
        1 => Value::Number(f64::from_le_bytes(bytes(pipe)?)),
        2 => Value::Boolean(byte(pipe)? != 0),
        3 => {
            let date = DateTime::from_timestamp_micros(i64::from_le_bytes(bytes(pipe)?));
            Value::Date(date.ok_or_else(no_event)?.naive_utc())
        }
        4 => Value::Error(read_text(pipe)?.into()),
        _ => return Err(no_event()),
    })
}

fn read_text(pipe: &mut impl Read) -> io::Result<String> {
    let length = number(pipe)?;
    if length > LONGEST_TEXT {
        return Err(no_event());
    }
    let mut text = String::new();
    let read = pipe.take(u64::from(length)).read_to_string(&mut text)?;
    if read < length as usize { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(text) }
}

fn bytes<const LENGTH: usize>(pipe: &mut impl Read) -> io::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    pipe.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn byte(pipe: &mut impl Read) -> io::Result<u8> {
    bytes::<1>(pipe).map(|[byte]| byte)
}

fn number(pipe: &mut impl Read) -> io::Result<u32> {
    bytes(pipe).map(u32::from_le_bytes)
}

fn no_event() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn events_come_out_of_the_pipe_as_they_went_in() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 31).and_then(|day| day.and_hms_milli_opt(12, 30, 0, 5));
        let cell = |value| Event::Cell { row: 1_048_575, column: 16_383, value };
        let events = [
            Event::Sheet { name: "Risiken für ü".to_owned(), visibility: Visibility::VeryHidden },
            cell(Value::Text("two\nlines".into())),
            cell(Value::Number(-0.1)),
            cell(Value::Boolean(true)),
            cell(Value::Date(date.unwrap())),
            cell(Value::Error("#N/A".into())),
            Event::Merged((1, 2, 3, 4)),
            Event::Broken("it ends".to_owned()),
            Event::Encrypted,
            Event::NotOpened(String::new()),
            Event::End,
        ];
        let mut pipe = Vec::new();
        for event in &events {
            write_event(&mut pipe, event).unwrap();
        }
        let mut rest = pipe.as_slice();
        for event in &events {
            assert_eq!(read_event(&mut rest).ok().as_ref(), Some(event));
        }
        assert!(read_event(&mut rest).is_err());
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for pipe in [
            &b"\x09"[..],
            b"\x02\x01",
            b"\x04\xff\xff\xff\xff",
            b"\x04\x05\x00\x00\x00abc",
            b"\x04\x01\x00\x00\x00\xff",
        ] {
            let mut rest = pipe;
            assert!(read_event(&mut rest).is_err(), "{pipe:?}");
        }
    }
}
