use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Unexpected, Visitor},
};

use crate::{
    open_enum::open_enum,
    time::Timestamp,
    wire::{NUMBER, Success, null_as_default, number},
};

/// A day, or a point in time, as dashboards and reports take it.
///
/// ```
/// use livechat_sdk::{Timestamp, model::DateOrTime};
///
/// assert_eq!(DateOrTime::day(2026, 3, 9).as_str(), "2026-03-09");
/// let time: Timestamp = "2026-03-09T12:00:00Z".parse()?;
/// assert_eq!(DateOrTime::from(time).as_str(), "2026-03-09T12:00:00.000Z");
/// # Ok::<(), livechat_sdk::ParseTimestampError>(())
/// ```
///
/// Where an operation counts in days, the day is one of the workspace's reporting time zone, and a time of day is ignored.
/// Elsewhere a day stands for its first moment, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateOrTime(String);

impl DateOrTime {
    /// This day.
    #[must_use]
    pub fn day(year: u16, month: u8, day: u8) -> Self {
        Self(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Timestamp> for DateOrTime {
    fn from(time: Timestamp) -> Self {
        Self(time.to_string())
    }
}

impl From<&str> for DateOrTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for DateOrTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

open_enum! {
    /// What an overview of conversations is about.
    OverviewName {
        /// How many there were, and when.
        Conversations = "Conversations",
        /// How fast agents responded.
        Productivity = "Productivity",
    }

    /// A figure about agents, or over time.
    ChartName {
        /// How many conversations there were.
        TotalConversations = "Total_conversations",
        /// How long conversations lasted.
        AverageChatDuration = "Avg_chat_duration",
        /// How many messages were written.
        TotalMessages = "Total_messages",
        /// How long visitors waited for the first response.
        AverageFirstResponseTime = "Avg_first_response_time",
        /// The shortest time that a visitor waited for the first response.
        BestFirstResponseTime = "Best_first_response_time",
        /// How long visitors waited for a response.
        AverageResponseTime = "Avg_response_time",
        /// How long agents took from getting a conversation to the first response.
        AverageReactionTime = "Avg_reaction_time",
    }

    /// The title of a figure.
    FigureTitle {
        /// How many conversations there were.
        TotalConversations = "Total_conversations",
        /// How many of them are open. Those in which nobody wrote do not count.
        OpenConversations = "Open_conversations",
        /// How many of them are on hold.
        OnHoldConversations = "On_Hold_conversations",
        /// How many messages were written. A conversation without one counts as one.
        TotalMessages = "Total_messages",
        /// The day of the week with the most messages.
        BusiestDay = "Busiest_day",
        /// The mean number of conversations on a day.
        ConversationsPerDay = "Conversations_per_day",
        /// The hour of the busiest day with the most messages.
        BusiestTime = "Busiest_time",
        /// The mean time of a response.
        AverageResponseTime = "Avg_response_time",
        /// The mean time of a first response.
        AverageFirstResponseTime = "Avg_first_response_time",
        /// The mean time from getting a conversation to the first response.
        AverageReactionTime = "Avg_reaction_time",
        /// How many visitors there were.
        TotalVisitors = "Total_visitors",
        /// The mean time for which agents were available on the first day.
        AverageAvailableServiceTime = "Avg_of_available_service_time",
        /// The mean time for which agents served a conversation.
        AverageServiceTime = "Avg_of_service_time",
        /// How many conversations visitors abandoned.
        TotalAbandonedChats = "Total_abandoned_chats",
        /// The mean percentage of abandoned conversations.
        AverageAbandonedChats = "Avg_of_abandoned_chats",
        /// The mean duration of a conversation.
        AverageChatDurationTime = "Avg_of_chat_duration_time",
        /// The mean time that visitors waited.
        AverageWaitingTime = "Avg_of_waiting_time",
    }
}

/// A figure: a number, or a text such as `01:24:56`, `33.33%` or `7AM - 8AM`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FigureValue {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl FigureValue {
    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl From<u64> for FigureValue {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<String> for FigureValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Serialize for FigureValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => number::serialize(&Some(*value), serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for FigureValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;

        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = FigureValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<FigureValue, E> {
                Ok(FigureValue::Number(number as f64))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<FigureValue, E> {
                Ok(FigureValue::Number(number as f64))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<FigureValue, E> {
                Ok(FigureValue::Number(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FigureValue, E> {
                Ok(FigureValue::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FigureValue, A::Error> {
                let invalid = || de::Error::invalid_type(Unexpected::Map, &self);
                match map.next_key::<Cow<'de, str>>()? {
                    Some(key) if key == NUMBER => {
                        let text = map.next_value::<Cow<'de, str>>()?;
                        text.parse().map(FigureValue::Number).map_err(|_| invalid())
                    }
                    _ => Err(invalid()),
                }
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

/// A figure with its title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Figure {
    /// What it is about.
    pub title: FigureTitle,
    /// The figure itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<FigureValue>,
}

impl Figure {
    /// This figure with this title.
    #[must_use]
    pub fn new(title: FigureTitle, value: impl Into<FigureValue>) -> Self {
        Self { title, value: Some(value.into()) }
    }
}

/// The response of a dashboard that shows a few figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Totalizers {
    /// The figures, in the order in which they are shown.
    #[serde(default, deserialize_with = "null_as_default")]
    pub totalizers: Vec<Figure>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl Totalizers {
    /// The response with these figures.
    #[must_use]
    pub fn new(totalizers: Vec<Figure>) -> Self {
        Self { totalizers, success: Success }
    }

    /// The figure with this title.
    #[must_use]
    pub fn get(&self, title: &FigureTitle) -> Option<&FigureValue> {
        self.totalizers.iter().find(|figure| figure.title == *title)?.value.as_ref()
    }
}

/// A page of figures about departments: one entry for each, and one for the conversations without a department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
#[non_exhaustive]
pub struct DepartmentFigures<T> {
    /// The departments of this page, in no certain order.
    #[serde(default = "Vec::new", deserialize_with = "null_as_default")]
    pub departments: Vec<T>,
    /// The number of departments on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of departments that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of departments, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl<T> DepartmentFigures<T> {
    /// A page of these departments, starting at `offset` of `total`.
    #[must_use]
    pub fn new(departments: Vec<T>, offset: u64, total: u64) -> Self {
        let count = departments.len() as u64;
        Self { departments, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// A page of figures about agents, by user name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
#[non_exhaustive]
pub struct AgentFigures<T> {
    /// The agents of this page.
    #[serde(default = "Vec::new", deserialize_with = "null_as_default")]
    pub agents: Vec<T>,
    /// The number of agents on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of agents that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of agents, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl<T> AgentFigures<T> {
    /// A page of these agents, starting at `offset` of `total`.
    #[must_use]
    pub fn new(agents: Vec<T>, offset: u64, total: u64) -> Self {
        let count = agents.len() as u64;
        Self { agents, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// The response of a report: conversations, counted by what they have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConversationReport {
    /// How many were counted. A conversation with several tags counts for each.
    #[serde(default, deserialize_with = "null_as_default")]
    pub total: u64,
    /// The groups.
    #[serde(default, deserialize_with = "null_as_default")]
    pub data: Vec<ReportEntry>,
    /// How many conversations belong to no group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unspecified: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ConversationReport {
    /// The report with these groups, and so many conversations in all.
    #[must_use]
    pub fn new(data: Vec<ReportEntry>, total: u64) -> Self {
        Self { total, data, unspecified: None, success: Success }
    }
}

/// A group of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportEntry {
    /// What its conversations have in common.
    pub label: String,
    /// How many they are.
    #[serde(default, deserialize_with = "null_as_default")]
    pub value: u64,
}

impl ReportEntry {
    /// So many conversations under this label.
    #[must_use]
    pub fn new(label: impl Into<String>, value: u64) -> Self {
        Self { label: label.into(), value }
    }
}
