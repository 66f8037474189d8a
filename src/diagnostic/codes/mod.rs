//! The registry: every kind of diagnostic, by the stage that notices it.

pub mod assess;
pub mod mapping;
pub mod normalise;
pub mod read;
pub mod recognise;
pub mod revise;

use super::CodeRef;

/// The stages that notice something, in the order of the flow, each with its codes.
pub fn stages() -> [(&'static str, &'static [CodeRef]); 6] {
    [
        ("reading files", read::ALL),
        ("what a person chose for tables, columns and values", mapping::ALL),
        ("recognising registers", recognise::ALL),
        ("bringing registers together", normalise::ALL),
        ("keeping what people wrote in the workbook", revise::ALL),
        ("assessing", assess::ALL),
    ]
}

/// Every code of the program.
pub fn all() -> impl Iterator<Item = CodeRef> {
    stages().into_iter().flat_map(|(_, codes)| codes).copied()
}

/// Declares the codes of one stage and the list of them.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $kebab:literal, $severity:ident,
       message: $message:literal, effect: $effect:literal, help: $help:literal, source: $source:literal;)*) => {
        $($(#[doc = $doc])* pub static $name: crate::diagnostic::Code = crate::diagnostic::Code {
            name: $kebab,
            severity: crate::diagnostic::Severity::$severity,
            meaning: concat!($($doc),*),
            message: $message,
            effect: $effect,
            help: $help,
            source: $source,
        };)*

        /// The codes of this stage.
        pub static ALL: &[crate::diagnostic::CodeRef] = &[$(&$name,)*];
    };
}
pub(crate) use codes;
