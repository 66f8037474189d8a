//! Codes for faults of substance: what the registers say does not fit together or does not suffice.

super::codes! {
    /// A control that is excluded without a reason.
    EXCLUSION_WITHOUT_JUSTIFICATION = "exclusion-without-justification", Error,
        message: "{requirement} is excluded without a justification",
        effect: "the control stays in the denominator with 0",
        help: "write why the control is not applicable, or make it applicable",
        source: "ISO/IEC 27001 6.1.3 d), ISO/IEC 42001 6.1.3";
}
