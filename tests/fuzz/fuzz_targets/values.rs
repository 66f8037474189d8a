//! Any texts as the cells of a column: read as every kind of value.
#![no_main]

use annexa::read::{Cell, NumberForm, Value};
use annexa::recognise::fold;
use annexa::recognise::value::{
    Boxes, DateColumn, LevelColumns, MaturityColumns, MaturityValue, Status, StatusColumn, Understood,
    content, days_of, gives_reason, is_deadline, meaning_of, order_of_heading, percentage_in, read_yes_no,
    whole_or_leading_word,
};
use annexa_fuzz::KNOWLEDGE;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let words = &KNOWLEDGE.words;
    let mut lines = text.lines();
    let heading = lines.next().unwrap_or_default();
    let cells: Vec<Cell> = lines.take(40).filter(|line| !line.is_empty()).map(cell).collect();
    std::hint::black_box((fold(heading), order_of_heading(heading)));

    let statuses = StatusColumn::new(words, heading, cells.iter());
    let columns = [(heading, cells.iter().collect::<Vec<_>>())];
    let levels = LevelColumns::new(words, &columns);
    let maturities = MaturityColumns::new(words, &columns);
    let dates = DateColumn::new(cells.iter());
    for cell in &cells {
        for family in ["control.status", "answer.scale"] {
            if let Understood::Is(Status::Share(share)) = statuses.read(words, family, Some(cell)) {
                assert!((0.0..=1.0).contains(&share), "share {share}");
            }
        }
        if let Understood::Is(level) = levels.read(words, 0, Some(cell)) {
            assert!((1.0..=5.0).contains(&level), "level {level}");
        }
        match maturities.read(words, Some(cell)) {
            Understood::Is(MaturityValue::Share(share)) => {
                assert!((0.0..=1.0).contains(&share), "share {share}")
            }
            Understood::Is(MaturityValue::Level(level)) => {
                assert!(level.is_finite() && level >= 0.0, "{level}")
            }
            _ => {}
        }
        let _ = dates.read(words, Some(cell));
        let _ = meaning_of(words, "treatment", Some(cell));
        let _ = read_yes_no(words, "yes-no", Boxes::new(cells.iter()), Some(cell));
        let text = cell.text();
        if let Some((first, last)) = days_of(&text) {
            assert!(first <= last);
        }
        let _ = (gives_reason(words, &text), is_deadline(&text), percentage_in(&text), content(Some(cell)));
        let _ = whole_or_leading_word(words, "control.status", &text);
    }
});

/// A number where the line is one, an error where it looks like one, else text.
fn cell(line: &str) -> Cell {
    let (line, form) = match line.strip_prefix('\t') {
        Some(rest) => (rest, NumberForm::Percent),
        None => (line, NumberForm::General),
    };
    let value = match line.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Number(number),
        _ if line.starts_with("#N") => Value::Error(line.into()),
        _ if line.is_empty() => Value::Boolean(true),
        _ => Value::Text(line.into()),
    };
    Cell::new(0, value, form)
}
