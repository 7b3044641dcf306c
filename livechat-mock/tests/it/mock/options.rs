//! What a client does otherwise for single calls, over each transport.

use std::time::{Duration, Instant};

use http::{HeaderName, HeaderValue};
use livechat_mock::{Fault, LivechatMock, ServerError};
use livechat_sdk::{
    Client, Error, FilePart, RetryPolicy, files::UploadFile, transport::ReqwestTransport, visitors::GetVisitor,
};
use wiremock::{Mock, ResponseTemplate, matchers::header};

use super::TOKEN;

const SOON: Duration = Duration::from_millis(20);

/// The SDK's own way over HTTP, the same in the place of a transport of one's own, the mock's, and none.
fn clients(mock: &LivechatMock) -> [(&'static str, Client); 4] {
    let own = || Client::builder(mock.uri()).no_proxy();
    [
        ("reqwest", own()),
        ("given", own().transport(ReqwestTransport::without_proxy().unwrap())),
        ("over HTTP", own().transport(mock.over_http())),
        ("in process", own().transport(mock.in_process())),
    ]
    .map(|(name, builder)| {
        let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
        (name, builder.retry(retry).respect_rate_limits(false).build().unwrap())
    })
}

/// Makes a call and sends a file.
async fn errors(client: &Client) -> [Error; 2] {
    let file = FilePart::bytes("a.txt", "text/plain", "text");
    [client.get_visitor(TOKEN).await.unwrap_err(), client.upload(UploadFile::new("r", TOKEN), file).await.unwrap_err()]
}

#[tokio::test]
async fn every_option_holds_over_every_transport() {
    let mock = LivechatMock::start().await;
    let forwarded = Mock::given(header("x-forwarded-for", "203.0.113.7")).respond_with(ResponseTemplate::new(418));
    forwarded.mount(mock.wiremock().await).await;
    let down = || Fault::fail(ServerError::empty(503));
    for (name, client) in clients(&mock) {
        let calls = || mock.received::<GetVisitor>().len();
        client.get_visitor(TOKEN).await.unwrap();

        let (header, value) = (HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static("203.0.113.7"));
        for error in errors(&client.with_header(header, value)).await {
            assert_eq!(error.status(), Some(418), "{name}");
        }

        mock.fault(down().on::<GetVisitor>().times(2));
        let before = calls();
        let error = client.with_retry(RetryPolicy::none()).get_visitor(TOKEN).await.unwrap_err();
        assert_eq!((error.status(), error.attempts(), calls() - before), (Some(503), 1, 1), "{name}");
        client.get_visitor(TOKEN).await.unwrap();
        assert_eq!(calls() - before, 3, "{name}");

        mock.fault(Fault::delay(Duration::from_secs(3600)));
        for error in errors(&client.with_timeout(SOON)).await {
            assert!(error.is_timeout() && error.elapsed() >= SOON, "{name}: {error:?}");
        }
        let (began, hurried) = (Instant::now(), client.with_deadline(Instant::now() + SOON));
        for error in errors(&hurried).await {
            assert!(error.is_timeout() && began.elapsed() >= SOON, "{name}: {error:?}");
        }
        mock.clear_faults();
        client.get_visitor(TOKEN).await.unwrap();
    }
}
