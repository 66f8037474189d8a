//! What calculated columns give, in words, by table and heading.

/// What a calculated column gives; `None` where it is none.
pub fn words_of(table: &str, heading: &str) -> Option<&'static str> {
    let of_table = WORDS.iter().find(|(tables, name, _)| *name == heading && tables.contains(&table));
    of_table.map(|(_, _, words)| *words)
}

const STATEMENTS: &[&str] = &["SoA_27001", "SoA_42001", "Clauses"];
const COVERAGE: &[&str] = &["Cov"];
const LINKS: &[&str] = &["Lnk"];
const PAIRS: &[&str] = &["Pairs"];
const PRIORITIES: &[&str] = &["Prio"];
const GAPS: &[&str] = &["Gaps"];
const RISKS: &[&str] = &["Risks"];
const PHASES: &[&str] = &["Phases"];

/// Tables, heading, words.
const WORDS: &[(&[&str], &str, &str)] = &[
    (
        STATEMENTS,
        "Own",
        "how far the requirement is implemented: 0 where it is excluded; else the level of its status on Parameters; else its share implemented; else its maturity divided by its target, or by the top of the scale",
    ),
    (
        STATEMENTS,
        "Counts",
        "1 where it is in the denominator: all but controls that are excluded with a justification",
    ),
    (STATEMENTS, "Counted weight", "the weight where it counts, else 0"),
    (
        STATEMENTS,
        "Assessed",
        "1 where anything is known: an exclusion, a status that was understood, a share or a maturity",
    ),
    (STATEMENTS, "Evidenced", "the own level where the basis is evidence or an audit, else 0"),
    (STATEMENTS, "Audited", "the own level where the basis is an audit, else 0"),
    (
        STATEMENTS,
        "Shortfall",
        "why the row by itself leaves the requirement unmet, before risks and audits are looked at",
    ),
    (COVERAGE, "Counts", "Counts of the requirement's row on its SoA or on Clauses"),
    (COVERAGE, "Counted weight", "Counted weight of the requirement's row on its SoA or on Clauses"),
    (COVERAGE, "Assessed", "Assessed of the requirement's row on its SoA or on Clauses"),
    (COVERAGE, "Own", "Own of the requirement's row on its SoA or on Clauses"),
    (COVERAGE, "Evidenced", "Evidenced of the requirement's row on its SoA or on Clauses"),
    (COVERAGE, "Audited", "Audited of the requirement's row on its SoA or on Clauses"),
    (
        COVERAGE,
        "Carried",
        "the largest own level of the requirements of the other standard that are shared with it",
    ),
    (
        COVERAGE,
        "Reuse",
        "the largest of own level × carry over the links that are not shared; suggested, never assessed",
    ),
    (COVERAGE, "Potential", "the largest of Own, Carried and Reuse"),
    (
        COVERAGE,
        "Carried from",
        "the first requirement whose link gives what stands in Carried; blank where that is 0",
    ),
    (
        COVERAGE,
        "Reuse from",
        "the first requirement whose link gives what stands in Reuse; blank where that is 0",
    ),
    (COVERAGE, "Reach", "1 where a link of the other standard reaches it"),
    (COVERAGE, "Gap", "1 where it counts and Own is below 1"),
    (COVERAGE, "Gap kind", "the kind of gap on Priorities"),
    (
        COVERAGE,
        "Share of part",
        "its counted weight divided by the counted weights of its part of its standard",
    ),
    (LINKS, "Shared", "1 where the pair of the link is shared, on Shared controls"),
    (LINKS, "Source own", "the own level of the requirement that gives, on Coverage"),
    (LINKS, "Carried value", "Shared × Source own"),
    (LINKS, "Reuse value", "Source own × Carry where the pair is not shared, else 0"),
    (
        LINKS,
        "Reaches",
        "1, but for pairs that only the organisation names: those reach where they are shared",
    ),
    (
        LINKS,
        "Gain value",
        "what full implementation of the source adds to the target's part: 1 where shared, else Carry, less the target's potential, times the target's share of its part",
    ),
    (PAIRS, "Shared", "1 where the decision is Yes, or the relation is equal and the decision is not No"),
    (PAIRS, "Own 27001", "the own level of the 27001 requirement, on Coverage"),
    (PAIRS, "Own 42001", "the own level of the 42001 requirement, on Coverage"),
    (PAIRS, "Statuses", "'differ' where the own levels of a shared pair differ"),
    (PRIORITIES, "Gap", "Gap of the requirement on Coverage"),
    (
        PRIORITIES,
        "Why",
        "the shortfall of the row, unless an open nonconformity of an audit or the treatment of a risk says more; blank where there is no gap",
    ),
    (PRIORITIES, "Kind", "the kind of gap that the reason in Why makes"),
    (PRIORITIES, "Since the last run", "whether it became a gap, or is one no more, since the last run"),
    (
        PRIORITIES,
        "Rank now",
        "its place among all gaps by priority; of equal ones the first in the catalogue",
    ),
    (
        PRIORITIES,
        "Priority P",
        "(Weight_Risk × R + Weight_Coverage × D + Weight_Urgency × U) divided by E; 0 where there is no gap",
    ),
    (PRIORITIES, "Risk R", "Exposure as a share of the largest"),
    (PRIORITIES, "Coverage D", "Coverage gain as a share of the largest"),
    (
        PRIORITIES,
        "Urgency U",
        "1 where its due date is reached or past, falling to 0 over the days of Urgency_Horizon; 0 without a date",
    ),
    (PRIORITIES, "Divisor E", "the divisor of its effort, on Parameters"),
    (
        PRIORITIES,
        "Effort",
        "the effort from nothing, or the one where a 27001 system runs, as Starting_Point says",
    ),
    (
        PRIORITIES,
        "Due",
        "the due date of its row, or else the earliest of the risks that name it; blank where there is no gap",
    ),
    (
        PRIORITIES,
        "Exposure",
        "the sum of Share per control of the risks that name it; 0 where there is no gap",
    ),
    (
        PRIORITIES,
        "Coverage gain",
        "Share of part × (1 − Own), and the Gain value of the links that lead from it; 0 where there is no gap",
    ),
    (PRIORITIES, "Shortfall of the row", "Shortfall of its row on its SoA or on Clauses"),
    (PRIORITIES, "Open nonconformities", "how many open nonconformities of audits name it"),
    (PRIORITIES, "Risks with it in their plan", "how many risks have it in their plan of treatment"),
    (PRIORITIES, "Due of the row", "the due date of its row on its SoA or on Clauses"),
    (PRIORITIES, "Due of its risks", "the earliest due date of the risks that name it and are not closed"),
    (
        PRIORITIES,
        "Mark of its risks",
        "the sum of the row marks of the risks that name it, each with 1 more, by which edits of them are noticed",
    ),
    (GAPS, "Own", "Own of the requirement on Coverage"),
    (GAPS, "Now", "whether the gap is open, met, or excluded by now"),
    (GAPS, "Rank now", "Rank now of the requirement on Priorities"),
    (GAPS, "Kind", "Kind of the requirement on Priorities"),
    (GAPS, "Why", "Why of the requirement on Priorities"),
    (GAPS, "Priority P", "Priority P of the requirement on Priorities"),
    (GAPS, "Effort", "Effort of the requirement on Priorities"),
    (GAPS, "Due", "Due of the requirement on Priorities"),
    (GAPS, "Exposure", "Exposure of the requirement on Priorities"),
    (GAPS, "Risk R", "Risk R of the requirement on Priorities"),
    (GAPS, "Coverage gain", "Coverage gain of the requirement on Priorities"),
    (GAPS, "Coverage D", "Coverage D of the requirement on Priorities"),
    (GAPS, "Urgency U", "Urgency U of the requirement on Priorities"),
    (GAPS, "Divisor E", "Divisor E of the requirement on Priorities"),
    (RISKS, "Score", "Likelihood × Impact; blank without both"),
    (RISKS, "Score band", "the first band on Parameters whose top is not below the score, else the highest"),
    (RISKS, "Residual score", "Residual likelihood × Residual impact; blank without both"),
    (
        RISKS,
        "Residual band",
        "the first band on Parameters whose top is not below the residual score, else the highest",
    ),
    (
        RISKS,
        "Appetite",
        "the appetite of the risk's domain on Parameters, the lower of the two where it is of both",
    ),
    (
        RISKS,
        "Above appetite",
        "the points of the score above the appetite; 0 where the risk is closed, blank where it is unrated",
    ),
    (RISKS, "Controls counted", "how many clauses and controls of the catalogues its controls name"),
    (RISKS, "Share per control", "the points above appetite divided by the controls counted"),
    (RISKS, "In plan", "1 where it is not closed, and is to be modified or shared or has actions recorded"),
    (
        RISKS,
        "Due, counted back",
        "the days from its due date to a day after all dates, so that the largest is the earliest; 0 without a date or where it is closed",
    ),
    (PHASES, "Actions", "the actions of the phase on Roadmap"),
    (PHASES, "Gaps closed", "the gaps that the actions of the phase close"),
    (PHASES, "Person days", "the person-days of the actions of the phase"),
    (PHASES, "First day", "the first start of the actions of the phase"),
    (PHASES, "Last day", "the last end of the actions of the phase"),
    (&["Roadmap"], "Against due date", "whether the action ends in time for its due date"),
    (&["Roadmap"], "Calendar days", "the days from the start of the action to its end, both included"),
    (&["AI_systems"], "Completeness", "the share of the fields that governance needs that hold anything"),
    (&["Audit_findings"], "Open nonconformity", "1 where it is a nonconformity and open"),
    (&["Checks"], "Expected", "the figure that the other side must equal"),
    (&["Checks"], "Actual", "the figure that is checked"),
    (&["Checks"], "Result", "OK where both sides are equal, else Check"),
    (&["Inputs"], "State", "whether the column was edited since the last run"),
    (&["Inputs"], "Fingerprint now", "a number that changes with what stands in the column"),
    (
        &["Columns"],
        "Register",
        "the register that the column's table was chosen as, or taken for, on Sources",
    ),
    (&["Values"], "Kind of value", "the list that values of the column's field are chosen from"),
];
