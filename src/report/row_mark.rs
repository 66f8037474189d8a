//! The number of a row's own, by which fingerprints of columns are made.

/// The heading of the number by which a row's cells are multiplied in fingerprints.
pub const ROW_MARK: &str = "Row mark";

/// The number of a row's own: always the same for the same key, and all but always another for another.
pub fn row_mark(key: &str) -> f64 {
    const SPREAD: u64 = 90_000;
    const LEAST: u64 = 1_000;
    // FNV-1a.
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (LEAST + hash % SPREAD) as f64
}
