//! What makes an organisation assess the impact of an AI system, and words that speak for it.

/// A trigger of the AI system impact assessment. ISO/IEC 42001 leaves the triggers to the organisation
/// (6.1.4, A.5.2); which of them count is judgement and stands on Parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImpactTrigger {
    /// It can affect the rights or opportunities of people.
    RightsOrOpportunities,
    /// Personal data is processed.
    PersonalData,
    /// It decides about people without a person.
    AutomatedDecision,
    /// Its class is high, by the register or by the AI Act.
    HighRiskClass,
    /// People who need particular protection are affected.
    VulnerableGroups,
}

impl ImpactTrigger {
    /// All triggers.
    pub const ALL: [ImpactTrigger; 5] = [
        ImpactTrigger::RightsOrOpportunities,
        ImpactTrigger::PersonalData,
        ImpactTrigger::AutomatedDecision,
        ImpactTrigger::HighRiskClass,
        ImpactTrigger::VulnerableGroups,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            ImpactTrigger::RightsOrOpportunities => "Rights or opportunities",
            ImpactTrigger::PersonalData => "Personal data",
            ImpactTrigger::AutomatedDecision => "Automated decision",
            ImpactTrigger::HighRiskClass => "High risk class",
            ImpactTrigger::VulnerableGroups => "Vulnerable groups",
        }
    }

    /// The trigger of its words.
    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trigger| trigger.words().eq_ignore_ascii_case(words.trim()))
    }
}

/// A word that speaks for a trigger where the register does not answer it: the beginning or a part of a word,
/// in the name, intended purpose, description, category and people affected, or for [`ImpactTrigger::VulnerableGroups`] among the
/// people affected.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactWord {
    /// The word; its case is of no account.
    pub word: String,
    /// What it speaks for.
    pub speaks_for: ImpactTrigger,
}

/// The words of a new workbook, in seven languages (judgement): work, credit, education, benefits, health,
/// liberty, recognition of people.
const FOR_RIGHTS: &[&str] = &[
    "recruit",
    "hiring",
    "applicant",
    "cv screening",
    "vacanc",
    "job application",
    "dismissal",
    "promotion of staff",
    "bewerb",
    "personalauswahl",
    "werving",
    "sollicit",
    "recrut",
    "candidat",
    "selección de personal",
    "seleção de pessoal",
    "selezione del personale",
    "assunzion",
    "credit",
    "kredit",
    "krediet",
    "crédit",
    "crédito",
    "bonität",
    "mortgage",
    "insurance claim",
    "underwriting",
    "admission",
    "zulassung zum studium",
    "toelating",
    "welfare",
    "social benefit",
    "sozialleistung",
    "uitkering",
    "prestations sociales",
    "asylum",
    "asyl",
    "asiel",
    "law enforcement",
    "polizei",
    "politie",
    "medical",
    "patient",
    "medizin",
    "medisch",
    "médic",
    "biometr",
    "facial recognition",
    "gesichtserkennung",
    "gezichtsherkenning",
    "reconnaissance faciale",
    "reconocimiento facial",
    "reconhecimento facial",
    "riconoscimento facciale",
];

/// The words of a new workbook for people who need particular protection (judgement).
const FOR_VULNERABLE: &[&str] = &[
    "child",
    "minors",
    "pupil",
    "kinder",
    "minderjähr",
    "schüler",
    "minderjarig",
    "leerling",
    "enfant",
    "mineurs",
    "élève",
    "niñ",
    "menores",
    "alumno",
    "crianç",
    "aluno",
    "bambin",
    "minorenni",
    "alunni",
    "patient",
    "pazient",
    "paciente",
    "elderly",
    "older people",
    "ältere menschen",
    "senioren",
    "ouderen",
    "personnes âgées",
    "personas mayores",
    "idosos",
    "anziani",
    "disab",
    "behinder",
    "handicap",
    "gehandicapt",
    "discapac",
    "deficiên",
    "refugee",
    "asylum",
    "flüchtling",
    "vluchteling",
    "réfugié",
    "refugiad",
    "rifugiat",
    "victim",
];

/// The words of a new workbook.
pub fn impact_words() -> Vec<ImpactWord> {
    let of = |words: &[&str], speaks_for| -> Vec<ImpactWord> {
        words.iter().map(|word| ImpactWord { word: (*word).to_owned(), speaks_for }).collect()
    };
    let mut words = of(FOR_RIGHTS, ImpactTrigger::RightsOrOpportunities);
    words.extend(of(FOR_VULNERABLE, ImpactTrigger::VulnerableGroups));
    words
}
