//! Bytes to text: marks of the byte order, UTF-16 with and without one, UTF-8, and what older
//! programs write.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file's text and how it was obtained.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    /// The text, without a mark of the byte order and without NUL characters.
    pub text: String,
    /// The encoding, where nothing in the file says that it is this one.
    pub guessed: Option<&'static str>,
    /// Lines, counted from 1, that are in another encoding than the rest of the file.
    pub other_lines: Vec<usize>,
    /// Whether some bytes mean nothing in the encoding; each stands as U+FFFD in the text.
    pub undecodable: bool,
    /// NUL characters that were taken out.
    pub nulls: usize,
}

/// Decodes a file of text.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let mut decoded = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        whole(bytes.get(mark..).unwrap_or_default(), encoding, None)
    } else if let Some(encoding) = utf_16_without_mark(bytes) {
        whole(bytes, encoding, Some(encoding.name()))
    } else if std::str::from_utf8(bytes).is_ok() {
        whole(bytes, UTF_8, None)
    } else {
        older(bytes)
    };
    decoded.nulls = decoded.text.matches('\0').count();
    if decoded.nulls > 0 {
        decoded.text.retain(|character| character != '\0');
    }
    decoded
}

fn whole(bytes: &[u8], encoding: &'static Encoding, guessed: Option<&'static str>) -> Decoded {
    let (text, undecodable) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), guessed, other_lines: Vec::new(), undecodable, nulls: 0 }
}

/// Bytes of a sample that show whether text is UTF-16 without a mark.
const SAMPLE: usize = 4096;

/// Text of separated values has ASCII characters everywhere, so in UTF-16 every second byte of many
/// is zero, and always on the same side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.get(..SAMPLE.min(bytes.len())).unwrap_or_default().chunks_exact(2);
    let count = pairs.len();
    let (mut first_zero, mut second_zero) = (0, 0);
    for pair in pairs {
        match pair {
            [0, 0] => {}
            [0, _] => first_zero += 1,
            [_, 0] => second_zero += 1,
            _ => {}
        }
    }
    if second_zero * 3 > count && first_zero * 20 < second_zero {
        Some(UTF_16LE)
    } else if first_zero * 3 > count && second_zero * 20 < first_zero {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Text that is not UTF-8, at least not everywhere.
///
/// Files that were put together from several sources are UTF-8 in most lines and of a single-byte
/// encoding in others; decoded as a whole, one kind or the other would be garbled. In a multi-byte
/// encoding a line may look like UTF-8 by chance, so those are always decoded as a whole.
fn older(bytes: &[u8]) -> Decoded {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut some_utf_8 = false;
    let mut other_lines = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match std::str::from_utf8(line) {
            Ok(_) => some_utf_8 |= !line.is_ascii(),
            Err(_) => {
                detector.feed(line, false);
                other_lines.push(index + 1);
            }
        }
    }
    detector.feed(b"", true);
    let encoding = likelier(detector.guess(None, Utf8Detection::Deny), bytes);
    if !some_utf_8 || !encoding.is_single_byte() {
        return whole(bytes, encoding, Some(encoding.name()));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut undecodable = false;
    for line in lines {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                let (line, failed) = encoding.decode_without_bom_handling(line);
                text.push_str(&line);
                undecodable |= failed;
            }
        }
    }
    Decoded { text, guessed: Some(encoding.name()), other_lines, undecodable, nulls: 0 }
}

/// Encodings of Latin letters that differ from Windows-1252 in few places, so that a short text with
/// few accents is easily taken for one of them.
const NEAR_WINDOWS_1252: [&Encoding; 10] = [
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1254,
    encoding_rs::WINDOWS_1257,
    encoding_rs::WINDOWS_1258,
    encoding_rs::ISO_8859_2,
    encoding_rs::ISO_8859_4,
    encoding_rs::ISO_8859_10,
    encoding_rs::ISO_8859_13,
    encoding_rs::ISO_8859_15,
    encoding_rs::ISO_8859_16,
];

/// What text in the languages of the declared headings has beyond ASCII, in Windows-1252.
const WESTERN: &str =
    "äöüßÄÖÜáéíóúÁÉÍÓÚàèìòùÀÈÌÒÙâêîôûÂÊÎÔÛëïÿËÏñÑçÇãõÃÕœŒæÆºªåÅøØ€£§°·²³µ±×÷¿¡«»‹›„“”‘’‚–—…•©®™½¼¾\u{a0}";

