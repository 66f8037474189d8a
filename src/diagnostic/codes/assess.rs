//! Codes for faults of substance: what the registers say does not fit together or does not suffice.

super::codes! {
    /// A control that is excluded without a reason.
    EXCLUSION_WITHOUT_JUSTIFICATION = "exclusion-without-justification", Error,
        message: "no justification is given for excluding {subjects}",
        effect: "what is excluded without one stays in the denominator with 0",
        help: "write why it is not applicable, or make it applicable",
        source: "ISO/IEC 27001 6.1.3 d), ISO/IEC 42001 6.1.3";
    /// A clause that is marked as not applicable.
    CLAUSE_EXCLUDED = "clause-excluded", Error,
        message: "{requirement} is a clause and is marked as not applicable",
        effect: "the clause stays in the denominator with 0",
        help: "record how far the clause is met; only Annex A controls can be excluded",
        source: "ISO/IEC 27001 clause 1; for ISO/IEC 42001 judgement";
    /// A status word that a measured share contradicts.
    STATUS_MATURITY_DISAGREEMENT = "status-maturity-disagreement", Warning,
        message: "{requirement}: the status counts as {level}, the {measure} as {share}",
        effect: "the status word is used",
        help: "correct the status or the {measure}",
        source: "judgement";
    /// A status that cannot be read, with nothing to use in its place.
    UNREADABLE_STATUS_LEFT_UNASSESSED = "unreadable-status-left-unassessed", Warning,
        message: "the status of {requirement} cannot be read",
        effect: "{requirement} is left unassessed and counts as 0 in a lower bound",
        help: "use one of the expected words",
        source: "";
    /// A status or percentage that cannot be read, where another field says how far the requirement is met.
    UNREADABLE_STATUS_REPLACED = "unreadable-status-replaced", Note,
        message: "the {field} of {requirement} cannot be read; its {measure} is used",
        effect: "{requirement} counts as {share}",
        help: "use one of the expected words, or clear the cell",
        source: "judgement";
    /// A shared pair whose two statements differ.
    SHARED_PAIR_DISAGREES = "shared-pair-disagrees", Warning,
        message: "{first} and {second} are one piece of work, but {first} counts as {first_level} and {second} as {second_level}",
        effect: "the pair is registered with the weaker level; in the figures of each standard its own level counts",
        help: "bring both to the same status, or record that they are not shared",
        source: "judgement";
    /// A pair that the organisation both shares and does not share.
    PAIR_DECIDED_BOTH_WAYS = "pair-decided-both-ways", Warning,
        message: "{first} and {second} are said to be shared and not to be shared",
        effect: "the pair is taken as not shared, which carries less",
        help: "keep one of the two statements",
        source: "judgement";
    /// Full implementation that rests on nothing but the word.
    IMPLEMENTED_WITHOUT_EVIDENCE = "implemented-without-evidence", Warning,
        message: "no evidence is named for {subjects}, recorded as implemented",
        effect: "counted as own coverage, not as evidenced coverage",
        help: "name the objective evidence or where it lies",
        source: "judgement, after ISO 19011 (evidence-based approach)";
    /// Evidence that bears an old date.
    EVIDENCE_OLDER_THAN_A_YEAR = "evidence-older-than-a-year", Warning,
        message: "the evidence for {subjects} is older than {days} days",
        effect: "the status is counted as it is recorded",
        help: "renew the evidence, or record the date of the newest",
        source: "judgement";
    /// A control that applies and that nobody owns.
    APPLICABLE_CONTROL_WITHOUT_OWNER = "applicable-control-without-owner", Note,
        message: "no owner is recorded for {subjects}",
        effect: "",
        help: "name who answers for the control",
        source: "judgement";
    /// A recorded implementation that an open audit finding contradicts.
    IMPLEMENTED_DESPITE_OPEN_NONCONFORMITY = "implemented-despite-open-nonconformity", Warning,
        message: "{requirement} is recorded as fully met, but audit finding {finding}, a nonconformity against it, is open",
        effect: "the recorded status is used, so {requirement} is not among the gaps",
        help: "correct the status, or close the finding when its correction is verified",
        source: "judgement, after ISO/IEC 27001 10.2, ISO/IEC 42001 10.2";
    /// An open risk above appetite with no treatment of any kind.
    RISK_ABOVE_APPETITE_WITHOUT_TREATMENT = "risk-above-appetite-without-treatment", Error,
        message: "neither treatment nor action nor control is recorded for {subjects}, above appetite",
        effect: "",
        help: "choose a treatment option and record controls or actions",
        source: "ISO/IEC 27001 6.1.3 a), ISO/IEC 42001 6.1.3";
    /// A risk above appetite that is retained without anybody accepting it.
    RISK_RETAINED_WITHOUT_ACCEPTANCE = "risk-retained-without-acceptance", Warning,
        message: "nobody is recorded as accepting {subjects}, retained above appetite",
        effect: "",
        help: "record who accepted the residual risk: the risk owner, or designated management for AI risks",
        source: "ISO/IEC 27001 6.1.3 f), ISO/IEC 42001 6.1.3";
    /// A risk that nobody owns.
    RISK_WITHOUT_OWNER = "risk-without-owner", Warning,
        message: "no owner is recorded for {subjects}",
        effect: "nobody can approve the treatment or accept what remains",
        help: "name the risk owner",
        source: "ISO/IEC 27001 6.1.2 c)";
    /// A residual score above the score before treatment.
    RESIDUAL_ABOVE_INHERENT = "residual-above-inherent", Warning,
        message: "the residual score is above the inherent score for {subjects}",
        effect: "both scores are shown as they are recorded",
        help: "check that the columns before and after treatment are not swapped",
        source: "judgement";
    /// A score of the register's own that is not the product of its levels, as its other scores are.
    OWN_SCORE_CONTRADICTS_LEVELS = "own-score-contradicts-levels", Warning,
        message: "the register's own score is not likelihood × impact, as it is on its other rows: {subjects}",
        effect: "likelihood and impact are used; the register's own score stands under Levels as read",
        help: "correct the score, the likelihood or the impact",
        source: "judgement";
    /// What remains of a risk, given by a score or a word of the register's own only.
    RESIDUAL_LEVELS_MISSING = "residual-levels-missing", Warning,
        message: "what remains of {subjects} is given only by a score or a word of the register's own",
        effect: "no score after treatment, and not taken for within the appetite; the register's own stands under Levels as read",
        help: "record residual likelihood and residual impact, in the register or on Risks",
        source: "ISO/IEC 27001 6.1.3 f), ISO/IEC 42001 6.1.3; the scale is judgement";
    /// A register of controls that names no requirement of either standard.
    CONTROL_REGISTER_OF_NO_REQUIREMENT = "control-register-of-no-requirement", Warning,
        message: "no row of this register of controls names a clause or a control of ISO/IEC 27001 or 42001: {subjects}",
        effect: "it counts for no requirement; its rows stand on Other controls",
        help: "give the clause or control beside each row, or name the standard in the heading where the numbers are its own",
        source: "judgement";
    /// An answer whose question names no requirement, and what it suggests is not confirmed.
    ANSWER_WAITS_FOR_CONFIRMATION = "answer-waits-for-confirmation", Warning,
        message: "nobody has confirmed which requirement {subjects} asks about",
        effect: "the answer counts for nothing until then",
        help: "write Yes or No under Confirmed on Answers, and run again",
        source: "judgement";
    /// An answer to a question of which nothing says what it is about.
    ANSWER_OF_NO_REQUIREMENT = "answer-of-no-requirement", Note,
        message: "nothing says which clause or control {subjects} asks about, and the wording suggests none",
        effect: "the answer is shown on Answers and counts for nothing",
        help: "add a column with the clause or control of each question, or leave questions about neither standard as they are",
        source: "judgement";
    /// A standard of which no register says anything, while others speak of the other one.
    STANDARD_WITHOUT_REGISTER = "standard-without-register", Note,
        message: "no register says how far {unknown} is met; those that were read speak of {known}",
        effect: "all of {unknown} counts as not assessed, and the plan holds the work for it",
        help: "give its Statement of Applicability or state its clauses, or leave its figures aside",
        source: "judgement";
    /// A risk without likelihood or impact.
    RISK_UNRATED = "risk-unrated", Warning,
        message: "likelihood or impact of {subjects} is missing or cannot be read",
        effect: "left unrated: no score, no part in the priorities, not counted as 0",
        help: "record likelihood and impact on the scale of the register",
        source: "ISO/IEC 27001 6.1.2 d), ISO/IEC 42001 6.1.2";
    /// An AI system that nobody owns.
    AI_SYSTEM_WITHOUT_OWNER = "ai-system-without-owner", Warning,
        message: "no owner is recorded for {subjects}",
        effect: "",
        help: "name who is accountable for the system",
        source: "judgement, after ISO/IEC 42001 A.3.2";
    /// An AI system without an impact assessment.
    AI_SYSTEM_WITHOUT_IMPACT_ASSESSMENT = "ai-system-without-impact-assessment", Warning,
        message: "no completed AI system impact assessment is recorded for {subjects}",
        effect: "",
        help: "assess the impact, or record why the organisation's triggers do not call for it",
        source: "ISO/IEC 42001 6.1.4, 8.4";
    /// An AI system that no risk names.
    AI_SYSTEM_WITHOUT_RISK = "ai-system-without-risk", Note,
        message: "no risk names {subjects}",
        effect: "",
        help: "assess the risks of the system, or name the system in the risks that concern it",
        source: "judgement, after ISO/IEC 42001 6.1.2, 8.2";
    /// An asset that nobody owns.
    ASSET_WITHOUT_OWNER = "asset-without-owner", Warning,
        message: "no owner is recorded for {subjects}",
        effect: "",
        help: "name the asset owner",
        source: "ISO/IEC 27001 A.5.9";
    /// A treatment that rests on a control that is not implemented.
    TREATMENT_NAMES_CONTROL_NOT_IMPLEMENTED = "treatment-names-control-not-implemented", Warning,
        message: "{requirement} treats {subjects} and is not implemented",
        effect: "the residual score may rest on a control that does not work yet",
        help: "plan the control, or name the controls that are in place",
        source: "judgement";
    /// A treatment that rests on a control that is excluded.
    EXCLUDED_CONTROL_TREATS_RISK = "excluded-control-treats-risk", Error,
        message: "{requirement} is excluded, but treats {subjects}",
        effect: "the exclusion is used as it is recorded",
        help: "make the control applicable, or treat the risk by other controls",
        source: "ISO/IEC 27001 6.1.3 c) and d), ISO/IEC 42001 6.1.3";
    /// Something that should have been done by now.
    ACTION_PAST_DUE = "action-past-due", Warning,
        message: "the due date has passed for {subjects}",
        effect: "urgency counts in full",
        help: "finish the work, or agree on a new date",
        source: "judgement";
    /// A reference to a record that is nowhere.
    REFERENCE_TO_NOTHING = "reference-to-nothing", Warning,
        message: "no register of {kind} that was read has {subjects}",
        effect: "the reference is kept as text and links to nothing",
        help: "correct the reference, or assess the register that holds the record as well",
        source: "";
    /// An identifier that an asset and an AI system bear.
    REFERENCE_OF_TWO_REGISTERS = "reference-of-two-registers", Warning,
        message: "both an asset and an AI system are called {subjects}",
        effect: "the risk is linked to the asset alone, and its domain does not follow from it",
        help: "give one of the two another identifier, or name the AI system in a column of its own",
        source: "judgement";
    /// AI that processes personal data, where the control for it is excluded.
    PERSONAL_DATA_CONTROL_EXCLUDED = "personal-data-control-excluded", Error,
        message: "personal data is processed by {subjects}, but 27001:A.5.34 is excluded",
        effect: "the exclusion is used as it is recorded",
        help: "make the control applicable, or correct the register of AI systems",
        source: "ISO/IEC 27001 6.1.3 d), A.5.34";
    /// AI from a supplier, where a control for suppliers is excluded or not implemented.
    SUPPLIER_CONTROLS_MISSING = "supplier-controls-missing", Warning,
        message: "a supplier provides {subjects}, and {requirement} is excluded or not implemented",
        effect: "",
        help: "plan the control, or say how the supplier is governed instead",
        source: "judgement, after ISO/IEC 42001 A.10.3 and ISO/IEC 27001 A.5.19 to A.5.23";
    /// A control that what an AI system is brings into play, and that is excluded.
    AI_SYSTEM_CONTROL_EXCLUDED = "ai-system-control-excluded", Warning,
        message: "{requirement} is excluded, but {subjects} brings it into play: {because}",
        effect: "the exclusion is used as it is recorded",
        help: "make the control applicable, or say in the justification why it does not concern the system",
        source: "judgement, after the titles of Annex A of both standards";
    /// Decisions about people that nobody oversees.
    AUTOMATED_DECISION_WITHOUT_OVERSIGHT = "automated-decision-without-oversight", Warning,
        message: "no human oversight is recorded for the automated decisions of {subjects}",
        effect: "",
        help: "record who can intervene and how, or that no person does",
        source: "judgement, after ISO/IEC 42001 A.9.2 and A.9.3";
    /// An AI system that should have been looked at again.
    AI_SYSTEM_REVIEW_PAST_DUE = "ai-system-review-past-due", Warning,
        message: "the review date has passed for {subjects}",
        effect: "",
        help: "review the system, or set a new date",
        source: "judgement, after ISO/IEC 42001 8.2 and 8.4";
    /// A nonconformity that nobody corrects.
    AUDIT_FINDING_WITHOUT_OWNER = "audit-finding-without-owner", Warning,
        message: "nobody is named who corrects {subjects}",
        effect: "",
        help: "name who carries out the corrective action",
        source: "judgement, after clause 10.2 of both standards";
    /// A risk above appetite for which nothing says by when.
    RISK_ABOVE_APPETITE_WITHOUT_DATE = "risk-above-appetite-without-date", Note,
        message: "no date is recorded for the treatment of {subjects}",
        effect: "it lies above appetite and adds nothing to the urgency of its controls",
        help: "record by when the treatment is done",
        source: "judgement, after clauses 6.1.3 and 6.2 of both standards";
    /// An AI system without any asset.
    AI_SYSTEM_WITHOUT_ASSET = "ai-system-without-asset", Note,
        message: "no asset is recorded for {subjects}",
        effect: "what happens to its data, tools and computing resources is not traced to it",
        help: "name its assets, or the system in the asset register",
        source: "judgement, after ISO/IEC 42001 A.4.2 to A.4.5 and ISO/IEC 27001 A.5.9";
    /// An asset that nobody classified.
    ASSET_WITHOUT_CLASSIFICATION = "asset-without-classification", Note,
        message: "no classification is recorded for {subjects}",
        effect: "",
        help: "classify the asset",
        source: "ISO/IEC 27001 A.5.12";
    /// A control that applies without a reason.
    INCLUSION_WITHOUT_JUSTIFICATION = "inclusion-without-justification", Note,
        message: "no justification is recorded for including {subjects}",
        effect: "",
        help: "write the justification for inclusion: a risk, a law, a contract",
        source: "ISO/IEC 27001 6.1.3 d), ISO/IEC 42001 6.1.3";
    /// A parameter that cannot be calculated with.
    PARAMETER_OUT_OF_RANGE = "parameter-out-of-range", Warning,
        message: "the parameter {parameter} is out of range",
        effect: "{default} is used instead",
        help: "enter a value in the range",
        source: "";
    /// Actions that wait for each other.
    CIRCULAR_DEPENDENCY = "circular-dependency", Note,
        message: "the action {action} waits for {others}, which {wait} for it in turn",
        effect: "the roadmap does {action} first",
        help: "check the pairs that are recorded as shared",
        source: "judgement";
    /// An audit that is led by an owner of what is audited.
    AUDITOR_AUDITS_OWN_WORK = "auditor-audits-own-work", Warning,
        message: "{auditor} leads the audit \"{audit}\" and owns requirements that it looks at",
        effect: "the audit is not impartial; its result can be questioned",
        help: "name a lead auditor who owns none of them, or another owner",
        source: "ISO/IEC 27001 9.2.2, ISO/IEC 42001 9.2.2";
    /// A document that is missing, of which no gap tells.
    DOCUMENT_MISSING = "document-missing", Warning,
        message: "{document} is recorded as missing, but what asks for it is said to be implemented: {requirements}",
        effect: "the levels of these stay as their statuses give them, so that no gap shows the document",
        help: "write the document, or correct the status of what asks for it",
        source: "ISO/IEC 27001 7.5.1, ISO/IEC 42001 7.5.1";
    /// A day of an audit that a person set and that the plan cannot keep.
    AUDIT_BEFORE_READY = "audit-before-ready", Warning,
        message: "the {audit} of {standards} is set for a day before the plan is ready for it",
        effect: "by the plan that is followed, what is expected before the audit is done by {ready}",
        help: "agree on a later day, or plan more capacity or an earlier start, or on Parameters follow a plan that does its work first",
        source: "judgement";
    /// A day of the stage 2 audit that is over.
    AUDIT_DAY_PAST = "audit-day-past", Warning,
        message: "the day of the stage 2 audit on Parameters has passed",
        effect: "it is not used: plan and audit programme take the days of Certification that are to come, or else those of the plan",
        help: "clear it, or enter the day of the next stage 2 audit",
        source: "judgement";
    /// A first day set by hand on which an action cannot begin.
    START_NOT_KEPT = "start-not-kept", Warning,
        message: "{action} cannot begin on the day that is set for it",
        effect: "it begins on {start}: {reason}",
        help: "set a later day, or let what it comes after begin earlier",
        source: "judgement";
    /// A stage 2 that lies long after stage 1.
    STAGES_FAR_APART = "stages-far-apart", Warning,
        message: "the {audit} of {standards} is set for a day more than {weeks} weeks after stage 1",
        effect: "what stage 1 looked at on {stage_1} may have changed; certification bodies may repeat it",
        help: "agree on days that are nearer, or change the weeks on Parameters if the certification body accepts them",
        source: "judgement";
    /// A supplier with whom no agreement is recorded.
    SUPPLIER_WITHOUT_AGREEMENT = "supplier-without-agreement", Warning,
        message: "no agreement is recorded for {subjects}",
        effect: "what the supplier owes for security, and for AI the split of responsibilities, cannot be shown",
        help: "record the contract or agreement, or conclude one",
        source: "ISO/IEC 27001 A.5.20, ISO/IEC 42001 A.10.2";
    /// A supplier of whom no assessment is recorded.
    SUPPLIER_WITHOUT_ASSESSMENT = "supplier-without-assessment", Warning,
        message: "no assessment is recorded for {subjects}",
        effect: "nothing shows that the supplier meets what was agreed",
        help: "record when the supplier was last assessed, or assess it",
        source: "ISO/IEC 27001 A.5.22, ISO/IEC 42001 A.10.3";
    /// A supplier whose next assessment is past its date.
    SUPPLIER_REVIEW_PAST_DUE = "supplier-review-past-due", Warning,
        message: "the next assessment of {subjects} is past its date",
        effect: "what is recorded of the supplier may hold no longer",
        help: "assess the supplier, or set a new date",
        source: "ISO/IEC 27001 A.5.22";
    /// A supplier whose last assessment is old, without a date for the next one.
    SUPPLIER_REVIEW_OLDER_THAN_A_YEAR = "supplier-review-older-than-a-year", Warning,
        message: "the last assessment of {subjects} is older than {days} days, and no date is set for the next one",
        effect: "what is recorded of the supplier may hold no longer",
        help: "assess the supplier, or record when it will be assessed again; how old is old is set on Parameters (Evidence counts as old after)",
        source: "judgement, after ISO/IEC 27001 A.5.22";
    /// An AI system from a vendor whom the supplier register does not have.
    SUPPLIER_NOT_IN_REGISTER = "supplier-not-in-register", Warning,
        message: "the vendor of {subjects} is not in the supplier register",
        effect: "agreement and assessment of the vendor are not known",
        help: "add the vendor to the supplier register, or write its name there as in the inventory",
        source: "ISO/IEC 42001 A.10.3, ISO/IEC 27001 A.5.19";
    /// A supplier that is said to supply no AI, and from whom AI systems of the inventory come.
    SUPPLIER_AI_CONTRADICTS_INVENTORY = "supplier-ai-contradicts-inventory", Warning,
        message: "{subjects} is said to supply no AI, but is the vendor of an AI system of the inventory",
        effect: "the supplier counts as one of AI, and the controls for such suppliers apply to it",
        help: "correct the supplier register, or the vendor in the AI inventory",
        source: "ISO/IEC 42001 A.4.2, A.10.3";
    /// A supplier of AI from whom no AI system of the inventory comes.
    SUPPLIER_AI_NOT_IN_INVENTORY = "supplier-ai-not-in-inventory", Warning,
        message: "no AI system of the inventory comes from {subjects}, said to supply AI",
        effect: "the AI systems of the supplier are in no figure, risk or impact assessment",
        help: "add them to the AI inventory with the supplier as their vendor, or correct the supplier register",
        source: "ISO/IEC 42001 A.4.2, A.10.3";
}
