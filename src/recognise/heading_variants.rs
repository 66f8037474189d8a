//! The ways to look at a heading: whole, without what stands in brackets, its first line, its parts.

/// What a variant of the heading (its first line, one part of `A / B`) counts of the whole.
const FIRST_LINE: f64 = 0.96;
const PART: f64 = 0.86;
/// What a heading counts together with what it says in brackets: an explanation, or the values to
/// choose from.
const BRACKETS: f64 = 0.97;
/// What a heading counts without the explanation that follows it in brackets.
const EXPLAINED: f64 = 0.92;
const CHOICE: f64 = 0.85;
/// Beyond so many characters a heading is a sentence, and its first line is looked at by itself.
const SENTENCE: usize = 48;

/// The ways to look at a heading, each with what it counts: without units and scales, its first
/// line where it is a paragraph, the parts of `A / B`.
pub fn variants(heading: &str) -> Vec<(String, f64)> {
    let whole = without_scale(heading);
    let mut variants = Vec::new();
    match said_in_brackets(heading) {
        Some(said) => {
            let all = heading.replace(['(', ')', '[', ']'], " ");
            let (outside, together) = if is_choice(&said) { (1.0, CHOICE) } else { (EXPLAINED, BRACKETS) };
            variants.extend([(whole.clone(), outside), (all, together)]);
        }
        None => variants.push((whole.clone(), 1.0)),
    }
    let trimmed = heading.trim();
    if trimmed.chars().count() > SENTENCE {
        let line = trimmed.lines().next().unwrap_or_default();
        let sentence = line.split_inclusive(['?', ':']).next().unwrap_or(line);
        let sentence = without_scale(sentence);
        if !sentence.is_empty() && sentence != whole {
            variants.push((sentence, FIRST_LINE));
        }
    }
    let parts: Vec<&str> =
        whole.split(['/', '|', '–', '—', '\n', ':']).flat_map(|part| part.split(" - ")).collect();
    if parts.len() > 1 && whole.chars().count() <= 2 * SENTENCE {
        for part in parts {
            if part.trim().chars().count() > 1 {
                variants.push((part.trim().to_owned(), PART));
            }
        }
    }
    variants
}

/// The first line of a heading or banner.
pub fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().to_owned()
}

/// What the words in the brackets of a heading are, where there are such words and others outside.
fn said_in_brackets(heading: &str) -> Option<String> {
    let (front, rest) = heading.split_once(['(', '['])?;
    let (inside, _) = rest.split_once([')', ']'])?;
    let words = inside.chars().filter(|c| c.is_alphabetic()).count();
    (words >= 2 && front.chars().any(char::is_alphabetic)).then(|| inside.to_owned())
}

/// Whether brackets hold the values to choose from: `Y/N`, `High, Medium, Low`, `1 = rare`.
fn is_choice(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', ',', '|', ';']).map(str::trim).collect();
    text.chars().any(|c| c.is_ascii_digit())
        || (parts.len() > 1 && parts.iter().all(|part| part.split_whitespace().count() <= 2))
}

/// A heading without what stands in brackets (`(1-5)`, `[optional]`), without `(s)` and without a
/// scale at its end (`L_1to5`).
fn without_scale(heading: &str) -> String {
    let text = heading.replace("(s)", "s").replace("(S)", "s");
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for character in text.chars() {
        match character {
            '(' | '[' | '<' | '（' | '【' => depth += 1,
            ')' | ']' | '>' | '）' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    let kept = if kept.trim().is_empty() { text } else { kept };
    let words: Vec<&str> =
        kept.split(['_', ' ', '\u{a0}', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    let meaningful = words.iter().rposition(|word| !is_scale(word)).map_or(words.len(), |last| last + 1);
    words.get(..meaningful).unwrap_or_default().join(" ").trim_matches(['*', ' ', '?', ':']).to_owned()
}

/// Whether a word is a scale: `1to5`, `1-5`, `0..4`.
fn is_scale(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let rest: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    digits >= 2 && matches!(rest.as_str(), "to" | "-" | "–" | ".." | "a" | "bis" | "tot" | "x" | "/")
}
