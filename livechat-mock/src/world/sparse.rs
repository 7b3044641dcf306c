//! Values by number, of which those that are removed give their memory back.

/// How many values lie side by side. Where all of them are gone, so is their memory.
const CHUNK: usize = 64;

/// Values that are numbered from 0 on, in the order in which they were added. A number is never used again.
#[derive(Clone, Debug)]
pub(super) struct Sparse<V> {
    /// One without any place is one whose values are all gone.
    chunks: Vec<Vec<Option<V>>>,
    len: usize,
}

impl<V> Default for Sparse<V> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<V> Sparse<V> {
    /// The number of the next value.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, value: V) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Vec::new());
            // Until now it was the last, which is kept.
            if let Some(before) = self.chunks.len().checked_sub(2) {
                self.tidy(before);
            }
        }
        if let Some(last) = self.chunks.last_mut() {
            last.push(Some(value));
            self.len += 1;
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&V> {
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut V> {
        self.chunks.get_mut(at / CHUNK)?.get_mut(at % CHUNK)?.as_mut()
    }

    pub(super) fn take(&mut self, at: usize) -> Option<V> {
        let value = self.chunks.get_mut(at / CHUNK)?.get_mut(at % CHUNK)?.take();
        if at / CHUNK + 1 < self.chunks.len() {
            self.tidy(at / CHUNK);
        }
        value
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
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_vector_would(steps in prop::collection::vec(prop::option::of(0_usize..300), 0..600)) {
            let mut sparse = Sparse::default();
            let mut vector = Vec::new();
            for step in steps {
                match step {
                    None => {
                        sparse.push(vector.len());
                        vector.push(Some(vector.len()));
                    }
                    Some(at) => assert_eq!(sparse.take(at), vector.get_mut(at).and_then(Option::take)),
                }
            }
            prop_assert_eq!(sparse.len(), vector.len());
            prop_assert!(sparse.iter().eq(vector.iter().flatten()));
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
        sparse.push(7);
        assert_eq!((sparse.get(100 * CHUNK), sparse.len()), (Some(&7), 100 * CHUNK + 1));
    }
}
