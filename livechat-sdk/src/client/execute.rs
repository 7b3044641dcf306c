use std::{future::Future, pin::pin, time::Duration};

use http::{StatusCode, header};
use tracing::{Instrument, Span, debug, field::Empty, info_span};

use super::{
    Inner,
    error_response::error_response,
    exchange::{HttpResponse, Sent, exchange, transmit},
    file_part::{FilePart, Moved},
    observer::Observation,
    rate_limit::{Budgets, RateLimit},
    retry::{Attempt, Outcome},
};
use crate::{
    endpoint::{EncodedRequest, Meta, Operation, Route},
    error::{Effort, Error, RequestError, ThrottledError, TransportError},
    transport::{Body, Instant},
};

/// Encodes a request for a route.
pub(super) type Encode<'a> = dyn Fn(&Route) -> Result<EncodedRequest, RequestError> + Sync + 'a;

/// A call that succeeded, as far as the status tells.
pub(super) struct Answer {
    pub(super) sent: Sent,
    pub(super) response: HttpResponse,
    started: Instant,
    attempts: u32,
}

impl Answer {
    /// Counts the requests that were sent before, and the time since then.
    pub(super) fn counting(self, earlier: u32, started: Instant) -> Self {
        Self { attempts: earlier + self.attempts, started, ..self }
    }

    /// What the call took, for an error that its body is.
    pub(super) fn effort(&self, inner: &Inner) -> Effort {
        let elapsed = inner.shared.since(self.started);
        Effort { attempts: self.attempts, elapsed, rate_limit: self.response.rate_limit }
    }
}

/// Makes a call: tries the routes in turn, with the attempts and waits that the retry policy allows.
pub(super) async fn execute(inner: &Inner, meta: &'static Meta, encode: &Encode<'_>) -> Result<Answer, Error> {
    let span = span_of(inner, meta);
    let mut call = Call::new(inner, meta, span.clone());
    // Pinned here, since what is instrumented is moved, and this is large.
    let called = pin!(async {
        let result = call.at_any_route(encode).await;
        call.finish(result)
    });
    called.instrument(span).await
}

/// Makes a call with a file: at the first route, once.
pub(super) fn execute_upload<'a>(
    inner: &'a Inner,
    meta: &'static Meta,
    mut encoded: EncodedRequest,
    part: &'static str,
    file: FilePart,
) -> impl Future<Output = Result<Answer, Error>> + Send + 'a {
    let span = span_of(inner, meta);
    span.record(TEMPLATE, meta.route().template());
    let mut call = Call::new(inner, meta, span.clone());
    async move {
        let mut fields = encoded.form.take().unwrap_or_default();
        if let Some(description) = &file.description
            && fields.iter().all(|(name, _)| name != DESCRIPTION)
        {
            fields.push((DESCRIPTION.to_owned(), description.clone()));
        }
        let result = call.once(Sent::from(encoded), &fields, part, file).await;
        call.finish(result)
    }
    .instrument(span)
}

