//! A small organisation, assessed on paper, held against what the engine computes.
//!
//! The organisation (`tests/organisations/hand_worked.rs`), on Thursday 1 January 2026:
//!
//! - All clauses are implemented, but 27001:9.2.1 (partial, ½), 42001:7.5.1 (in progress, ¼), 42001:6.1.4
//!   (nothing said) and 42001:8.4 ("not applicable").
//! - Ten controls count, the other 121 are excluded with a justification:
//!
//! | control       | said                                    | own | basis     |
//! |---------------|-----------------------------------------|-----|-----------|
//! | 27001:A.5.1   | implemented                             | 1   | evidenced |
//! | 27001:A.5.9   | partial, due 2026-12-31                 | ½   | asserted  |
//! | 27001:A.5.24  | not implemented                         | 0   | asserted  |
//! | 27001:A.7.4   | not applicable, without a justification | 0   | asserted  |
//! | 27001:A.8.13  | not implemented                         | 0   | asserted  |
//! | 27001:A.8.15  | maturity 3 of a target of 4             | ¾   | audited   |
//! | 42001:A.2.3   | planned                                 | 0   | asserted  |
//! | 42001:A.4.2   | nothing                                 | 0   | asserted  |
//! | 42001:A.6.2.8 | in progress                             | ¼   | asserted  |
//! | 42001:A.8.4   | partial, due 2025-12-01                 | ½   | evidenced |
//!
//! - 27001:A.8.15 and 42001:A.6.2.8 are recorded as shared. The crosswalk has four pairs that are equal:
//!   6.3, 7.5.1, 7.5.2 and 7.5.3 of both standards.
//! - Risks: R-1 (4 × 5 = 20, modified by A.5.24 and A.5.9 of 27001), R-2 (AI, 4 × 4 = 16, modified by
//!   42001:A.6.2.8 and 27001:A.8.15, due 2026-03-15), R-3 (25, closed, A.8.13). Appetite: 9, for AI 6.
//! - Parameters are the defaults; 1 January is a holiday.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own data is wrong")]

#[path = "organisations/hand_worked.rs"]
mod organisation;

use annexa::assess::{Assessment, Coverage, GapKind, assess};
use annexa::standards::{Catalogue, Gate, Part, Standard};

fn assessed() -> Assessment {
    let catalogue = Catalogue::load().expect("the embedded catalogue");
    assess(&organisation::model(&catalogue), &catalogue)
}

fn whole(assessment: &Assessment, standard: Standard, part: Part) -> &Coverage {
    let is_it = |coverage: &&Coverage| {
        coverage.standard == standard && coverage.part == part && coverage.group.is_none()
    };
    assessment.coverage.iter().find(is_it).expect("each part as a whole")
}

#[track_caller]
fn equal(computed: f64, by_hand: f64, what: &str) {
    assert!((computed - by_hand).abs() < 1e-12, "{what}: computed {computed}, by hand {by_hand}");
}

/// Assessed, own, evidenced, audited, carried, reuse, potential, reach.
#[track_caller]
fn shares(coverage: &Coverage, by_hand: [f64; 8]) {
    let shares = coverage.shares;
    let computed = [
        ("assessed", shares.assessed),
        ("own", shares.own),
        ("evidenced", shares.evidenced),
        ("audited", shares.audited),
        ("carried", shares.carried),
        ("reuse", shares.reuse),
        ("potential", shares.potential),
        ("reach", shares.reach),
    ];
    for ((name, computed), by_hand) in computed.into_iter().zip(by_hand) {
        equal(computed.expect(name), by_hand, name);
    }
}

