//! Files in order that were cut off, or in which bytes were changed, the same ones in every run.

use std::io::{Cursor, Read as _};

use crate::archives::archive;
use crate::{Odd, Random, binary, parts};

const CUTS: usize = 6;
const FLIPS: usize = 8;
const FLIPS_BEHIND_CHECK_SUMS: usize = 10;

pub fn files() -> Vec<Odd> {
    let originals = [
        ("xlsx", archive(&parts::ordinary())),
        ("ods", file(binary::files(), "ods in order.ods")),
        ("xls", file(binary::files(), "xls in order.xls")),
        ("xlsb", file(binary::files(), "xlsb in order.xlsb")),
        ("csv", file(crate::texts::files(), "text in order.csv")),
    ];
    let mut files = Vec::new();
    for (seed, (extension, original)) in (1..).zip(&originals) {
        let mut random = Random::new(seed);
        for number in 0..CUTS {
            let kept = random.below(original.len());
            files.push(Odd::new(format!("damaged cut {number}.{extension}"), &original[..kept]));
        }
        for number in 0..FLIPS {
            let mut bytes = original.clone();
            change(&mut bytes, &mut random);
            files.push(Odd::new(format!("damaged bytes {number}.{extension}"), bytes));
        }
        for number in 0..FLIPS_BEHIND_CHECK_SUMS {
            if let Some(bytes) = changed_inside(original, &mut random) {
                files.push(Odd::new(format!("damaged inside {number}.{extension}"), bytes));
            }
        }
    }
    files
}

fn file(files: Vec<Odd>, name: &str) -> Vec<u8> {
    files.into_iter().find(|odd| odd.name == name).unwrap().bytes
}

/// Changes up to a dozen bytes.
fn change(bytes: &mut [u8], random: &mut Random) {
    for _ in 0..=random.below(12) {
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = random.byte();
        }
    }
}

/// The archive with bytes of one part changed, and check sums that fit.
fn changed_inside(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut source = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..source.len() {
        let mut part = source.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    let chosen = random.below(parts.len());
    change(&mut parts.get_mut(chosen)?.1, random);
    Some(archive(&parts))
}
