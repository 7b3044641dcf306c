//! The triggers of the widget.

use livechat_sdk::{TriggerId, model::Trigger};

use super::{Change, World, table::Record};

impl Record for Trigger {
    type Id = TriggerId;

    fn id(&self) -> &TriggerId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut TriggerId {
        &mut self.id
    }

    fn changed(&self, id: TriggerId) -> Option<Change> {
        Some(Change::Trigger(id))
    }
}

impl World {
    /// The triggers, in the order in which they were added.
    pub fn triggers(&self) -> impl DoubleEndedIterator<Item = &Trigger> {
        self.triggers.iter()
    }

    /// The trigger with this id.
    #[must_use]
    pub fn trigger(&self, id: impl AsRef<str>) -> Option<&Trigger> {
        self.triggers.by_id(id.as_ref())
    }

    /// Adds a trigger as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_trigger(&mut self, mut trigger: Trigger) -> TriggerId {
        if trigger.id.as_str().is_empty() {
            trigger.id = self.ids.short().into();
        }
        let id = trigger.id.clone();
        self.triggers.put(trigger, &mut self.outbox);
        id
    }

    /// Removes a trigger.
    pub fn remove_trigger(&mut self, id: impl AsRef<str>) -> Option<Trigger> {
        self.triggers.remove(id.as_ref(), &mut self.outbox).map(|(_, trigger)| trigger)
    }
}
