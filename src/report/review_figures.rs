//! What this assessment says about the inputs of the management review.

use super::Contents;
use super::ai_systems::{gives, missing};
use super::cell::Value;
use super::expression::{column, look_up, text};
use super::given::{is_given, missing_expression};
use super::impact_assessments::{STATE, impact_states};
use super::names::KEY;
use super::names::coverage::{COVERAGE_TABLE, GAP_KIND, STANDARD};
use super::names::pairs::{PAIRS_TABLE, SHARED};
use super::names::requirements::{CLAUSES_TABLE, COUNTS, OWN, soa_table};
use super::names::risks::{APPETITE, RESIDUAL_SCORE, RISKS_TABLE, SCORE};
use super::risk_expressions::is_of_domain;
use super::sentence::{Count, Sentence};
use super::shared_controls::{decision, is_shared, pairs};
use super::summary::headline_name;
use crate::assess::{GapKind, ImpactState, RiskResult, is_governed, is_open, is_open_nonconformity};
use crate::declaration::{Field, Register};
use crate::model::{
    AiSystem, AuditFinding, FindingGrade, LifecycleStage, OpenState, Risk, RiskDomain, YesNo,
};
use crate::provenance::understood;
use crate::recognise::value::Asked;
use crate::record::names::{AI_SYSTEMS, AUDIT_FINDINGS, DECISION, IMPACT_ASSESSMENTS};
use crate::record::settings::AS_OF;
use crate::standards::{Part, RequirementId, Standard};

/// The theme or objective of a control on an SoA.
const THEME: &str = "Theme";

const NO_AUDITS: &str = "Unknown: no register of audit findings was read.";
const NO_RISKS: &str = "Unknown: no register of risks was read.";
const NO_SYSTEMS: &str = "Unknown: no register of AI systems was read.";

/// What the workbook says now about an input, by the name of its figures.
pub fn figures_now(contents: &Contents<'_>, figures: &str) -> Value {
    let figure = Figures { contents };
    match figures {
        "nonconformities" => figure.nonconformities(),
        "audits" => figure.audits(),
        "measurement" => figure.coverage(),
        "risks" => figure.risks(),
        "ai-risks" => figure.ai_risks(),
        "opportunities" => figure.opportunities(),
        "ai-systems" => figure.ai_systems(),
        "impact-assessments" => figure.impact_assessments(),
        "human-oversight" => figure.human_oversight(),
        "data-controls" => figure.controls_of("A.7", "").formula(),
        "ai-suppliers" => figure.ai_suppliers(),
        "competence" => figure.competence(),
        "shared-controls" => figure.shared_controls(),
        "objectives" => Value::text("Unknown: no register of objectives is read."),
        "feedback" => Value::text("Unknown: no register of feedback, complaints or incidents is read."),
        "changes" => Value::text("Unknown here: bring the context analysis."),
        "interested-parties" => Value::text("Unknown here: bring the register of interested parties."),
        _ => Value::Blank,
    }
}

/// What the registers said at the last run about an input; blank where all is said by formulas.
pub fn figures_of_run(contents: &Contents<'_>, figures: &str) -> String {
    let model = contents.model;
    match figures {
        "interested-parties" if !model.answers.is_empty() => {
            format!("{} answers to questionnaires were read; see Answers.", model.answers.len())
        }
        "measurement" => "The headline figures run by run stand on History.".to_owned(),
        "risks" => above_appetite(contents, |_| true),
        "ai-risks" => above_appetite(contents, |risk| risk.domain != RiskDomain::InformationSecurity),
        _ => String::new(),
    }
}

/// Most risks that are named.
const RISKS_NAMED: usize = 5;

/// The open risks above appetite, the highest first.
fn above_appetite(contents: &Contents<'_>, counts: fn(&Risk) -> bool) -> String {
    let rated = contents.model.risks.iter().zip(&contents.assessment.risks);
    let mut above: Vec<(&Risk, &RiskResult)> =
        rated.filter(|(risk, result)| counts(risk) && result.above_appetite > 0.0).collect();
    above.sort_by(|one, other| {
        other.1.above_appetite.total_cmp(&one.1.above_appetite).then_with(|| one.0.key.cmp(&other.0.key))
    });
    let Some(more) = above.len().checked_sub(RISKS_NAMED) else {
        let named: Vec<&str> = above.iter().map(|(risk, _)| risk.called()).collect();
        return if named.is_empty() {
            String::new()
        } else {
            format!("Above appetite: {}.", named.join(", "))
        };
    };
    let named: Vec<&str> = above.iter().take(RISKS_NAMED).map(|(risk, _)| risk.called()).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("Furthest above appetite: {}{more}.", named.join(", "))
}

