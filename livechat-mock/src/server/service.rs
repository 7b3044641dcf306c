//! From a request of hyper's to an answer of the engine's.

use std::{
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::EXPECT, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    body::{Body, Incoming},
    upgrade as upgrading,
};
use tokio::time::{sleep, timeout};

use super::{
    Event, Exchange,
    builder::{Limits, Log},
    connection::ResetFlag,
    control::{self, Control},
    delivery::{AnswerBody, NoAnswer},
    lines::{EngineGuard, Line, Switchboard},
    refusal::Refusal,
    socket::Upgrade,
    widget::{self, Widget},
};
use crate::{
    Clock, Delivery, Engine, Handled, Manner, RefusedFrame, ServerVersion, SocketId,
    engine::{BodyLimits, ParsedRequest},
    operation::{Origin, Source},
};

/// What all connections share.
pub(super) struct Service {
    /// Locked for one call of the engine at a time and never across an await.
    pub(super) board: Mutex<Switchboard>,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) body_limits: BodyLimits,
    pub(super) log: Option<Log>,
    pub(super) control: Option<Control>,
    pub(super) widget: Option<Widget>,
}

impl Service {
    pub(super) async fn answer(
        &self,
        mut request: Request<Incoming>,
        from: IpAddr,
        reset: &ResetFlag,
        upgrade: &Upgrade,
    ) -> Result<Response<AnswerBody>, NoAnswer> {
        let began = self.log.is_some().then(Instant::now);
        let on_upgrade = Engine::is_realtime(request.uri().path()).then(|| upgrading::on(&mut request));
        let (head, body) = request.into_parts();
        let (body, refusal) = match self.read(&head, body).await {
            Ok(body) => (body, None),
            Err(refusal) => (Bytes::new(), Some(refusal)),
        };
        let request = Request::from_parts(head, body);
        let is_of_page = self.control.as_ref().is_some_and(|control| control.is_of_page(&request, from));
        let reply = match refusal {
            None => self.ask(&request, from, is_of_page),
            Some(refusal) => own_answer(refusal.into_response(&self.limits), None),
        };
        // Before the delivery, which a client may not wait for.
        if let Some(began) = began.filter(|_| !is_of_page) {
            self.report(|| Event::Answered(Exchange::new(&request, &reply, began.elapsed())));
        }
        let Handled { mut response, delivery: Delivery { delay, manner }, .. } = reply;
        if !delay.is_zero() {
            sleep(delay).await;
        }
        match manner {
            Manner::Lost => Err(NoAnswer),
            Manner::Reset => {
                reset.set();
                Err(NoAnswer)
            }
            Manner::Whole | Manner::Dribble { .. } => {
                if let Some(on) = on_upgrade.filter(|_| response.status() == StatusCode::SWITCHING_PROTOCOLS) {
                    upgrade.begin(on, &mut response, request.headers());
                }
                Ok(response.map(|body| AnswerBody::new(body, manner)))
            }
        }
    }

    fn ask(&self, request: &Request<Bytes>, from: IpAddr, is_of_page: bool) -> Handled {
        if let Some(control::Answered { response, template }) = self.steer(request, from) {
            return own_answer(response, template);
        }
        if let Some(widget::Answered { response, template }) = self.widget.as_ref().and_then(|it| it.answer(request)) {
            return own_answer(response, Some(template));
        }
        if Engine::is_realtime(request.uri().path()) {
            let mut engine = self.engine();
            let now = self.clock.now();
            return engine.handshake(request, from, now);
        }
        let parsed = ParsedRequest::new(request, self.version());
        let mut engine = self.engine();
        let source = if is_of_page { Source::Page } else { Source::Client };
        // Read under the lock, so that the engine's time does not go back between two requests.
        let now = self.clock.now();
        engine.respond(parsed, Origin { address: from, now, source })
    }

    /// What the page and the control routes answer, to what is for them.
    fn steer(&self, request: &Request<Bytes>, from: IpAddr) -> Option<control::Answered> {
        let control = self.control.as_ref()?;
        control
            .page(request, from)
            .or_else(|| control::is_for(request.uri().path()).then(|| control.answer(self, request, from)))
    }

    pub(super) fn open_socket(&self, line: Line) -> SocketId {
        let mut engine = self.engine();
        let socket = engine.open_socket(self.clock.now());
        engine.lines().add(socket, line);
        socket
    }

    pub(super) fn receive(&self, socket: SocketId, text: &str) -> Result<(), RefusedFrame> {
        self.engine().receive(socket, text, self.clock.now())
    }

    pub(super) fn close_socket(&self, socket: SocketId) {
        let mut engine = self.engine();
        engine.lines().remove(socket);
        engine.close_socket(socket, self.clock.now());
    }

    fn version(&self) -> ServerVersion {
        self.board.lock().unwrap_or_else(PoisonError::into_inner).engine.version()
    }

    /// The engine, between two requests.
    pub(super) fn engine(&self) -> EngineGuard<'_> {
        // A panic in the engine would be a bug; whatever it left is still a world to go on with.
        EngineGuard::new(self.board.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads a whole body, within the limits.
    async fn read(&self, head: &Parts, mut body: Incoming) -> Result<Bytes, Refusal> {
        if body.is_end_stream() {
            return Ok(Bytes::new());
        }
        let expects_continue = head.headers.contains_key(EXPECT);
        let limit = self.body_limits.at(&head.method, head.uri.path());
        let read = async {
            let is_too_large = body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX);
            if is_too_large && expects_continue {
                // The client waits to be asked for the body, and is not.
                return Err(Refusal::TooLarge(limit));
            }
            if !is_too_large {
                match Limited::new(&mut body, limit).collect().await {
                    Ok(body) => return Ok(body.to_bytes()),
                    Err(error) if error.is::<LengthLimitError>() => {}
                    Err(error) => return Err(Refusal::Broken(error)),
                }
            }
            // Answered before all is read, a client that still writes would lose the answer.
            while let Some(Ok(_)) = body.frame().await {}
            Err(Refusal::TooLarge(limit))
        };
        timeout(self.limits.body_timeout, read).await.unwrap_or(Err(Refusal::TooSlow))
    }

    /// Tells the log, if there is one.
    pub(super) fn report<'a>(&self, event: impl FnOnce() -> Event<'a>) {
        if let Some(log) = &self.log {
            log(&event());
        }
    }
}

/// What the server answers by itself.
fn own_answer(response: Response<Bytes>, template: Option<&'static str>) -> Handled {
    Handled { response, template, delivery: Delivery::default(), fault: None }
}
