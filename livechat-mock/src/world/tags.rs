//! The tags that the workspace offers.

use livechat_sdk::{TagId, model::Tag};

use super::{Change, World, table::Record};

impl Record for Tag {
    type Id = TagId;

    fn id(&self) -> &TagId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut TagId {
        &mut self.id
    }

    fn changed(&self, id: TagId) -> Option<Change> {
        Some(Change::Tag(id))
    }
}

impl World {
    /// The tags, in the order in which they were added.
    pub fn tags(&self) -> impl DoubleEndedIterator<Item = &Tag> {
        self.tags.iter()
    }

    /// The tag with this id.
    #[must_use]
    pub fn tag(&self, id: impl AsRef<str>) -> Option<&Tag> {
        self.tags.by_id(id.as_ref())
    }

    /// Adds a tag, or replaces the one with the same id. If its id is empty, one is drawn. The departments are counted.
    pub fn add_tag(&mut self, mut tag: Tag) -> TagId {
        if tag.id.as_str().is_empty() {
            tag.id = self.ids.hex().into();
        }
        tag.department_count = Some(tag.departments.len() as f64);
        let id = tag.id.clone();
        self.tags.put(tag, &mut self.outbox);
        id
    }

    /// Removes a tag, also from the canned responses that have it. Rooms keep it.
    pub fn remove_tag(&mut self, id: impl AsRef<str>) -> Option<Tag> {
        let (_, removed) = self.tags.remove(id.as_ref(), &mut self.outbox)?;
        if let Some(name) = &removed.name {
            self.forget_tag(name);
        }
        Some(removed)
    }
}
