//! By what a finding is known from run to run, so that what people note beside it stays with it.
//!
//! A finding is known by its code, the file and sheet, the field, and the records that it is about: never by a
//! cell, for rows are inserted, sorted and removed. A finding about several records names one of them, and what is
//! noted beside it is noted of that one: it goes with the finding that is about that record, and with no other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Contents;
use super::cell::printable;
use super::findings::{DECISION, FINDINGS_TABLE, OWNER};
use super::short_key::short_key;
use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::quoted;
use crate::model::{Claim, Model};
use crate::provenance::Location;
use crate::standards::RequirementId;

/// What stands between the parts of a key.
const BETWEEN: char = '|';
/// What stands between the records of a finding.
const AND: &str = "; ";
/// Most records of a finding that are remembered.
const RECORDS_NAMED: usize = 200;

/// The fact with the records whose rows of the workbook a finding is about.
pub const RECORDS_OF_ROWS: &str = "records_of_rows";

/// The names of records as one text, from which each is told again.
pub fn joined_records<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(in_a_list).collect::<Vec<_>>().join(AND)
}

/// The name of a record in one line, without what stands between records.
fn in_a_list(name: &str) -> String {
    let words = printable(Cow::from(name)).split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(AND, ", ").trim_end_matches(';').to_owned()
}

/// A finding's key and the records that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingKey {
    /// By what it is known.
    pub key: String,
    /// The records, in words, first the one of which a note beside it speaks; empty where it is about none.
    pub records: String,
}

/// The keys of findings, in their order.
pub fn finding_keys(contents: &Contents<'_>, findings: &[&Diagnostic]) -> Vec<FindingKey> {
    let records = RecordsByRow::of(contents.model, findings);
    let mut subjects: Vec<Subject> = findings.iter().map(|finding| records.subject(finding)).collect();
    tell_apart(&mut subjects, findings);
    let before = &contents.model.findings_before;
    let keys = follow(&subjects, before);
    let is_noted = |key: &str| {
        [OWNER, DECISION].iter().any(|heading| contents.model.note(FINDINGS_TABLE, key, heading).is_some())
    };
    subjects
        .iter()
        .zip(keys)
        .map(|(subject, key)| {
            let noted = before.get(&key).filter(|_| is_noted(&key)).map(|records| first_of(records));
            let records = subject.records_from(noted.unwrap_or(&subject.named));
            FindingKey { key, records }
        })
        .collect()
}

/// The record that stands first among those of a finding of the last run.
fn first_of(records: &str) -> &str {
    records.split(AND).next().unwrap_or_default()
}

/// What a finding is about.
#[derive(Debug)]
struct Subject {
    /// Code, file and sheet, and field: what findings of one kind have in common.
    kind: String,
    /// The records, each once, in an order of their own.
    records: Vec<String>,
    /// The one of them that it names.
    named: String,
    /// What tells it from others of its kind: its first record, or what was read.
    anchor: String,
    /// Whether it took more than its records to tell it from another.
    twin: bool,
}

impl Subject {
    /// The records in words, from one of them on.
    fn records_from(&self, first: &str) -> String {
        let (mut records, others): (Vec<&str>, Vec<&str>) =
            self.records.iter().map(String::as_str).partition(|record| *record == first);
        records.extend(others);
        records.truncate(RECORDS_NAMED);
        records.join(AND)
    }

    fn is_about(&self, record: &str) -> bool {
        self.records.iter().any(|own| own == record)
    }

    fn key(&self) -> String {
        short_key(printable(Cow::from(format!("{}{BETWEEN}{}", self.kind, self.anchor))).into_owned())
    }
}

