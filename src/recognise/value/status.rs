//! The implementation status of a control, in words, signs, colours' letters or percent.

use super::circles::Circles;
use super::coded::{Boxes, leading_word, parts, tick, without_enumeration};
use super::{
    PercentHeading, Understood, ValueWords, content, fold, is_doubted, number_in, percentage, remainder,
    says_unknown, whole_or_leading_word,
};
use chrono::NaiveDate;

use crate::model::ImplementationStatus;
use crate::read::{Cell, Value};

/// What a status cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// One of the statuses.
    Status(ImplementationStatus),
    /// A share of 0 to 1.
    Share(f64),
    /// That the control does not apply.
    NotApplicable,
    /// That it is no longer in use, which is not implemented.
    Retired,
}

/// How the cells of one status column are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StatusColumn {
    /// The column holds nothing but R, A, G and their like: the letters are colours.
    colours: bool,
    /// What the letter x stands for: a cross beside ticks means no, one under a heading such as
    /// "Implemented" means yes; else nothing tells.
    letter_x: Option<bool>,
    boxes: Boxes,
    circles: Circles,
    /// Bare numbers are percentages.
    percent: Option<PercentHeading>,
    /// The day until which dates beside a status count as come; without it none does.
    as_of: Option<NaiveDate>,
}

