//! A ZIP archive of parts that were deflated side by side (PKWARE's APPNOTE.TXT 6.3).
//!
//! The parts have no date of their own, so equal parts give equal bytes.

use std::cell::RefCell;

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};

/// A quarter larger than at the customary level of 6, and deflated in a third of the time.
const COMPRESSION_LEVEL: u32 = 2;

/// The method by which parts are deflated.
const DEFLATED: u16 = 8;
/// 1 January 1980, where these dates begin.
const FIRST_DAY: u16 = 0x0021;
/// The version of the format that deflated parts need, and the one that sizes of 64 bits need.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// Written by a system with file modes as on Unix: a file that its owner reads and writes.
const UNIX: u16 = 3 << 8;
const MODE: u32 = 0o100_600 << 16;
/// Where a size or place stands that takes 64 bits and is given elsewhere.
const ELSEWHERE: u32 = u32::MAX;
/// The field that gives them there.
const SIZES_64: u16 = 1;

/// A part of a package, deflated.
#[derive(Debug)]
pub struct Part {
    name: String,
    checksum: u32,
    size: u64,
    /// In stretches, one after another.
    deflated: Vec<Vec<u8>>,
}

/// The bytes of an archive, in stretches that are never there twice: a large one takes hundreds of MiB.
#[derive(Debug, Default)]
pub struct Archive {
    stretches: Vec<Vec<u8>>,
}

impl Archive {
    /// The stretches, in their order.
    pub fn stretches(&self) -> impl Iterator<Item = &[u8]> {
        self.stretches.iter().map(Vec::as_slice)
    }

    /// All of them as one.
    pub fn into_bytes(self) -> Vec<u8> {
        self.stretches.concat()
    }
}

/// Text of a part that was deflated by itself, so that a part can be made of several side by side.
#[derive(Debug)]
pub struct Piece {
    checksum: crc32fast::Hasher,
    size: u64,
    deflated: Vec<u8>,
}

/// The end of what is deflated: a last block with nothing in it (RFC 1951, 3.2.6).
const LAST_BLOCK: [u8; 2] = [3, 0];

thread_local! {
    /// What a deflater begins with takes longer to prepare than a small part to deflate, so each thread
    /// keeps its own.
    static DEFLATER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(COMPRESSION_LEVEL), false));
}

impl Part {
    /// Deflates a part that is made of these pieces, one after another.
    ///
    /// # Errors
    /// Where the deflater fails; from memory into memory it does not.
    pub fn new(name: String, pieces: &[&[u8]]) -> Result<Self, CompressError> {
        let deflated = DEFLATER.with_borrow_mut(|deflater| deflate(deflater, pieces))?;
        let mut checksum = crc32fast::Hasher::new();
        pieces.iter().for_each(|piece| checksum.update(piece));
        let size = length_of(pieces) as u64;
        Ok(Self { name, checksum: checksum.finalize(), size, deflated: vec![deflated] })
    }

    /// A part of pieces, one after another.
    pub fn joined(name: String, pieces: Vec<Piece>) -> Self {
        let mut deflated = Vec::with_capacity(pieces.len() + 1);
        let mut checksum = crc32fast::Hasher::new();
        let mut size = 0;
        for piece in pieces {
            deflated.push(piece.deflated);
            checksum.combine(&piece.checksum);
            size += piece.size;
        }
        deflated.push(LAST_BLOCK.to_vec());
        Self { name, checksum: checksum.finalize(), size, deflated }
    }

    /// How many bytes it takes, deflated.
    fn deflated_size(&self) -> u64 {
        self.deflated.iter().map(|stretch| stretch.len() as u64).sum()
    }
}

impl Piece {
    /// Deflates a piece of a part.
    ///
    /// # Errors
    /// Where the deflater fails; from memory into memory it does not.
    pub fn new(text: &[u8]) -> Result<Self, CompressError> {
        let mut deflated = DEFLATER.with_borrow_mut(|deflater| deflate_piece(deflater, text))?;
        deflated.shrink_to_fit();
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(text);
        Ok(Self { checksum, size: text.len() as u64, deflated })
    }
}

/// Deflates a text up to a whole byte, without an end: more may follow.
fn deflate_piece(deflater: &mut Compress, text: &[u8]) -> Result<Vec<u8>, CompressError> {
    deflater.reset();
    let mut deflated = Vec::with_capacity(text.len() / 6 + 256);
    loop {
        let read = usize::try_from(deflater.total_in()).unwrap_or(usize::MAX);
        let rest = text.get(read..).unwrap_or_default();
        deflater.compress_vec(rest, &mut deflated, FlushCompress::Sync)?;
        let is_read = deflater.total_in() == text.len() as u64;
        // Nothing is held back where there was room for more.
        if is_read && deflated.len() < deflated.capacity() {
            return Ok(deflated);
        }
        deflated.reserve(deflated.capacity() / 2 + 256);
    }
}

