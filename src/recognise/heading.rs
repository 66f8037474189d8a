//! What a heading is evidence for: which field of which register.
//!
//! Two kinds of evidence: the heading is one that the declarations list, or its concepts are those
//! that `field-concepts.csv` gives for the field. The more of a heading stays unexplained by a
//! field, the less it speaks for it.

use foldhash::{HashMap, HashMapExt};
use rayon::join;

use crate::declaration::{Declarations, Field, Register};

use super::concept::{Concept, Lexicon, Meaning, Said, Spelling};
use super::field_concepts::{FieldConcepts, field_concepts};
use super::heading_variants::{first_line, variants};
use super::words::{WordsError, fold};

/// A heading that the declarations list says this much for its field.
const DECLARED: f64 = 0.97;
/// What a banner counts for a column below it that is headed by one of the answers.
const ANSWER_BELOW: f64 = 0.95;
/// How much a word that is not known takes from what the known ones say.
const UNKNOWN_WORD: f64 = 0.15;

/// Headings and concepts of all fields, prepared for look-up.
#[derive(Clone, Debug)]
pub struct HeadingIndex {
    lexicon: Lexicon,
    declared: HashMap<String, Vec<(Register, Field)>>,
    fields: Vec<FieldConcepts>,
}

/// How much a heading speaks for a field, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeadingEvidence {
    /// The register.
    pub register: Register,
    /// The field.
    pub field: Field,
    /// How much, 0 to 1.
    pub strength: f64,
}

impl HeadingIndex {
    /// Prepares the headings of the declarations and the embedded lists.
    ///
    /// # Errors
    /// Where an embedded list does not hold together; the tests load them, so a released program does not meet this.
    pub fn load(declarations: &Declarations) -> Result<Self, WordsError> {
        let (known, declared) = join(
            || {
                let lexicon = Lexicon::load()?;
                let fields = field_concepts(&lexicon)?;
                Ok::<_, WordsError>((lexicon, fields))
            },
            || declared_headings(declarations),
        );
        let (lexicon, mut fields) = known?;
        add_fields_without_concepts(declarations, &mut fields);
        Ok(Self { lexicon, declared, fields })
    }

    /// The words of headings.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Whether a heading is in a language that the lists of words and values do not have.
    pub fn is_outside(&self, heading: &str) -> bool {
        self.lexicon.is_outside(heading)
    }

    /// What a heading, below a banner where there is one, speaks for; strongest statement for each field.
    pub fn evidence(&self, heading: &str, banner: Option<&str>) -> Vec<HeadingEvidence> {
        self.evidence_of(heading, banner, Spelling::Forgiven)
    }

    fn evidence_of(&self, heading: &str, banner: Option<&str>, spelling: Spelling) -> Vec<HeadingEvidence> {
        let line = banner.map(first_line);
        let above = line.as_deref().map(|line| self.lexicon.said(line, spelling)).unwrap_or_default();
        if let Some(banner) = banner.filter(|_| is_yes(heading)) {
            let mut found = self.evidence_of(banner, None, spelling);
            found.iter_mut().for_each(|evidence| evidence.strength *= ANSWER_BELOW);
            return found;
        }
        let mut found: Vec<HeadingEvidence> = Vec::new();
        for (variant, share) in variants(heading) {
            let said = self.lexicon.said(&variant, spelling);
            let declared = self.declared_for(&variant, line.as_deref());
            if said.known.is_empty() && declared.is_empty() {
                continue;
            }
            for field in &self.fields {
                let is_declared = declared.contains(&(field.register, field.field));
                if let Some(strength) = self.strength(field, &said, &above, is_declared) {
                    note(&mut found, field, strength * share);
                }
            }
        }
        found
    }

    /// How much a cell looks like a heading of any register, 0 to 1.
    ///
    /// Words count as they are spelt: looking for misspelt ones in every cell that might be a heading
    /// costs much, and a header has other headings to be known by.
    pub fn familiarity(&self, text: &str) -> f64 {
        if self.declared.contains_key(&plain(text)) {
            return 1.0;
        }
        self.evidence_of(text, None, Spelling::AsWritten)
            .iter()
            .map(|evidence| evidence.strength)
            .fold(0.0, f64::max)
    }

