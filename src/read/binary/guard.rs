//! A fence around parsers that were not written for hostile input.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a parser; `None` where it panicked. Nothing is printed about the panic: the caller says in
/// a diagnostic that the file is damaged.
pub(super) fn fenced<T>(parse: impl FnOnce() -> T) -> Option<T> {
    install_hook();
    let outer = FENCED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(parse)).ok();
    FENCED.set(outer);
    result
}

/// Replaces the panic hook once by one that keeps silent inside of the fence and passes on every
/// other panic to the hook that was there.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let earlier = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !FENCED.get() {
                earlier(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_the_fence_is_none_and_the_fence_opens_again() {
        let empty: Vec<u8> = Vec::new();
        let index = std::hint::black_box(3);
        assert_eq!(fenced(|| empty.get(index..).map(<[u8]>::len)), Some(None));
        assert_eq!(fenced(|| std::hint::black_box(&empty).split_at(index).1.len()), None);
        assert!(!FENCED.get());
    }
}