impl StatusColumn {
    /// Looks at a column as a whole: its heading and its cells.
    pub fn new<'a>(
        value_words: &ValueWords,
        heading: &str,
        cells: impl Iterator<Item = &'a Cell> + Clone,
    ) -> Self {
        let boxes = Boxes::new(cells.clone());
        let circles = Circles::new(cells.clone());
        let (mut colours, mut words, mut ticks, mut crosses, mut others) = (0u32, 0u32, 0u32, 0u32, 0u32);
        let mut numbers = Vec::new();
        for cell in cells {
            let Some(text) = content(Some(cell)) else { continue };
            match fold(&text).as_str() {
                "r" | "a" | "g" | "y" | "rd" | "amb" | "gr" | "grn" => colours += 1,
                "x" => crosses += 1,
                _ if tick(&text) == Some(true) => ticks += 1,
                "n/a" | "na" | "n.a" | "" => {}
                folded => {
                    numbers.extend(number_in(folded));
                    others += 1;
                    words += u32::from(!folded.is_empty());
                }
            }
        }
        Self {
            colours: colours > 0 && words + ticks + crosses == 0,
            letter_x: match ticks > 0 {
                true => (crosses > 0 && others == 0).then_some(false),
                false => says_implemented(value_words, heading).then_some(true),
            },
            boxes,
            circles,
            percent: PercentHeading::new(heading, numbers.into_iter()),
            as_of: None,
        }
    }

    /// Takes dates up to a day for past: "Implemented in 2028" is not implemented before 2028.
    #[must_use]
    pub fn as_of(self, as_of: NaiveDate) -> Self {
        Self { as_of: Some(as_of), ..self }
    }

    /// Reads a cell with the words of a family: `control.status` or `answer.scale`.
    pub fn read(&self, words: &ValueWords, family: &str, cell: Option<&Cell>) -> Understood<Status> {
        let Some(present) = cell else { return Understood::Blank };
        let Some(text) = content(cell) else { return Understood::Blank };
        if let Some(share) = percentage(present) {
            return Understood::Is(Status::Share(share));
        }
        match &present.value {
            Value::Boolean(value) => return Understood::Is(yes_no(*value)),
            Value::Error(_) | Value::Date(_) => return Understood::Unreadable,
            _ => {}
        }
        if let Some(number) = number_in(&text) {
            let share = self.percent.and_then(|percent| percent.share(number));
            return share.map_or(Understood::Unreadable, |share| Understood::Is(Status::Share(share)));
        }
        if let Some(sign) = tick(&text).or_else(|| self.boxes.ticked(&text)) {
            return Understood::Is(yes_no(sign));
        }
        if let Some(status) = self.circles.status(&text) {
            return status.map_or(Understood::Unreadable, Understood::Is);
        }
        // In German lower case it is "see above", in French capitals "sans objet".
        if matches!(text.trim(), "s.o." | "s. o." | "s.o") {
            return Understood::Unreadable;
        }
        let folded = fold(&text);
        if let "true" | "false" = folded.as_str() {
            return Understood::Is(yes_no(folded == "true"));
        }
        if folded == "x" {
            return self.letter_x.map_or(Understood::Unreadable, |yes| Understood::Is(yes_no(yes)));
        }
        if self.colours
            && let Some(status) =
                words.meaning("control.status_rag", &text).and_then(|word| status(word, family))
        {
            return Understood::Is(status);
        }
        if is_doubted(&text) && !says_unknown(words, &text) {
            return Understood::Unreadable;
        }
        self.read_words(words, family, &text)
    }

    /// Whether a text consists of a status word, or of a sign, and nothing beside it.
    pub fn is_plain(words: &ValueWords, family: &str, text: &str) -> bool {
        let bare = without_enumeration(text);
        let known = |text| words.meaning(family, text).or_else(|| words.meaning("control.status", text));
        known(text).or_else(|| known(bare)).is_some() || !bare.contains(char::is_whitespace)
    }

    fn read_words(&self, words: &ValueWords, family: &str, text: &str) -> Understood<Status> {
        for family in [family, "control.status"] {
            match whole_or_leading_word(words, family, text) {
                Some("unknown") => return Understood::SaidUnknown,
                Some(meaning) => {
                    let rest = match words.meaning(family, text) {
                        Some(_) => "",
                        None => rest_after(words, family, text),
                    };
                    // An answer is a yes with the sentence that says how; a status is not.
                    let explained = || {
                        (family, meaning) == ("answer.scale", "yes")
                            && remainder::explains_yes(words, rest, self.as_of)
                    };
                    if let Some(status) = status(meaning, family)
                        && (self.holds(words, status, rest) || explained())
                    {
                        return Understood::Is(status);
                    }
                }
                None => {}
            }
        }
        if says_unknown(words, text) {
            return Understood::SaidUnknown;
        }
        match self.leading_words(words, text) {
            Some(status) => Understood::Is(status),
            None => Understood::Unreadable,
        }
    }

    /// Whether a status holds with what stands beside its word: what is favourable is taken only where
    /// nothing may limit it.
    fn holds(&self, words: &ValueWords, status: Status, rest: &str) -> bool {
        match status {
            Status::Status(ImplementationStatus::Implemented) => remainder::holds(words, rest, self.as_of),
            Status::NotApplicable => remainder::excludes_all(rest),
            _ => true,
        }
    }

    /// A status word at the start of a sentence: "Planned for Q3", "Implemented since 2021".
    ///
    /// Short words (no, open …) do not count here, except favourable ones, whose rest is looked at
    /// strictly: "No exceptions" is not a no.
    fn leading_words(&self, words: &ValueWords, text: &str) -> Option<Status> {
        let text = without_enumeration(text);
        let (meaning, rest) = leading_word(words, "control.status", text)?;
        let lead = text.get(..text.len().saturating_sub(rest.len()))?.trim();
        let status = status(meaning, "control.status")?;
        if lead.chars().count() < 6 && meaning != "implemented" {
            return None;
        }
        // A second status word further on ("Planned, now implemented") leaves the meaning open.
        let mut words_left = rest;
        while let Some((_, after)) = words_left.split_once(' ') {
            let second = leading_word(words, "control.status", after);
            if second.is_some_and(|(other, _)| other != meaning && other != "unknown") {
                return None;
            }
            words_left = after;
        }
        self.holds(words, status, rest).then_some(status)
    }
}

/// Whether a heading asks whether something is implemented, so that a mark below it says yes.
fn says_implemented(words: &ValueWords, heading: &str) -> bool {
    whole_or_leading_word(words, "control.status", heading) == Some("implemented")
}

fn yes_no(yes: bool) -> Status {
    Status::Status(if yes { ImplementationStatus::Implemented } else { ImplementationStatus::NotImplemented })
}

fn status(meaning: &str, family: &str) -> Option<Status> {
    use ImplementationStatus::{Implemented, InProgress, NotImplemented, Partial, Planned};
    Some(match (meaning, family) {
        ("implemented", _) | ("yes", "answer.scale") => Status::Status(Implemented),
        ("partial", _) | ("partly", "answer.scale") => Status::Status(Partial),
        ("in-progress", _) => Status::Status(InProgress),
        ("planned", _) => Status::Status(Planned),
        ("not-implemented", _) | ("no", "answer.scale") => Status::Status(NotImplemented),
        ("not-applicable", _) | ("na", "answer.scale") => Status::NotApplicable,
        ("deprecated", _) => Status::Retired,
        _ => return None,
    })
}

