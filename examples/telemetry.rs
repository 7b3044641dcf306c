//! Traces and metrics with OpenTelemetry.
//!
//! ```text
//! cargo run -p livechat-examples --example telemetry
//! ```
//!
//! Calls are spans of `tracing`, which a layer exports; an observer records what is measured. Here both are exported to memory
//! and printed: an application puts the exporter of its collector there. The workspace is a mock inside of this program.

use std::{error::Error, time::Duration};

use livechat_mock::{Fault, LivechatMock, ServerError, World};
use livechat_sdk::{Client, Observation, Observer, RetryPolicy, visitors::GetVisitor};
use opentelemetry::{
    KeyValue,
    metrics::{Histogram, Meter, MeterProvider},
    trace::TracerProvider,
};
use opentelemetry_sdk::{
    metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider},
    trace::{InMemorySpanExporter, SdkTracerProvider},
};
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt};

/// Records how long calls take, and how long they wait before they are sent.
struct Metrics {
    duration: Histogram<f64>,
    wait: Histogram<f64>,
}

impl Metrics {
    fn new(meter: &Meter) -> Self {
        Self {
            duration: meter.f64_histogram("http.client.request.duration").with_unit("s").build(),
            wait: meter.f64_histogram("livechat.client.wait.duration").with_unit("s").build(),
        }
    }
}

impl Observer for Metrics {
    fn observe(&self, observation: &Observation<'_>) {
        match *observation {
            Observation::CallFinished { operation, server_address, server_port, elapsed, result, .. } => {
                let mut attributes = vec![
                    KeyValue::new("http.request.method", operation.method().as_str()),
                    KeyValue::new("url.template", operation.template()),
                    KeyValue::new("server.address", server_address.to_owned()),
                    KeyValue::new("server.port", i64::from(server_port)),
                ];
                let error = result.err();
                attributes.extend(error.map(|error| KeyValue::new("error.type", error.error_type().into_owned())));
                let status = result.map_or_else(livechat_sdk::Error::status, Some);
                attributes.extend(status.map(|status| KeyValue::new("http.response.status_code", i64::from(status))));
                self.duration.record(elapsed.as_secs_f64(), &attributes);
            }
            Observation::Waiting { operation, wait, is_rate_limit, .. } => {
                let reason = if is_rate_limit { "rate_limit" } else { "retry" };
                let operation = KeyValue::new("url.template", operation.template());
                self.wait.record(wait.as_secs_f64(), &[operation, KeyValue::new("reason", reason)]);
            }
            _ => {}
        }
    }
}

/// What is exported.
struct Telemetry {
    spans: InMemorySpanExporter,
    metrics: InMemoryMetricExporter,
    tracer_provider: SdkTracerProvider,
    meter_provider: SdkMeterProvider,
}

impl Telemetry {
    fn new() -> Self {
        let (spans, metrics) = (InMemorySpanExporter::default(), InMemoryMetricExporter::default());
        let tracer_provider = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let reader = PeriodicReader::builder(metrics.clone()).build();
        let meter_provider = SdkMeterProvider::builder().with_reader(reader).build();
        Self { spans, metrics, tracer_provider, meter_provider }
    }

    /// Of other crates nothing: those that send requests show addresses, with visitors' tokens.
    fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        let layer = tracing_opentelemetry::layer().with_tracer(self.tracer_provider.tracer("my-application"));
        let sdk_alone = Targets::new().with_target("livechat_sdk", tracing::Level::INFO);
        tracing_subscriber::registry().with(layer.with_filter(sdk_alone))
    }
}

