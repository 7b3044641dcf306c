//! What an agent says to what.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, de::Error};

/// A text that is no script.
#[derive(Debug, thiserror::Error)]
#[error("the agent's script is not one")]
pub struct ScriptError(#[from] serde_json::Error);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    #[serde(default = "usual_name")]
    pub(super) name: String,
    #[serde(default)]
    pub(super) greeting: Option<String>,
    #[serde(default)]
    answers: Vec<Rule>,
    /// What it was read from; `None` if it was not.
    #[cfg(feature = "server")]
    #[serde(skip)]
    pub(super) text: Option<String>,
}

/// An answer, and what to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// What has to be found in the message; anything if nothing is said.
    #[serde(default, rename = "if", deserialize_with = "pattern")]
    pattern: Option<Regex>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) say: Vec<String>,
    #[serde(default)]
    pub(super) then: Option<Action>,
}

/// What an agent does besides talking.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    Close,
    /// To a department, by id or name.
    Forward(String),
}

impl Script {
    pub(super) fn echo() -> Self {
        let same = Rule { pattern: None, say: vec!["{msg}".to_owned()], then: None };
        Self {
            name: "Echo".to_owned(),
            greeting: None,
            answers: vec![same],
            #[cfg(feature = "server")]
            text: None,
        }
    }

    pub(super) fn read(text: &str) -> Result<Self, ScriptError> {
        #[cfg_attr(not(feature = "server"), expect(unused_mut))]
        let mut script: Self = serde_json::from_str(text)?;
        #[cfg(feature = "server")]
        {
            script.text = Some(text.to_owned());
        }
        Ok(script)
    }

    /// The first rule that fits a message.
    pub(super) fn rule_for(&self, msg: &str) -> Option<&Rule> {
        self.answers.iter().find(|rule| rule.pattern.as_ref().is_none_or(|pattern| pattern.is_match(msg)))
    }
}

/// Puts the visitor's name and message where a text has their places. What stands in the message itself is left alone.
pub(super) fn fill(text: &str, name: &str, msg: &str) -> String {
    let parts = text.split("{msg}").map(|part| part.replace("{name}", name));
    parts.collect::<Vec<_>>().join(msg)
}

fn usual_name() -> String {
    "Agent".to_owned()
}

fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    let text = String::deserialize(deserializer)?;
    RegexBuilder::new(&text).case_insensitive(true).build().map(Some).map_err(D::Error::custom)
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        One(String),
        More(Vec<String>),
    }
    Ok(match Given::deserialize(deserializer)? {
        Given::One(text) => vec![text],
        Given::More(texts) => texts,
    })
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn the_first_rule_that_fits_counts() {
        let script = r#"{"answers": [{"if": "pri(ce|ze)", "say": "10"}, {"if": "^bye$", "then": "close"}, {"say": ["?", "!"]}]}"#;
        let script = Script::read(script).unwrap();
        let said = |msg| script.rule_for(msg).unwrap().say.clone();
        assert_eq!(said("Your PRICES?"), ["10"]);
        assert!(matches!(script.rule_for("Bye").unwrap().then, Some(Action::Close)));
        assert_eq!(said("bye bye"), ["?", "!"]);
        assert!(Script::read("{}").unwrap().rule_for("Hello").is_none());
    }

    #[test]
    fn what_is_no_script_is_refused_with_its_place() {
        for (text, part) in [
            (r#"{"answers": [{"if": "("}]}"#, "unclosed group"),
            (r#"{"answers": [{"iff": "a"}]}"#, "unknown field `iff`"),
            (r#"{"answers": [{"then": "leave"}]}"#, "unknown variant `leave`"),
            ("{", "line 1 column 1"),
        ] {
            let error = Script::read(text).unwrap_err().source().unwrap().to_string();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_message_is_no_text_with_places() {
        assert_eq!(fill("{name}: {msg}, {msg}", "Ann", "{name}"), "Ann: {name}, {name}");
    }
}
