//! Responds to a request of hyper, by the engine, the control routes or the widget.

use std::{
    error::Error,
    iter,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
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

#[cfg(feature = "mock")]
use super::intercept::Intercept;
use super::{
    Event, Exchange,
    body_error::BodyError,
    connection::ResetFlag,
    control::{self, Control},
    delivery::{NoResponse, ResponseBody},
    encryption::Encryption,
    in_flight::InFlight,
    intercept::{Intercepted, Reply},
    origins::AllowedOrigins,
    outgoing,
    socket::Upgrade,
    state::State,
    widget::{self, Widget},
    worlds::{self, NoWorld, Worlds},
};
use crate::{
    Delivery, Engine, Handled, ServerError, Transmission,
    engine::{BodyLimits, error_response},
    operation::Source,
    outgoing::{Answer, OutgoingRequest, Pending},
    request_log::Note,
};

/// Why a fault leaves a request without a response.
pub(super) enum Suppressed {
    /// The connection is closed.
    Lost,
    /// The connection is reset.
    Reset,
}

/// What all connections share.
pub(crate) struct Service {
    /// The world that requests meet that name none.
    pub(crate) state: Arc<State>,
    worlds: Option<Worlds>,
    pub(crate) encryption: Encryption,
    body_limits: BodyLimits,
    in_flight: Arc<InFlight>,
    control: Option<Control>,
    widget: Option<Widget>,
    origins: AllowedOrigins,
    /// Comes before everything but the control routes, in place of the overrides alone.
    #[cfg(feature = "mock")]
    interceptor: Option<Arc<dyn Intercept>>,
    /// Whether the mock is dropped, and responds to nothing more.
    is_closed: AtomicBool,
}

impl Service {
    pub(super) fn new(
        state: Arc<State>,
        worlds: Option<Worlds>,
        encryption: Encryption,
        control: Option<Control>,
        widget: Option<Widget>,
        origins: AllowedOrigins,
    ) -> Self {
        let body_limits = state.engine().body_limits();
        let in_flight = InFlight::new(state.limits.bytes_in_flight);
        Self {
            state,
            worlds,
            encryption,
            body_limits,
            in_flight,
            control,
            widget,
            origins,
            #[cfg(feature = "mock")]
            interceptor: None,
            is_closed: AtomicBool::new(false),
        }
    }

    /// Lets this respond before the engine does.
    #[cfg(feature = "mock")]
    pub(crate) fn intercepted_by(mut self, interceptor: Arc<dyn Intercept>) -> Self {
        self.interceptor = Some(interceptor);
        self
    }

    /// Responds to no further request: the mock is dropped.
    #[cfg(feature = "mock")]
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Relaxed);
        self.close_sockets();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Relaxed)
    }

    /// Responds to a request of hyper's.
    ///
    /// No `async fn`: that would hold each of its arguments twice, and hyper moves the future about.
    pub(super) fn answer(
        self: Arc<Self>,
        mut request: Request<Incoming>,
        from: IpAddr,
        reset: ResetFlag,
        upgrade: Upgrade,
    ) -> impl Future<Output = Result<Response<ResponseBody>, NoResponse>> + Send {
        let world = self.world_of(&mut request);
        let of_socket = world.as_ref().ok().filter(|_| Engine::is_realtime(request.uri().path())).cloned();
        let on_upgrade = of_socket.map(|world| (upgrading::on(&mut request), world));
        async move {
            if self.is_closed() {
                return Err(NoResponse);
            }
            let (request, response) = self.exchange(request, world, from).await;
            match response {
                Ok(mut response) => {
                    if let (Some((on, world)), StatusCode::SWITCHING_PROTOCOLS) = (on_upgrade, response.status()) {
                        upgrade.begin(on, world, &mut response, request.headers());
                    }
                    Ok(response)
                }
                Err(Suppressed::Lost) => Err(NoResponse),
                Err(Suppressed::Reset) => {
                    reset.set();
                    Err(NoResponse)
                }
            }
        }
    }

    /// Responds to a request that came over HTTP, where HTTPS is spoken.
    #[cfg(feature = "tls")]
    pub(super) async fn refuse_clear(
        &self,
        request: Request<Incoming>,
        from: IpAddr,
    ) -> Result<Response<ResponseBody>, NoResponse> {
        if self.is_closed() {
            return Err(NoResponse);
        }
        let (_, response) = self.exchange(request, Err(NoWorld::InTheClear), from).await;
        response.map_err(|_| NoResponse)
    }

    /// Responds to a request in a world, however it came, after as long a while as a fault demands. Also returns the request
    /// as it was read. No `async fn`, as [`answer`](Self::answer).
    pub(super) fn exchange<'s, B>(
        &'s self,
        request: Request<B>,
        world: Result<Arc<State>, NoWorld>,
        from: IpAddr,
    ) -> impl Future<Output = (Request<Bytes>, Result<Response<ResponseBody>, Suppressed>)> + Send + use<'s, B>
    where
        B: Body<Data = Bytes> + Send + Unpin + 's,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let began = self.state.has_log().then(Instant::now);
        let (head, body) = request.into_parts();
        async move {
            let body = self.read(&head, body, from).await;
            self.in_flight.room().await;
            let (body, world) = match (body, world) {
                (Ok(body), Ok(world)) => (body, Ok(world)),
                (Ok(_), Err(no_world)) => (Bytes::new(), Err(error_response(&no_world.error()))),
                (Err(body_error), _) => (Bytes::new(), Err(body_error.into_response(&self.state.limits))),
            };
            let request = Request::from_parts(head, body);
            let is_of_page = self.control.as_ref().is_some_and(|control| control.is_of_page(&request, from));
            let (handled, world) = match world {
                Ok(world) => (self.handle(&request, &world, from, is_of_page).await, Some(world)),
                Err(response) => (own_response(&self.state, response, None), None),
            };
            let share = self.in_flight.take(handled.response.body().len());
            // Before the transmission, during which the client may leave.
            if let Some(began) = began.filter(|_| !is_of_page) {
                let world = world.as_deref().and_then(State::name);
                self.state.report(|| Event::Responded(Exchange::new(&request, &handled, world, began.elapsed())));
            }
            let Handled { response, delivery: Delivery { delay, transmission }, .. } = handled;
            if !delay.is_zero() {
                Box::pin(sleep(delay)).await;
            }
            let response = match transmission {
                Transmission::Lost => Err(Suppressed::Lost),
                Transmission::Reset => Err(Suppressed::Reset),
                Transmission::Whole | Transmission::Dribble { .. } => {
                    Ok(response.map(|body| ResponseBody::new(body, transmission, share)))
                }
            };
            (request, response)
        }
    }

    /// The world that a request names, or else the server's.
    pub(super) fn world_of<B>(&self, request: &mut Request<B>) -> Result<Arc<State>, NoWorld> {
        let Some(worlds) = &self.worlds else {
            // Else tests that think themselves alone would share a world.
            return match worlds::named_by_header(request.headers()) {
                Ok(None) => Ok(self.state.clone()),
                _ => Err(NoWorld::Off),
            };
        };
        worlds::take_name(request)?.map_or_else(|| Ok(self.state.clone()), |name| worlds.find_or_begin(name))
    }

    /// Lets time pass in all worlds in which somebody would learn of it.
    pub(super) fn let_time_pass(&self) {
        self.state.let_time_pass();
        let named = self.worlds.iter().flat_map(Worlds::states);
        named.filter(|world| world.has_listeners()).for_each(|world| world.let_time_pass());
    }

    /// The worlds that have something to tell their webhooks.
    pub(super) fn worlds_with_due_webhooks(&self) -> Vec<Arc<State>> {
        let worlds = iter::once(self.state.clone()).chain(self.worlds.iter().flat_map(Worlds::states));
        worlds.filter(|world| world.has_due_webhook()).collect()
    }

    /// Closes all connections for realtime, because the server shuts down.
    pub(crate) fn close_sockets(&self) {
        self.state.engine().connections().close_all();
        self.worlds.iter().flat_map(Worlds::states).for_each(|world| world.engine().connections().close_all());
    }

    async fn handle(&self, request: &Request<Bytes>, world: &Arc<State>, from: IpAddr, is_of_page: bool) -> Handled {
        let is_own = is_of_page || control::is_for(request.uri().path());
        let Intercepted { reply, note } =
            if is_own { Intercepted::default() } else { self.intercept(request, world).await };
        let Some(reply) = reply else {
            let mut handled = self.respond(request, world, from, is_of_page, &note);
            return match handled.pending.take() {
                None => handled,
                // On the heap: every request has room for it, and few come to this.
                Some(pending) => Box::pin(wait_for_call(request, handled, *pending, world, note)).await,
            };
        };
        let (response, delivery) = match reply {
            Reply::Response { response, delay } => (response, Delivery { delay, transmission: Transmission::Whole }),
            #[cfg(feature = "wiremock")]
            Reply::Nothing => {
                (Response::default(), Delivery { transmission: Transmission::Lost, ..Delivery::default() })
            }
        };
        world.log_foreign(request, from, response, delivery, &note)
    }

    #[cfg_attr(not(feature = "mock"), expect(clippy::unused_async, reason = "for code of a test alone"))]
    async fn intercept(&self, request: &Request<Bytes>, world: &State) -> Intercepted {
        #[cfg(feature = "mock")]
        if let Some(interceptor) = &self.interceptor {
            return interceptor.intercept(request, world).await;
        }
        Intercepted::by(world.overrides.find(request, &world.shared))
    }

    fn respond(
        &self,
        request: &Request<Bytes>,
        world: &Arc<State>,
        from: IpAddr,
        is_of_page: bool,
        note: &Note,
    ) -> Handled {
        if let Some(response) = self.origins.refuse(request.headers()) {
            return own_response(world, response, None);
        }
        if let Some(control::ControlResponse { response, template }) = self.respond_itself(request, world, from) {
            return own_response(world, response, template);
        }
        if let Some(widget::WidgetResponse { response, template }) =
            self.widget.as_ref().and_then(|it| it.answer(request))
        {
            return own_response(world, response, Some(template));
        }
        if Engine::is_realtime(request.uri().path()) {
            return world.handshake(request, from);
        }
        world.respond(request, from, if is_of_page { Source::Page } else { Source::Client }, note)
    }

    /// The response of the page or a control route, if the request is for one.
    fn respond_itself(
        &self,
        request: &Request<Bytes>,
        world: &Arc<State>,
        from: IpAddr,
    ) -> Option<control::ControlResponse> {
        let control = self.control.as_ref()?;
        control.page(request, from).or_else(|| {
            let is_control = control::is_for(request.uri().path());
            is_control.then(|| control.answer(world, self.worlds.as_ref(), request, from))
        })
    }

    /// Reads a whole body, within the limits.
    async fn read<B>(&self, head: &Parts, mut body: B, from: IpAddr) -> Result<Bytes, BodyError>
    where
        B: Body<Data = Bytes> + Unpin,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        if body.is_end_stream() {
            return Ok(Bytes::new());
        }
        let expects_continue = head.headers.contains_key(EXPECT);
        let smallest = self.body_limits.smallest();
        let fits_any = body.size_hint().upper().is_some_and(|size| size <= smallest as u64);
        let limit = || {
            let of_control = self.control.as_ref().and_then(|control| control.body_limit(head, from));
            of_control.unwrap_or_else(|| self.body_limits.at(&head.method, head.uri.path()))
        };
        let limit = if fits_any { smallest } else { limit() };
        let read = async {
            let is_too_large = body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX);
            if is_too_large && expects_continue {
                // The client waits for `100 Continue` and does not get it.
                return Err(BodyError::TooLarge(limit));
            }
            if !is_too_large {
                match Limited::new(&mut body, limit).collect().await {
                    Ok(body) => return Ok(body.to_bytes()),
                    Err(error) if error.is::<LengthLimitError>() => {}
                    Err(error) => return Err(BodyError::Broken(error)),
                }
            }
            // A client that is still writing would lose a response that is sent earlier.
            while let Some(Ok(_)) = body.frame().await {}
            Err(BodyError::TooLarge(limit))
        };
        timeout(self.state.limits.body_timeout, read).await.unwrap_or(Err(BodyError::TooSlow))
    }
}