/// A call that succeeds at the second attempt, one that fails, and registrations until the rate limit is used up.
async fn some_calls(telemetry: &Telemetry) -> Result<(), Box<dyn Error>> {
    let mock = LivechatMock::builder().stateful(World::documented()).rate_limit(true).start().await;
    mock.fault(Fault::fail(ServerError::empty(503)).on::<GetVisitor>().once());
    let metrics = Metrics::new(&telemetry.meter_provider.meter("my-application"));
    let client = Client::builder("http://chat.example.com").transport(mock.in_process()).observer(metrics);
    let client = client.retry(RetryPolicy::default().base_delay(Duration::from_millis(1))).build()?;

    client.get_visitor("iNKE8a6k6cjbqWhWd").await?;
    if client.get_visitor("nobody-s-token").await.is_ok() {
        return Err("there is no such visitor".into());
    }
    let mut ann = client.visitor("iNKE8a6k6cjbqWhWd");
    while let Ok(visitor) = ann.register(|visitor| visitor.name("Ann")).await {
        println!("{} is registered.", visitor.username.unwrap_or_default());
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let telemetry = Telemetry::new();
    tracing::subscriber::set_global_default(telemetry.subscriber())?;
    some_calls(&telemetry).await?;
    telemetry.meter_provider.force_flush()?;
    for span in telemetry.spans.get_finished_spans()? {
        println!("{}: {:?}", span.name, span.attributes);
    }
    println!("{:#?}", telemetry.metrics.get_finished_metrics()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use opentelemetry::trace::{SpanKind, Status};
    use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData, ResourceMetrics, ScopeMetrics};

    use super::*;

    const LOOKUP: &str = "/api/v1/livechat/visitor/{token}";
    const REGISTRATION: &str = "/api/v1/livechat/visitor";

    /// The attributes, but for those of the source code and the thread.
    fn attributes<'a>(attributes: impl IntoIterator<Item = &'a KeyValue>) -> BTreeMap<String, String> {
        let attributes =
            attributes.into_iter().map(|attribute| (attribute.key.to_string(), attribute.value.to_string()));
        let of_tracing = ["code.", "thread.", "target", "busy_ns", "idle_ns", "level"];
        attributes.filter(|(key, _)| !of_tracing.iter().any(|start| key.starts_with(start))).collect()
    }

    fn expected<const N: usize>(method: &str, template: &str, more: [(&str, &str); N]) -> BTreeMap<String, String> {
        let server = [("server.address", "chat.example.com"), ("server.port", "80")];
        let request = [("http.request.method", method), ("url.template", template)];
        let all = server.into_iter().chain(request).chain(more);
        all.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }

    #[tokio::test]
    async fn spans_and_metrics_are_by_the_conventions() {
        let telemetry = Telemetry::new();
        let guard = tracing::subscriber::set_default(telemetry.subscriber());
        some_calls(&telemetry).await.unwrap();
        drop(guard);

        let spans = telemetry.spans.get_finished_spans().unwrap();
        let error = Status::error("");
        let mut of_calls = vec![
            (
                format!("GET {LOOKUP}"),
                Status::Unset,
                expected("GET", LOOKUP, [("http.request.resend_count", "1"), ("http.response.status_code", "200")]),
            ),
            (
                format!("GET {LOOKUP}"),
                error.clone(),
                expected("GET", LOOKUP, [("http.response.status_code", "400"), ("error.type", "400")]),
            ),
        ];
        let done = expected("POST", REGISTRATION, [("http.response.status_code", "200")]);
        of_calls.extend((0..5).map(|_| (format!("POST {REGISTRATION}"), Status::Unset, done.clone())));
        let throttled = expected("POST", REGISTRATION, [("error.type", "throttled")]);
        of_calls.push((format!("POST {REGISTRATION}"), error, throttled));
        assert!(spans.iter().all(|span| span.span_kind == SpanKind::Client));
        let exported: Vec<_> = spans
            .iter()
            .map(|span| (span.name.to_string(), span.status.clone(), attributes(&span.attributes)))
            .collect();
        assert_eq!(exported, of_calls);

        telemetry.meter_provider.force_flush().unwrap();
        let metrics = telemetry.metrics.get_finished_metrics().unwrap();
        let mut counts = BTreeMap::new();
        for metric in metrics.iter().flat_map(ResourceMetrics::scope_metrics).flat_map(ScopeMetrics::metrics) {
            let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else { panic!("{metric:?}") };
            assert_eq!(metric.unit(), "s");
            for point in histogram.data_points() {
                counts.insert((metric.name().to_owned(), attributes(point.attributes())), point.count());
            }
        }
        let duration = |attributes| ("http.client.request.duration".to_owned(), attributes);
        let wait = [("reason", "retry"), ("url.template", LOOKUP)];
        let wait = wait.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let of_lookup = |more| expected("GET", LOOKUP, more);
        assert_eq!(
            counts,
            BTreeMap::from([
                (duration(expected("GET", LOOKUP, [("http.response.status_code", "200")])), 1),
                (duration(of_lookup([("http.response.status_code", "400"), ("error.type", "400")])), 1),
                (duration(expected("POST", REGISTRATION, [("http.response.status_code", "200")])), 5),
                (duration(expected("POST", REGISTRATION, [("error.type", "throttled")])), 1),
                (("livechat.client.wait.duration".to_owned(), wait), 1),
            ])
        );
        let all = format!("{spans:?} {metrics:?}");
        assert!(!all.contains("iNKE8a6k6cjbqWhWd") && !all.contains("nobody-s-token"), "no token is exported");
    }
}
