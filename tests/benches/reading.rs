//! How long a large register takes to read, beside calamine reading the same cells:
//! `cargo bench --bench reading`. The variable `ANNEXA_READ` names another workbook to read.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark fails by panicking; criterion's macros document nothing"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use annexa::read::{Limits, read_workbook};
use calamine::{Reader as _, Xlsx, open_workbook};
use criterion::{Criterion, criterion_group, criterion_main};

/// Rows of the register; of those of a large organisation a fiftieth.
const ROWS: u32 = 20_000;

/// An asset register of identifiers, words that repeat, levels, dates and sentences.
fn register(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("Assets").unwrap();
    for (column, heading) in
        (0..).zip(["Asset ID", "Name", "Type", "Owner", "C", "I", "A", "Reviewed", "Description"])
    {
        sheet.write(0, column, heading).unwrap();
    }
    for row in 1..=ROWS {
        sheet.write(row, 0, format!("AST-{row:06}")).unwrap();
        sheet.write(row, 1, format!("srv-{:05}", row * 7919 % 100_000)).unwrap();
        sheet.write(row, 2, ["Server", "Laptop", "Service", "Database"][row as usize % 4]).unwrap();
        sheet.write(row, 3, format!("Owner {}", row % 97)).unwrap();
        for column in 4..7 {
            sheet.write(row, column, 1 + (row + u32::from(column)) % 5).unwrap();
        }
        sheet.write_with_format(row, 7, 45_000 + row % 1000, &date).unwrap();
        sheet
            .write(row, 8, format!("Keeps the records of department {} & its suppliers.", row % 500))
            .unwrap();
    }
    book.save(path).unwrap();
}

fn read_with_annexa(path: &Path) -> usize {
    let (workbook, _) = read_workbook(path, "register.xlsx", &Limits::default());
    workbook.unwrap().sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
}

fn read_with_calamine(path: &Path) -> usize {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let names = workbook.sheet_names();
    names.iter().map(|name| workbook.worksheet_range(name).unwrap().used_cells().count()).sum()
}

fn reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = std::env::var_os("ANNEXA_READ").map(PathBuf::from).unwrap_or_else(|| {
        let path = folder.path().join("register.xlsx");
        register(&path);
        path
    });
    assert_eq!(read_with_annexa(&path), read_with_calamine(&path));
    let mut group = criterion.benchmark_group("read a large register");
    group.sample_size(10);
    group.bench_function("annexa", |bencher| bencher.iter(|| black_box(read_with_annexa(&path))));
    group.bench_function("calamine", |bencher| bencher.iter(|| black_box(read_with_calamine(&path))));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
