//! What calculated columns give, in words, by table and heading.

use std::borrow::Cow;

use crate::record::names::{AI_SYSTEMS, AUDIT_FINDINGS, PAIRS, REQUIREMENTS, RISKS};
use crate::report::names::coverage::COVERAGE_TABLE;
use crate::report::names::links::LINKS_TABLE;
use crate::report::names::priorities::PRIORITIES_TABLE;

/// What a calculated column gives; `None` where it is none.
pub fn words_of(table: &str, heading: &str) -> Option<Cow<'static, str>> {
    let list = LISTS.iter().find(|list| list.tables.contains(&table))?;
    if let Some(looked_up) = list.looked_up.as_ref().filter(|found| found.headings.contains(&heading)) {
        return Some(Cow::Owned(format!("{heading} {}", looked_up.of)));
    }
    let (_, words) = list.calculated.iter().find(|(name, _)| *name == heading)?;
    Some(Cow::Borrowed(words))
}

/// What the calculated columns of a list give, or of several with the same columns.
struct ListWords {
    tables: &'static [&'static str],
    looked_up: Option<LookedUp>,
    /// Heading and words.
    calculated: &'static [(&'static str, &'static str)],
}

/// Columns that show what stands under the same heading elsewhere.
struct LookedUp {
    headings: &'static [&'static str],
    /// Where that is, in words.
    of: &'static str,
}