/// Windows-1252 in place of a near relative where the text as Windows-1252 has nothing but what
/// Western European text has: the letters by which the relatives differ would stand out as signs
/// (`³` for the Polish `ł`) or as letters of no such language.
fn likelier(guess: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    if !NEAR_WINDOWS_1252.contains(&guess) {
        return guess;
    }
    let (text, undecodable) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    let western = |character: char| character.is_ascii() || WESTERN.contains(character);
    if !undecodable && text.chars().all(western) { encoding_rs::WINDOWS_1252 } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_other_languages_keeps_its_encoding() {
        for (encoding, text) in [
            (
                encoding_rs::WINDOWS_1251,
                "Номер;Мера;Состояние\n1;Управление доступом;внедрено\n2;Резервные копии;нет\n",
            ),
            (
                encoding_rs::WINDOWS_1253,
                "Αριθμός;Μέτρο;Κατάσταση\n1;Έλεγχος πρόσβασης;ναι\n2;Αντίγραφα;όχι\n",
            ),
            (
                encoding_rs::WINDOWS_1250,
                "Nr;Zabezpieczenie;Stan\n1;Zarządzanie dostępem użytkowników;wdrożone\n2;Kopie;częściowo\n",
            ),
            (
                encoding_rs::WINDOWS_1257,
                "Nr;Priemonė;Būsena\n1;Prieigos teisių valdymas;įgyvendinta iš dalies\n2;Atsarginės kopijos;vykdoma šiuo metu\n3;Žurnalų įrašų peržiūra;suplanuota\n",
            ),
            (encoding_rs::SHIFT_JIS, "番号;管理策;状況\n1;アクセス制御;実施済み\n2;バックアップ;計画中\n"),
            (encoding_rs::GB18030, "编号;控制;状态\n1;访问控制;已实施\n2;备份;计划中\n"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes).text, text, "{}", encoding.name());
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let little: Vec<u8> = "id;größe\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "id;größe\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&b"\xff\xfe"[..], &little].concat();
        for (bytes, guessed) in [(&little, Some("UTF-16LE")), (&big, Some("UTF-16BE")), (&marked, None)] {
            let decoded = decode(bytes);
            assert_eq!(decoded.text, "id;größe\n");
            assert_eq!(decoded.guessed, guessed);
        }
    }

    #[test]
    fn what_is_not_utf_8_is_read_as_what_it_most_likely_is() {
        let german = decode(b"Ma\xdfnahme;Pr\xfcfung durch die Gesch\xe4ftsf\xfchrung\n");
        assert_eq!(german.text, "Maßnahme;Prüfung durch die Geschäftsführung\n");
        assert_eq!(german.guessed, Some("windows-1252"));
        // A word that most encodings of Latin letters have a letter for at each byte.
        let dutch =
            decode(b"Beheersmaatregel;Status\nBeleid;Ge\xefmplementeerd\nRollen;Deels ge\xefmplementeerd\n");
        assert!(dutch.text.contains("Geïmplementeerd"), "{}", dutch.text);
        assert_eq!(dutch.guessed, Some("windows-1252"));
        let polish = "Właściciel ryzyka;Opis;Prawdopodobieństwo\nŻółw;Błąd źródła;Wysokie\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(polish);
        assert_eq!(decode(&bytes).text, polish);
        let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("資産番号,資産名,管理責任者\n1,顧客情報,田中\n");
        assert_eq!(decode(&japanese).guessed, Some("Shift_JIS"));
    }

    #[test]
    fn a_line_of_another_encoding_does_not_garble_the_rest() {
        let decoded = decode(b"id,name\n1,M\xc3\xbcller\n2,Caf\xe9 Zentral\n");
        assert_eq!(decoded.text, "id,name\n1,Müller\n2,Café Zentral\n");
        assert_eq!(decoded.other_lines, [3]);
    }

    #[test]
    fn nulls_are_taken_out_and_counted() {
        let decoded = decode(b"id,na\0me\n1,\0x\n");
        assert_eq!((decoded.text.as_str(), decoded.nulls), ("id,name\n1,x\n", 2));
    }
}
