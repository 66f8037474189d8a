//! annexa turns the registers that an organisation already keeps into one assessment workbook for
//! ISO/IEC 27001:2022 and ISO/IEC 42001:2023.
//!
//! The folders are the flow, and data flows down this list; a module imports only what stands above
//! it (held by `tests/layering.rs`):
//!
//! ```text
//! provenance    file, sheet, cell
//! diagnostic    codes, facts, words
//! standards     catalogues, crosswalk, effort: embedded CSV, typed
//! declaration   the tables of workbook-templates: fields, headings, types
//! model         assets, risks, AI systems, statements: plain data
//! read          bytes to rows of typed cells; knows calamine and csv
//! record        what the lists of an annexa workbook hold, for the run that refreshes it
//! mapping       what a person chose for tables, columns and values
//! recognise     which table, which header, which column, which word
//! normalise     recognised tables to the model
//! revise        what people wrote in the workbook, brought into the model
//! assess        coverage, gaps, risk, priority, roadmap: pure functions
//! compare       what changed since the last run, and what that touches in the other standard
//! portfolio     what is known of each client of a batch, and what all have in common
//! report        the sheets of the workbook, without a file format
//! explain       what a workbook shows, walked back from a figure to the cells behind it
//! export        the lists of a workbook as plain tables
//! write         a neutral sheet to .xlsx or text; knows rust_xlsxwriter
//! pipeline      the flow from paths to an assessment, end to end
//! deliver       one organisation's workbook, from paths to a file: a first one, or a refreshed one
//! batch         many clients: a workbook for each of them, one portfolio for all
//! cli           commands; the only place that prints or exits
//! ```

pub mod assess;
pub mod batch;
pub mod cli;
pub mod compare;
pub mod declaration;
pub mod deliver;
pub mod diagnostic;
pub mod explain;
pub mod export;
pub mod mapping;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod portfolio;
pub mod provenance;
pub mod read;
pub mod recognise;
pub mod record;
pub mod report;
pub mod revise;
pub mod standards;
pub mod write;
