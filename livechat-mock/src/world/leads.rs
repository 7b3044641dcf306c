//! Leads: which messages hold an address or a number to call, by the patterns of the workspace.

use fancy_regex::{BytesMode, Expr, Regex, RegexBuilder};

/// The setting with the pattern of addresses, in which case does not count.
pub(super) const EMAIL: &str = "Livechat_lead_email_regex";
/// The setting with the pattern of numbers to call.
pub(super) const PHONE: &str = "Livechat_lead_phone_regex";

/// In longer texts nothing is looked for, in bytes: what a pattern may cost grows with the square of it. Clients send 5000
/// characters by default, each of four bytes at most.
const MOST_BYTES: usize = 20_000;

/// The patterns, compiled when a text is first held against them.
#[derive(Clone, Default)]
pub(super) struct Leads {
    email: Pattern,
    phone: Pattern,
}

impl Leads {
    /// Whether a text matches the pattern of addresses or that of numbers to call.
    pub(super) fn are_in(&mut self, text: &str, email: &str, phone: &str) -> bool {
        self.email.compile(EMAIL, email).is_in(text) || self.phone.compile(PHONE, phone).is_in(text)
    }
}

/// A setting's pattern; at first the empty one.
#[derive(Clone, Default)]
struct Pattern {
    source: String,
    /// `None` if nothing matches.
    compiled: Option<Regex>,
}

impl Pattern {
    /// Reads what the setting is now, if that is another pattern.
    fn compile(&mut self, setting: &str, source: &str) -> &Self {
        if self.source != source {
            source.clone_into(&mut self.source);
            self.compiled = read(setting, source).unwrap_or_default();
        }
        self
    }

    /// A pattern that gives up, which it does after a million steps back, has found nothing.
    fn is_in(&self, text: &str) -> bool {
        let matches = |pattern: &Regex| pattern.is_match(text.as_bytes()).unwrap_or(false);
        text.len() <= MOST_BYTES && self.compiled.as_ref().is_some_and(matches)
    }
}

/// The pattern that a setting has; `None` if it is empty, and nothing matches. An error says what cannot be read in it.
///
/// The patterns of servers are JavaScript's, in which only letters of ASCII are part of a word: an address between Chinese
/// characters is one. A pattern that takes more than ASCII is read with Unicode's words instead.
pub(super) fn read(setting: &str, source: &str) -> Result<Option<Regex>, String> {
    if source.is_empty() {
        return Ok(None);
    }
    let tree = Expr::parse_tree(source).map_err(|error| error.to_string())?;
    if tree.expr.has_descendant_or_self(|part| !is_of_javascript(part)) {
        return Err("it has a part that JavaScript does not know".to_owned());
    }
    let mut builder = RegexBuilder::new(source);
    builder.case_insensitive(setting == EMAIL);
    let regex = builder.bytes_mode(BytesMode::Ascii).build();
    let regex = regex.or_else(|_| builder.bytes_mode(BytesMode::UnicodeBytes).build());
    regex.map(Some).map_err(|error| error.to_string())
}

/// Whether JavaScript has this kind of part. Others, such as calls of groups and conditions, would take minutes for some texts,
/// or panic.
fn is_of_javascript(part: &Expr) -> bool {
    matches!(
        part,
        Expr::Empty
            | Expr::Any { .. }
            | Expr::Assertion(_)
            | Expr::Literal { .. }
            | Expr::LiteralBytes { .. }
            | Expr::Delegate { .. }
            | Expr::Concat(_)
            | Expr::Alt(_)
            | Expr::Group(_)
            | Expr::Repeat { .. }
            | Expr::LookAround(..)
            | Expr::Backref { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::setting_definition;

    fn default(setting: &str) -> String {
        setting_definition(setting).unwrap().default_value().as_str().unwrap().to_owned()
    }

    fn has_lead(text: &str) -> bool {
        Leads::default().are_in(text, &default(EMAIL), &default(PHONE))
    }

    #[test]
    fn the_default_patterns_find_addresses_and_numbers() {
        for lead in [
            "ann@example.com",
            "Mail Ann.Lee+chat@Mail.Example.CO.UK, please",
            "我的邮箱是ann@example.com谢谢",
            "(11) 98888-7777",
            "11 98888 7777, mornings",
            "98888_7777",
            "it is 5555-1234.",
        ] {
            assert!(has_lead(lead), "{lead}");
        }
        for none in ["", "Hi!", "ann@example", "@ann", "ann@example.c", "order 123-4567", "2026-01-01", "1 234 567 890"]
        {
            assert!(!has_lead(none), "{none}");
        }
    }

    #[test]
    fn a_pattern_is_read_anew_when_its_setting_changes() {
        let mut leads = Leads::default();
        for (email, phone, is_found) in [
            ("", "", false),
            ("ANN", "", true),
            ("", "", false),
            ("", "Ann", true),
            // Case counts in numbers to call.
            ("", "ANN", false),
            ("(", "[", false),
            ("(", "n{2}", true),
            ("(?<=I am )Ann", "", true),
            ("[äöü]nn", "", false),
            (r"^[^ä]\b.(?=a)", "", true),
        ] {
            assert_eq!(leads.are_in("I am Ann", email, phone), is_found, "{email:?} {phone:?}");
        }
        assert!(leads.are_in("Übung", "[ÄÖÜ]b", ""));
    }

    #[test]
    fn what_takes_too_long_finds_nothing() {
        let mut leads = Leads::default();
        let slow = r"(x+x+)+(?=y)z";
        assert!(leads.are_in("xxyxxz xxz", "z$", slow));
        assert!(!leads.are_in(&"x".repeat(MOST_BYTES), "", slow));
        let long = |length| format!("ann@example.com {}", "x".repeat(length - 16));
        assert!(has_lead(&long(MOST_BYTES)) && !has_lead(&long(MOST_BYTES + 1)));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert!(read(EMAIL, "").unwrap().is_none() && read(PHONE, &default(PHONE)).unwrap().is_some());
        for broken in ["(", "[", "a)", "[^]", r"\c"] {
            assert!(read(EMAIL, broken).is_err_and(|error| !error.is_empty()), "{broken}");
        }
        for foreign in ["x(?(1))", r"(a|b\g<1>)", "(?>a)b", "a++b", r"a\Kb", r"\Ga", "(*FAIL)", "(?~a)", "(a)(?(1)b|c)"]
        {
            assert_eq!(read(EMAIL, foreign).unwrap_err(), "it has a part that JavaScript does not know", "{foreign}");
        }
        for known in
            ["", "a|b", "(a)(?:b)(?<n>c)", r"(a+?){1,2}\1", r"(?<n>a)\k<n>", "(?=a)(?!b)(?<=c)(?<!d)", r"^.[^a-z]\w\b$"]
        {
            assert!(read(PHONE, known).is_ok(), "{known}");
        }
    }
}