/// The span of a call, by OpenTelemetry's conventions for HTTP clients.
fn span_of(inner: &Inner, meta: &Meta) -> Span {
    let address = || inner.shared.base_url.address();
    info_span!(
        "call",
        otel.name = %meta.operation(),
        otel.kind = "client",
        otel.status_code = Empty,
        server.address = address().0,
        server.port = address().1,
        http.request.method = meta.method().as_str(),
        url.template = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

const TEMPLATE: &str = "url.template";

/// The field of a form that says what its file is.
const DESCRIPTION: &str = "description";

struct Call<'a> {
    inner: &'a Inner,
    meta: &'static Meta,
    started: Instant,
    attempt_began: Instant,
    span: Span,
    attempts: u32,
    /// As the last response said.
    rate_limit: Option<RateLimit>,
}

impl<'a> Call<'a> {
    fn new(inner: &'a Inner, meta: &'static Meta, span: Span) -> Self {
        inner.shared.tell(&Observation::CallStarted { operation: meta.operation() });
        let started = inner.shared.clock.now();
        Self { inner, meta, started, attempt_began: started, span, attempts: 0, rate_limit: None }
    }

    fn finish(&self, mut result: Result<Answer, Error>) -> Result<Answer, Error> {
        let Self { inner, meta, started, attempts, rate_limit, .. } = *self;
        if let Err(error) = result {
            self.span.record("error.type", &*error.error_type());
            self.span.record("otel.status_code", "ERROR");
            result = Err(error.after(Effort { attempts, elapsed: inner.shared.since(started), rate_limit }));
        }
        if inner.shared.observer.is_some() {
            let elapsed = inner.shared.since(started);
            let result = result.as_ref().map(|answer| answer.response.status.as_u16());
            let (server_address, server_port) = inner.shared.base_url.address();
            let operation = meta.operation();
            let finished =
                Observation::CallFinished { operation, server_address, server_port, attempts, elapsed, result };
            inner.shared.tell(&finished);
        }
        result
    }

    async fn at_any_route(&mut self, encode: &Encode<'_>) -> Result<Answer, Error> {
        let routes = &self.inner.shared.routes;
        let first = routes.first(self.meta);
        let unknown = match self.at_route(encode, &first).await {
            Err(Error::Api(error)) if error.is_unknown_path() => error,
            result => return result,
        };
        for route in routes.others(self.meta, first) {
            debug!("the server knows no such path: trying another");
            let result = self.at_route(encode, route).await;
            match &result {
                Err(Error::Api(error)) if error.is_unknown_path() => continue,
                Ok(_) | Err(Error::Api(_)) => routes.remember(self.meta, *route),
                Err(_) => {}
            }
            return result;
        }
        Err(Error::Api(unknown))
    }

    async fn at_route(&mut self, encode: &Encode<'_>, route: &Route) -> Result<Answer, Error> {
        let sent = Sent::from(encode(route)?);
        self.span.record(TEMPLATE, route.template());
        let response = self.with_retries(&sent).await?;
        Ok(self.answer(sent, response))
    }

    fn answer(&self, sent: Sent, response: HttpResponse) -> Answer {
        Answer { sent, response, started: self.started, attempts: self.attempts }
    }

    async fn with_retries(&mut self, sent: &Sent) -> Result<HttpResponse, Error> {
        let Inner { shared, options, .. } = self.inner;
        let mut number = 1;
        loop {
            let under_way = self.wait_for_budget(sent).await?;
            let attempt = self.attempt(sent).await;
            self.tell_attempt(&attempt);
            let error = match attempt {
                Ok(response) if response.is_success() => return Ok(response),
                Ok(response) => error_response(self.inner, self.meta, sent, &response),
                Err(error) => error,
            };
            let outcome = self.outcome(sent, &error);
            drop(under_way);
            let next = options.retry.next(&Attempt {
                number,
                idempotent: self.meta.is_idempotent(),
                outcome,
                time_left: self.time_left(),
                random: fastrand::f64(),
            });
            let Some(wait) = next else { return Err(error) };
            debug!(%error, wait_ms = millis(wait), "trying again");
            shared.tell(&Observation::Waiting { operation: sent.operation, wait, is_rate_limit: false });
            shared.clock.sleep(wait).await;
            number += 1;
        }
    }

    /// Makes the one attempt that a file allows: its stream can be read once.
    async fn once(
        &mut self,
        sent: Sent,
        fields: &[(String, String)],
        part: &str,
        file: FilePart,
    ) -> Result<Answer, Error> {
        let inner = self.inner;
        let moved = Moved::default();
        let (content_type, body) = file
            .into_body(part, fields, moved.clone())
            .map_err(|problem| RequestError::file(sent.operation, problem))?;
        let mut request = sent.to_http(inner)?;
        request.headers.insert(header::CONTENT_TYPE, content_type);
        request.body = Body::stream(body);
        let _under_way = self.wait_for_budget(&sent).await?;
        let attempt = self.while_it_moves(&sent, transmit(inner, &sent, request), &moved).await;
        self.tell_attempt(&attempt);
        let error = match attempt {
            Ok(response) if response.is_success() => return Ok(self.answer(sent, response)),
            Ok(response) => error_response(inner, self.meta, &sent, &response),
            Err(error) => error,
        };
        // There is no other attempt, but the budgets take note.
        self.outcome(&sent, &error);
        Err(error)
    }

    async fn attempt(&mut self, sent: &Sent) -> Result<HttpResponse, Error> {
        self.count_attempt();
        let Inner { shared, options, .. } = self.inner;
        let left = self.time_left();
        let limit = options.retry.limit_of_attempt(self.meta.is_idempotent()).map_or(left, |limit| limit.min(left));
        // Pinned here, since a future that is handed over is held twice, and all who wait for this one would be as large.
        let exchanged = pin!(exchange(self.inner, sent));
        let Some(response) = shared.carrier.within(limit, exchanged).await else {
            return Err(TransportError::timeout(sent.operation, shared.base_url.host()).into());
        };
        let response = response?;
        self.take_note(sent, &response);
        Ok(response)
    }

    /// Waits for a response as long as the upload makes progress. Each piece restarts the timeout.
    async fn while_it_moves(
        &mut self,
        sent: &Sent,
        response: impl Future<Output = Result<HttpResponse, Error>>,
        moved: &Moved,
    ) -> Result<HttpResponse, Error> {
        self.count_attempt();
        let Inner { shared, options, .. } = self.inner;
        let mut response = pin!(response);
        loop {
            let before = moved.pieces();
            let now = shared.clock.now();
            let limit = options.time_left(now, now);
            match shared.carrier.within(limit, response.as_mut()).await {
                Some(response) => {
                    let response = response?;
                    self.take_note(sent, &response);
                    return Ok(response);
                }
                None if moved.pieces() != before && limit == options.timeout => {}
                None => return Err(TransportError::timeout(sent.operation, shared.base_url.host()).into()),
            }
        }
    }

    fn count_attempt(&mut self) {
        self.attempts += 1;
        if self.inner.shared.observer.is_some() {
            self.attempt_began = self.inner.shared.clock.now();
        }
        if self.attempts > 1 {
            self.span.record("http.request.resend_count", self.attempts - 1);
        }
    }

    fn tell_attempt(&self, attempt: &Result<HttpResponse, Error>) {
        let shared = &self.inner.shared;
        if shared.observer.is_some() {
            shared.tell(&Observation::AttemptFinished {
                operation: self.meta.operation(),
                number: self.attempts,
                status: attempt.as_ref().ok().map(|response| response.status.as_u16()),
                elapsed: shared.since(self.attempt_began),
            });
        }
    }

    /// Updates the budgets from a response's rate-limit headers.
    fn take_note(&mut self, sent: &Sent, response: &HttpResponse) {
        let shared = &self.inner.shared;
        self.rate_limit = response.rate_limit;
        self.span.record("http.response.status_code", response.status.as_u16());
        if let Some(budgets) = &shared.budgets {
            match &response.rate_limit {
                Some(told) => budgets.observe(sent.operation, shared.clock.now(), told),
                // Not an error of a proxy in front of the server.
                None if response.status != StatusCode::TOO_MANY_REQUESTS && !response.status.is_server_error() => {
                    budgets.observe_none(sent.operation);
                }
                None => {}
            }
        }
    }

    /// Waits until the server's rate limit allows the call.
    async fn wait_for_budget(&self, sent: &Sent) -> Result<Option<UnderWay<'a>>, Error> {
        let shared = &self.inner.shared;
        let Some(budgets) = &shared.budgets else { return Ok(None) };
        while let Err(wait) = budgets.take(sent.operation, shared.clock.now()) {
            if wait >= self.time_left() {
                return Err(ThrottledError::new(sent.operation, wait).into());
            }
            debug!(wait_ms = millis(wait), "waiting for the rate limit");
            shared.tell(&Observation::Waiting { operation: sent.operation, wait, is_rate_limit: true });
            shared.clock.sleep(wait).await;
        }
        Ok(Some(UnderWay { budgets, operation: sent.operation }))
    }

    /// Classifies a failed attempt, and corrects the budgets.
    fn outcome(&self, sent: &Sent, error: &Error) -> Outcome {
        let shared = &self.inner.shared;
        match error {
            Error::Api(error) => match (error.status(), error.retry_after()) {
                (429, wait) => {
                    if let (Some(budgets), Some(wait)) = (&shared.budgets, wait) {
                        budgets.exhausted(sent.operation, shared.clock.now(), wait);
                    }
                    Outcome::NotDone { wait }
                }
                (502..=504, wait) => Outcome::MaybeDone { wait },
                _ => Outcome::Final,
            },
            Error::Transport(error) if error.is_connect() => {
                if let Some(budgets) = &shared.budgets {
                    budgets.give_back(sent.operation);
                }
                Outcome::NotDone { wait: None }
            }
            Error::Transport(error) if error.is_timeout() || error.is_interrupted() => {
                Outcome::MaybeDone { wait: None }
            }
            _ => Outcome::Final,
        }
    }

    fn time_left(&self) -> Duration {
        let Inner { shared, options, .. } = self.inner;
        options.time_left(self.started, shared.clock.now())
    }
}

/// An attempt that counts as being on its way until this is dropped, with the call's future if need be.
struct UnderWay<'a> {
    budgets: &'a Budgets,
    operation: Operation,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.budgets.over(self.operation);
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