/// A response that is not from the engine.
fn own_response(world: &State, mut response: Response<Bytes>, template: Option<&'static str>) -> Handled {
    world.engine().date(&mut response, world.clock.now());
    Handled { response, template, delivery: Delivery::default(), fault: None, pending: None }
}

/// Waits for the call that decides about a response. It goes on where the client does not wait for it.
async fn wait_for_call(
    request: &Request<Bytes>,
    handled: Handled,
    pending: Pending,
    world: &Arc<State>,
    note: Note,
) -> Handled {
    let sending = send_and_finish(request.clone(), handled, pending, world.clone(), note);
    tokio::spawn(sending).await.unwrap_or_else(|_| {
        let version = world.engine().version();
        own_response(world, error_response(&ServerError::internal(version)), None)
    })
}

/// Sends the call that a response waits for, and finishes the response.
async fn send_and_finish(
    request: Request<Bytes>,
    handled: Handled,
    mut pending: Pending,
    world: Arc<State>,
    note: Note,
) -> Handled {
    let answer = match world.take_call(&mut pending) {
        Ok(OutgoingRequest { request, timeout }) => {
            outgoing::send(request, timeout, world.limits.webhooks_anywhere).await
        }
        Err(reason) => Answer::Failed(reason.to_owned()),
    };
    world.finish_call(&request, handled, pending, answer, &note)
}
