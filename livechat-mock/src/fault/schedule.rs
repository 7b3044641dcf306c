//! The faults of an engine, and which one is due.

use std::time::Duration;

use fastrand::Rng;
use livechat_sdk::endpoint::Operation;
use serde_json::json;

use super::{Delivery, Effect, Fault, FaultKind, Transmission};
use crate::ServerError;

/// The pending faults, in the order in which they were added.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
    seed: u64,
    seeds: Rng,
}

/// A fault that a request triggered: what is to happen to the response.
#[derive(Debug)]
pub(crate) struct TriggeredFault {
    pub(crate) kind: FaultKind,
    pub(crate) delivery: Delivery,
    /// The response in place of handling the request.
    pub(crate) error: Option<ServerError>,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self { faults: Vec::new(), seed, seeds: Rng::with_seed(seed) }
    }

    /// Adds a fault, with its counters reset.
    pub(crate) fn add(&mut self, fault: Fault) {
        let fault = Fault { seen: 0, met: 0, chance: Rng::with_seed(self.seeds.u64(..)), ..fault };
        if !fault.is_spent() {
            self.faults.push(fault);
        }
    }

    /// Removes all faults. Those that are added from now on draw what the first ones did.
    pub(crate) fn clear(&mut self) {
        *self = self.cleared();
    }

    #[cfg(feature = "server")]
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// The same without faults.
    pub(crate) fn cleared(&self) -> Self {
        Self::new(self.seed)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.faults.iter()
    }

    /// The fault that a request triggers, if any. `None` is the operation of a request that is for none.
    pub(crate) fn trigger(&mut self, operation: Option<Operation>) -> Option<TriggeredFault> {
        self.first_due(
            |fault| fault.is_about_requests() && (fault.operation.is_none() || fault.operation == operation),
            Fault::trigger,
        )
    }

    /// Counts a request for all faults that match. Returns the first that is due.
    pub(super) fn first_due<T>(
        &mut self,
        is_for: impl Fn(&Fault) -> bool,
        trigger: impl FnOnce(&mut Fault) -> T,
    ) -> Option<T> {
        let mut first = None;
        for fault in self.faults.iter_mut().filter(|fault| is_for(fault)) {
            fault.seen = fault.seen.saturating_add(1);
            if first.is_none() && fault.seen > fault.after {
                first = Some(fault);
            }
        }
        let first = first?;
        first.met = first.met.saturating_add(1);
        let triggered = trigger(first);
        self.faults.retain(|fault| !fault.is_spent());
        Some(triggered)
    }
}

impl Fault {
    fn trigger(&mut self) -> TriggeredFault {
        let (delivery, error) = match &self.effect {
            Effect::Delay { min, max } => (Delivery::after(draw(&mut self.chance, *min, *max)), None),
            Effect::LoseResponse => (Delivery::at_once(Transmission::Lost), None),
            Effect::Fail(error) => (Delivery::default(), Some(error.clone())),
            Effect::Reset => (Delivery::at_once(Transmission::Reset), Some(unreachable())),
            Effect::Dribble { chunk_bytes, pause } => {
                (Delivery::at_once(Transmission::Dribble { chunk_bytes: *chunk_bytes, pause: *pause }), None)
            }
            // The others do not apply to requests.
            _ => Default::default(),
        };
        TriggeredFault { kind: self.kind(), delivery, error }
    }
}

/// The response of a transport that cannot reset a connection.
fn unreachable() -> ServerError {
    ServerError::new(503, json!({"success": false, "error": "Service Unavailable"}))
        .hint("a fault of livechat-mock resets the connection here")
}

fn draw(chance: &mut Rng, min: Duration, max: Duration) -> Duration {
    let most = u64::try_from((max - min).as_nanos()).unwrap_or(u64::MAX);
    min.saturating_add(Duration::from_nanos(chance.u64(..=most)))
}
