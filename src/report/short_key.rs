//! Keys of rows that are made of names and places, cut to what a spreadsheet can look up.

/// Most characters of a key, of 255 that a lookup with MATCH can take: a number may follow.
const LONGEST: usize = 200;
/// Characters that stay of a longer one, before what tells it from others.
const KEPT: usize = 180;

/// The key, or the beginning of a long one with a sum of the whole of it.
pub fn short_key(key: String) -> String {
    if key.encode_utf16().count() <= LONGEST {
        return key;
    }
    let mut units = 0;
    let start: String = key
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= KEPT
        })
        .collect();
    format!("{start}…{:016x}", sum(&key))
}

/// The sum FNV-1a of 64 bits, which is the same on every machine and in every version.
fn sum(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_keys_are_cut_and_stay_different() {
        let key = |end: &str| short_key(format!("{}{end}", "😀 folder/".repeat(40)));
        assert!(key("a").encode_utf16().count() <= LONGEST);
        assert_ne!(key("a"), key("b"));
        assert_eq!(key("a"), key("a"));
        assert_eq!(short_key("Risks › A5".to_owned()), "Risks › A5");
        assert_eq!(sum("foobar"), 0x8594_4171_f739_67e8);
    }
}