#[test]
fn coverage_of_27001_clauses() {
    // 30 clauses, none can be left out. Own: 29 at 1, 9.2.1 at ½: 29.5 / 30 = 59/60.
    // Carried over equal pairs, from 42001: 6.3 1, 7.5.1 ¼, 7.5.2 1, 7.5.3 1: 3.25 / 30 = 13/120.
    // Reuse, carry_back × own of 42001 (1 wherever there is a carry):
    //   0.6 on 4.1 4.2 4.3 4.4 5.1 5.3 6.1.1 6.1.2 6.1.3 6.2 7.1 7.2 7.3 7.4 8.1 10.1   16 × 0.6 = 9.6
    //   0.4 on 5.2                                                                            0.4
    //   0.3 on 8.2 8.3 9.1 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.2                9 × 0.3 = 2.7
    //   12.7 / 30 = 127/300.
    // Potential: 9.2.1 is max(½, 0, 0.3) = ½, all others 1: 59/60. Every clause has a link.
    let assessment = assessed();
    let coverage = whole(&assessment, Standard::Iso27001, Part::Clauses);
    assert_eq!((coverage.requirements, coverage.applicable, coverage.reach), (30, 30, 30));
    shares(coverage, [1.0, 59.0 / 60.0, 0.0, 0.0, 13.0 / 120.0, 127.0 / 300.0, 59.0 / 60.0, 1.0]);
}

#[test]
fn coverage_of_27001_controls() {
    // A.5.1, A.5.9, A.5.24, A.7.4 (excluded without a justification: it stays), A.8.13, A.8.15 count.
    // Assessed 6/6. Own (1 + ½ + 0 + 0 + 0 + ¾) / 6 = 9/24 = 3/8. Evidenced (1 + ¾) / 6 = 7/24.
    // Audited ¾ / 6 = 1/8. Carried: A.8.15 gets the ¼ of A.6.2.8: ¼ / 6 = 1/24.
    // Reuse: no link back to these controls claims anything: 0.
    // Potential: as own, since ¾ > ¼. Reach: all but A.7.4 and A.8.13: 4/6.
    let assessment = assessed();
    let coverage = whole(&assessment, Standard::Iso27001, Part::AnnexA);
    assert_eq!((coverage.requirements, coverage.applicable, coverage.reach), (93, 6, 4));
    shares(coverage, [1.0, 3.0 / 8.0, 7.0 / 24.0, 1.0 / 8.0, 1.0 / 24.0, 0.0, 3.0 / 8.0, 2.0 / 3.0]);
}

#[test]
fn coverage_of_42001_clauses() {
    // 32 clauses. Assessed: all but 6.1.4 (a wrong "not applicable" is still said): 31/32.
    // Own: 29 at 1, 7.5.1 at ¼, 6.1.4 and 8.4 at 0: 29.25 / 32 = 117/128.
    // Carried: 6.3, 7.5.1, 7.5.2, 7.5.3 from 27001, each 1: 4/32 = 1/8.
    // Reuse: as for 27001, but 9.2.1 gets ½ × 0.3 = 0.15: 9.6 + 0.4 + 8 × 0.3 + 0.15 = 12.55;
    //   12.55 / 32 = 251/640. (A.5.31, A.5.34, A.5.35, A.6.3 are excluded and carry nothing.)
    // Potential: 7.5.1 becomes 1, 6.1.4 and 8.4 stay 0 (their links are *new*): 30/32 = 15/16.
    let assessment = assessed();
    let coverage = whole(&assessment, Standard::Iso42001, Part::Clauses);
    assert_eq!((coverage.requirements, coverage.applicable, coverage.reach), (32, 32, 32));
    shares(coverage, [31.0 / 32.0, 117.0 / 128.0, 0.0, 0.0, 1.0 / 8.0, 251.0 / 640.0, 15.0 / 16.0, 1.0]);
}