/// Findings that are alike are told apart by what was read, and by a number only where that is the same too.
fn tell_apart(subjects: &mut [Subject], findings: &[&Diagnostic]) {
    let mut alike: HashMap<String, usize> = HashMap::new();
    for subject in subjects.iter() {
        *alike.entry(subject.key()).or_default() += 1;
    }
    for (subject, finding) in subjects.iter_mut().zip(findings) {
        if alike.get(&subject.key()).is_some_and(|count| *count > 1) {
            subject.twin = true;
            if let Some(read) = &finding.read {
                subject.anchor = format!("{} {}", subject.anchor, quoted(read)).trim().to_owned();
            }
        }
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    for subject in subjects.iter_mut() {
        let count = taken.entry(subject.key()).or_default();
        *count += 1;
        if *count > 1 {
            subject.twin = true;
            subject.anchor = format!("{}{BETWEEN}{count}", subject.anchor);
        }
    }
}

/// The key of each finding: the one that it had, else a new one.
fn follow(subjects: &[Subject], before: &BTreeMap<String, String>) -> Vec<String> {
    let own: Vec<String> = subjects.iter().map(Subject::key).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut keys: Vec<Option<String>> = vec![None; subjects.len()];
    for ((subject, key), place) in subjects.iter().zip(&own).zip(&mut keys) {
        // A finding may have kept the key of a record that it is about no more.
        let same = before
            .get(key)
            .is_some_and(|records| subject.records.is_empty() || subject.is_about(first_of(records)));
        if same && taken.insert(key) {
            *place = Some(key.clone());
        }
    }
    // Those whose first record is another one now, by the record that they named.
    let mut by_record: HashMap<(&str, &str), Vec<(&str, &str)>> = HashMap::new();
    for (key, records) in before.iter().filter(|(key, _)| !taken.contains(key.as_str())) {
        let (Some((kind, _)), named) = (kind_of(key), first_of(records)) else { continue };
        if !named.is_empty() {
            by_record.entry((kind, named)).or_default().push((key, records));
        }
    }
    for (subject, place) in subjects.iter().zip(&mut keys) {
        if place.is_some() || subject.twin || by_record.is_empty() {
            continue;
        }
        let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &subject.records {
            for (key, records) in by_record.get(&(&subject.kind, record)).into_iter().flatten() {
                let same = records.split(AND).filter(|record| subject.is_about(record));
                shared.insert(key, same.count());
            }
        }
        let free = shared.into_iter().filter(|(key, _)| !taken.contains(key));
        // Of equal ones the first.
        let best = free.reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((key, _)) = best {
            taken.insert(key);
            *place = Some(key.to_owned());
        }
    }
    let followed: BTreeSet<String> = keys.iter().flatten().cloned().collect();
    let mut new: BTreeSet<String> = BTreeSet::new();
    keys.into_iter()
        .zip(own)
        .map(|(key, own)| {
            key.unwrap_or_else(|| {
                let numbered = (2..).map(|number| format!("{own}{BETWEEN}{number}"));
                let mut free = std::iter::once(own.clone()).chain(numbered);
                // What was noted beside one that is gone is not for this one.
                let known =
                    |key: &String| followed.contains(key) || new.contains(key) || before.contains_key(key);
                let free = free.find(|key| !known(key)).unwrap_or(own);
                new.insert(free.clone());
                free
            })
        })
        .collect()
}

/// A key's code, place and field, and what stands behind them.
fn kind_of(key: &str) -> Option<(&str, &str)> {
    let mut ends = key.match_indices(BETWEEN).map(|(end, _)| end);
    let end = ends.nth(2)?;
    Some((key.get(..end)?, key.get(end + 1..)?))
}

/// What the records are called that stand in the rows of the sources.
struct RecordsByRow<'a> {
    names: HashMap<(&'a str, Option<&'a str>, u32), String>,
    model: &'a Model,
}

