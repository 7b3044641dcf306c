//! Logins: whose they are, and which one ends first.

use std::collections::{HashMap, VecDeque};

use livechat_sdk::AuthToken;

use super::table::Slot;

/// How many logins a user may have at a time. One more ends the oldest.
const MOST: usize = 1000;

/// The logins, found by token.
#[derive(Clone, Debug, Default)]
pub(super) struct Logins {
    users: HashMap<AuthToken, Slot>,
    /// The oldest first.
    tokens: HashMap<Slot, VecDeque<AuthToken>>,
    /// How many have ended.
    ended: u64,
}

impl Logins {
    pub(super) fn add(&mut self, user: Slot, token: AuthToken) {
        let tokens = self.tokens.entry(user).or_default();
        tokens.push_back(token.clone());
        let oldest = if tokens.len() > MOST { tokens.pop_front() } else { None };
        self.users.insert(token, user);
        if let Some(oldest) = oldest {
            self.users.remove(oldest.expose());
            self.ended += 1;
        }
    }

    pub(super) fn end(&mut self, token: &str) {
        let Some(user) = self.users.remove(token) else { return };
        self.ended += 1;
        if let Some(tokens) = self.tokens.get_mut(&user) {
            tokens.retain(|known| known.expose() != token);
            if tokens.is_empty() {
                self.tokens.remove(&user);
            }
        }
    }

    pub(super) fn end_all(&mut self, user: Slot) {
        for token in self.tokens.remove(&user).unwrap_or_default() {
            self.users.remove(token.expose());
            self.ended += 1;
        }
    }

    /// The tokens of a user, the oldest first.
    pub(super) fn of(&self, user: Slot) -> impl Iterator<Item = &AuthToken> {
        self.tokens.get(&user).into_iter().flatten()
    }

    pub(super) fn user(&self, token: &str) -> Option<Slot> {
        self.users.get(token).copied()
    }

    /// How many have ended. Who knows an earlier number knows whether to look again.
    pub(super) fn ended(&self) -> u64 {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Slot = Slot(0);
    const BOB: Slot = Slot(1);

    #[test]
    fn one_login_too_many_ends_the_users_oldest() {
        let mut logins = Logins::default();
        logins.add(BOB, "bob".into());
        for number in 0..=MOST {
            logins.add(ANN, number.to_string().into());
        }
        assert_eq!(["0", "1", "bob"].map(|token| logins.user(token)), [None, Some(ANN), Some(BOB)]);
        assert_eq!(logins.ended(), 1);
        assert_eq!(logins.users.len(), MOST + 1);
    }

    #[test]
    fn what_has_ended_leaves_nothing() {
        let mut logins = Logins::default();
        for (user, token) in [(ANN, "a"), (ANN, "b"), (BOB, "c")] {
            logins.add(user, token.into());
        }
        logins.end("unknown");
        logins.end("c");
        logins.end_all(ANN);
        assert_eq!(logins.ended(), 3);
        assert!(logins.users.is_empty() && logins.tokens.is_empty());
    }
}