#[test]
fn coverage_of_42001_controls() {
    // A.2.3, A.4.2, A.6.2.8, A.8.4 count. Assessed 3/4. Own (0 + 0 + ¼ + ½) / 4 = 3/16.
    // Evidenced ½ / 4 = 1/8. Carried: A.6.2.8 gets the ¾ of A.8.15: ¾ / 4 = 3/16.
    // Reuse: A.2.3 from A.5.1 1 × 0.5 = 0.5; A.4.2 from A.5.9 ½ × 0.6 = 0.3; A.6.2.8 none (its link to
    //   A.8.15 is shared, the others come from excluded controls); A.8.4 from A.5.24 0: 0.8 / 4 = 1/5.
    // Potential 0.5 + 0.3 + ¾ + ½ = 2.05; / 4 = 41/80. All four are linked.
    let assessment = assessed();
    let coverage = whole(&assessment, Standard::Iso42001, Part::AnnexA);
    assert_eq!((coverage.requirements, coverage.applicable, coverage.reach), (38, 4, 4));
    shares(coverage, [3.0 / 4.0, 3.0 / 16.0, 1.0 / 8.0, 0.0, 3.0 / 16.0, 1.0 / 5.0, 41.0 / 80.0, 1.0]);
}

#[test]
fn groups_are_counted_by_themselves_and_an_empty_one_has_no_share() {
    // A.8 of 27001: A.8.13 (0) and A.8.15 (¾) count: 3/8. A.6 of 27001: everything is excluded: 0/0.
    let assessment = assessed();
    let group = |start: &str| {
        let found = assessment.coverage.iter().find(|coverage| {
            coverage.standard == Standard::Iso27001
                && coverage.group.as_ref().is_some_and(|group| group.starts_with(start))
        });
        found.expect(start)
    };
    assert_eq!(group("A.8 ").applicable, 2);
    equal(group("A.8 ").shares.own.expect("two controls count"), 3.0 / 8.0, "A.8");
    assert_eq!((group("A.6 ").requirements, group("A.6 ").applicable), (8, 0));
    assert_eq!(group("A.6 ").shares.own, None);
}

#[test]
fn carried_and_reuse_name_where_they_come_from() {
    let assessment = assessed();
    let result = |key: &str| &assessment.requirements[&key.parse().expect("a key")];
    assert_eq!(result("42001:A.6.2.8").carried_from.map(|id| id.to_string()), Some("27001:A.8.15".into()));
    assert_eq!(result("42001:A.4.2").reuse_from.map(|id| id.to_string()), Some("27001:A.5.9".into()));
    assert_eq!(result("42001:A.8.4").reuse_from, None);
    let shared: Vec<String> =
        assessment.shared.iter().map(|pair| format!("{} {}", pair.iso27001, pair.iso42001)).collect();
    let by_hand = [
        "27001:6.3 42001:6.3",
        "27001:7.5.1 42001:7.5.1",
        "27001:7.5.2 42001:7.5.2",
        "27001:7.5.3 42001:7.5.3",
        "27001:A.8.15 42001:A.6.2.8",
    ];
    assert_eq!(shared, by_hand);
}

#[test]
fn risks_are_scored_against_the_appetite_of_their_domain() {
    // 20 − 9 = 11 above. R-2: 16 − 6 = 10 above. R-3: closed, nothing above.
    let assessment = assessed();
    let risks: Vec<(Option<f64>, Option<&str>, f64, f64)> = assessment
        .risks
        .iter()
        .map(|risk| (risk.current, risk.current_band.as_deref(), risk.appetite, risk.above_appetite))
        .collect();
    let by_hand = [
        (Some(20.0), Some("very high"), 9.0, 11.0),
        (Some(16.0), Some("high"), 6.0, 10.0),
        (Some(25.0), Some("very high"), 9.0, 0.0),
    ];
    assert_eq!(risks, by_hand);
}

