//! A workbook that annexa wrote, read to be compared or explained; it is never written to.

use std::path::Path;

use super::terminal;
use crate::explain;
use crate::read::{self, Limits, Workbook};
use crate::record::LastRun;

/// Reads a workbook that annexa wrote; `None`, and said why, where it cannot be used.
pub fn read_own_workbook(path: &Path, limits: &Limits) -> Option<Workbook> {
    let shown = path.display();
    if !path.is_file() {
        terminal::fault(&format!(
            "there is no file {shown}\n  expected: a workbook that `annexa assess` wrote"
        ));
        return None;
    }
    let (workbook, told) =
        read::read_workbook(path, &read::display_path(path), &limits.of_own_workbook(path));
    let Some(workbook) = workbook else {
        terminal::diagnostics(&told);
        terminal::fault(&format!(
            "{shown} cannot be read\n  help: do what is said above, or open and save it in a spreadsheet program"
        ));
        return None;
    };
    if LastRun::read(&workbook).is_none() {
        terminal::fault(&format!(
            "{shown} is no workbook that annexa can look into\n  read: a file without the record of a run (the hidden \
             sheet _annexa)\n  expected: a workbook that this version of `annexa assess` wrote\n  help: run annexa assess \
             on the registers, and give the workbook that it writes"
        ));
        return None;
    }
    Some(workbook)
}

/// Says so where the formulas of a workbook have no values.
pub fn tell_if_not_calculated(path: &Path, workbook: &Workbook) {
    if !explain::is_recalculated(workbook) {
        terminal::log(&format!(
            "{}: its formulas have no values, as where a program saved it without calculating; what they give is unknown \
             here\n  help: open and save it in Excel or LibreOffice, or refresh it with annexa assess -o {}",
            path.display(),
            path.display()
        ));
    }
}