impl<'a> RecordsByRow<'a> {
    /// The records of the rows that the findings name.
    fn of(model: &'a Model, findings: &[&'a Diagnostic]) -> Self {
        fn place(location: &Location) -> Option<(&str, Option<&str>, u32)> {
            Some((location.file_path(), location.sheet_name(), location.row?))
        }
        let wanted: BTreeSet<_> =
            findings.iter().flat_map(|finding| locations(finding)).filter_map(place).collect();
        let mut names = HashMap::new();
        let mut add = |location: &'a Location, name: &dyn Fn() -> Option<String>| {
            if let Some(place) = place(location).filter(|place| wanted.contains(place))
                && let Some(name) = name()
            {
                names.entry(place).or_insert(name);
            }
        };
        for risk in &model.risks {
            add(&risk.location, &|| Some(risk.key.clone()));
        }
        for system in &model.ai_systems {
            add(&system.location, &|| Some(system.key.clone()));
        }
        for asset in &model.assets {
            add(&asset.location, &|| Some(asset.key.clone()));
        }
        for finding in &model.audit_findings {
            add(&finding.location, &|| Some(finding.key.clone()));
        }
        for supplier in &model.suppliers {
            add(&supplier.location, &|| Some(supplier.key.clone()));
        }
        let claims = model.statements.values().flat_map(|statement| &statement.claims);
        for claim in claims.chain(&model.other_controls).chain(model.answers.iter().map(|one| &one.claim)) {
            add(&claim.location, &|| claim_name(claim));
        }
        Self { names, model }
    }

    fn name(&self, location: &Location) -> Option<String> {
        self.names.get(&(location.file_path(), location.sheet_name(), location.row?)).cloned()
    }

    fn subject(&self, finding: &Diagnostic) -> Subject {
        let fact = |name: &str| {
            let found = finding.facts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        };
        let code = finding.code.name;
        let requirement = |name: &str| fact(name).filter(|text| text.parse::<RequirementId>().is_ok());
        // What is said of a requirement as a whole is said once, wherever its rows stand.
        let of_requirement: Vec<&str> =
            [requirement("requirement"), requirement("first"), requirement("second"), fact("finding")]
                .into_iter()
                .flatten()
                .collect();
        if !of_requirement.is_empty() && requirement("requirement").or(requirement("first")).is_some() {
            let about = of_requirement.join(" ");
            let kind = format!("{code}{BETWEEN}{BETWEEN}");
            let named = in_a_list(&about);
            return Subject { kind, records: vec![named.clone()], named, anchor: about, twin: false };
        }
        let place = finding.location.as_ref().map(|location| self.place(location)).unwrap_or_default();
        let field = finding.location.as_ref().and_then(|location| self.field(location));
        let field = field.or_else(|| fact("heading").or(fact("field")).map(str::to_owned));
        // The assessment tells what it finds on a sheet at once, whichever columns that is in.
        let field = if fact("subjects").is_some() { fact("kind").map(str::to_owned) } else { field };
        let kind = [code, &place, &field.unwrap_or_default()].map(|part| part.replace(BETWEEN, "/"));
        let mut records: BTreeSet<String> =
            locations(finding).filter_map(|location| self.name(location)).collect();
        records.extend(fact(RECORDS_OF_ROWS).into_iter().flat_map(|all| all.split(AND)).map(str::to_owned));
        if records.is_empty() {
            let named = ["record", "parameter", "setting", "action", "list"].into_iter().filter_map(fact);
            let of_row = || fact("subject").map(|text| before_more(text).to_owned());
            records.extend(
                named.map(str::to_owned).reduce(|one, other| format!("{one} {other}")).or_else(of_row),
            );
        }
        let records: BTreeSet<String> = records.iter().map(|record| in_a_list(record)).collect();
        let records: Vec<String> = records.into_iter().collect();
        let read = || finding.read.as_deref().map(quoted).unwrap_or_default();
        let anchor = records.first().cloned().unwrap_or_else(read);
        let of_place = finding.location.as_ref().and_then(|location| self.name(location));
        let of_place = of_place.or_else(|| fact("subject").map(|text| before_more(text).to_owned()));
        let named = of_place.map(|name| in_a_list(&name)).filter(|name| records.contains(name));
        let named = named.or_else(|| records.first().cloned()).unwrap_or_default();
        Subject { kind: kind.join(&BETWEEN.to_string()), records, named, anchor, twin: false }
    }

    /// File and sheet; of the workbook itself, whatever it is called, the sheet alone.
    fn place(&self, location: &Location) -> String {
        let file = location.file_path();
        let is_source = self.model.sources.iter().any(|source| source.path == file);
        match location.sheet_name() {
            Some(sheet) if is_source => format!("{file} › {sheet}"),
            Some(sheet) => sheet.to_owned(),
            None if is_source => file.to_owned(),
            None => file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
        }
    }

    /// The field of a cell's column, or else its heading.
    fn field(&self, location: &Location) -> Option<String> {
        let (row, column) = (location.row?, location.column?);
        let source = self.model.sources.iter().find(|source| source.path == location.file_path())?;
        let mut tables = source.tables.iter().filter(|table| table.sheet == location.sheet);
        let holds = |row: u32| {
            move |table: &&crate::model::SourceTable| {
                let first = table.header_rows.first().copied().unwrap_or(table.first_data_row);
                (first..=table.last_data_row).contains(&row)
            }
        };
        let table = tables.clone().find(holds(row)).or_else(|| tables.next())?;
        let mapped = table.columns.iter().find(|known| known.column == column);
        let unmapped = || table.unmapped.iter().find(|known| known.column == column);
        mapped
            .map(|known| known.field.name().to_owned())
            .or_else(|| unmapped().map(|known| known.heading.clone()))
    }
}

fn locations(finding: &Diagnostic) -> impl Iterator<Item = &Location> {
    finding.location.iter().chain(&finding.also)
}

