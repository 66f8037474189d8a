//! Statuses as registers write them, in many languages.

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
        ["Implantado", "Cumple parcialmente", "En proceso", "Por implementar", "No implantado", "No aplica"],
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
    for text in ["offen", "Open", "Openstaand", "Ouvert", "Abierto", "Aberto", "Aperto", "Otwarte", "未対応"]
    {
        assert_eq!(read(&[], text), Understood::Is(Status::Status(NotImplemented)), "{text}");
    }
    for text in ["To do", "Pending", "Te doen", "Ausstehend", "À faire", "Pendiente", "A fazer", "In sospeso"]
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