/// Figures of one assessment, each with its formula.
struct Figures<'a> {
    contents: &'a Contents<'a>,
}

impl Figures<'_> {
    fn field(&self, list: &str, register: Register, field: Field) -> String {
        column(list, self.contents.declarations.heading(register, field))
    }

    /// How many records a list has.
    fn records(list: &str, count: usize) -> Count {
        Count::new(format!("SUMPRODUCT(--(LEN({})>0))", column(list, KEY)), count)
    }

    /// The audit findings that a test holds for.
    fn audit_findings(&self, test: &str, holds: impl Fn(&AuditFinding) -> bool) -> Count {
        let findings = &self.contents.model.audit_findings;
        Count::new(format!("SUMPRODUCT({test})"), findings.iter().filter(|finding| holds(finding)).count())
    }

    /// The test that a finding is not closed.
    fn not_closed(&self) -> String {
        let status = self.field(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingStatus);
        format!("({status}<>{})", text(OpenState::Closed.words()))
    }

    /// The nonconformities that are not closed, of those raised against one standard.
    fn open_against(&self, standard: Standard) -> Count {
        let references = self.field(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingRef);
        let against = format!("ISNUMBER(FIND({},{references}))", text(&format!("{standard}:")));
        let open = column(AUDIT_FINDINGS, "Open nonconformity");
        self.audit_findings(&format!("{against}*{open}"), |finding| {
            is_open_nonconformity(finding)
                && finding.requirements.iter().any(|reference| reference.id.standard() == standard)
        })
    }

    fn nonconformities(&self) -> Value {
        let findings = &self.contents.model.audit_findings;
        let as_of = self.contents.model.as_of;
        let due = self.field(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingDue);
        let owner = self.field(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingOwner);
        let is_open = |finding: &AuditFinding| understood(&finding.status) != Some(OpenState::Closed);
        let open = self.not_closed();
        let keyed = format!("(LEN({})>0)", column(AUDIT_FINDINGS, KEY));
        let past_due = self
            .audit_findings(&format!("{keyed}*{open}*ISNUMBER({due})*({due}<{})", AS_OF), |finding| {
                is_open(finding) && understood(&finding.due).is_some_and(|due| due < as_of)
            });
        let unnamed = missing_expression(&owner, Asked::Person);
        let unowned = self.audit_findings(&format!("{keyed}*{open}*{unnamed}"), |finding| {
            is_open(finding) && !is_given(&Value::traced(&finding.owner), Asked::Person)
        });
        let [iso27001, iso42001] = Standard::BOTH;
        Sentence::default()
            .words("Open nonconformities: 27001 ")
            .count(self.open_against(iso27001))
            .words(", 42001 ")
            .count(self.open_against(iso42001))
            .words(". Corrective actions past due: ")
            .count(past_due)
            .words(", without owner: ")
            .count(unowned)
            .words(".")
            .where_any(&Self::records(AUDIT_FINDINGS, findings.len()), NO_AUDITS)
    }

    fn graded(&self, grade: FindingGrade) -> Count {
        let grades = self.field(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingGrade);
        self.audit_findings(&format!("--({grades}={})", text(grade.words())), |finding| {
            understood(&finding.grade) == Some(grade)
        })
    }

    fn audits(&self) -> Value {
        let mut sentence = Sentence::default().words("All findings as graded, closed ones too: ");
        for (place, grade) in FindingGrade::ALL.into_iter().enumerate() {
            let before = if place == 0 { "" } else { ", " };
            sentence = sentence
                .words(&format!("{before}{} ", grade.words().to_lowercase()))
                .count(self.graded(grade));
        }
        let findings = self.contents.model.audit_findings.len();
        sentence.words(".").where_any(&Self::records(AUDIT_FINDINGS, findings), NO_AUDITS)
    }

    /// The own level of a part as a whole.
    fn own_of(&self, standard: Standard, part: Part) -> Option<f64> {
        let mut coverage = self.contents.assessment.coverage.iter();
        let whole =
            coverage.find(|found| found.standard == standard && found.part == part && found.group.is_none());
        whole.and_then(|whole| whole.shares.own)
    }

    fn coverage(&self) -> Value {
        let mut sentence = Sentence::default().words("Implemented, at least:");
        for (standard, part, words) in [
            (Standard::Iso27001, Part::Clauses, " 27001 clauses "),
            (Standard::Iso27001, Part::AnnexA, ", Annex A "),
            (Standard::Iso42001, Part::Clauses, "; 42001 clauses "),
            (Standard::Iso42001, Part::AnnexA, ", Annex A "),
        ] {
            let name = headline_name(standard, part, OWN);
            sentence = sentence.words(words).percent(&name, self.own_of(standard, part));
        }
        sentence.words(". Results of measurement: unknown.").formula()
    }

    /// The open risks that a further test holds for.
    fn risks_that(&self, test: &str, holds: impl Fn(&Risk, &RiskResult) -> bool) -> Count {
        let status = self.field(RISKS_TABLE, Register::Risks, Field::RiskStatus);
        let keyed = format!("(LEN({})>0)", column(RISKS_TABLE, KEY));
        let open = format!("({status}<>{})", text(OpenState::Closed.words()));
        let rated = self.contents.model.risks.iter().zip(&self.contents.assessment.risks);
        let count = rated.filter(|(risk, result)| is_open(risk) && holds(risk, result)).count();
        Count::new(format!("SUMPRODUCT({keyed}*{open}*{test})"), count)
    }

    fn is_of(domain: RiskDomain) -> String {
        is_of_domain(domain)
    }

    fn is_above(score: &str) -> String {
        let of = |heading: &str| column(RISKS_TABLE, heading);
        // A text is more than any number: the points are counted only where there are any.
        format!("ISNUMBER({0})*({0}>{1})", of(score), of(APPETITE))
    }

    fn risks(&self) -> Value {
        let above = |domain: RiskDomain| {
            self.risks_that(&format!("{}*{}", Self::is_of(domain), Self::is_above(SCORE)), |risk, result| {
                risk.domain == domain && result.current.is_some_and(|score| score > result.appetite)
            })
        };
        let unrated = self
            .risks_that(&format!("(1-ISNUMBER({}))", column(RISKS_TABLE, SCORE)), |_, result| {
                result.current.is_none()
            });
        let due = self.field(RISKS_TABLE, Register::Risks, Field::RiskDue);
        let as_of = self.contents.model.as_of;
        let past_due = self.risks_that(&format!("ISNUMBER({due})*({due}<{AS_OF})"), |risk, _| {
            understood(&risk.due).is_some_and(|due| due < as_of)
        });
        Sentence::default()
            .words("Open risks above appetite: information security ")
            .count(above(RiskDomain::InformationSecurity))
            .words(", AI ")
            .count(above(RiskDomain::Ai))
            .words(", both ")
            .count(above(RiskDomain::Both))
            .words(". Unrated: ")
            .count(unrated)
            .words(". Treatment past due: ")
            .count(past_due)
            .words(".")
            .where_any(&Self::records(RISKS_TABLE, self.contents.model.risks.len()), NO_RISKS)
    }

    fn ai_risks(&self) -> Value {
        let of_ai = format!("(1-{})", Self::is_of(RiskDomain::InformationSecurity));
        let is_ai = |risk: &Risk| risk.domain != RiskDomain::InformationSecurity;
        let open = self.risks_that(&of_ai, |risk, _| is_ai(risk));
        let before = self.risks_that(&format!("{of_ai}*{}", Self::is_above(SCORE)), |risk, result| {
            is_ai(risk) && result.current.is_some_and(|score| score > result.appetite)
        });
        let after = self
            .risks_that(&format!("{of_ai}*{}", Self::is_above(RESIDUAL_SCORE)), |risk, result| {
                is_ai(risk) && result.residual.is_some_and(|score| score > result.appetite)
            });
        let unknown = format!(
            "{of_ai}*{}*(1-ISNUMBER({}))",
            Self::is_above(SCORE),
            column(RISKS_TABLE, RESIDUAL_SCORE)
        );
        let unknown = self.risks_that(&unknown, |risk, result| {
            is_ai(risk)
                && result.residual.is_none()
                && result.current.is_some_and(|score| score > result.appetite)
        });
        Sentence::default()
            .words("Open AI risks: ")
            .count(open)
            .words(". Above appetite: ")
            .count(before)
            .words(", and after treatment: ")
            .count(after)
            .words("; above it and not rated after treatment: ")
            .count(unknown)
            .words(".")
            .where_any(&Self::records(RISKS_TABLE, self.contents.model.risks.len()), NO_RISKS)
    }

    /// The gaps of a standard that are of a kind.
    fn gaps(&self, standard: Standard, kind: GapKind) -> Count {
        let gaps = self.contents.assessment.gaps.iter();
        let count = gaps.filter(|gap| gap.id.standard() == standard && gap.kind == kind).count();
        Count::new(
            format!(
                "COUNTIFS({},{},{},{})",
                column(COVERAGE_TABLE, STANDARD),
                text(standard.full_name()),
                column(COVERAGE_TABLE, GAP_KIND),
                text(kind.words())
            ),
            count,
        )
    }

    fn opportunities(&self) -> Value {
        let [iso27001, iso42001] = Standard::BOTH;
        let mut sentence = Sentence::default();
        for (words, kind) in [
            ("Potential nonconformities: 27001 ", GapKind::PotentialNonconformity),
            (". Control gaps: 27001 ", GapKind::ControlGap),
            (". Unassessed: 27001 ", GapKind::Unassessed),
        ] {
            sentence = sentence
                .words(words)
                .count(self.gaps(iso27001, kind))
                .words(", 42001 ")
                .count(self.gaps(iso42001, kind));
        }
        sentence
            .words(". Opportunities that audits named: ")
            .count(self.graded(FindingGrade::OpportunityForImprovement))
            .words(".")
            .formula()
    }

    fn systems_that(&self, test: &str, holds: impl Fn(&AiSystem) -> bool) -> Count {
        let keyed = format!("(LEN({})>0)", column(AI_SYSTEMS, KEY));
        let systems = &self.contents.model.ai_systems;
        Count::new(
            format!("SUMPRODUCT({keyed}*{test})"),
            systems.iter().filter(|system| holds(system)).count(),
        )
    }

    fn of_system(&self, field: Field) -> String {
        self.field(AI_SYSTEMS, Register::AiSystems, field)
    }

    /// The test that governance concerns a system.
    fn governed(&self) -> String {
        let scope = self.of_system(Field::AiInScope);
        let stage = self.of_system(Field::AiLifecycleStage);
        format!("({scope}<>{})*({stage}<>{})", text(YesNo::No.word()), text(LifecycleStage::Retired.word()))
    }

    /// The governed systems that a further test holds for.
    fn governed_that(&self, test: &str, holds: impl Fn(&AiSystem) -> bool) -> Count {
        self.systems_that(&format!("{}*{test}", self.governed()), |system| {
            is_governed(system) && holds(system)
        })
    }

    fn ai_systems(&self) -> Value {
        let as_of = self.contents.model.as_of;
        let systems = Self::records(AI_SYSTEMS, self.contents.model.ai_systems.len());
        let owner = self.of_system(Field::AiOwner);
        let review = self.of_system(Field::AiReviewDue);
        let unowned =
            self.governed_that(&missing(Field::AiOwner, &owner), |system| !gives(system, Field::AiOwner));
        let past = self.governed_that(&format!("ISNUMBER({review})*({review}<{AS_OF})"), |system| {
            understood(&system.review_due).is_some_and(|due| due < as_of)
        });
        Sentence::default()
            .words("AI systems: ")
            .count(systems.clone())
            .words(", of these in scope and not retired: ")
            .count(self.governed_that("1", |_| true))
            .words(". Of those without owner: ")
            .count(unowned)
            .words(", with review past due: ")
            .count(past)
            .words(".")
            .where_any(&systems, NO_SYSTEMS)
    }

    fn human_oversight(&self) -> Value {
        let automated = self.of_system(Field::AiAutomatedDecision);
        let oversight = self.of_system(Field::AiHumanOversight);
        let decides = format!("({automated}={})", text(YesNo::Yes.word()));
        let is_yes = |system: &AiSystem| understood(&system.automated_decision) == Some(YesNo::Yes);
        let deciding = self.governed_that(&decides, is_yes);
        let unnamed = missing(Field::AiHumanOversight, &oversight);
        let alone = self.governed_that(&format!("{decides}*{unnamed}"), |system| {
            is_yes(system) && !gives(system, Field::AiHumanOversight)
        });
        Sentence::default()
            .words("AI systems in scope and not retired that decide by themselves: ")
            .count(deciding)
            .words(", of these without oversight named: ")
            .count(alone)
            .words(". Outputs overridden: unknown.")
            .where_any(&Self::records(AI_SYSTEMS, self.contents.model.ai_systems.len()), NO_SYSTEMS)
    }

    /// How many systems stand where on the sheet of impact assessments.
    fn impact_assessments(&self) -> Value {
        let states = impact_states(self.contents);
        let state = column(IMPACT_ASSESSMENTS, STATE);
        let mut sentence = Sentence::default();
        for (place, of) in ImpactState::ALL.into_iter().enumerate() {
            let before = if place == 0 { "" } else { ". " };
            let count = states.iter().filter(|found| **found == of).count();
            sentence = sentence
                .words(&format!("{before}{}: ", of.words()))
                .count(Count::new(format!("COUNTIF({state},{})", text(of.words())), count));
        }
        let rows =
            Count::new(format!("SUMPRODUCT(--(LEN({})>0))", column(IMPACT_ASSESSMENTS, KEY)), states.len());
        sentence.words(".").where_any(&rows, NO_SYSTEMS)
    }

    /// How many controls of an objective of 42001 are implemented, with words before it.
    fn controls_of(&self, objective: &str, before: &str) -> Sentence {
        let table = soa_table(Standard::Iso42001);
        let controls = self.contents.catalogue.part(Standard::Iso42001, Part::AnnexA);
        let mut of_objective: Vec<_> =
            controls.filter(|control| control.group.split(' ').next() == Some(objective)).collect();
        of_objective.sort_by_key(|control| control.id);
        let group = of_objective.first().map_or(objective, |control| control.group.as_str());
        let results = || {
            let found = of_objective.iter();
            found
                .filter_map(|control| self.contents.assessment.requirements.get(&control.id))
                .filter(|result| result.in_denominator)
        };
        let counted = format!("{},{},{},1", column(table, THEME), text(group), column(table, COUNTS));
        Sentence::default()
            .words(&format!("{before}{group}: "))
            .count(Count::new(
                format!("COUNTIFS({counted},{},\">=1\")", column(table, OWN)),
                results().filter(|result| result.own >= 1.0).count(),
            ))
            .words(" of ")
            .count(Count::new(format!("COUNTIFS({counted})"), results().count()))
            .words(" controls that apply are implemented.")
    }

    fn ai_suppliers(&self) -> Value {
        let vendor = self.of_system(Field::AiVendor);
        let unnamed = missing_expression(&vendor, Asked::Entry);
        let named = self.governed_that(&format!("NOT({unnamed})"), |system| {
            is_given(&Value::traced(&system.vendor), Asked::Entry)
        });
        self.controls_of("A.10", "")
            .words(" AI systems in scope and not retired of which the inventory says where they come from: ")
            .count(named)
            .words(".")
            .formula()
    }

    fn competence(&self) -> Value {
        let mut sentence = Sentence::default();
        for (words, key) in [
            ("Competence (7.2): 27001 ", "27001:7.2"),
            (", 42001 ", "42001:7.2"),
            (". Awareness (7.3): 27001 ", "27001:7.3"),
            (", 42001 ", "42001:7.3"),
        ] {
            let id: Option<RequirementId> = key.parse().ok();
            let own =
                id.and_then(|id| self.contents.assessment.requirements.get(&id)).map(|result| result.own);
            sentence = sentence.words(words).percent(&look_up(CLAUSES_TABLE, OWN, KEY, &text(key)), own);
        }
        sentence.words(" implemented, at least.").formula()
    }

    fn shared_controls(&self) -> Value {
        let (mut confirmed, mut equal) = (0, 0);
        for pair in pairs(self.contents) {
            match decision(self.contents, &pair).0 {
                Some(word) if word == YesNo::Yes.word() => confirmed += 1,
                _ if is_shared(self.contents, &pair) => equal += 1,
                _ => {}
            }
        }
        let decided = format!("({}={})", column(PAIRS_TABLE, DECISION), text(YesNo::Yes.word()));
        Sentence::default()
            .words("Pairs that people say are run as one: ")
            .count(Count::new(format!("SUMPRODUCT(--{decided})"), confirmed))
            .words(". Taken as one because both ask the same (judgement), not confirmed: ")
            .count(Count::new(
                format!("SUMPRODUCT((1-{decided})*({}=1))", column(PAIRS_TABLE, SHARED)),
                equal,
            ))
            .words(". Pairs that disagree stand on Findings.")
            .formula()
    }
}