#[test]
fn gaps_have_their_kind_priority_and_rank() {
    // Σw of the parts: 27001 clauses 30, controls 6; 42001 clauses 32, controls 4.
    //
    // Exposure: R-1 gives 11/2 to A.5.24 and A.5.9, R-2 gives 10/2 to A.6.2.8 and A.8.15; the largest is 11/2.
    // R: A.5.24 1, A.5.9 1, A.6.2.8 10/11, A.8.15 10/11, others 0.
    //
    // Gain (own part + what is added to potentials over links), the largest is 1/4:
    //   27001:9.2.1   ½/30 = 1/60; 42001:9.2.1 is at 1 already                D  1/15
    //   27001:A.5.9   ½/6 + (0.6 − 0.3)/4 for A.4.2 = 1/12 + 3/40 = 19/120    D 19/30
    //   27001:A.5.24  1/6 + (0.6 − 0.5)/4 for A.8.4 = 1/6 + 1/40 = 23/120     D 23/30
    //   27001:A.7.4   1/6, no link                                            D  2/3
    //   27001:A.8.13  1/6, no link                                            D  2/3
    //   27001:A.8.15  ¼/6 + (1 − ¾)/4 for A.6.2.8, shared = 5/48              D  5/12
    //   42001:6.1.4   1/32                                                    D  1/8
    //   42001:7.5.1   ¾/32 = 3/128; 27001:7.5.1 is at 1 already               D  3/32
    //   42001:8.4     1/32                                                    D  1/8
    //   42001:A.2.3   1/4                                                     D  1
    //   42001:A.4.2   1/4                                                     D  1
    //   42001:A.6.2.8 ¾/4 + (1 − ¾)/6 for A.8.15, shared = 11/48              D 11/12
    //   42001:A.8.4   ½/4 = 1/8                                               D  1/2
    //
    // U: A.8.4 is overdue: 1. A.6.2.8 and A.8.15 by R-2, due in 73 days: 1 − 73/365 = 4/5.
    //    A.5.9 is due in 364 days: 1/365. R-3 is closed, so A.8.13 has no date: 0.
    //
    // E: S 1, M 5/4.   P = (2/5 R + 2/5 D + 1/5 U) / E:
    //   A.6.2.8 (4/11 + 11/30 + 4/25) × 4/5 = 1469/1650 × 4/5 = 2938/4125   0.7122
    //   A.5.24   2/5 + 23/75               = 53/75                          0.7067
    //   A.8.15  (4/11 + 1/6 + 4/25) × 4/5  = 1139/1650 × 4/5 = 2278/4125    0.5522
    //   A.5.9   (2/5 + 19/75 + 1/1825) × 4/5 = 3580/5475 × 4/5 = 2864/5475  0.5231
    //   A.2.3    2/5, and A.8.4 1/5 + 1/5 = 2/5: equal, in the order of the catalogue
    //   A.4.2    2/5 × 4/5 = 8/25
    //   A.7.4 and A.8.13   4/15 × 4/5 = 16/75
    //   6.1.4 and 8.4      1/20 × 4/5 = 1/25
    //   7.5.1    3/80
    //   9.2.1    2/75 × 4/5 = 8/375
    //
    // Ranges, each weight moved by 20 %: with α up A.5.24 (0.7867) passes A.6.2.8 (0.7704), also with γ
    // down (0.7067, 0.6866). With β down or γ up A.8.4 (0.36, 0.44) passes A.2.3 (0.32, 0.40). No other
    // two change places.
    use GapKind::{ControlGap, PotentialNonconformity, Unassessed};
    let by_hand = [
        ("42001:A.6.2.8", ControlGap, 2938.0 / 4125.0, 10.0 / 11.0, 11.0 / 12.0, 0.8, (1, 2)),
        ("27001:A.5.24", ControlGap, 53.0 / 75.0, 1.0, 23.0 / 30.0, 0.0, (1, 2)),
        ("27001:A.8.15", ControlGap, 2278.0 / 4125.0, 10.0 / 11.0, 5.0 / 12.0, 0.8, (3, 3)),
        ("27001:A.5.9", ControlGap, 2864.0 / 5475.0, 1.0, 19.0 / 30.0, 1.0 / 365.0, (4, 4)),
        ("42001:A.2.3", ControlGap, 2.0 / 5.0, 0.0, 1.0, 0.0, (5, 6)),
        ("42001:A.8.4", ControlGap, 2.0 / 5.0, 0.0, 1.0 / 2.0, 1.0, (5, 6)),
        ("42001:A.4.2", Unassessed, 8.0 / 25.0, 0.0, 1.0, 0.0, (7, 7)),
        ("27001:A.7.4", PotentialNonconformity, 16.0 / 75.0, 0.0, 2.0 / 3.0, 0.0, (8, 8)),
        ("27001:A.8.13", PotentialNonconformity, 16.0 / 75.0, 0.0, 2.0 / 3.0, 0.0, (9, 9)),
        ("42001:6.1.4", Unassessed, 1.0 / 25.0, 0.0, 1.0 / 8.0, 0.0, (10, 10)),
        ("42001:8.4", PotentialNonconformity, 1.0 / 25.0, 0.0, 1.0 / 8.0, 0.0, (11, 11)),
        ("42001:7.5.1", PotentialNonconformity, 3.0 / 80.0, 0.0, 3.0 / 32.0, 0.0, (12, 12)),
        ("27001:9.2.1", PotentialNonconformity, 8.0 / 375.0, 0.0, 1.0 / 15.0, 0.0, (13, 13)),
    ];
    let assessment = assessed();
    let order: Vec<String> = assessment.gaps.iter().map(|gap| gap.id.to_string()).collect();
    assert_eq!(order, by_hand.map(|gap| gap.0.to_owned()));
    for ((gap, rank), (key, kind, priority, risk, coverage, urgency, range)) in
        assessment.gaps.iter().zip(1..).zip(by_hand)
    {
        assert_eq!((gap.rank, gap.kind, gap.rank_range), (rank, kind, range), "{key}");
        equal(gap.terms.priority, priority, key);
        equal(gap.terms.risk, risk, key);
        equal(gap.terms.coverage, coverage, key);
        equal(gap.terms.urgency, urgency, key);
    }
    let reason = |rank: usize| assessment.gaps[rank - 1].reason.as_str();
    assert_eq!(reason(2), "not implemented; the treatment of a risk names it");
    assert_eq!(reason(3), "implemented in part");
    assert_eq!(reason(8), "excluded without a justification");
    assert_eq!(reason(9), "neither implemented nor in the risk treatment plan");
    assert_eq!(reason(11), "a clause cannot be excluded");
}

