//! A check of a server: its calls, one after the other, and what there is to say of each.

use std::{collections::BTreeSet, time::Duration};

use livechat_sdk::{
    ApiError, Client, EndpointInfo, Error, ErrorCode, JsonObject, Timestamp, Version, endpoint::Auth,
    server::GetServerInfoResponse,
};
use serde_json::Value;

use super::{
    Check, CheckError,
    ask::Answer,
    plan::{self, Known, Step},
    probe::{self, Probe, Reply, Signs},
    read::{self, Reading, Types},
    report::{Difference, OperationReport, Outcome, Report, Shape},
};
use crate::{catalogue::catalogue, operation::Operation};

/// How much of the past the figures are asked for.
const PERIOD: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The operations that say what server it is, and whether it takes the login.
const ABOUT_THE_SERVER: [&str; 2] = ["GetServerInfo", "GetMe"];

/// The operation that shows a visitor to staff.
const VISITOR_TO_STAFF: &str = "GetVisitorInfo";

pub(super) async fn run(check: &Check, client: &Client) -> Result<Report, CheckError> {
    let steps = plan::steps();
    let called = called(check, &steps)?;
    let now = Timestamp::now();
    let past = i64::try_from(PERIOD.as_millis()).unwrap_or_default();
    let period = (Timestamp::from_millis(now.as_millis().saturating_sub(past)), now);
    let mut run = Run { client, version: None, known: Known::default() };
    let (mut operations, mut replies, mut signs) = (Vec::new(), Vec::new(), Signs::default());
    for step in steps.iter().filter(|step| called.contains(step.info.name)) {
        let arguments = run.arguments(step, period);
        let report = match &arguments {
            Ok(arguments) => run.call(step, arguments, &steps).await?,
            Err(reason) => OperationReport::new(step.info, Outcome::Skipped, Some(reason.clone())),
        };
        if !check.looks_at(step.info) {
            continue;
        }
        if let (Ok(arguments), Some(operation), false) = (&arguments, catalogue().of(step.info), check.responses_only) {
            if !report.shape.records.is_empty() {
                signs.operations.push((operation, true));
                if step.info.name == VISITOR_TO_STAFF && report.outcome == Outcome::Ok {
                    signs.shows_tokens = Some(report.shape.fields.contains_key("/visitor/token"));
                }
                let probed = run.probe(step, operation, arguments).await;
                replies.extend(probed.into_iter().map(|(probe, reply)| (operations.len(), probe, reply)));
            } else if report.is_unknown && operation.meta.required_module().is_none() {
                signs.operations.push((operation, false));
            }
        }
        operations.push(report);
    }
    let nearest = probe::nearest(run.version.as_ref(), &replies, &signs);
    for (place, probe, reply) in &replies {
        if let Some(report) = operations.get_mut(*place) {
            report.add(probe.difference(nearest.profile, reply));
        }
    }
    Ok(Report { server: run.version, nearest: Some(nearest), operations })
}

/// The operations to call: those to look at, and those that their arguments come from.
fn called(check: &Check, steps: &[Step]) -> Result<BTreeSet<&'static str>, CheckError> {
    if let Some(name) = check.only.iter().find(|name| steps.iter().all(|step| step.info.name != **name)) {
        return Err(CheckError::Writes { name });
    }
    let mut called = BTreeSet::from(ABOUT_THE_SERVER);
    // A source stands before what it is for.
    for step in steps.iter().rev() {
        if check.looks_at(step.info) || called.contains(step.info.name) {
            called.insert(step.info.name);
            called.extend(step.sources());
        }
    }
    Ok(called)
}

/// What is known in the course of a check.
struct Run<'a> {
    client: &'a Client,
    version: Option<Version>,
    known: Known,
}

