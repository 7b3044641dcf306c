//! Values by number, of which those that are removed give their memory back.

use std::collections::VecDeque;

/// How many values lie side by side. Where all of them are gone, so is their memory.
const CHUNK: usize = 64;

/// Values by number, which are side by side in memory. The next number is one that no value ever had.
#[derive(Clone, Debug)]
pub(super) struct Sparse<V> {
    /// One without any place is one whose values are all gone; the first ones are left out.
    chunks: VecDeque<Vec<Option<V>>>,
    /// How many were left out.
    left_out: usize,
    len: usize,
    held: usize,
}

impl<V> Default for Sparse<V> {
    fn default() -> Self {
        Self { chunks: VecDeque::new(), left_out: 0, len: 0, held: 0 }
    }
}

impl<V> Sparse<V> {
    /// The next number.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many values there are.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    pub(super) fn push(&mut self, value: V) {
        self.put(self.len, value);
    }

    /// Gives a number a value, in place of the one that it has.
    pub(super) fn put(&mut self, at: usize, value: V) {
        let chunk = at / CHUNK;
        while chunk < self.left_out {
            self.chunks.push_front(Vec::new());
            self.left_out -= 1;
        }
        while self.left_out + self.chunks.len() <= chunk {
            self.chunks.push_back(Vec::new());
            // Until now it was the last, which is kept.
            if let Some(before) = self.chunks.len().checked_sub(2) {
                self.tidy(before);
            }
        }
        if let Some(places) = self.chunks.get_mut(chunk - self.left_out) {
            if places.len() <= at % CHUNK {
                places.resize_with(at % CHUNK + 1, || None);
            }
            let before = places[at % CHUNK].replace(value);
            self.held += usize::from(before.is_none());
            self.len = self.len.max(at + 1);
        }
    }

    /// Which chunk has this number; `None` if it was left out.
    fn chunk(&self, at: usize) -> Option<usize> {
        (at / CHUNK).checked_sub(self.left_out)
    }

    pub(super) fn get(&self, at: usize) -> Option<&V> {
        self.chunks.get(self.chunk(at)?)?.get(at % CHUNK)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut V> {
        let chunk = self.chunk(at)?;
        self.chunks.get_mut(chunk)?.get_mut(at % CHUNK)?.as_mut()
    }

    pub(super) fn take(&mut self, at: usize) -> Option<V> {
        let chunk = self.chunk(at)?;
        let value = self.chunks.get_mut(chunk)?.get_mut(at % CHUNK)?.take()?;
        self.held -= 1;
        if chunk + 1 < self.chunks.len() {
            self.tidy(chunk);
        }
        Some(value)
    }

    /// The values with their numbers.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, &V)> {
        let chunks = (self.left_out..).zip(&self.chunks);
        chunks.flat_map(|(chunk, values)| {
            (chunk * CHUNK..).zip(values).filter_map(|(at, value)| Some((at, value.as_ref()?)))
        })
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.chunks.iter().flatten().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.chunks.iter_mut().flatten().flatten()
    }

    /// Gives the memory of a chunk back, if nothing is left in it.
    fn tidy(&mut self, chunk: usize) {
        if let Some(chunk) = self.chunks.get_mut(chunk)
            && chunk.iter().all(Option::is_none)
        {
            *chunk = Vec::new();
        }
        while self.chunks.len() > 1 && self.chunks.front().is_some_and(Vec::is_empty) {
            self.chunks.pop_front();
            self.left_out += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_vector_would(steps in prop::collection::vec((0_u8..8, 0_usize..300), 0..600)) {
            let mut sparse = Sparse::default();
            let mut vector = Vec::new();
            for (step, at) in steps {
                match step {
                    0..4 => {
                        sparse.push(vector.len());
                        vector.push(Some(vector.len()));
                    }
                    4 => {
                        sparse.put(at, at);
                        vector.resize(vector.len().max(at + 1), None);
                        vector[at] = Some(at);
                    }
                    _ => assert_eq!(sparse.take(at), vector.get_mut(at).and_then(Option::take)),
                }
            }
            prop_assert_eq!(sparse.held(), vector.iter().flatten().count());
            prop_assert_eq!(sparse.len(), vector.len());
            prop_assert!(sparse.iter().eq(vector.iter().flatten()));
            prop_assert!(sparse.entries().all(|(at, value)| at == *value));
            prop_assert_eq!(sparse.entries().count(), vector.iter().flatten().count());
            prop_assert!(sparse.iter().rev().eq(vector.iter().flatten().rev()));
            for at in 0..=vector.len() {
                prop_assert_eq!(sparse.get(at), vector.get(at).and_then(Option::as_ref));
                prop_assert_eq!(sparse.get_mut(at).copied(), vector.get(at).copied().flatten());
            }
            prop_assert_eq!(sparse.iter_mut().count(), vector.iter().flatten().count());
        }
    }

    #[test]
    fn what_is_removed_takes_no_place() {
        let mut sparse = Sparse::default();
        for value in 0..100 * CHUNK {
            sparse.push(value);
            sparse.take(value);
        }
        let kept: usize = sparse.chunks.iter().map(Vec::capacity).sum();
        assert!(kept <= 2 * CHUNK, "{kept}");
        assert!(sparse.chunks.capacity() <= 4, "{}", sparse.chunks.capacity());
        sparse.push(7);
        assert_eq!((sparse.get(100 * CHUNK), sparse.len()), (Some(&7), 100 * CHUNK + 1));
    }

    #[test]
    fn what_is_removed_later_takes_no_place_either() {
        let mut sparse = Sparse::default();
        (0..100 * CHUNK).for_each(|value| sparse.push(value));
        for value in (0..100 * CHUNK).filter(|value| *value != CHUNK) {
            sparse.take(value);
        }
        let kept: usize = sparse.chunks.iter().map(Vec::capacity).sum();
        assert!(kept <= 2 * CHUNK, "{kept}");
        assert_eq!(sparse.get(CHUNK), Some(&CHUNK));
    }
}
