//! What a file is, by its content: names lie, and web applications name HTML tables `.xls`.

use std::io::{Read, Seek};

/// The formats that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// No bytes, or nothing but white space and marks of the byte order.
    Empty,
    /// Office Open XML: .xlsx, .xlsm and their templates.
    Xlsx,
    /// The binary workbook in an archive: .xlsb.
    Xlsb,
    /// OpenDocument: .ods.
    Ods,
    /// BIFF5 or BIFF8 in a compound file: .xls since Excel 5.
    Xls,
    /// A workbook of Excel 2 to 4, without a compound file around it.
    OldXls,
    /// A compound file around an encrypted package.
    Encrypted,
    /// A compound file that holds no workbook: a Word document, a message.
    OtherCompound,
    /// An archive that holds no workbook: a Word document, a plain archive.
    OtherArchive,
    /// An archive whose directory cannot be found: cut off, or damaged.
    BrokenArchive,
    /// Packed with gzip, bzip2, xz, zstd, 7-zip or rar.
    Packed,
    /// A web page.
    Html,
    /// XML, such as the "XML spreadsheet 2003".
    Xml,
    /// A PDF document.
    Pdf,
    /// Bytes that are neither text nor a known format.
    Unknown,
    /// Text, hence separated values.
    Text,
}

/// How much of a file is looked at to tell text from other bytes.
const SAMPLE: usize = 8192;

impl Format {
    /// Tells what a file is.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..SAMPLE.min(bytes.len())).unwrap_or_default();
        if Self::is_archive(bytes) {
            return Self::of_archive(std::io::Cursor::new(bytes));
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return of_compound(bytes);
        }
        for magic in [
            &b"\x1f\x8b"[..],
            b"BZh",
            b"\xfd7zXZ\0",
            b"\x28\xb5\x2f\xfd",
            b"7z\xbc\xaf\x27\x1c",
            b"Rar!\x1a\x07",
        ] {
            if bytes.starts_with(magic) {
                return Format::Packed;
            }
        }
        if bytes.starts_with(b"%PDF-") {
            return Format::Pdf;
        }
        // BOF records of BIFF2, BIFF3 and BIFF4: type, then the record's length of 4 or 6.
        if let [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..] = bytes {
            return Format::OldXls;
        }
        of_text(head)
    }

    /// An archive, told by the parts that its directory names; the directory stands at the end, so an
    /// archive without one was cut off.
    pub(super) fn of_archive(bytes: impl Read + Seek) -> Self {
        let Ok(archive) = zip::ZipArchive::new(bytes) else {
            return Format::BrokenArchive;
        };
        let mut found = Format::OtherArchive;
        for name in archive.file_names().flatten() {
            let name = name.replace('\\', "/").to_lowercase();
            match name.trim_start_matches('/') {
                "xl/workbook.bin" => return Format::Xlsb,
                "encrypted-package" => return Format::Encrypted,
                "content.xml" => found = Format::Ods,
                // The workbook of an .xlsx may have any name; this one tells it from other documents.
                "[content_types].xml" | "xl/workbook.xml" if found == Format::OtherArchive => {
                    found = Format::Xlsx;
                }
                name if name.starts_with("word/") || name.starts_with("ppt/") => return Format::OtherArchive,
                _ => {}
            }
        }
        found
    }

    /// Whether bytes are the start of an archive.
    pub(super) fn is_archive(head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    }

    /// Whether files of the format are read.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Format::Xlsx | Format::Xlsb | Format::Ods | Format::Xls | Format::Text)
    }

    /// Whether a file of the format usually has a name that ends so.
    pub(super) fn is_named(self, extension: &str) -> bool {
        match self {
            Format::Xlsx => matches!(extension, "xlsx" | "xlsm" | "xltx" | "xltm"),
            Format::Xlsb => extension == "xlsb",
            Format::Ods => matches!(extension, "ods" | "ots"),
            Format::Xls => matches!(extension, "xls" | "xlt"),
            Format::Text => !matches!(extension, "xlsx" | "xlsm" | "xlsb" | "xls" | "ods"),
            _ => false,
        }
    }

    /// What it is, after "the file is".
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Empty => "empty",
            Format::Xlsx => "an .xlsx workbook",
            Format::Xlsb => "an .xlsb workbook",
            Format::Ods => "an .ods workbook",
            Format::Xls => "an .xls workbook",
            Format::OldXls => "an .xls workbook of Excel 4 or older",
            Format::Encrypted => "protected by a password",
            Format::OtherCompound => "an old Office document without a workbook in it",
            Format::OtherArchive => "an archive without a workbook in it",
            Format::BrokenArchive => "an archive that is cut off or damaged",
            Format::Packed => "a packed file",
            Format::Html => "a web page",
            Format::Xml => "an XML document",
            Format::Pdf => "a PDF document",
            Format::Unknown => "neither a workbook nor text",
            Format::Text => "text with separated values",
        }
    }

    /// What a person can do about a format that is not read.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Format::Packed | Format::OtherArchive => "unpack it and assess the registers in it",
            Format::OldXls | Format::Html | Format::Xml => {
                "open it in a spreadsheet program, save it as .xlsx, and assess that file"
            }
            Format::Pdf => "ask for the register as a spreadsheet",
            _ => "check that this is the file you mean, or save the register as .xlsx",
        }
    }
}