impl Run<'_> {
    /// The arguments of a call.
    ///
    /// # Errors
    ///
    /// Why it is not made.
    fn arguments(&self, step: &Step, period: (Timestamp, Timestamp)) -> Result<Value, String> {
        if step.info.meta.auth() == Auth::Login && self.client.user_id().is_none() {
            return Err("it needs a login".to_owned());
        }
        step.arguments(&self.known, period)
    }

    async fn call(&mut self, step: &Step, arguments: &Value, steps: &[Step]) -> Result<OperationReport, CheckError> {
        let result = (step.ask)(self.client, arguments.clone()).await;
        if step.info.name == ABOUT_THE_SERVER[0] {
            check_server(&result)?;
        }
        if step.info.name == ABOUT_THE_SERVER[1] {
            check_login(step.info, &result)?;
        }
        if let Ok(Answer { body, .. }) = &result {
            if step.info.name == ABOUT_THE_SERVER[0] {
                self.version = serde_json::from_slice(body).ok().map(|info: GetServerInfoResponse| info.version);
            }
            let body = serde_json::from_slice(body).unwrap_or(Value::Null);
            self.known.learn(steps, step.info, &body);
        }
        Ok(self.judge(step.info, result))
    }

    fn judge(&self, info: &'static EndpointInfo, result: Result<Answer, Error>) -> OperationReport {
        let answer = match result {
            Ok(answer) => answer,
            Err(Error::Api(error)) => return self.judge_refusal(info, &error),
            Err(Error::Decode(error)) => {
                let reading = read::types(info.name).map(|types| types.read(error.status(), error.body()));
                let mut report = OperationReport::new(info, Outcome::Ok, None);
                match reading {
                    Some(Reading::Read(differences)) if !differences.is_empty() => report.add(differences),
                    _ => report.add([Difference::new("", "JSON", "something else")]),
                }
                return report;
            }
            // Its text names the operation, and neither address nor arguments.
            Err(error) => return OperationReport::new(info, Outcome::Failed, Some(with_sources(&error))),
        };
        let mut report = OperationReport::new(info, Outcome::Ok, None);
        if answer.status != 200 {
            report.add([Difference::status(200, answer.status)]);
        }
        match read::types(info.name).map(|types| types.read(answer.status, &answer.body)) {
            Some(Reading::Read(differences)) => report.add(differences),
            Some(Reading::Refused(error)) => return self.judge_refusal(info, &error),
            None => {}
        }
        report.shape = serde_json::from_slice(&answer.body).map(|body| Shape::of(&body)).unwrap_or_default();
        report
    }

    /// What there is to say of an error response to a request that is in order.
    fn judge_refusal(&self, info: &'static EndpointInfo, error: &ApiError) -> OperationReport {
        let meta = &info.meta;
        let code = error.code().filter(|code| !matches!(code, ErrorCode::_Other(_)));
        let is_unknown = error.is_unknown_path() && !is_success(info, error);
        let not_there = |reason: String| {
            let report = OperationReport::new(info, Outcome::NotThere, Some(reason));
            OperationReport { is_unknown, ..report }
        };
        let module = meta.required_module();
        match error.status() {
            _ if is_unknown => {
                let since = meta.version_added().and_then(|since| since.parse::<Version>().ok());
                match (since, &self.version) {
                    (Some(since), Some(version)) if since > *version => {
                        return not_there(format!("it is there since {since}"));
                    }
                    _ => {}
                }
                if let Some(module) = module {
                    return not_there(format!("it needs the module {module} of a licence"));
                }
            }
            400 if code == Some(&ErrorCode::ActionNotAllowed) => {
                if let Some(module) = module {
                    return not_there(format!("it needs the module {module} of a licence"));
                }
            }
            429 => {
                return OperationReport::new(
                    info,
                    Outcome::Failed,
                    Some("the server's rate limit is used up".to_owned()),
                );
            }
            401 | 403 if error.message().is_some() && !is_success(info, error) => {
                let permissions = meta.required_permissions().names().join(", ");
                let needs = if permissions.is_empty() { String::new() } else { format!("; it needs {permissions}") };
                return OperationReport::new(info, Outcome::NotAllowed, Some(format!("{}{needs}", error.status())));
            }
            _ => {}
        }
        let mut difference = Difference::status(200, error.status());
        match code {
            _ if is_unknown => difference.found = format!("no such path ({})", error.status()),
            Some(code) => difference.found += &format!(" ({code})"),
            None => {}
        }
        let mut report = OperationReport { is_unknown, ..OperationReport::new(info, Outcome::Ok, None) };
        report.add([difference]);
        report
    }

    /// Sends wrong requests about an operation that answers right ones.
    async fn probe(&self, step: &Step, operation: &Operation, arguments: &Value) -> Vec<(Probe, Reply)> {
        let mut replies = Vec::new();
        for probe in probe::probes(operation, arguments) {
            let reply = match (step.ask)(self.client, probe.arguments.clone()).await {
                Ok(Answer { status, body }) => Reply::new(status, &body),
                Err(Error::Api(error)) if !matches!(error.status(), 401 | 403 | 429) => {
                    Reply::new(error.status(), error.body())
                }
                // It says nothing about the arguments.
                Err(_) => continue,
            };
            replies.push((probe, reply));
        }
        replies
    }
}

/// Whether an error response is one by its status alone.
fn is_success(info: &EndpointInfo, error: &ApiError) -> bool {
    let Ok(body) = serde_json::from_slice::<JsonObject>(error.body()) else { return false };
    let reads = |types: &Types| matches!(types.read(200, error.body()), Reading::Read(faults) if faults.is_empty());
    let is_named = body.get("success").is_some_and(|success| *success == true);
    is_named || (error.message().is_none() && read::types(info.name).is_some_and(reads))
}

/// Whether it is a Rocket.Chat server that responds.
fn check_server(result: &Result<Answer, Error>) -> Result<(), CheckError> {
    let error = match result {
        Ok(_) => return Ok(()),
        Err(error) => Box::new(error.clone()),
    };
    match &*error {
        Error::Api(api) if api.is_unknown_path() || api.body().trim_ascii_start().starts_with(b"<") => {
            Err(CheckError::NotRocketChat(error))
        }
        Error::Api(_) => Ok(()),
        Error::Decode(_) => Err(CheckError::NotRocketChat(error)),
        _ => Err(CheckError::NoServer(error)),
    }
}

/// Whether the server takes the login.
fn check_login(info: &EndpointInfo, result: &Result<Answer, Error>) -> Result<(), CheckError> {
    match result {
        Err(error @ Error::Api(api)) if error.is_unauthorized() && !is_success(info, api) => {
            Err(CheckError::Login(Box::new(error.clone())))
        }
        _ => Ok(()),
    }
}

fn with_sources(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
