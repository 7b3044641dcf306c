//! Responders for a plain wiremock server, for those who have one already.
//!
//! ```
//! use livechat_mock::{World, matchers, responders};
//! use livechat_sdk::{Client, visitors::{GetVisitor, RegisterVisitor}};
//! use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start().await;
//! let unwell = ResponseTemplate::new(503);
//! Mock::given(matchers::operation::<GetVisitor>()).respond_with(unwell).with_priority(1).mount(&server).await;
//! Mock::given(any()).respond_with(responders::stateful(World::documented())).mount(&server).await;
//!
//! let client = Client::builder(server.uri()).retry(livechat_sdk::RetryPolicy::none()).build()?;
//! let visitor = client.register_visitor(RegisterVisitor::new("token-of-ann").name("Ann")).await?;
//! assert_eq!(visitor.name.as_deref(), Some("Ann"));
//! assert_eq!(client.get_visitor("token-of-ann").await.unwrap_err().status(), Some(503));
//! # Ok(())
//! # }
//! ```

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header::DATE};
use livechat_sdk::Endpoint;
use wiremock::{Respond, ResponseTemplate};

use crate::{
    Clock, Delivery, Engine, ExampleError, Handled, ServerError, Transmission, World,
    engine::{error_response, json_response},
    example::example_text,
};

/// wiremock does not expose the client's address. Its servers listen on loopback only.
const FROM: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Responds with the documented example of an operation.
///
/// # Errors
///
/// The operation is not one of the SDK's [`ENDPOINTS`](livechat_sdk::ENDPOINTS).
pub fn example<E: Endpoint>() -> Result<ResponseTemplate, ExampleError> {
    let text = example_text::<E>("200")?;
    Ok(template(json_response(StatusCode::OK, Bytes::from_static(text.as_bytes()))))
}

/// Responds as a server with this state does.
pub fn stateful(world: World) -> EngineResponder {
    engine(Arc::new(Mutex::new(Engine::stateful(world))), Clock::system())
}

/// Responds as this engine does, at the time of this clock. The test may look at the engine, and change it.
pub fn engine(engine: Arc<Mutex<Engine>>, clock: Clock) -> EngineResponder {
    EngineResponder { engine, clock }
}

/// Responds as an [`Engine`] does. Made by [`stateful`] and [`engine`].
///
/// wiremock sends a body in one piece and has no realtime. A [fault](crate::Fault) that suppresses the response gets status
/// 502 and a hint instead, since a responder cannot close a connection.
pub struct EngineResponder {
    engine: Arc<Mutex<Engine>>,
    clock: Clock,
}

impl Respond for EngineResponder {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let Some(request) = read(request) else {
            return template(error_response(&ServerError::new(
                414,
                serde_json::json!({"success": false, "error": "URI Too Long"}),
            )));
        };
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that the engine's time does not go back between two requests.
        let now = self.clock.now();
        let Handled { response, delivery: Delivery { delay, transmission }, .. } = engine.handle(&request, FROM, now);
        let response = match transmission {
            Transmission::Whole | Transmission::Dribble { .. } => response,
            Transmission::Lost | Transmission::Reset => error_response(
                &ServerError::new(502, serde_json::json!({"success": false, "error": "Bad Gateway"}))
                    .hint("a fault suppresses the response, and a responder of wiremock's has to give one"),
            ),
        };
        let template = template(response);
        if delay.is_zero() { template } else { template.set_delay(delay) }
    }
}

impl fmt::Debug for EngineResponder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineResponder").field("clock", &self.clock).finish_non_exhaustive()
    }
}

/// The request as the engine takes it; `None` if its path and query are too long for that.
pub(crate) fn read(original: &wiremock::Request) -> Option<Request<Bytes>> {
    let path = original.url.path();
    let uri = match original.url.query() {
        None => Uri::try_from(path),
        Some(query) => Uri::try_from(format!("{path}?{query}")),
    };
    let mut request = Request::new(Bytes::copy_from_slice(&original.body));
    *request.method_mut() = original.method.clone();
    *request.uri_mut() = uri.ok()?;
    *request.headers_mut() = original.headers.clone();
    Some(request)
}

/// A response as wiremock takes it.
fn template(response: Response<Bytes>) -> ResponseTemplate {
    let (mut head, body) = response.into_parts();
    // It has none, or an empty one if no engine responded: wiremock's server dates it then.
    if head.headers.get(DATE).is_some_and(HeaderValue::is_empty) {
        head.headers.remove(DATE);
    }
    let template = ResponseTemplate::new(head.status).set_body_bytes(body);
    head.headers.iter().fold(template, |template, (name, value)| template.append_header(name, value))
}