/// A text without its status word, where it is one of the family or starts with one and a separator.
fn rest_after<'t>(words: &ValueWords, family: &str, text: &'t str) -> &'t str {
    let text = without_enumeration(text);
    if words.meaning(family, text).is_some() {
        return "";
    }
    let first = parts(text).into_iter().next().unwrap_or_default();
    text.split_once(first).map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{number_cell, text_cell};
    use super::*;
    use ImplementationStatus::*;

    fn read(column: &[&str], text: &str) -> Understood<Status> {
        read_under("Status", column, text)
    }

    fn read_under(heading: &str, column: &[&str], text: &str) -> Understood<Status> {
        let words = ValueWords::load().unwrap();
        let cells: Vec<Cell> = column.iter().chain([&text]).map(|text| text_cell(text)).collect();
        let column = StatusColumn::new(&words, heading, cells.iter());
        column.as_of("2026-11-21".parse().unwrap()).read(&words, "control.status", cells.last())
    }

    #[test]
    fn words_and_composite_texts_are_read_where_they_are_clear() {
        for (text, status) in [
            ("Implemented", Implemented),
            ("2 - Planned", Planned),
            ("Umgesetzt", Implemented),
            ("Partially - in progress until Q3", Partial),
            ("Implemented since 2021", Implemented),
            ("Implemented (see policy 4)", Implemented),
            ("Done 2025-03-01", Implemented),
            ("1. Yes, see ISMS-POL-01", Implemented),
            ("In progress until Q3", InProgress),
            ("✔", Implemented),
            ("✗", NotImplemented),
        ] {
            assert_eq!(read(&[], text), Understood::Is(Status::Status(status)), "{text}");
        }
        assert_eq!(read(&[], "50 %"), Understood::Is(Status::Share(0.5)));
        assert_eq!(read(&[], "N/A"), Understood::Is(Status::NotApplicable));
        assert_eq!(read(&[], "Deprecated"), Understood::Is(Status::Retired));
        assert_eq!(read(&[], "tbd"), Understood::SaidUnknown);
        assert_eq!(read(&[], "-"), Understood::Blank);
    }

    #[test]
    fn unclear_texts_stay_unread() {
        for text in [
            "Implemented, but not effective",
            "Yes, except laptops",
            "Yes, partly",
            "No exceptions",
            "Complete redesign needed",
            "mostly fine",
            "3",
            "G",
            "x",
            "Implemented 50%",
            "umgesetzt?",
            "Implemented (?)",
            "Partial / Planned",
            "Closed",
            "Minor NC",
            "☒",
            "Implemented for some systems",
            "Implemented in 2028",
            "Implemented - to be verified",
            "Yes - in 2 of 5 sites",
            "Yes; planned",
            "Yes, for most of them",
            "Not applicable for cloud systems",
            "Umgesetzt - Standort Bonn",
        ] {
            let column = ["Implemented"];
            assert_eq!(read(&column, text), Understood::Unreadable, "{text}");
        }
    }

    #[test]
    fn letters_are_colours_and_an_x_is_a_mark_only_where_the_whole_column_says_so() {
        assert_eq!(read(&["R", "A", "N/A"], "G"), Understood::Is(Status::Status(Implemented)));
        assert_eq!(read(&["R", "Planned"], "G"), Understood::Unreadable);
        assert_eq!(read(&["x", "", "X"], "x"), Understood::Unreadable);
        for heading in ["Umgesetzt", "Implemented?", "Done"] {
            let read = read_under(heading, &["x", "", "X"], "x");
            assert_eq!(read, Understood::Is(Status::Status(Implemented)), "{heading}");
        }
        assert_eq!(read_under("Implementation status", &["x", "Planned"], "x"), Understood::Unreadable);
        assert_eq!(read(&["☐", "☒"], "☒"), Understood::Is(Status::Status(Implemented)));
        assert_eq!(read(&["✓", "x", "Planned"], "x"), Understood::Unreadable);
        assert_eq!(read(&["✓", "x"], "x"), Understood::Is(Status::Status(NotImplemented)));
    }

    #[test]
    fn circles_are_filled_as_far_as_something_is_done_or_are_marks_of_schools() {
        for (column, text, expected) in [
            (&["●", "◑"][..], "○", Understood::Is(Status::Status(NotImplemented))),
            (&["●", "◔"], "◔", Understood::Is(Status::Share(0.25))),
            (&["○", "●"], "●", Understood::Is(Status::Status(Implemented))),
            (&["×", "△"], "○", Understood::Is(Status::Status(Implemented))),
            (&["○", "×"], "×", Understood::Is(Status::Status(NotImplemented))),
            (&["○", "×"], "△", Understood::Is(Status::Status(Partial))),
            (&["○", ""], "○", Understood::Unreadable),
            (&["○", "●", "×"], "○", Understood::Unreadable),
        ] {
            assert_eq!(read(column, text), expected, "{column:?} {text}");
        }
    }

    #[test]
    fn statuses_are_read_in_many_languages() {
        let columns = [
            ["Implemented", "Partially implemented", "In progress", "Planned", "Not implemented", "N/A"],
            ["Umgesetzt", "Teilweise umgesetzt", "In Umsetzung", "Geplant", "Nicht umgesetzt", "Entfällt"],
            ["Mis en place", "Partiellement", "En cours", "Prévu", "Non mis en place", "Sans objet"],
            ["Ingevoerd", "Deels ingevoerd", "Bezig", "Gepland", "Niet aanwezig", "N.v.t."],
            [
                "Implantado",
                "Cumple parcialmente",
                "En proceso",
                "Por implementar",
                "No implantado",
                "No aplica",
            ],
            ["Implantada", "Em parte", "Em progresso", "A implementar", "Não implantado", "Não se aplica"],
            ["Attuata", "In parte", "In lavorazione", "Da implementare", "Non attuato", "Non applicabile"],
            ["Wdrożone", "Częściowo wdrożone", "W trakcie", "Planowane", "Nie wdrożone", "Nie dotyczy"],
            ["Zavedeno", "Částečně", "Probíhá", "Plánováno", "Nezavedeno", "Není relevantní"],
            ["Infört", "Delvis infört", "Pågår", "Planerat", "Ej infört", "Ej tillämpligt"],
            ["Implementeret", "Delvist", "I gang", "Planlagt", "Ikke implementeret", "Ikke relevant"],
            ["Toteutettu", "Osittain", "Kesken", "Suunniteltu", "Ei toteutettu", "Ei sovellu"],
            ["Внедрено", "Частично", "В процессе", "Планируется", "Не внедрено", "Не применимо"],
            ["実施済み", "一部実施", "対応中", "計画中", "未実施", "対象外"],
            ["已实施", "部分实施", "进行中", "计划中", "未实施", "不适用"],
            ["구현됨", "부분 구현", "진행 중", "계획", "미구현", "해당 없음"],
        ];
        for column in columns {
            let statuses = [Implemented, Partial, InProgress, Planned, NotImplemented].map(Status::Status);
            let statuses = statuses.into_iter().chain([Status::NotApplicable]);
            for (text, status) in column.iter().zip(statuses) {
                assert_eq!(read(&[], text), Understood::Is(status), "{text}");
            }
        }
        for text in ["n/k", "k. A.", "À évaluer", "Do ustalenia", "未定", "Vet ej"] {
            assert_eq!(read(&[], text), Understood::SaidUnknown, "{text}");
        }
        for text in ["s.o.", "see above", "siehe oben", "dito", "#REF!", "idem"] {
            assert_eq!(read(&[], text), Understood::Unreadable, "{text}");
        }
        assert_eq!(read(&[], "S.O."), Understood::Is(Status::NotApplicable));
    }

    #[test]
    fn what_is_open_is_not_implemented_and_an_open_answer_is_none() {
        for text in
            ["offen", "Open", "Openstaand", "Ouvert", "Abierto", "Aberto", "Aperto", "Otwarte", "未対応"]
        {
            assert_eq!(read(&[], text), Understood::Is(Status::Status(NotImplemented)), "{text}");
        }
        for text in
            ["To do", "Pending", "Te doen", "Ausstehend", "À faire", "Pendiente", "A fazer", "In sospeso"]
        {
            assert_eq!(read(&[], text), Understood::Is(Status::Status(Planned)), "{text}");
        }
        let words = ValueWords::load().unwrap();
        for text in ["offen", "Open", "Ouvert", "Noch offen"] {
            let cell = text_cell(text);
            let column = StatusColumn::new(&words, "Antwort", std::iter::once(&cell));
            assert_eq!(column.read(&words, "answer.scale", Some(&cell)), Understood::SaidUnknown, "{text}");
        }
    }

    #[test]
    fn what_nobody_has_started_is_not_implemented() {
        for text in [
            "Not started",
            "Not yet started",
            "niet gestart",
            "Nog niet begonnen",
            "nicht begonnen",
            "Noch nicht gestartet",
            "non démarré",
            "Pas encore commencé",
            "No iniciado",
            "Não iniciado",
            "Non avviato",
            "Nie rozpoczęto",
            "Ej påbörjad",
            "未着手",
        ] {
            assert_eq!(read(&[], text), Understood::Is(Status::Status(NotImplemented)), "{text}");
        }
        for text in ["To do", "Te doen", "Gepland", "À faire", "Pendiente"] {
            assert_eq!(read(&[], text), Understood::Is(Status::Status(Planned)), "{text}");
        }
    }

    #[test]
    fn the_states_of_risks_and_actions_are_read_in_many_languages() {
        let words = ValueWords::load().unwrap();
        for text in [
            "To do",
            "Pending",
            "Te doen",
            "Openstaand",
            "Offen",
            "Noch nicht begonnen",
            "À faire",
            "Non démarré",
            "Pendiente",
            "Por hacer",
            "A fazer",
            "Pendente",
            "Da fare",
            "In sospeso",
            "Do zrobienia",
            "未着手",
            "待处理",
            "미착수",
        ] {
            assert_eq!(words.meaning("open-closed", text), Some("open"), "{text}");
        }
        for (family, text, meaning) in [
            ("ai.lifecycle_stage", "運用中", "operation"),
            ("ai.lifecycle_stage", "試行中", "validation"),
            ("ai.lifecycle_stage", "廃止", "retired"),
            ("ai.lifecycle_stage", "运行中", "operation"),
            ("ai.lifecycle_stage", "운영 중", "operation"),
            ("ai.role", "開発者", "developer"),
            ("ai.role", "利用者", "user"),
            ("ai.role", "개발자", "developer"),
            ("yes-no", "済", "yes"),
            ("yes-no", "未", "no"),
        ] {
            assert_eq!(words.meaning(family, text), Some(meaning), "{text}");
        }
    }

    #[test]
    fn the_sentence_after_a_yes_explains_it_unless_it_limits_it() {
        let words = ValueWords::load().unwrap();
        let read = |text: &str| {
            let cell = text_cell(text);
            let column = StatusColumn::new(&words, "Response", std::iter::once(&cell));
            column.as_of("2026-11-21".parse().unwrap()).read(&words, "answer.scale", Some(&cell))
        };
        for text in [
            "Yes, we use a password manager.",
            "Yes - our laptops are encrypted with BitLocker",
            "Yes. Backups are tested every quarter and the results are recorded.",
            "Ja, wir setzen ein SIEM ein.",
            "Oui, nous avons une politique signée par la direction.",
            "Sí, se realizan copias diarias.",
            "Ja, er is een procedure.",
            "Yes, MFA is enforced for all users.",
        ] {
            assert_eq!(read(text), Understood::Is(Status::Status(Implemented)), "{text}");
        }
        for text in [
            "Yes, we use MFA for administrators.",
            "Yes, we have it in Germany",
            "Yes, we plan to do so",
            "Yes, London and Paris",
            "Yes, but the policy is old",
            "Yes, it will be introduced soon",
            "Ja, wir haben das nur in Bonn",
            "Yes, we are at 80 %",
            "Oui, nous le faisons pour les serveurs",
            "Yes, we did until last year",
            "Yes, there was an incident in 2024",
        ] {
            assert_eq!(read(text), Understood::Unreadable, "{text}");
        }
    }

    #[test]
    fn bare_numbers_are_percentages_only_under_a_heading_that_says_so() {
        let words = ValueWords::load().unwrap();
        let cells = [number_cell(40.0), number_cell(100.0)];
        let column = StatusColumn::new(&words, "% complete", cells.iter());
        assert_eq!(column.read(&words, "control.status", cells.first()), Understood::Is(Status::Share(0.4)));
        let column = StatusColumn::new(&words, "Status", cells.iter());
        assert_eq!(column.read(&words, "control.status", cells.first()), Understood::Unreadable);
    }
}