/// What a row of a control register or a questionnaire is known by.
fn claim_name(claim: &Claim) -> Option<String> {
    let title = || claim.title.as_ref().map(|title| title.value.to_string());
    if claim.register == Register::Questionnaire
        && let Some(question) = title()
    {
        return Some(question);
    }
    let mut named: Vec<String> =
        claim.requirements.iter().map(|reference| reference.id.to_string()).collect();
    named.dedup();
    let named = Some(named.join(", ")).filter(|named| !named.is_empty());
    named.or_else(|| claim.other_references.first().cloned()).or_else(title)
}

/// A subject without the number of others that are meant too.
fn before_more(subject: &str) -> &str {
    let more = subject.strip_suffix(" more").and_then(|rest| rest.rsplit_once(" and "));
    more.filter(|(_, count)| count.parse::<usize>().is_ok()).map_or(subject, |(subject, _)| subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Example;

    fn keys(example: &Example, findings: &[&Diagnostic]) -> Vec<String> {
        finding_keys(&example.contents(), findings).into_iter().map(|known| known.key).collect()
    }

    /// A finding with a cell and a text that was read.
    fn unread(example: &Example) -> Diagnostic {
        let contents = example.contents();
        let mut all = contents.findings();
        all.find(|finding| finding.read.is_some() && finding.location.is_some()).unwrap().clone()
    }

    #[test]
    fn findings_that_are_alike_are_told_apart_by_what_was_read_and_then_by_a_number() {
        let example = Example::sample();
        let one = Diagnostic { read: Some("odd".to_owned()), also: Vec::new(), ..unread(&example) };
        let other = Diagnostic { read: Some("queer".to_owned()), ..one.clone() };
        let [alone] = keys(&example, &[&one]).try_into().unwrap();
        let told = keys(&example, &[&one, &other, &one]);
        assert_eq!(
            told,
            [format!("{alone} \"odd\""), format!("{alone} \"queer\""), format!("{alone} \"odd\"|2")]
        );
        // Whichever is told first.
        let turned = keys(&example, &[&other, &one]);
        assert_eq!(turned, [told[1].clone(), told[0].clone()]);
    }

    #[test]
    fn every_finding_of_an_organisation_has_a_key_of_its_own_that_names_no_cell() {
        let example = Example::sample();
        let contents = example.contents();
        let all: Vec<&Diagnostic> = contents.findings().collect();
        let keys = keys(&example, &all);
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), all.len());
        for (key, finding) in keys.iter().zip(all) {
            let cell = finding.location.as_ref().and_then(Location::cell_reference);
            assert!(cell.is_none_or(|cell| !key.ends_with(&cell)), "{key}");
        }
    }

    #[test]
    fn of_findings_of_one_kind_each_takes_the_key_of_the_record_that_was_named() {
        let subject = |records: &[&str]| Subject {
            kind: "code|place|field".to_owned(),
            records: records.iter().map(|record| (*record).to_owned()).collect(),
            named: records[0].to_owned(),
            anchor: records[0].to_owned(),
            twin: false,
        };
        let before = |known: &[(&str, &str)]| -> BTreeMap<String, String> {
            let key = |anchor: &str| format!("code|place|field|{anchor}");
            known.iter().map(|(anchor, records)| (key(anchor), (*records).to_owned())).collect()
        };
        let known = before(&[("A", "A; B; C"), ("K", "K; L")]);
        let followed = follow(&[subject(&["B", "C"]), subject(&["J", "K"]), subject(&["N"])], &known);
        assert_eq!(followed, ["code|place|field|B", "code|place|field|K", "code|place|field|N"]);
        // A new one does not take the key that another one kept.
        let followed = follow(&[subject(&["A"]), subject(&["B", "C"])], &known);
        assert_eq!(followed, ["code|place|field|A", "code|place|field|B"]);
        // The record that was named, in whichever place of the key it stood.
        let followed = follow(&[subject(&["B", "C"])], &before(&[("A", "C; A; B")]));
        assert_eq!(followed, ["code|place|field|A"]);
        let followed = follow(&[subject(&["B"]), subject(&["A2"])], &before(&[("A2", "B")]));
        assert_eq!(followed, ["code|place|field|A2", "code|place|field|A2|2"]);
        assert_eq!(follow(&[subject(&["A2"])], &before(&[("A2", "B")])), ["code|place|field|A2|2"]);
    }
}
