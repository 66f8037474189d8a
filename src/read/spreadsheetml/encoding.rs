//! Parts in other encodings than UTF-8: which one it is, and how its bytes become UTF-8.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::token::{Attributes, Fault};

/// Bytes that are read at a time before they are decoded.
const PIECE: usize = 16 * 1024;

/// Fills a buffer with what a source has, decoded, and tells whether it has no more. A decoder must not
/// be asked again after its end, which can hold a character: the mark for one that was cut off.
pub(super) fn decoded(
    source: &mut impl Read,
    decoder: &mut Decoder,
    waiting: &mut Vec<u8>,
    room: &mut [u8],
) -> Result<(usize, bool), Fault> {
    loop {
        let last = if waiting.is_empty() {
            waiting.resize(PIECE, 0);
            let read = source.read(waiting).map_err(Fault::of)?;
            waiting.truncate(read);
            read == 0
        } else {
            false
        };
        let (result, taken, written, _) = decoder.decode_to_utf8(waiting, room, last);
        waiting.drain(..taken);
        let ended = last && result == CoderResult::InputEmpty;
        if written > 0 || ended {
            return Ok((written, ended));
        }
    }
}

/// The encoding that an XML declaration names.
pub(super) fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memmem::find(declaration, b"?>")?)?;
    let named = Attributes { rest: declaration }.find(|(name, _)| *name == b"encoding")?.1;
    // A declaration that can be read byte by byte is not UTF-16, whatever it says.
    Encoding::for_label(named).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}
