use std::fmt;

use fieldwork::Fieldwork;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{DateOrTime, Figure, OverviewName},
    wire::Acknowledged,
};

/// Looks up what there is to say about the conversations of some days.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/overview` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Analytics Overview” |
///
/// Days are those of the workspace's reporting time zone.
///
/// # Errors
///
/// `invalid-params` if an argument is missing; `invalid-chart-name` if the name is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAnalyticsOverview {
    /// What it is to be about.
    #[field = false]
    pub name: OverviewName,
    /// The first day.
    #[field = false]
    pub from: DateOrTime,
    /// The last day.
    #[field = false]
    pub to: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl GetAnalyticsOverview {
    /// From one day to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(name: OverviewName, from: impl Into<DateOrTime>, to: impl Into<DateOrTime>) -> Self {
        Self { name, from: from.into(), to: to.into(), department_id: None }
    }
}

/// The response to [`GetAnalyticsOverview`]: a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetAnalyticsOverviewResponse {
    /// The figures, in the order in which they are shown; `None` if the server does not know the name, or cannot read a date.
    pub figures: Option<Vec<Figure>>,
}

impl GetAnalyticsOverviewResponse {
    /// The response with these figures.
    #[must_use]
    pub fn new(figures: Option<Vec<Figure>>) -> Self {
        Self { figures }
    }
}

/// The list itself, or an object that says nothing but that there is none.
impl Serialize for GetAnalyticsOverviewResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.figures {
            Some(figures) => figures.serialize(serializer),
            None => Acknowledged::default().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for GetAnalyticsOverviewResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;

        impl<'de> Visitor<'de> for ListVisitor {
            type Value = Option<Vec<Figure>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(items)).map(Some)
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
                Acknowledged::deserialize(MapAccessDeserializer::new(fields)).map(|_| None)
            }
        }

        deserializer.deserialize_any(ListVisitor).map(Self::new)
    }
}

impl Endpoint for GetAnalyticsOverview {
    type Response = GetAnalyticsOverviewResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/overview"))
        .permissions(&["view-livechat-manager"])
        .since("6.4.0");
}