const LISTS: &[ListWords] = &[
    ListWords {
        tables: &REQUIREMENTS,
        looked_up: None,
        calculated: &[
            (
                "Own",
                "how far the requirement is implemented: 0 where it is excluded; else the level of its status on Parameters; else its share implemented; else its maturity divided by its target, or by the top of the scale",
            ),
            (
                "Counts",
                "1 where it is in the denominator: all but controls that are excluded with a justification",
            ),
            ("Counted weight", "the weight where it counts, else 0"),
            (
                "Assessed",
                "1 where anything is known: an exclusion, a status that was understood, a share or a maturity",
            ),
            ("Evidenced", "the own level where the basis is evidence or an audit, else 0"),
            ("Audited", "the own level where the basis is an audit, else 0"),
            (
                "Shortfall",
                "why the row by itself leaves the requirement unmet, before risks and audits are looked at",
            ),
        ],
    },
    ListWords {
        tables: &[COVERAGE_TABLE],
        looked_up: Some(LookedUp {
            headings: &["Counts", "Counted weight", "Assessed", "Own", "Evidenced", "Audited"],
            of: "of the requirement's row on its SoA or on Clauses",
        }),
        calculated: &[
            (
                "Carried",
                "the largest own level of the requirements of the other standard that are shared with it",
            ),
            (
                "Reuse",
                "the largest of own level × carry over the links that are not shared; suggested, never assessed",
            ),
            ("Potential", "the largest of Own, Carried and Reuse"),
            (
                "Carried from",
                "the first requirement whose link gives what stands in Carried; blank where that is 0",
            ),
            (
                "Reuse from",
                "the first requirement whose link gives what stands in Reuse; blank where that is 0",
            ),
            ("Reach", "1 where a link of the other standard reaches it"),
            ("Gap", "1 where it counts and Own is below 1"),
            ("Gap kind", "the kind of gap on Priorities"),
            (
                "Share of part",
                "its counted weight divided by the counted weights of its part of its standard",
            ),
        ],
    },
    ListWords {
        tables: &[LINKS_TABLE],
        looked_up: None,
        calculated: &[
            ("Shared", "1 where the pair of the link is shared, on Shared controls"),
            ("Source own", "the own level of the requirement that gives, on Coverage"),
            ("Carried value", "Shared × Source own"),
            ("Reuse value", "Source own × Carry where the pair is not shared, else 0"),
            (
                "Reaches",
                "1, but for pairs that only the organisation names: those reach where they are shared",
            ),
            (
                "Gain value",
                "what full implementation of the source adds to the target's part: 1 where shared, else Carry, less the target's potential, times the target's share of its part",
            ),
        ],
    },
    ListWords {
        tables: &[PAIRS],
        looked_up: None,
        calculated: &[
            ("Shared", "1 where the decision is Yes, or the relation is equal and the decision is not No"),
            ("Own 27001", "the own level of the 27001 requirement, on Coverage"),
            ("Own 42001", "the own level of the 42001 requirement, on Coverage"),
            ("Statuses", "'differ' where the own levels of a shared pair differ"),
        ],
    },
    ListWords {
        tables: &[PRIORITIES_TABLE],
        looked_up: None,
        calculated: &[
            ("Gap", "Gap of the requirement on Coverage"),
            (
                "Why",
                "the shortfall of the row, unless an open nonconformity of an audit or the treatment of a risk says more; blank where there is no gap",
            ),
            ("Kind", "the kind of gap that the reason in Why makes"),
            ("Since the last run", "whether it became a gap, or is one no more, since the last run"),
            ("Rank now", "its place among all gaps by priority; of equal ones the first in the catalogue"),
            (
                "Priority P",
                "(Weight_Risk × R + Weight_Coverage × D + Weight_Urgency × U) divided by E; 0 where there is no gap",
            ),
            ("Risk R", "Exposure as a share of the largest"),
            ("Coverage D", "Coverage gain as a share of the largest"),
            (
                "Urgency U",
                "1 where its due date is reached or past, falling to 0 over the days of Urgency_Horizon; 0 without a date",
            ),
            ("Divisor E", "the divisor of its effort, on Parameters"),
            (
                "Effort",
                "the effort from nothing, or the one where a 27001 system runs, as Starting_Point says",
            ),
            (
                "Due",
                "the due date of its row, or else the earliest of the risks that name it; blank where there is no gap",
            ),
            ("Exposure", "the sum of Share per control of the risks that name it; 0 where there is no gap"),
            (
                "Coverage gain",
                "Share of part × (1 − Own), and the Gain value of the links that lead from it; 0 where there is no gap",
            ),
            ("Shortfall of the row", "Shortfall of its row on its SoA or on Clauses"),
            ("Open nonconformities", "how many open nonconformities of audits name it"),
            ("Risks with it in their plan", "how many risks have it in their plan of treatment"),
            ("Due of the row", "the due date of its row on its SoA or on Clauses"),
            ("Due of its risks", "the earliest due date of the risks that name it and are not closed"),
            (
                "Mark of its risks",
                "the sum of the row marks of the risks that name it, each with 1 more, by which edits of them are noticed",
            ),
        ],
    },
    ListWords {
        tables: &["Gaps"],
        looked_up: Some(LookedUp {
            headings: &[
                "Rank now",
                "Kind",
                "Why",
                "Priority P",
                "Effort",
                "Due",
                "Exposure",
                "Risk R",
                "Coverage gain",
                "Coverage D",
                "Urgency U",
                "Divisor E",
            ],
            of: "of the requirement on Priorities",
        }),
        calculated: &[
            ("Own", "Own of the requirement on Coverage"),
            ("Now", "whether the gap is open, met, or excluded by now"),
        ],
    },
    ListWords {
        tables: &[RISKS],
        looked_up: None,
        calculated: &[
            ("Score", "Likelihood × Impact; blank without both"),
            ("Score band", "the first band on Parameters whose top is not below the score, else the highest"),
            ("Residual score", "Residual likelihood × Residual impact; blank without both"),
            (
                "Residual band",
                "the first band on Parameters whose top is not below the residual score, else the highest",
            ),
            (
                "Appetite",
                "the appetite of the risk's domain on Parameters, the lower of the two where it is of both",
            ),
            (
                "Above appetite",
                "the points of the score above the appetite; 0 where the risk is closed, blank where it is unrated",
            ),
            ("Controls counted", "how many clauses and controls of the catalogues its controls name"),
            ("Share per control", "the points above appetite divided by the controls counted"),
            ("In plan", "1 where it is not closed, and is to be modified or shared or has actions recorded"),
            (
                "Due, counted back",
                "the days from its due date to a day after all dates, so that the largest is the earliest; 0 without a date or where it is closed",
            ),
        ],
    },
    ListWords {
        tables: &["Phases"],
        looked_up: None,
        calculated: &[
            ("Actions", "the actions of the phase on Roadmap"),
            ("Gaps closed", "the gaps that the actions of the phase close"),
            ("Person days", "the person-days of the actions of the phase"),
            ("First day", "the first start of the actions of the phase"),
            ("Last day", "the last end of the actions of the phase"),
        ],
    },
    ListWords {
        tables: &["Roadmap"],
        looked_up: None,
        calculated: &[
            ("Against due date", "whether the action ends in time for its due date"),
            ("Calendar days", "the days from the start of the action to its end, both included"),
        ],
    },
    ListWords {
        tables: &[AI_SYSTEMS],
        looked_up: None,
        calculated: &[("Completeness", "the share of the fields that governance needs that hold anything")],
    },
    ListWords {
        tables: &[AUDIT_FINDINGS],
        looked_up: None,
        calculated: &[("Open nonconformity", "1 where it is a nonconformity and open")],
    },
    ListWords {
        tables: &["Checks"],
        looked_up: None,
        calculated: &[
            ("Expected", "the figure that the other side must equal"),
            ("Actual", "the figure that is checked"),
            ("Result", "OK where both sides are equal, else Check"),
        ],
    },
    ListWords {
        tables: &["Inputs"],
        looked_up: None,
        calculated: &[
            ("State", "whether the column was edited since the last run"),
            ("Fingerprint now", "a number that changes with what stands in the column"),
        ],
    },
    ListWords {
        tables: &["Columns"],
        looked_up: None,
        calculated: &[(
            "Register",
            "the register that the column's table was chosen as, or taken for, on Sources",
        )],
    },
    ListWords {
        tables: &["Values"],
        looked_up: None,
        calculated: &[("Kind of value", "the list that values of the column's field are chosen from")],
    },
];
