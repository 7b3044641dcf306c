//! List queries: offset, count and sort, and a text to look for.

mod sort_key;

use livechat_sdk::{Direction, Sort, Timestamp};
use serde::Serialize;

use self::sort_key::SortKey;
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
    pub(crate) fn page_of<'w, T: Serialize>(&self, items: Vec<&'w T>, settings: &Settings) -> Page<'w, T> {
        let (offset, total) = (self.offset.unwrap_or_default(), items.len() as u64);
        let (skip, length) = (usize::try_from(offset).unwrap_or(usize::MAX), self.length(settings));
        let items = match self.sort {
            Some(sort) => sorted_part(&items, sort, skip, length),
            None => items.into_iter().skip(skip).take(length).collect(),
        };
        Page { items, offset, total }
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

/// The items of one page, if all of them were sorted. Those that are equal stay in their order.
fn sorted_part<'w, T: Serialize>(items: &[&'w T], sort: &Sort, skip: usize, length: usize) -> Vec<&'w T> {
    let mut keys: Vec<_> = items.iter().enumerate().map(|(at, item)| (SortKey::of(item, sort), at)).collect();
    // What comes behind the page, and what comes before it, is told apart from it and not sorted.
    let end = skip.saturating_add(length);
    if end < keys.len() {
        keys.select_nth_unstable(end);
        keys.truncate(end);
    }
    if skip < keys.len() {
        keys.select_nth_unstable(skip);
    }
    let mut page = keys.split_off(skip.min(keys.len()));
    page.sort_unstable();
    page.into_iter().filter_map(|(_, at)| items.get(at).copied()).collect()
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

/// Whether a text has another in it, in upper or lower case.
pub(crate) fn contains(text: Option<&str>, part: &str) -> bool {
    text.is_some_and(|text| text.to_lowercase().contains(&part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
    fn pages_follow_each_other() {
        let records: Vec<_> = (0..40_u64).map(|n| json!({"n": n * 7 % 5, "id": n})).collect();
        let sort = Sort::by("n").descending();
        let page = |offset, count| -> Vec<u64> {
            let query = Query { offset: Some(offset), count: Some(count), sort: Some(&sort) };
            let page = query.page_of(records.iter().collect(), &Settings::default());
            assert_eq!(page.total, 40);
            page.items.iter().map(|item| item["id"].as_u64().unwrap()).collect()
        };
        let all = page(0, 0);
        let mut expected: Vec<_> = (0..40).collect();
        expected.sort_by_key(|n| std::cmp::Reverse(n * 7 % 5));
        assert_eq!(all, expected);
        for (offset, count) in [(0, 1), (0, 40), (0, 41), (3, 9), (13, 100), (39, 1), (40, 1), (41, 9), (u64::MAX, 9)] {
            let expected: Vec<_> = all.iter().copied().skip(offset as usize).take(count as usize).collect();
            assert_eq!(page(offset, count), expected, "{offset}, {count}");
        }
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
