//! Responds to a request of hyper, by the engine, the control routes or the widget.

use std::{net::IpAddr, sync::Arc, time::Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::EXPECT, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    body::{Body, Incoming},
    upgrade as upgrading,
};
use tokio::time::{sleep, timeout};

#[cfg(feature = "mock")]
use super::intercept::{Intercept, Intercepted};
use super::{
    Event, Exchange,
    body_error::BodyError,
    connection::ResetFlag,
    control::{self, Control},
    delivery::{NoResponse, ResponseBody},
    in_flight::InFlight,
    origins::AllowedOrigins,
    socket::Upgrade,
    state::State,
    widget::{self, Widget},
};
use crate::{
    Delivery, Engine, Handled, Transmission,
    engine::{BodyLimits, ParsedRequest},
    operation::{Origin, Source},
};

/// What all connections share.
pub(crate) struct Service {
    pub(crate) state: State,
    body_limits: BodyLimits,
    in_flight: Arc<InFlight>,
    control: Option<Control>,
    widget: Option<Widget>,
    origins: AllowedOrigins,
    /// Comes before everything but the control routes.
    #[cfg(feature = "mock")]
    interceptor: Option<Arc<dyn Intercept>>,
}

impl Service {
    pub(super) fn new(state: State, control: Option<Control>, widget: Option<Widget>, origins: AllowedOrigins) -> Self {
        let body_limits = state.engine().body_limits();
        let in_flight = InFlight::new(state.limits.bytes_in_flight);
        Self {
            state,
            body_limits,
            in_flight,
            control,
            widget,
            origins,
            #[cfg(feature = "mock")]
            interceptor: None,
        }
    }

    /// Lets this respond before the engine does.
    #[cfg(feature = "mock")]
    pub(crate) fn intercepted_by(mut self, interceptor: Arc<dyn Intercept>) -> Self {
        self.interceptor = Some(interceptor);
        self
    }

    pub(super) async fn answer(
        &self,
        mut request: Request<Incoming>,
        from: IpAddr,
        reset: &ResetFlag,
        upgrade: &Upgrade,
    ) -> Result<Response<ResponseBody>, NoResponse> {
        let began = self.state.has_log().then(Instant::now);
        let on_upgrade = Engine::is_realtime(request.uri().path()).then(|| upgrading::on(&mut request));
        let (head, body) = request.into_parts();
        let (body, body_error) = match self.read(&head, body).await {
            Ok(body) => (body, None),
            Err(body_error) => (Bytes::new(), Some(body_error)),
        };
        self.in_flight.room().await;
        let request = Request::from_parts(head, body);
        let is_of_page = self.control.as_ref().is_some_and(|control| control.is_of_page(&request, from));
        #[cfg(feature = "mock")]
        let intercepted = if body_error.is_none() { self.intercept(&request).await } else { None };
        #[cfg(not(feature = "mock"))]
        let intercepted = None;
        let handled = match (body_error, intercepted) {
            (None, None) => self.respond(&request, from, is_of_page),
            (None, Some(handled)) => handled,
            (Some(body_error), _) => self.own_response(body_error.into_response(&self.state.limits), None),
        };
        let share = self.in_flight.take(handled.response.body().len());
        // Before the transmission, during which the client may leave.
        if let Some(began) = began.filter(|_| !is_of_page) {
            self.state.report(|| Event::Responded(Exchange::new(&request, &handled, began.elapsed())));
        }
        let Handled { mut response, delivery: Delivery { delay, transmission }, .. } = handled;
        if !delay.is_zero() {
            sleep(delay).await;
        }
        match transmission {
            Transmission::Lost => Err(NoResponse),
            Transmission::Reset => {
                reset.set();
                Err(NoResponse)
            }
            Transmission::Whole | Transmission::Dribble { .. } => {
                if let Some(on) = on_upgrade.filter(|_| response.status() == StatusCode::SWITCHING_PROTOCOLS) {
                    upgrade.begin(on, &mut response, request.headers());
                }
                Ok(response.map(|body| ResponseBody::new(body, transmission, share)))
            }
        }
    }

    /// The response of the interceptor, if there is one and it responds.
    #[cfg(feature = "mock")]
    async fn intercept(&self, request: &Request<Bytes>) -> Option<Handled> {
        let interceptor = self.interceptor.as_ref().filter(|_| !control::is_for(request.uri().path()))?;
        let intercepted = interceptor.intercept(request, &self.state).await?;
        let mut engine = self.state.engine();
        let now = self.state.clock.now();
        Some(match intercepted {
            Intercepted::Responded { response, delay } => {
                engine.log_foreign(request, response, Delivery { delay, transmission: Transmission::Whole }, now)
            }
            #[cfg(feature = "wiremock")]
            Intercepted::Unanswered => {
                let delivery = Delivery { transmission: Transmission::Lost, ..Delivery::default() };
                engine.log_foreign(request, Response::default(), delivery, now)
            }
        })
    }

    fn respond(&self, request: &Request<Bytes>, from: IpAddr, is_of_page: bool) -> Handled {
        if let Some(response) = self.origins.refuse(request.headers()) {
            return self.own_response(response, None);
        }
        if let Some(control::ControlResponse { response, template }) = self.respond_itself(request, from) {
            return self.own_response(response, template);
        }
        if let Some(widget::WidgetResponse { response, template }) =
            self.widget.as_ref().and_then(|it| it.answer(request))
        {
            return self.own_response(response, Some(template));
        }
        if Engine::is_realtime(request.uri().path()) {
            let mut engine = self.state.engine();
            let now = self.state.clock.now();
            return engine.handshake(request, from, now);
        }
        let parsed = ParsedRequest::new(request, self.state.version(), self.body_limits);
        let mut engine = self.state.engine();
        let source = if is_of_page { Source::Page } else { Source::Client };
        // Read under the lock, so that the engine's time does not go back between two requests.
        let now = self.state.clock.now();
        engine.respond(parsed, Origin { address: from, now, source })
    }

    /// The response of the page or a control route, if the request is for one.
    fn respond_itself(&self, request: &Request<Bytes>, from: IpAddr) -> Option<control::ControlResponse> {
        let control = self.control.as_ref()?;
        control
            .page(request, from)
            .or_else(|| control::is_for(request.uri().path()).then(|| control.answer(&self.state, request, from)))
    }

    /// A response that is not from the engine.
    fn own_response(&self, mut response: Response<Bytes>, template: Option<&'static str>) -> Handled {
        self.state.engine().date(&mut response, self.state.clock.now());
        Handled { response, template, delivery: Delivery::default(), fault: None }
    }

    /// Reads a whole body, within the limits.
    async fn read(&self, head: &Parts, mut body: Incoming) -> Result<Bytes, BodyError> {
        if body.is_end_stream() {
            return Ok(Bytes::new());
        }
        let expects_continue = head.headers.contains_key(EXPECT);
        let smallest = self.body_limits.smallest();
        let fits_any = body.size_hint().upper().is_some_and(|size| size <= smallest as u64);
        let limit = if fits_any { smallest } else { self.body_limits.at(&head.method, head.uri.path()) };
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