    /// The concepts that a text mentions.
    pub fn concepts(&self, text: &str) -> Vec<Concept> {
        self.lexicon
            .said(text, Spelling::Forgiven)
            .known
            .iter()
            .flat_map(|meaning| meaning.iter().copied())
            .collect()
    }

    /// The fields that list a heading, by itself or with its banner in front.
    fn declared_for(&self, variant: &str, banner: Option<&str>) -> Vec<(Register, Field)> {
        let listed = |text: &str| self.declared.get(&plain(text)).cloned().unwrap_or_default();
        let mut fields = listed(variant);
        fields.extend(banner.map(|banner| listed(&format!("{banner} {variant}"))).unwrap_or_default());
        fields
    }

    fn strength(&self, field: &FieldConcepts, said: &Said, above: &Said, declared: bool) -> Option<f64> {
        let excluded = |items: &[Meaning], set: &[Concept]| {
            items.iter().any(|item| {
                item.iter().any(|concept| field.without.contains(concept))
                    && !item.iter().any(|concept| set.contains(concept) || field.beside.contains(concept))
            })
        };
        let own = field
            .sets
            .iter()
            .filter_map(|set| Some((set, self.coverage(set, field, said, above)?)))
            .filter(|(set, _)| !excluded(&above.known, set) && (declared || !excluded(&said.known, set)))
            .map(|(_, covered)| covered)
            .reduce(f64::max);
        if declared && !excluded(&above.known, &field.sets.concat()) {
            return Some(own.map_or(DECLARED, |own| own.max(DECLARED)));
        }
        own
    }

    /// How much of what a heading says one set of concepts explains; `None` where a concept is missing.
    fn coverage(&self, set: &[Concept], field: &FieldConcepts, said: &Said, above: &Said) -> Option<f64> {
        let mentions = |items: &[Meaning], concept: Concept| items.iter().any(|item| item.contains(&concept));
        let one_below = set.iter().any(|concept| mentions(&said.known, *concept));
        let all_there =
            || set.iter().all(|concept| mentions(&said.known, *concept) || mentions(&above.known, *concept));
        if !one_below || !all_there() {
            return None;
        }
        let meant: f64 = set.iter().map(|concept| self.lexicon.weight(*concept)).sum();
        let stray = |items: &[Meaning]| -> f64 {
            items
                .iter()
                .filter(|item| {
                    !item.iter().any(|concept| {
                        set.contains(concept)
                            || field.beside.contains(concept)
                            || field.subject.contains(concept)
                    })
                })
                .map(|item| item.iter().map(|concept| self.lexicon.weight(*concept)).fold(f64::MAX, f64::min))
                .sum()
        };
        let unknown = UNKNOWN_WORD * said.unknown.min(8) as f64;
        let covered = meant / (meant + stray(&said.known) + (0.1 * stray(&above.known)).min(0.3) + unknown);
        Some((0.86 + 0.03 * meant.min(3.0)) * covered)
    }
}

fn note(found: &mut Vec<HeadingEvidence>, field: &FieldConcepts, strength: f64) {
    match found.iter_mut().find(|known| known.register == field.register && known.field == field.field) {
        Some(known) => known.strength = known.strength.max(strength),
        None => found.push(HeadingEvidence { register: field.register, field: field.field, strength }),
    }
}

/// Adds the declared fields for which no concepts are given: they are known by their declared headings alone.
fn add_fields_without_concepts(declarations: &Declarations, fields: &mut Vec<FieldConcepts>) {
    for table in declarations.tables() {
        for column in &table.columns {
            let known = |one: &FieldConcepts| one.register == table.register && one.field == column.field;
            if !fields.iter().any(known) {
                fields.push(FieldConcepts::of_headings_alone(table.register, column.field));
            }
        }
    }
}

/// The fields that the declarations list each heading for.
fn declared_headings(declarations: &Declarations) -> HashMap<String, Vec<(Register, Field)>> {
    let mut declared: HashMap<String, Vec<(Register, Field)>> = HashMap::new();
    for table in declarations.tables() {
        for column in &table.columns {
            for (_, heading) in column.all_headings() {
                let entry = declared.entry(plain(heading)).or_default();
                if !entry.contains(&(table.register, column.field)) {
                    entry.push((table.register, column.field));
                }
            }
        }
    }
    declared
}

