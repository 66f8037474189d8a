//! The flag by which a command obeys a mapping workbook, shared by all commands that read registers.

use std::path::PathBuf;

use super::terminal::Terminal;
use crate::deliver::read_given_mapping;
use crate::mapping::Mapping;
use crate::pipeline::Engine;
use crate::read::Limits;

/// What a person chose.
#[derive(clap::Args)]
pub struct MappingArgument {
    /// A workbook in which a person chose what tables, columns and values are: one that
    /// `annexa inspect -o` or `annexa assess` wrote, with entries chosen on Sources, Columns and Values. It holds
    /// for every file with the same headings.
    #[arg(long = "mapping", value_name = "MAPPING.xlsx")]
    pub path: Option<PathBuf>,
}

impl MappingArgument {
    /// The mapping, empty where none was asked for; `None` where it cannot be read, which is told.
    pub fn read(&self, engine: &Engine, limits: &Limits) -> Option<Mapping> {
        let Some(path) = &self.path else { return Some(Mapping::default()) };
        read_given_mapping(engine, path, limits, &Terminal::default())
    }
}