#[test]
fn the_roadmap_has_its_order_and_dates() {
    // 13 gaps in 12 actions: A.6.2.8 is shared with A.8.15, so logging closes both, with one effort (M).
    // Dependencies among gaps: 42001:8.4 on 6.1.4; A.8.13 and A.8.15 on A.5.9.
    // Phase 2: gated first (6.1.4 stage 1, then 8.4 stage 2), then A.5.9 before A.4.2 by priority.
    // Phase 3: A.5.24, A.2.3, 7.5.1 by priority. Phase 4: logging (0.7122), A.8.4 (0.4), then backup before
    // physical monitoring by name (both 16/75). Phase 5: internal audit.
    //
    // One person-day a working day, S 2 days, M 6 days, from Friday 2 January (the 1st is a day off).
    // 8 × 6 + 4 × 2 = 56 days; coordination adds a tenth to logging, which serves both standards: 56.6 days,
    // the last on Monday 23 March.
    let by_hand = [
        ("ai-impact-assessment-process", 2, "42001:6.1.4", "", "2026-01-02", "2026-01-09"),
        (
            "ai-impact-assessments-done",
            2,
            "42001:8.4",
            "ai-impact-assessment-process",
            "2026-01-12",
            "2026-01-19",
        ),
        ("asset-inventory", 2, "27001:A.5.9", "", "2026-01-20", "2026-01-27"),
        ("ai-resource-inventory", 2, "42001:A.4.2", "", "2026-01-28", "2026-02-04"),
        ("incident-management", 3, "27001:A.5.24", "", "2026-02-05", "2026-02-06"),
        ("policy-alignment", 3, "42001:A.2.3", "", "2026-02-09", "2026-02-10"),
        ("documented-information", 3, "42001:7.5.1", "", "2026-02-11", "2026-02-12"),
        (
            "logging-and-clocks",
            4,
            "42001:A.6.2.8 27001:A.8.15",
            "asset-inventory",
            "2026-02-13",
            "2026-02-23",
        ),
        ("ai-incident-communication", 4, "42001:A.8.4", "", "2026-02-23", "2026-02-25"),
        ("backup", 4, "27001:A.8.13", "asset-inventory", "2026-02-25", "2026-03-05"),
        ("physical-monitoring", 4, "27001:A.7.4", "", "2026-03-05", "2026-03-13"),
        ("internal-audit", 5, "27001:9.2.1", "", "2026-03-13", "2026-03-23"),
    ];
    let roadmap = assessed().roadmap;
    assert_eq!(roadmap.start.to_string(), "2026-01-02");
    assert_eq!(roadmap.end.map(|end| end.to_string()).as_deref(), Some("2026-03-23"));
    equal(roadmap.total_days, 56.0, "person-days");
    equal(roadmap.coordination_days, 0.6, "person-days of coordination");
    assert_eq!(roadmap.actions.len(), by_hand.len());
    for (action, (key, phase, closes, depends_on, start, end)) in roadmap.actions.iter().zip(by_hand) {
        let closed: Vec<String> = action.closes.iter().map(ToString::to_string).collect();
        assert_eq!((action.key.as_str(), action.phase, closed.join(" ").as_str()), (key, phase, closes));
        assert_eq!(action.depends_on.join(" "), depends_on, "{key}");
        assert_eq!(
            (action.start.to_string().as_str(), action.end.to_string().as_str()),
            (start, end),
            "{key}"
        );
    }
    let gates: Vec<Option<Gate>> = roadmap.actions.iter().take(3).map(|action| action.gate).collect();
    assert_eq!(gates, [Some(Gate::Stage1), Some(Gate::Stage2), None]);
    let communication = &roadmap.actions[8];
    assert_eq!(communication.title, "AI incident communication");
    assert_eq!(communication.owner.as_deref(), Some("Data protection officer"));
    assert_eq!(communication.due.map(|due| due.to_string()).as_deref(), Some("2025-12-01"));
}

#[test]
fn findings_name_the_faults_that_were_built_in() {
    let findings: Vec<String> = assessed()
        .findings
        .iter()
        .map(|finding| {
            let place = finding.location.as_ref().map(|place| place.place_in_file()).unwrap_or_default();
            format!("{} {place}", finding.code.name)
        })
        .collect();
    // Rows of the sheet Controls: row 1 is its header, then come 30 clauses and 93 controls of 27001, 32
    // clauses and 38 controls of 42001. A.7.4 is the 79th, 42001:8.4 the 147th, 27001:7.5.1 the 17th,
    // 27001:A.8.15 the 104th (its level is a maturity, column E), 42001:A.8.4 the 186th.
    let by_hand = [
        "exclusion-without-justification Controls › B80",
        "clause-excluded Controls › B148",
        "shared-pair-disagrees Controls › C18",
        "shared-pair-disagrees Controls › E105",
        "implemented-without-evidence Controls › C2",
        "treatment-names-control-not-implemented Risks › F2",
        "action-past-due Controls › I187",
        "applicable-control-without-owner Controls › C32",
        "risk-above-appetite-without-date Risks › A2",
        "inclusion-without-justification Controls › B32",
    ];
    assert_eq!(findings, by_hand);
}
