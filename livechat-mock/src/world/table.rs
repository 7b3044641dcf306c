//! Collections of records, and the ways to find them. Nothing here takes longer because there are more records.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use livechat_sdk::Timestamp;

use super::{
    outbox::{Change, Outbox},
    sparse::Sparse,
};

/// A record of a [`Table`].
pub(crate) trait Record: Clone {
    type Id: AsRef<str> + Clone + PartialEq;

    fn id(&self) -> &Self::Id;

    fn id_mut(&mut self) -> &mut Self::Id;

    /// The change to announce after a record with this id was added or changed, if it is announced at all.
    fn changed(&self, id: Self::Id) -> Option<Change>;

    /// The change to announce after a record was removed.
    fn removed(&self) -> Option<Change> {
        self.changed(self.id().clone())
    }
}

/// The place of a record in its [`Table`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(pub(crate) u32);

impl Slot {
    /// Its number, from 0 on.
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }
}

/// Records in the order in which they were added, found by id. A clone shares them until one side changes one.
///
/// Whatever changes a record announces it.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    /// By slot.
    records: Sparse<Arc<T>>,
    by_id: HashMap<Box<str>, Slot>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { records: Sparse::default(), by_id: HashMap::new() }
    }
}

impl<T: Record> Table<T> {
    /// Adds a record, or replaces the one with the same id, which it returns.
    pub(super) fn put(&mut self, record: T, outbox: &mut Outbox) -> (Slot, Option<Arc<T>>) {
        outbox.extend(record.changed(record.id().clone()));
        // More records than a `u32` counts do not fit into memory.
        let next = Slot(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
        let slot = match self.by_id.entry(record.id().as_ref().into()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(next),
        };
        let record = Arc::new(record);
        match self.records.get_mut(slot.place()) {
            Some(place) => (slot, Some(std::mem::replace(place, record))),
            None => {
                self.records.push(record);
                (slot, None)
            }
        }
    }

    /// Changes a record, apart from its id.
    pub(super) fn modify<R>(&mut self, slot: Slot, outbox: &mut Outbox, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let record = Arc::make_mut(self.records.get_mut(slot.place())?);
        let id = record.id().clone();
        let result = change(record);
        if *record.id() != id {
            record.id_mut().clone_from(&id);
        }
        outbox.extend(record.changed(id));
        Some(result)
    }

    /// Changes all records that need it, apart from their ids, and lets the caller announce that in another way than usual.
    /// True stands for a change.
    pub(super) fn modify_each(&mut self, mut change: impl FnMut(&mut T) -> bool, mut announce: impl FnMut(&T::Id)) {
        for record in self.records.iter_mut() {
            let mut changed = (**record).clone();
            if change(&mut changed) {
                announce(changed.id());
                *record = Arc::new(changed);
            }
        }
    }

    /// Removes a record. Its slot is not used again.
    pub(super) fn remove(&mut self, id: &str, outbox: &mut Outbox) -> Option<(Slot, T)> {
        let (slot, record) = self.take(id)?;
        outbox.extend(record.removed());
        Some((slot, record))
    }

    /// Removes a record that belongs to another one, whose removal is announced for both.
    pub(super) fn take(&mut self, id: &str) -> Option<(Slot, T)> {
        let slot = self.by_id.remove(id)?;
        let record = self.records.take(slot.place())?;
        Some((slot, Arc::unwrap_or_clone(record)))
    }

    /// Makes the record with the old id the one with the new, ahead of [`put`](Self::put).
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        if let Some(slot) = self.by_id.remove(old) {
            self.by_id.insert(new.into(), slot);
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<Slot> {
        self.by_id.get(id).copied()
    }

    /// The record there; `None` if it was removed.
    pub(crate) fn get(&self, slot: Slot) -> Option<&T> {
        self.records.get(slot.place()).map(|record| &**record)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&T> {
        self.find(id).and_then(|slot| self.get(slot))
    }

    /// The record there as it is now, whatever becomes of it: no copy is made unless it changes meanwhile.
    pub(super) fn shared(&self, slot: Slot) -> Option<Arc<T>> {
        self.records.get(slot.place()).cloned()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.records.iter().map(|record| &**record)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }
}

/// Records by something that several may share, such as a phone number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index(HashMap<Box<str>, Slots>);

/// Nearly always there is one, which then takes no list.
#[derive(Clone, Debug)]
enum Slots {
    One(Slot),
    /// In ascending order; two at least.
    Many(Vec<Slot>),
}

impl Index {
    pub(crate) fn add(&mut self, key: &str, slot: Slot) {
        let Some(slots) = self.0.get_mut(key) else {
            self.0.insert(key.into(), Slots::One(slot));
            return;
        };
        match slots {
            Slots::One(one) if *one == slot => {}
            Slots::One(one) => *slots = Slots::Many(vec![slot.min(*one), slot.max(*one)]),
            Slots::Many(many) => {
                if let Err(at) = many.binary_search(&slot) {
                    many.insert(at, slot);
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &str, slot: Slot) {
        match self.0.get_mut(key) {
            Some(Slots::One(one)) if *one == slot => {
                self.0.remove(key);
            }
            Some(slots @ Slots::Many(_)) => {
                if let Slots::Many(many) = slots {
                    if let Ok(at) = many.binary_search(&slot) {
                        many.remove(at);
                    }
                    if let [one] = many[..] {
                        *slots = Slots::One(one);
                    }
                }
            }
            _ => {}
        }
    }

    /// All of them, the oldest first.
    pub(crate) fn all(&self, key: &str) -> &[Slot] {
        match self.0.get(key) {
            None => &[],
            Some(Slots::One(one)) => std::slice::from_ref(one),
            Some(Slots::Many(many)) => many,
        }
    }

    /// The oldest.
    pub(crate) fn first(&self, key: &str) -> Option<Slot> {
        self.all(key).first().copied()
    }
}

/// Records by something that many share, in the order of their time: a room's messages, a visitor's rooms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timelines(HashMap<Box<str>, Vec<(Timestamp, Slot)>>);

impl Timelines {
    /// Adds a record. Among those of the same time it comes where its slot says.
    pub(crate) fn add(&mut self, key: &str, ts: Timestamp, slot: Slot) {
        let entry = (ts, slot);
        let Some(timeline) = self.0.get_mut(key) else {
            self.0.insert(key.into(), vec![entry]);
            return;
        };
        // Time goes on, so that this nearly always is the end.
        if timeline.last().is_none_or(|last| *last < entry) {
            timeline.push(entry);
        } else if let Err(at) = timeline.binary_search(&entry) {
            timeline.insert(at, entry);
        }
    }

    pub(crate) fn remove(&mut self, key: &str, ts: Timestamp, slot: Slot) {
        if let Some(timeline) = self.0.get_mut(key)
            && let Ok(at) = timeline.binary_search(&(ts, slot))
        {
            timeline.remove(at);
            if timeline.is_empty() {
                self.0.remove(key);
            }
        }
    }

    /// Takes a whole timeline away.
    pub(crate) fn take(&mut self, key: &str) -> Vec<(Timestamp, Slot)> {
        self.0.remove(key).unwrap_or_default()
    }

    /// All of them, the oldest first.
    pub(crate) fn of(&self, key: &str) -> &[(Timestamp, Slot)] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against the plainest thing that does the same.
        #[test]
        fn an_index_is_a_map_of_sets(steps in proptest::collection::vec((any::<bool>(), "[ab]", 0_u32..4), 0..60)) {
            let (mut index, mut model) = (Index::default(), BTreeMap::<String, BTreeSet<Slot>>::new());
            for (add, key, slot) in steps {
                if add {
                    index.add(&key, Slot(slot));
                    model.entry(key.clone()).or_default().insert(Slot(slot));
                } else {
                    index.remove(&key, Slot(slot));
                    model.entry(key.clone()).or_default().remove(&Slot(slot));
                }
                let expected: Vec<_> = model[&key].iter().copied().collect();
                prop_assert_eq!(index.all(&key), &expected);
                prop_assert_eq!(index.first(&key), expected.first().copied());
            }
        }

        #[test]
        fn a_timeline_is_sorted_by_time(steps in proptest::collection::vec((any::<bool>(), 0_i64..5, 0_u32..4), 0..60)) {
            let (mut timelines, mut model) = (Timelines::default(), BTreeSet::new());
            for (add, ts, slot) in steps {
                let entry = (Timestamp::from_millis(ts), Slot(slot));
                if add {
                    timelines.add("a", entry.0, entry.1);
                    model.insert(entry);
                } else {
                    timelines.remove("a", entry.0, entry.1);
                    model.remove(&entry);
                }
                prop_assert_eq!(timelines.of("a"), &model.iter().copied().collect::<Vec<_>>());
            }
            prop_assert_eq!(timelines.take("a").len(), model.len());
            prop_assert!(timelines.0.is_empty());
        }
    }
}
