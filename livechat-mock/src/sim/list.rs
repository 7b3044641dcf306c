//! List queries: offset, count and sort, and a text to look for.

use std::cmp::Ordering;

use livechat_sdk::{Direction, Sort, Timestamp};
use serde::Serialize;
use serde_json::Value;

use crate::{
    operation::Page,
    world::{Settings, Slot},
};

/// Which part of a list is asked for, and in which order.
#[derive(Debug)]
pub(crate) struct Query<'a> {
    pub(crate) offset: Option<u64>,
    pub(crate) count: Option<u64>,
    pub(crate) sort: Option<&'a Sort>,
}

impl Query<'_> {
    /// How many items there may be on the page.
    fn length(&self, settings: &Settings) -> usize {
        let usual = settings.number("API_Default_Count");
        let length = match self.count {
            None => usual,
            Some(0) if settings.flag("API_Allow_Infinite_Count") => u64::MAX,
            Some(0) => usual,
            Some(count) => count.min(settings.number("API_Upper_Count_Limit")),
        };
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    /// How many items are asked for, as the server echoes it: what is above the limit is lowered, 0 stays.
    pub(crate) fn count(&self, settings: &Settings) -> u64 {
        let length = self.length(settings);
        if length == usize::MAX { 0 } else { length as u64 }
    }

    /// A page of records that are in the order that they have if nothing else is asked for.
    pub(crate) fn page_of<'w, T: Serialize>(&self, mut items: Vec<&'w T>, settings: &Settings) -> Page<'w, T> {
        let (offset, total) = (self.offset.unwrap_or_default(), items.len() as u64);
        if let Some(sort) = self.sort {
            items.sort_by_cached_key(|item| SortKey::of(item, sort));
        }
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        Page { items: items.into_iter().skip(skip).take(self.length(settings)).collect(), offset, total }
    }

    /// A page of records that are in the order of their `ts`; the newest come first unless something else is asked for.
    pub(crate) fn page<'w, T: Serialize>(
        &self,
        timeline: &[(Timestamp, Slot)],
        get: impl Fn(Slot) -> Option<&'w T>,
        settings: &Settings,
    ) -> Page<'w, T> {
        let offset = self.offset.unwrap_or_default();
        let (skip, length) = (usize::try_from(offset).unwrap_or(usize::MAX), self.length(settings));
        let slots = timeline.iter().map(|(_, slot)| *slot);
        let items = match by_ts_alone(self.sort) {
            Some(Direction::Descending) => slots.rev().skip(skip).take(length).filter_map(get).collect(),
            Some(Direction::Ascending) => slots.skip(skip).take(length).filter_map(get).collect(),
            None => return self.page_of(slots.filter_map(get).collect(), settings),
        };
        Page { items, offset, total: timeline.len() as u64 }
    }
}

impl Query<'_> {
    /// A page of records of any kind, in the order of this field unless something else is asked for.
    pub(crate) fn page_by<'w, T: Serialize>(
        &self,
        usual: &str,
        items: impl IntoIterator<Item = &'w T>,
        settings: &Settings,
    ) -> Page<'w, T> {
        let usual = Sort::by(usual);
        let query = Query { sort: Some(self.sort.unwrap_or(&usual)), ..*self };
        query.page_of(items.into_iter().collect(), settings)
    }
}

/// The direction, if the order is that of `ts` alone. A sort without fields leaves the order of the database.
fn by_ts_alone(sort: Option<&Sort>) -> Option<Direction> {
    let Some(sort) = sort else { return Some(Direction::Descending) };
    let mut fields = sort.fields();
    match (fields.next(), fields.next()) {
        (Some(("ts", direction)), None) => Some(direction),
        (None, _) => Some(Direction::Ascending),
        _ => None,
    }
}

/// What a record is sorted by.
#[derive(PartialEq, Eq)]
struct SortKey(Vec<(Value, Direction)>);

impl SortKey {
    fn of(item: &impl Serialize, sort: &Sort) -> Self {
        let document = serde_json::to_value(item).unwrap_or_default();
        let field = |path: &str| path.split('.').try_fold(&document, |value, key| value.get(key)).cloned();
        Self(sort.fields().map(|(path, direction)| (field(path).unwrap_or_default(), direction)).collect())
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        pairs.fold(Ordering::Equal, |order, ((one, direction), (other, _))| {
            order.then_with(|| match direction {
                Direction::Ascending => compare(one, other),
                Direction::Descending => compare(other, one),
            })
        })
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The server's database orders by type first: what is missing, numbers, text, objects, lists, booleans. Moments are text
/// in one form here, whose order is theirs.
fn compare(one: &Value, other: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Object(_) => 3,
        Value::Array(_) => 4,
        Value::Bool(_) => 5,
    };
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one.as_f64().unwrap_or_default().total_cmp(&other.as_f64().unwrap_or_default())
        }
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        _ => rank(one).cmp(&rank(other)),
    }
}

