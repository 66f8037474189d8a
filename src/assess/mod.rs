//! Coverage, gaps, risk rating, priority and roadmap: pure functions of the model, which cannot fail.

mod result;

pub use result::{
    Action, Assessment, Coverage, Gap, GapKind, PriorityTerms, RequirementResult, RiskResult, Roadmap,
    SharedPair, Shares,
};