fn length_of(pieces: &[&[u8]]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum()
}

fn deflate(deflater: &mut Compress, pieces: &[&[u8]]) -> Result<Vec<u8>, CompressError> {
    deflater.reset();
    // Sheets shrink to about an eighth.
    let mut deflated = Vec::with_capacity(length_of(pieces) / 6 + 256);
    for piece in pieces {
        put_piece(deflater, piece, FlushCompress::None, &mut deflated)?;
    }
    put_piece(deflater, &[], FlushCompress::Finish, &mut deflated)?;
    Ok(deflated)
}

/// Deflates a piece, or what is left at the end.
fn put_piece(
    deflater: &mut Compress,
    piece: &[u8],
    flush: FlushCompress,
    deflated: &mut Vec<u8>,
) -> Result<(), CompressError> {
    let start = deflater.total_in();
    loop {
        let read = usize::try_from(deflater.total_in() - start).unwrap_or(usize::MAX);
        let rest = piece.get(read..).unwrap_or_default();
        if rest.is_empty() && flush == FlushCompress::None {
            return Ok(());
        }
        match deflater.compress_vec(rest, deflated, flush)? {
            Status::StreamEnd => return Ok(()),
            Status::Ok | Status::BufError => deflated.reserve(deflated.capacity() / 2 + 256),
        }
    }
}

/// An archive with the parts in their order.
pub fn archive(parts: Vec<Part>) -> Archive {
    let mut stretches = Vec::new();
    let mut directory = Vec::new();
    let count = parts.len() as u64;
    let mut place = 0;
    for part in parts {
        put_entry(&mut directory, &part, place);
        let mut header = Vec::new();
        put_local_header(&mut header, &part);
        place += header.len() as u64 + part.deflated_size();
        stretches.push(header);
        stretches.extend(part.deflated);
    }
    let length = directory.len() as u64;
    put_end(&mut directory, count, place, length);
    stretches.push(directory);
    Archive { stretches }
}

/// A number as it stands where 32 bits are meant for it.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE)
}

