//! Bytes to rows of typed cells: the only place that knows the file formats, and the place of all
//! limits on hostile input.

mod cell;

pub use cell::{Cell, NumberForm, Row, Sheet, Value, Visibility, Workbook};
