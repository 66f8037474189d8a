//! How long each stage takes on the sample registers: `cargo bench --bench stages`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark fails by panicking; criterion's macros document nothing"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use annexa::mapping::Mapping;
use annexa::model::Parameters;
use annexa::normalise::Settings;
use annexa::pipeline::{Engine, Request};
use annexa::read::{Limits, Workbook};
use annexa::{assess, normalise, read, recognise, report, write};
use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};

fn samples() -> Vec<PathBuf> {
    vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")]
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn request() -> Request {
    Request::on(as_of())
}

fn read_samples() -> Vec<Workbook> {
    let (sources, _) = read::find_sources(&samples());
    let read =
        |source: &PathBuf| read::read_workbook(source, &read::display_path(source), &Limits::default()).0;
    sources.iter().filter_map(read).collect()
}

fn stages(criterion: &mut Criterion) {
    let engine = Engine::load().unwrap();
    let inspection = engine.inspect(&samples(), &Limits::default(), &Mapping::default());
    let outcome = engine.assess(&samples(), request());
    let settings =
        || Settings { organisation: None, scope: None, as_of: as_of(), parameters: Parameters::default() };

    criterion.bench_function("load", |bencher| bencher.iter(|| Engine::load().unwrap()));
    criterion.bench_function("read", |bencher| bencher.iter(read_samples));
    let workbooks = read_samples();
    let recogniser = &engine.recogniser;
    criterion.bench_function("recognise", |bencher| {
        bencher.iter(|| {
            for workbook in &workbooks {
                black_box(recognise::recognise_workbook(workbook, recogniser));
            }
        });
    });
    criterion.bench_function("normalise", |bencher| {
        bencher.iter(|| {
            normalise::normalise(&inspection.workbooks, &engine.catalogue, &engine.words, settings())
        });
    });
    criterion.bench_function("assess", |bencher| {
        bencher.iter(|| assess::assess(black_box(&outcome.model), &engine.catalogue));
    });
    criterion.bench_function("report and write", |bencher| {
        bencher.iter(|| {
            let workbook = report::build_workbook(
                &outcome.model,
                &outcome.assessment,
                &engine.catalogue,
                &engine.declarations,
                &outcome.diagnostics,
            );
            write::xlsx::write_workbook(&workbook).unwrap()
        });
    });
    criterion.bench_function("all", |bencher| {
        bencher.iter(|| engine.assess(black_box(&samples()), request()));
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