/// A compound file, told by the names in its directory, which are UTF-16.
fn of_compound(bytes: &[u8]) -> Format {
    let holds = |name: &str| {
        let entry: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        // Entries of the directory are 128 bytes each, in sectors that are multiples of it.
        bytes.chunks(128).any(|chunk| chunk.starts_with(&entry))
    };
    if holds("EncryptedPackage") {
        Format::Encrypted
    } else if holds("Workbook") || holds("Book") || holds("WORKBOOK") || holds("BOOK") {
        Format::Xls
    } else {
        Format::OtherCompound
    }
}

/// Text of some kind, or bytes without meaning.
fn of_text(head: &[u8]) -> Format {
    let mark =
        [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].into_iter().find(|mark| head.starts_with(mark));
    let body = head.get(mark.map_or(0, <[u8]>::len)..).unwrap_or_default();
    if body.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Format::Empty;
    }
    let start: String = body
        .iter()
        .filter(|byte| **byte != 0)
        .take(256)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let start = start.trim_start();
    if start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<table") {
        return Format::Html;
    }
    if start.starts_with("<?xml") {
        return if start.contains("<html") { Format::Html } else { Format::Xml };
    }
    let control = |byte: &&u8| matches!(**byte, 1..=8 | 11 | 12 | 14..=26 | 28..=31 | 127);
    // Text has next to no control characters; in random bytes one in nine is one.
    if mark.is_none() && body.iter().filter(control).count() * 50 > body.len() {
        return Format::Unknown;
    }
    Format::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_content() {
        for (bytes, format) in [
            (&b""[..], Format::Empty),
            (b"\xef\xbb\xbf\r\n \n", Format::Empty),
            (b"PK\x03\x04 and then cut off", Format::BrokenArchive),
            (b"\x1f\x8b\x08\x00", Format::Packed),
            (b"%PDF-1.7", Format::Pdf),
            (b"\r\n<HTML><table>", Format::Html),
            (b"<?xml version=\"1.0\"?><Workbook/>", Format::Xml),
            (b"\x09\x02\x06\x00\x00\x00\x10\x00", Format::OldXls),
            (b"\x01\x02\x03\x04\x90\xff", Format::Unknown),
            (b"id,name\n1,asset\n", Format::Text),
            (b"\xff\xfei\0d\0,\0n\0", Format::Text),
        ] {
            assert_eq!(Format::of(bytes), format, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_compound_file_is_told_by_the_streams_in_it() {
        for (stream, format) in [
            ("EncryptedPackage", Format::Encrypted),
            ("Workbook", Format::Xls),
            ("Book", Format::Xls),
            ("WordDocument", Format::OtherCompound),
        ] {
            let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
            bytes.resize(512, 0);
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(1024, 0);
            assert_eq!(Format::of(&bytes), format, "{stream}");
        }
    }
}
