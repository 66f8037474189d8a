//! The concepts by which headings are known that no list holds, from `field-concepts.csv`.

use crate::declaration::{Field, Register};

use super::concept::{Concept, Lexicon};
use super::words::{WordsError, rows_of_list};

/// The concepts of a field.
#[derive(Clone, Debug)]
pub struct FieldConcepts {
    /// The register.
    pub register: Register,
    /// The field.
    pub field: Field,
    /// Sets of concepts each of which is enough to mean the field; none where only declared headings mean it.
    pub sets: Vec<Vec<Concept>>,
    /// Concepts that may stand beside them without changing the meaning.
    pub beside: Vec<Concept>,
    /// Concepts of the register's subject, which say nothing new beside them.
    pub subject: Vec<Concept>,
    /// Concepts with which the heading means something else.
    pub without: Vec<Concept>,
}

impl FieldConcepts {
    /// A field that only declared headings mean.
    pub fn of_headings_alone(register: Register, field: Field) -> Self {
        Self {
            register,
            field,
            sets: Vec::new(),
            beside: Vec::new(),
            subject: Vec::new(),
            without: Vec::new(),
        }
    }
}

/// The concepts that name what a register is about; beside another word they say nothing new there.
pub fn subjects(register: Register) -> &'static [&'static str] {
    match register {
        Register::Assets => &["asset"],
        Register::Risks => &["risk"],
        Register::AiSystems => &["ai", "usecase", "system"],
        Register::Controls => &["control", "requirement", "clause"],
        Register::Questionnaire => &["question", "check"],
        Register::AuditFindings => &["finding", "audit"],
        Register::Suppliers => &["supplier"],
    }
}

/// The concepts of all fields.
///
/// # Errors
/// Where the embedded list does not hold together; the tests load it.
pub fn field_concepts(lexicon: &Lexicon) -> Result<Vec<FieldConcepts>, WordsError> {
    let broken = |problem: String| WordsError::new("field-concepts.csv", problem);
    let concept = |name: &str| {
        lexicon.concept(name).ok_or_else(|| broken(format!("`{name}` is not the name of a concept")))
    };
    let list = |text: &str| text.split_ascii_whitespace().map(concept).collect::<Result<Vec<_>, _>>();
    let mut fields = Vec::new();
    for row in rows_of_list("field-concepts.csv", include_str!("field-concepts.csv"))? {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let register = Register::ALL
            .into_iter()
            .find(|register| register.name() == cell(0))
            .ok_or_else(|| broken(format!("`{}` is not the name of a register", cell(0))))?;
        let field =
            cell(1).parse().map_err(|_| broken(format!("`{}` is not the name of a field", cell(1))))?;
        let sets = cell(2)
            .split('|')
            .filter(|set| !set.is_empty())
            .map(|set| set.split('+').map(|name| concept(name.trim())).collect())
            .collect::<Result<_, _>>()?;
        let subject = subjects(register).iter().filter_map(|name| lexicon.concept(name)).collect();
        let (beside, without) = (list(cell(3))?, list(cell(4))?);
        fields.push(FieldConcepts { register, field, sets, beside, subject, without });
    }
    Ok(fields)
}
