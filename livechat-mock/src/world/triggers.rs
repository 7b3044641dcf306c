//! What the widget does by itself.

use livechat_sdk::{TriggerId, model::Trigger};

use super::World;

impl World {
    /// The triggers, in the order in which they were added.
    pub fn triggers(&self) -> impl DoubleEndedIterator<Item = &Trigger> {
        self.triggers.iter()
    }

    /// Adds a trigger as it is, in place of the one with the same id. If its id is empty, one is drawn.
    pub fn add_trigger(&mut self, mut trigger: Trigger) -> TriggerId {
        if trigger.id.as_str().is_empty() {
            trigger.id = self.ids.short().into();
        }
        let id = trigger.id.clone();
        self.triggers.put(id.as_str(), trigger);
        id
    }

    /// Removes a trigger.
    pub fn remove_trigger(&mut self, id: &TriggerId) -> Option<Trigger> {
        self.triggers.remove(id.as_str()).map(|(_, trigger)| trigger)
    }

    pub(crate) fn trigger(&self, id: &TriggerId) -> Option<&Trigger> {
        self.triggers.by_id(id.as_str())
    }
}