/// A heading as declared headings are compared: folded, with single spaces instead of hyphens and signs.
fn plain(text: &str) -> String {
    let folded: String = fold(text)
        .chars()
        .map(|character| if matches!(character, '-' | '/' | '.') { ' ' } else { character })
        .collect();
    folded.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a heading is an answer of yes, below a banner that puts the question.
fn is_yes(heading: &str) -> bool {
    const YES: [&str; 16] = [
        "yes", "y", "ja", "j", "oui", "o", "si", "s", "sim", "tak", "t", "ano", "kylla", "evet", "igen", "да",
    ];
    YES.contains(&fold(heading).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(register: Register, heading: &str, banner: Option<&str>) -> Option<&'static str> {
        let index = HeadingIndex::load(&Declarations::load().unwrap()).unwrap();
        index
            .evidence(heading, banner)
            .into_iter()
            .filter(|evidence| evidence.register == register && evidence.strength >= 0.5)
            .max_by(|a, b| a.strength.total_cmp(&b.strength))
            .map(|evidence| evidence.field.name())
    }

    #[test]
    fn headings_that_no_list_holds_are_understood_by_their_concepts() {
        use Register::*;
        for (register, heading, field) in [
            (Risks, "Name of risk owner", "risk.owner"),
            (Risks, "Prob. (1-5)", "risk.likelihood"),
            (Risks, "L_1to5", "risk.likelihood"),
            (Risks, "Inherent\nImpact\n(1-5)", "risk.impact"),
            (Risks, "Target completion date", "risk.due"),
            (Risks, "Mitigation strategy", "risk.treatment"),
            (Assets, "Physical location of the asset", "asset.location"),
            (Assets, "Asset Identifier", "asset.id"),
            (AiSystems, "What problem does the system solve?", "ai.purpose"),
            (AiSystems, "Vendor(s) name", "ai.vendor"),
            (AiSystems, "Bureau/Component", "ai.department"),
            (AiSystems, "Does it process personally identifiable information (PII)?", "ai.personal_data"),
            (Controls, "Begründung für den Ausschluss", "control.justification_exclusion"),
            (Controls, "Verantwortliche Person", "control.owner"),
            (Questionnaire, "備考", "comment"),
            (Questionnaire, "Odpowiedź", "answer"),
        ] {
            assert_eq!(best(register, heading, None), Some(field), "{heading}");
        }
    }

    #[test]
    fn a_banner_decides_what_a_repeated_heading_means() {
        assert_eq!(best(Register::Risks, "Likelihood", Some("Inherent risk")), Some("risk.likelihood"));
        assert_eq!(
            best(Register::Risks, "Likelihood", Some("Residual risk")),
            Some("risk.residual_likelihood")
        );
        assert_eq!(best(Register::Risks, "Impact", Some("Nach Behandlung")), Some("risk.residual_impact"));
    }

    #[test]
    fn what_stands_in_brackets_says_what_a_vague_heading_is_and_changes_no_clear_one() {
        use Register::*;
        for (register, heading, field) in [
            (Controls, "Remarks (justification for exclusion)", "control.justification_exclusion"),
            (Controls, "Compliant (Y/N)", "control.status"),
            (Risks, "Likelihood (probability of occurrence)", "risk.likelihood"),
            (Risks, "Risk owner (name)", "risk.owner"),
            (Questionnaire, "Answer (Yes/No/Partial)", "answer"),
        ] {
            assert_eq!(best(register, heading, None), Some(field), "{heading}");
        }
    }

    #[test]
    fn an_answer_below_a_banner_is_what_the_banner_asks() {
        assert_eq!(best(Register::Controls, "SI", Some("Applicabile")), Some("control.applicable"));
    }

    #[test]
    fn a_heading_that_means_something_else_is_no_evidence() {
        assert_ne!(best(Register::Risks, "Asset owner", None), Some("risk.owner"));
        assert_eq!(best(Register::Risks, "Favourite colour", None), None);
    }
}
