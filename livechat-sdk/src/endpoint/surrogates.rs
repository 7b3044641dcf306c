/// Replaces what is half a character in the escapes of a JSON text, such as `\ud800` alone, by U+FFFD; `None` if nothing
/// is.
///
/// JavaScript writes such halves, and reads them. JSON parsers of other languages refuse the whole text, this one's
/// included: so this is for a text that does not parse.
///
/// ```
/// use livechat_sdk::endpoint::mend_surrogates;
///
/// assert_eq!(mend_surrogates(br#""a \ud83d b""#), Some(br#""a \ufffd b""#.to_vec()));
/// assert_eq!(mend_surrogates(br#""\ud83d\ude00""#), None);
/// ```
#[must_use]
pub fn mend_surrogates(json: &[u8]) -> Option<Vec<u8>> {
    let mut mended = None;
    let mut at = 0;
    while let Some(found) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        let Some(unit) = escaped_unit(&json[at..]) else {
            // The escape of a single letter; of a backslash, say.
            at = (at + 2).min(json.len());
            continue;
        };
        let is_pair = is_high(unit) && escaped_unit(&json[at + ESCAPE..]).is_some_and(is_low);
        if is_pair {
            at += 2 * ESCAPE;
            continue;
        }
        if is_high(unit) || is_low(unit) {
            mended.get_or_insert_with(|| json.to_vec())[at..at + ESCAPE].copy_from_slice(br"\ufffd");
        }
        at += ESCAPE;
    }
    mended
}

/// How long `\ud800` is.
const ESCAPE: usize = 6;

/// The unit of UTF-16 that a text begins with the escape of.
fn escaped_unit(json: &[u8]) -> Option<u16> {
    let digits = json.strip_prefix(br"\u")?.get(..ESCAPE - 2)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_are_replaced_and_pairs_are_kept() {
        for (json, text) in [
            (r#""\ud800""#, "\u{fffd}"),
            (r#""\udc00 x""#, "\u{fffd} x"),
            (r#""\uD83D\uDE00\uD83D""#, "\u{1f600}\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\\\ud800\\ud800""#, "\\\u{fffd}\\ud800"),
            (r#""\ud800\n""#, "\u{fffd}\n"),
            (r#""\ud800\u0041""#, "\u{fffd}A"),
        ] {
            let mended = mend_surrogates(json.as_bytes()).unwrap();
            assert_eq!(serde_json::from_slice::<String>(&mended).unwrap(), text, "{json}");
        }
        for json in [r#""\ud83d\ude00""#, r#""\\ud800""#, r#""plain""#, "\"\u{fffd}\"", "\\", "\\u", "\\ud80", ""] {
            assert_eq!(mend_surrogates(json.as_bytes()), None, "{json}");
        }
    }

    proptest! {
        #[test]
        fn what_javascript_writes_is_read(units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xd700..0xe100_u16], 0..20)) {
            let escapes: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let json = format!("\"{escapes}\"").into_bytes();
            let json = mend_surrogates(&json).unwrap_or(json);
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), String::from_utf16_lossy(&units));
        }

        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(prop_oneof![Just(b'\\'), Just(b'u'), Just(b'd'), Just(b'8'), any::<u8>()], 0..30)) {
            let length = bytes.len();
            prop_assert!(mend_surrogates(&bytes).is_none_or(|mended| mended.len() == length));
        }
    }
}
