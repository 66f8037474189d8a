//! The threads that a command works with, and the memory that they begin with.

use std::hint::black_box;

/// Memory that each thread asks for at once, in bytes. It is address space alone until it is used.
const AT_ONCE: usize = 16 * 1024 * 1024;
/// What an allocation takes beside what was asked for is far less.
const SLACK: usize = 64 * 1024;

/// Starts the threads.
///
/// The allocator of Linux (glibc) lets the memory of a thread other than the first grow by a page at a
/// time, each by a call of the system during which the other threads wait. Where a large block was given
/// back once, it keeps blocks of that size instead of giving them back to the system, so a block that a
/// thread asks for and gives back is what its memory begins with. Elsewhere this changes nothing.
pub fn prepare() {
    drop(black_box(Vec::<u8>::with_capacity(AT_ONCE)));
    let started = |_| drop(black_box(Vec::<u8>::with_capacity(AT_ONCE - SLACK)));
    // It fails where there are threads already, which is as well.
    let _ = rayon::ThreadPoolBuilder::new().start_handler(started).build_global();
}