/// The numbers of these that do not fit in 32 bits, as the field that gives them.
fn put_sizes_64(bytes: &mut Vec<u8>, numbers: &[u64]) {
    let wide = numbers.iter().filter(|number| narrow(**number) == ELSEWHERE);
    let length = 8 * u16::try_from(wide.clone().count()).unwrap_or_default();
    if length > 0 {
        put_16(bytes, &[SIZES_64, length]);
        wide.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
}

fn put_16(bytes: &mut Vec<u8>, numbers: &[u16]) {
    numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

fn put_32(bytes: &mut Vec<u8>, numbers: &[u32]) {
    numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

/// What stands in front of a part and in its entry of the directory alike: method, date, checksum, sizes
/// and the lengths of its name and of the field with wide numbers. The sizes are the deflated one and the own.
fn put_description(bytes: &mut Vec<u8>, part: &Part, sizes: [u32; 2], wide: &[u8]) {
    let version = if wide.is_empty() { VERSION } else { VERSION_64 };
    put_16(bytes, &[version, 0, DEFLATED, 0, FIRST_DAY]);
    put_32(bytes, &[part.checksum]);
    put_32(bytes, &sizes);
    put_16(bytes, &[length(part.name.as_bytes()), length(wide)]);
}

fn put_local_header(bytes: &mut Vec<u8>, part: &Part) {
    let mut wide = Vec::new();
    let mut sizes = [part.deflated_size(), part.size].map(narrow);
    if sizes.contains(&ELSEWHERE) {
        // Here both stand there or none.
        sizes = [ELSEWHERE; 2];
        put_16(&mut wide, &[SIZES_64, 16]);
        wide.extend_from_slice(&part.size.to_le_bytes());
        wide.extend_from_slice(&part.deflated_size().to_le_bytes());
    }
    put_32(bytes, &[0x0403_4b50]);
    put_description(bytes, part, sizes, &wide);
    bytes.extend_from_slice(part.name.as_bytes());
    bytes.extend_from_slice(&wide);
}

/// The entry of a part in the directory; `place` is where its local header begins.
fn put_entry(bytes: &mut Vec<u8>, part: &Part, place: u64) {
    let mut wide = Vec::new();
    put_sizes_64(&mut wide, &[part.size, part.deflated_size(), place]);
    put_32(bytes, &[0x0201_4b50]);
    put_16(bytes, &[UNIX | VERSION_64]);
    let sizes = [part.deflated_size(), part.size].map(narrow);
    put_description(bytes, part, sizes, &wide);
    // No comment, on the first volume, of no special kind.
    put_16(bytes, &[0, 0, 0]);
    put_32(bytes, &[MODE, narrow(place)]);
    bytes.extend_from_slice(part.name.as_bytes());
    bytes.extend_from_slice(&wide);
}

/// The end of an archive behind its directory: how many entries that has, where it begins and how long it is.
fn put_end(bytes: &mut Vec<u8>, entries: u64, start: u64, length: u64) {
    let count = u16::try_from(entries).unwrap_or(u16::MAX);
    if count == u16::MAX || narrow(start) == ELSEWHERE || narrow(length) == ELSEWHERE {
        let place = start + length;
        put_32(bytes, &[0x0606_4b50]);
        // The length of what follows.
        bytes.extend_from_slice(&44u64.to_le_bytes());
        put_16(bytes, &[UNIX | VERSION_64, VERSION_64]);
        put_32(bytes, &[0, 0]);
        [entries, entries, length, start]
            .iter()
            .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        put_32(bytes, &[0x0706_4b50, 0]);
        bytes.extend_from_slice(&place.to_le_bytes());
        put_32(bytes, &[1]);
    }
    put_32(bytes, &[0x0605_4b50]);
    put_16(bytes, &[0, 0, count, count]);
    put_32(bytes, &[narrow(length), narrow(start)]);
    put_16(bytes, &[0]);
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn read(bytes: &[u8], number: usize) -> (String, Vec<u8>) {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = archive.by_index(number).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    }

    #[test]
    fn parts_are_read_back_as_they_were_in_their_order() {
        let noise: Vec<u8> = (0..300_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let even = vec![b'a'; 2_000_000];
        let contents: [(&str, &[u8]); 4] =
            [("b.xml", b"<b/>"), ("x/noise", &noise), ("empty", b""), ("a", &even)];
        let parts: Vec<Part> = contents
            .iter()
            .map(|(name, content)| Part::new((*name).to_owned(), &[content]).unwrap())
            .collect();
        let bytes = archive(parts).into_bytes();
        for (number, (name, content)) in contents.iter().enumerate() {
            let (found, read) = read(&bytes, number);
            assert_eq!(found, *name);
            assert!(read == *content, "{name} differs");
        }
        assert_eq!(zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().len(), contents.len());
    }

    #[test]
    fn pieces_that_were_deflated_apart_are_one_part() {
        let noise: Vec<u8> = (0..300_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let even = vec![b'a'; 200_000];
        let texts: [&[u8]; 6] = [b"<b>", &noise, b"", &even, &noise, b"</b>"];
        let pieces = texts.iter().map(|text| Piece::new(text).unwrap()).collect();
        let none = Part::joined("none".to_owned(), Vec::new());
        let bytes = archive(vec![Part::joined("b.xml".to_owned(), pieces), none]).into_bytes();
        let (_, content) = read(&bytes, 0);
        assert!(content == texts.concat());
        assert_eq!(read(&bytes, 1).1, b"");
    }

    #[test]
    fn more_parts_than_sixteen_bits_count_are_all_there() {
        let parts: Vec<Part> =
            (0..66_000).map(|number| Part::new(number.to_string(), &[]).unwrap()).collect();
        let bytes = archive(parts).into_bytes();
        assert_eq!(zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().len(), 66_000);
        assert_eq!(read(&bytes, 65_999), ("65999".to_owned(), Vec::new()));
    }

    #[test]
    fn sizes_and_places_of_sixty_four_bits_stand_in_a_field_of_their_own() {
        const SIX_GIB: u64 = 6 << 30;
        let part = Part { size: SIX_GIB, ..Part::new("a".to_owned(), &[b"abc"]).unwrap() };
        let deflated = part.deflated_size();
        let (mut header, mut entry) = (Vec::new(), Vec::new());
        put_local_header(&mut header, &part);
        put_entry(&mut entry, &part, 2 * SIX_GIB);
        let expect = |bytes: &[u8], numbers: &[u64]| {
            let wide: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            assert!(bytes.ends_with(&wide), "{bytes:?}");
            let front = [1, 0, u8::try_from(wide.len()).unwrap(), 0];
            assert_eq!(bytes[bytes.len() - wide.len() - 4..][..4], front);
        };
        expect(&header, &[SIX_GIB, deflated]);
        expect(&entry, &[SIX_GIB, 2 * SIX_GIB]);
        assert_eq!(header[18..26], [255; 8], "the narrow sizes are to say that they stand elsewhere");
        assert_eq!(entry[20..28], [[u8::try_from(deflated).unwrap(), 0, 0, 0], [255; 4]].concat());
    }
}
