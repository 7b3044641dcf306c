//! A mock whose responses are changed on their way.

use std::sync::LazyLock;

use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use livechat_mock::{InProcess, LivechatMock};
use livechat_sdk::{
    Client, RetryPolicy, UserId,
    transport::{Body, Sending, Transport},
};
use serde_json::Value;

use crate::operations::{Operation, operations, path_arguments};

type Alter = dyn Fn(&'static str, &mut u16, &mut Value) + Send + Sync;
type Watch = dyn Fn(&Request<Body>) + Send + Sync;

/// The way to a mock in process.
pub(super) struct Altered {
    inner: InProcess,
    alter: Box<Alter>,
    watch: Box<Watch>,
    /// A status and a body in place of every response.
    page: Option<(u16, &'static str)>,
}

impl Altered {
    /// Changes status and body of each response, by the name of the operation.
    pub(super) fn new(
        mock: &LivechatMock,
        alter: impl Fn(&'static str, &mut u16, &mut Value) + Send + Sync + 'static,
    ) -> Self {
        Self { inner: mock.in_process(), alter: Box::new(alter), watch: Box::new(|_| ()), page: None }
    }

    /// Changes nothing, and looks at each request.
    pub(super) fn watching(mock: &LivechatMock, watch: impl Fn(&Request<Body>) + Send + Sync + 'static) -> Self {
        Self { watch: Box::new(watch), ..Self::new(mock, |_, _, _| ()) }
    }

    /// Responds with this in place of the mock.
    pub(super) fn replacing(mock: &LivechatMock, status: u16, page: &'static str) -> Self {
        Self { page: Some((status, page)), ..Self::new(mock, |_, _, _| ()) }
    }
}

impl Transport for Altered {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        Box::pin(async move {
            (self.watch)(&request);
            let operation = name_of(&request);
            let response = self.inner.send(request).await?;
            if let Some((status, page)) = self.page {
                return Ok(Response::builder().status(status).body(Body::from(page)).unwrap());
            }
            let (mut head, body) = response.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let Ok(mut json) = serde_json::from_slice::<Value>(&body) else {
                return Ok(Response::from_parts(head, Body::from(body)));
            };
            let mut status = head.status.as_u16();
            (self.alter)(operation, &mut status, &mut json);
            head.status = StatusCode::from_u16(status).unwrap();
            head.headers.remove(header::CONTENT_LENGTH);
            Ok(Response::from_parts(head, Body::from(json.to_string())))
        })
    }
}

/// The operation that a request is for.
fn name_of(request: &Request<Body>) -> &'static str {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(operations);
    let path = request.uri().path();
    let routes = OPERATIONS.iter().filter(|it| it.meta.method().as_str() == request.method().as_str());
    let mut found: Vec<_> = routes
        .flat_map(|it| it.meta.routes().map(|route| (it.name, route.template())).collect::<Vec<_>>())
        .filter_map(|(name, template)| Some((path_arguments(template, path)?.len(), name)))
        .collect();
    // Plain segments come before those that are arguments.
    found.sort_unstable();
    found.first().map_or("", |(_, name)| name)
}

/// A client with a login of the mock's, or one that replay takes for one.
pub(super) fn client(altered: Altered, user: &UserId, mock: &LivechatMock) -> Client {
    let token = mock.with_engine(|engine| engine.world_mut().and_then(|world| world.log_in(user)));
    let token = token.unwrap_or_else(|| "any-token".into());
    let client = Client::builder("http://mock").transport(altered).retry(RetryPolicy::none());
    client.respect_rate_limits(false).credentials(user.clone(), token).build().unwrap()
}