/// Whether a text has another in it, in upper or lower case.
pub(crate) fn contains(text: Option<&str>, part: &str) -> bool {
    text.is_some_and(|text| text.to_lowercase().contains(&part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::World;

    /// Records, with the list of them.
    fn list(records: Vec<Value>) -> (Vec<Value>, Vec<(Timestamp, Slot)>) {
        let timeline = (0..).zip(&records).map(|(at, _)| (Timestamp::from_millis(at.into()), Slot(at))).collect();
        (records, timeline)
    }

    fn numbers(count: u64) -> (Vec<Value>, Vec<(Timestamp, Slot)>) {
        list((0..count).map(Value::from).collect())
    }

    fn page(count: Option<u64>, offset: Option<u64>, settings: &Settings) -> (usize, Option<u64>, u64) {
        let (table, timeline) = numbers(120);
        let page = Query { offset, count, sort: None }.page(&timeline, |slot| table.get(slot.place()), settings);
        (page.items.len(), page.items.first().and_then(|item| item.as_u64()), page.total)
    }

    #[test]
    fn a_page_has_as_many_items_as_the_server_gives() {
        let settings = Settings::default();
        assert_eq!(page(None, None, &settings), (50, Some(119), 120));
        assert_eq!(page(Some(7), Some(5), &settings), (7, Some(114), 120));
        assert_eq!(page(Some(1000), None, &settings), (100, Some(119), 120), "lowered silently");
        assert_eq!(page(Some(0), None, &settings), (120, Some(119), 120), "no limit");
        assert_eq!(page(Some(50), Some(100), &settings), (20, Some(19), 120));
        assert_eq!(page(None, Some(u64::MAX), &settings), (0, None, 120));
        let mut world = World::empty();
        world.set_setting("API_Allow_Infinite_Count", false).unwrap();
        assert_eq!(page(Some(0), None, &world.settings), (50, Some(119), 120));
    }

    #[test]
    fn a_list_can_be_sorted_by_any_field() {
        let (table, timeline) = list(vec![
            json!({"n": 2, "v": {"name": "b"}}),
            json!({"n": 10, "v": {"name": "a"}}),
            json!({"v": {"name": "b"}}),
            json!({"n": "1"}),
        ]);
        let sorted = |sort: Sort| -> Vec<usize> {
            let settings = Settings::default();
            let page = Query { offset: None, count: None, sort: Some(&sort) }.page(
                &timeline,
                |slot| table.get(slot.place()),
                &settings,
            );
            page.items.iter().map(|item| table.iter().position(|record| record == *item).unwrap()).collect()
        };
        assert_eq!(sorted(Sort::by("n")), [2, 0, 1, 3]);
        assert_eq!(sorted(Sort::by("n").descending()), [3, 1, 0, 2]);
        assert_eq!(sorted(Sort::by("v.name").then_by("n").descending()), [3, 1, 0, 2]);
        assert_eq!(sorted(Sort::by("ts")), [0, 1, 2, 3]);
        assert_eq!(sorted(Sort::by("ts").descending()), [3, 2, 1, 0]);
        assert_eq!(sorted("{}".parse().unwrap()), [0, 1, 2, 3]);
    }

    #[test]
    fn a_list_has_a_usual_order() {
        let records = [json!({"name": "b", "n": 1}), json!({"name": "a", "n": 1}), json!({"name": "c", "n": 0})];
        let names = |sort: Option<&Sort>, offset| -> Vec<_> {
            let query = Query { offset, count: Some(2), sort };
            let page = query.page_by("name", &records, &Settings::default());
            assert_eq!(page.total, 3);
            page.items.iter().map(|item| item["name"].as_str().unwrap()).collect()
        };
        assert_eq!(names(None, None), ["a", "b"]);
        assert_eq!(names(None, Some(1)), ["b", "c"]);
        assert_eq!(names(Some(&Sort::by("n")), None), ["c", "b"]);
        assert_eq!(names(None, Some(u64::MAX)), [""; 0]);
    }

    #[test]
    fn a_text_is_found_in_any_case() {
        assert!(contains(Some("Support"), "SUP") && contains(Some(""), ""));
        assert!(!contains(Some("Support"), "sales") && !contains(None, ""));
    }
}
