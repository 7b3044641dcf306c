//! What becomes of the conversations of agents who leave: some time later, they are handed on or closed.
//!
//! An agent leaves by no longer being online, as routing has it. Who comes back in time keeps them all.

use std::{collections::BTreeSet, time::Duration};

use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Closer, TransferUserType},
};

use super::{Change, Closing, Settings, Transcript, World, agenda::Job, transfer::By};

/// How long agents may be gone; `None` if nothing follows from it.
pub(super) fn patience(settings: &Settings) -> Option<Duration> {
    let follows = matches!(settings.text("Livechat_agent_leave_action"), "forward" | "close");
    follows.then(|| Duration::from_secs(settings.number("Livechat_agent_leave_action_timeout")))
}

/// The user of whom something is another one.
pub(super) fn user_of(change: &Change) -> Option<&UserId> {
    match change {
        Change::User(user) => Some(user),
        _ => None,
    }
}

/// Who was there at the last look, as far as somebody's leaving has a consequence.
#[derive(Clone, Debug, Default)]
pub(super) struct Staff {
    pub(super) online: Option<BTreeSet<UserId>>,
}

impl World {
    /// Looks who left and who came back since the last look, and puts down what follows. Those who had left before it
    /// mattered are gone.
    pub(super) fn watch_staff(&mut self, changed: &[UserId], patience: Option<Duration>, now: Timestamp) {
        let Some(patience) = patience else {
            if self.watch.staff.online.take().is_some() {
                self.agenda.cancel_all(|job| matches!(job, Job::AgentGone(_)));
            }
            return;
        };
        let Some(mut online) = self.watch.staff.online.take() else {
            let online = self.online_agents(None).map(|account| account.user.id.clone()).collect();
            self.watch.staff.online = Some(online);
            return;
        };
        for user in changed {
            if self.is_online_agent(user) {
                self.agenda.cancel(&Job::AgentGone(user.clone()));
                online.insert(user.clone());
            } else if online.remove(user) {
                self.agenda.schedule(Job::AgentGone(user.clone()), now.saturating_add(patience));
            }
        }
        self.watch.staff.online = Some(online);
    }

    /// Hands on or closes what an agent serves who did not come back, as the workspace has it. What cannot be stays.
    pub(super) fn replace_agent(&mut self, agent: &UserId, now: Timestamp) {
        let Some(author) = self.user_author(agent) else { return };
        let comment = self.settings.text("Livechat_agent_leave_comment").to_owned();
        let closes = self.settings.text("Livechat_agent_leave_action") == "close";
        for room in self.served_by(agent) {
            if closes {
                let closing = Closing {
                    by: author.clone(),
                    closer: Closer::User,
                    comment: comment.clone(),
                    tags: Vec::new(),
                    transcript: Transcript::AsAsked,
                    by_force: false,
                };
                // One that lacks a comment or tags stays open.
                let _ = self.close(&room, closing, now);
            } else {
                let by = By { author: author.clone(), side: TransferUserType::Agent };
                let comment = Some(comment.as_str()).filter(|comment| !comment.is_empty());
                self.transfer_from_gone(&room, &by, comment, now);
            }
        }
    }

    /// The open rooms that an agent serves.
    fn served_by(&self, agent: &UserId) -> Vec<RoomId> {
        let is_served = |room: &&RoomId| {
            let serving = self.room(room).filter(|room| room.is_open()).and_then(|room| room.served_by.as_ref());
            serving.is_some_and(|serving| serving.id.as_ref() == Some(agent))
        };
        self.subscriptions.of_user(agent).filter(is_served).cloned().collect()
    }
}
