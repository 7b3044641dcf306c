//! Calls to other servers that decide about a response.

use bytes::Bytes;
use http::{Request, StatusCode};
use livechat_sdk::Timestamp;

use super::{
    Engine, Handled, error_response,
    response::{HINT, add_hint, hint_of},
};
#[cfg(feature = "server")]
use crate::outgoing::OutgoingRequest;
use crate::{
    hint,
    outgoing::{Answer, Finished, Pending},
    request_log::Received,
};

impl Engine {
    /// The request that a response waits for; an error says why there is none. [`finish_call`](Self::finish_call) has to follow.
    #[cfg(feature = "server")]
    pub(crate) fn take_call(&mut self, pending: &mut Pending, now: Timestamp) -> Result<OutgoingRequest, &'static str> {
        match self.world_mut() {
            Some(world) => pending.call.request(world, now),
            None => Err("there is no world"),
        }
    }

    /// Finishes a response, now that it is known what became of the call, and logs its request.
    pub(crate) fn finish_call(
        &mut self,
        request: &Request<Bytes>,
        mut handled: Handled,
        pending: Pending,
        answer: Answer,
        now: Timestamp,
    ) -> Handled {
        let Pending { call, user, version, is_tracked, .. } = pending;
        self.advance(now);
        if let Some(world) = self.world_mut() {
            let response = &mut handled.response;
            match call.finish(answer, world, now) {
                Ok(Finished { body, hint }) => {
                    if let Some(body) = body {
                        *response.status_mut() = StatusCode::OK;
                        *response.body_mut() = body;
                        response.headers_mut().remove(&HINT);
                    }
                    if let Some(hint) = hint {
                        let all = hint::beside(hint_of(response.headers()), hint);
                        add_hint(response.headers_mut(), &all);
                    }
                }
                Err(error) => {
                    let mut failed = error_response(&error);
                    *response.status_mut() = failed.status();
                    *response.body_mut() = std::mem::take(failed.body_mut());
                    match failed.headers_mut().remove(&HINT) {
                        Some(hint) => response.headers_mut().insert(&HINT, hint),
                        None => response.headers_mut().remove(&HINT),
                    };
                }
            }
            self.let_agent_act(now);
            self.pump();
        }
        if is_tracked {
            self.record(|| Received::new(request, version, now), user, &handled);
        }
        handled
    }
}
