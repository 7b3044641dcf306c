//! Texts that many records share, each kept once and known by a number, and looked through all at once.

use std::collections::HashMap;

use regex::Regex;

/// A text's place among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Number(u32);

impl Number {
    /// From 0 on.
    pub(super) fn place(self) -> usize {
        self.0 as usize
    }
}

/// The texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    numbers: HashMap<Box<str>, Number>,
    /// One behind the other, each with [`END`] behind it. A text that lies anywhere in them is found in one go, in a
    /// fraction of the time that it takes to look at each.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

/// A character that no typed text contains.
const END: char = '\0';

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a text, which is added if it is a new one.
    pub(crate) fn number(&mut self, text: &str) -> Number {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        // More texts than a `u32` counts do not fit into memory.
        let number = Number(u32::try_from(self.ends.len()).unwrap_or(u32::MAX));
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.text.push(END);
        self.numbers.insert(text.into(), number);
        number
    }

    /// The number of a text, if it is one of these.
    pub(crate) fn known(&self, text: &str) -> Option<Number> {
        self.numbers.get(text).copied()
    }

    /// The text with this number.
    pub(crate) fn name(&self, number: Number) -> &str {
        let start = number.place().checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| end + END.len_utf8());
        self.ends.get(number.place()).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + END.len_utf8()));
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// By number, whether a text is one of these.
    pub(crate) fn any_of(&self, texts: &[&str]) -> Vec<bool> {
        let mut found = vec![false; self.len()];
        for text in texts {
            if let Some(number) = self.numbers.get(*text) {
                found[number.place()] = true;
            }
        }
        found
    }

    /// By number, whether a text has another in it.
    pub(crate) fn with_part(&self, part: &str) -> Vec<bool> {
        let mut found = vec![part.is_empty(); self.len()];
        if part.is_empty() || part.contains(END) {
            return found;
        }
        let mut number = 0;
        for (at, _) in self.text.match_indices(part) {
            while self.ends.get(number).is_some_and(|end| *end <= at) {
                number += 1;
            }
            if let Some(found) = found.get_mut(number) {
                *found = true;
            }
        }
        found
    }

    /// By number, whether a pattern matches a text.
    pub(crate) fn matching(&self, pattern: &Regex) -> Vec<bool> {
        self.iter().map(|text| pattern.is_match(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn no_text_has_the_end_of_one_and_the_beginning_of_the_next() {
        let mut names = Names::default();
        for text in ["a", "b"] {
            names.number(text);
        }
        assert_eq!(names.with_part("a\0b"), [false, false]);
    }

    proptest! {
        /// Against the plainest thing that does the same.
        #[test]
        fn texts_are_found_by_their_parts(texts in vec(r"[ab\x00]{0,4}", 0..20), part in "[ab]{0,3}") {
            let mut names = Names::default();
            let numbers: Vec<_> = texts.iter().map(|text| names.number(text)).collect();
            let (with_part, any_of) = (names.with_part(&part), names.any_of(&[&part]));
            let matching = names.matching(&Regex::new(&format!("^{part}$")).unwrap());
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(names.name(number), text);
                prop_assert_eq!(with_part[number.place()], text.contains(&part));
                prop_assert_eq!(any_of[number.place()], *text == part);
                prop_assert_eq!(matching[number.place()], *text == part);
            }
        }
    }
}
