//! Workbooks whose parts are in order and whose archive is not.

use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::Odd;
use crate::parts::ordinary;

/// An archive of the parts given.
pub fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed(parts, CompressionMethod::Deflated)
}

fn packed(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Sets the two or four bytes at a distance from each place where a signature stands.
fn patched(bytes: &[u8], signature: &[u8; 4], distance: usize, value: &[u8]) -> Vec<u8> {
    let mut patched = bytes.to_vec();
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, window)| window == signature).map(|(at, _)| at).collect();
    for at in places {
        if let Some(field) = patched.get_mut(at + distance..at + distance + value.len()) {
            field.copy_from_slice(value);
        }
    }
    patched
}

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";

pub fn files() -> Vec<Odd> {
    let parts = ordinary();
    let whole = archive(&parts);
    let stored = packed(&parts, CompressionMethod::Stored);
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: Vec<u8>| files.push(Odd::new(format!("archive {name}.xlsx"), bytes));
    put("in order", whole.clone());
    put("not compressed", stored.clone());
    for (part, _) in &parts {
        let rest: Vec<(String, Vec<u8>)> = parts.iter().filter(|(name, _)| name != part).cloned().collect();
        put(&format!("without {}", part.replace('/', " ")), archive(&rest));
        let mut emptied = parts.clone();
        emptied.iter_mut().filter(|(name, _)| name == part).for_each(|(_, content)| content.clear());
        put(&format!("with an empty {}", part.replace('/', " ")), archive(&emptied));
    }
    let mut reversed = parts.clone();
    reversed.reverse();
    put("in another order", archive(&reversed));
    let capitals: Vec<(String, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.to_uppercase(), content.clone())).collect();
    put("in capitals", archive(&capitals));
    let backslashes: Vec<(String, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.replace('/', "\\"), content.clone())).collect();
    put("with backslashes", archive(&backslashes));
    let rooted: Vec<(String, Vec<u8>)> =
        parts.iter().map(|(name, content)| (format!("/{name}"), content.clone())).collect();
    put("with roots", archive(&rooted));
    let within: Vec<(String, Vec<u8>)> =
        parts.iter().map(|(name, content)| (format!("folder/{name}"), content.clone())).collect();
    put("within a folder", archive(&within));
    put("of itself", archive(&[("register.xlsx".to_owned(), whole.clone())]));
    put("of nothing", archive(&[]));
    put("of other things", archive(&[("readme.txt".to_owned(), b"hello".to_vec())]));
    let mut traversal = parts.clone();
    traversal.push(("../../../annexa-escape.txt".to_owned(), b"out".to_vec()));
    traversal.push(("C:\\annexa-escape.txt".to_owned(), b"out".to_vec()));
    put("that leaves its folder", archive(&traversal));
    let mut crowd = parts.clone();
    crowd.extend((0..30_000).map(|number| (format!("xl/media/{number}"), Vec::new())));
    put("of 30,000 parts", archive(&crowd));
    let mut long = parts.clone();
    long.push(("x".repeat(60_000), b"x".to_vec()));
    put("with a name of 60,000 letters", archive(&long));
    let mut heavy = parts.clone();
    heavy.push(("xl/media/zeros".to_owned(), vec![0; 60_000_000]));
    put("with a heavy part nobody needs", archive(&heavy));
    let mut bomb = parts.clone();
    bomb[4].1 = vec![b' '; 120_000_000];
    put("of a sheet of 120 million spaces", archive(&bomb));
    let mut strings = parts.clone();
    strings[5].1 = format!("<sst>{}</sst>", "<si><t>a</t></si>".repeat(3_000_000)).into_bytes();
    put("of three million strings", archive(&strings));

    // the same name twice: the library does not write it, so one name is changed afterwards
    let mut twins = parts.clone();
    twins.push(("xl/worksheets/sheet2.xml".to_owned(), b"<worksheet/>".to_vec()));
    let twins = archive(&twins);
    let renamed = replaced(&twins, b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml");
    put("with a part twice", renamed);
    for (name, signature, distance, value) in [
        ("of a later version", LOCAL, 4, &[0xFF, 0xFF][..]),
        ("that says it is encrypted", CENTRAL, 8, &[0x01, 0x00]),
        ("with parts said to be encrypted", LOCAL, 6, &[0x01, 0x00]),
        ("with sizes after the parts", LOCAL, 6, &[0x08, 0x00]),
        ("of an unknown method", CENTRAL, 10, &[0x63, 0x00]),
        ("with parts of an unknown method", LOCAL, 8, &[0x63, 0x00]),
        ("with wrong check sums", CENTRAL, 16, &[1, 2, 3, 4]),
        ("with parts that say less than they pack", CENTRAL, 20, &[1, 0, 0, 0]),
        ("with parts that say more than they pack", CENTRAL, 20, &[0xFF, 0xFF, 0xFF, 0x7F]),
        ("with parts that say less than they hold", CENTRAL, 24, &[1, 0, 0, 0]),
        ("with parts that say more than they hold", CENTRAL, 24, &[0xFF, 0xFF, 0xFF, 0x7F]),
        ("with sizes for zip64", CENTRAL, 24, &[0xFF, 0xFF, 0xFF, 0xFF]),
        ("with names longer than the file", CENTRAL, 28, &[0xFF, 0xFF]),
        ("with comments longer than the file", CENTRAL, 32, &[0xFF, 0xFF]),
        ("on another disk", CENTRAL, 34, &[0x07, 0x00]),
        ("with all parts at the same place", CENTRAL, 42, &[0, 0, 0, 0]),
        ("with parts beyond the end", CENTRAL, 42, &[0xF0, 0xFF, 0xFF, 0x7F]),
        ("that counts no parts", END, 8, &[0, 0, 0, 0]),
        ("that counts too many parts", END, 8, &[0xFE, 0xFF, 0xFE, 0xFF]),
        ("with a list of no length", END, 12, &[0, 0, 0, 0]),
        ("with a list beyond the end", END, 16, &[0xF0, 0xFF, 0xFF, 0x7F]),
        ("with a list for zip64", END, 16, &[0xFF, 0xFF, 0xFF, 0xFF]),
        ("with a remark longer than the file", END, 20, &[0xFF, 0xFF]),
    ] {
        put(name, patched(&whole, signature, distance, value));
    }
    put("that says stored parts are compressed", patched(&stored, CENTRAL, 10, &[0x08, 0x00]));
    put("that says compressed parts are stored", patched(&whole, CENTRAL, 10, &[0x00, 0x00]));
    put("after other bytes", [vec![b'#'; 4096], whole.clone()].concat());
    put("before other bytes", [whole.clone(), vec![b'#'; 4096]].concat());
    put("with an end twice", [whole.clone(), whole[whole.len() - 22..].to_vec()].concat());
    put("without its end", whole[..whole.len() - 22].to_vec());
    put("without its list", whole[..whole.len() / 2].to_vec());
    put("that is only an end", whole[whole.len() - 22..].to_vec());
    put("that is only a beginning", b"PK\x03\x04".to_vec());
    let zip64 = b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x7f\0\0\0\0\0\0\0\0PK\x06\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0PK\x05\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0";
    put("of zip64 with absurd figures", zip64.to_vec());
    files
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut replaced = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from) {
            replaced[at..at + to.len()].copy_from_slice(to);
        }
    }
    replaced
}
