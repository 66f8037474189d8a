//! The registry: every kind of diagnostic, by the stage that notices it.

pub mod assess;
pub mod mapping;
pub mod normalise;
pub mod read;
pub mod recognise;
pub mod revise;

use super::CodeRef;

/// Every code of the program.
pub fn all() -> impl Iterator<Item = CodeRef> {
    [read::ALL, mapping::ALL, recognise::ALL, normalise::ALL, revise::ALL, assess::ALL]
        .into_iter()
        .flatten()
        .copied()
}

/// Declares the codes of one stage and the list of them.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $kebab:literal, $severity:ident,
       message: $message:literal, effect: $effect:literal, help: $help:literal, source: $source:literal;)*) => {
        $($(#[$doc])* pub static $name: crate::diagnostic::Code = crate::diagnostic::Code {
            name: $kebab,
            severity: crate::diagnostic::Severity::$severity,
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
