//! The server to learn from what is possible: hyper, a table of routes, and visitors in one map.
//!
//! It answers the two requests that are measured and no others: no login, no checks, no words for what is wrong, no limits of
//! size and time, no record of what was received. What it takes is what a server that keeps its state takes at the least.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use livechat_sdk::{ENDPOINTS, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Result, bare};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Visitor {
    #[serde(rename = "_id")]
    id: String,
    username: String,
    status: String,
    ts: Timestamp,
    #[serde(rename = "_updatedAt")]
    updated_at: Timestamp,
    token: String,
    name: Option<String>,
    phone: Vec<Phone>,
    visitor_emails: Vec<Email>,
    livechat_data: BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Phone {
    phone_number: String,
}

#[derive(Serialize)]
struct Email {
    address: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    visitor: &'a Visitor,
    success: bool,
}

#[derive(Deserialize)]
struct Register {
    visitor: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    token: String,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    #[serde(default)]
    custom_fields: Vec<CustomField>,
}

#[derive(Deserialize)]
struct CustomField {
    key: String,
    value: String,
    overwrite: bool,
}

struct Server {
    headers: HeaderMap,
    routes: matchit::Router<()>,
    visitors: Mutex<HashMap<String, Visitor>>,
}

/// Answers with the headers of the answer that comes over standard input; does not end.
pub(crate) fn serve() -> Result<()> {
    let (headers, _) = bare::read_answer()?;
    let mut routes = matchit::Router::new();
    for route in ENDPOINTS.iter().flat_map(|endpoint| endpoint.meta.routes()) {
        // Two operations may have one path.
        let _ = routes.insert(route.template(), ());
    }
    let server = Arc::new(Server { headers, routes, visitors: Mutex::default() });
    bare::accept(move |request| {
        let server = Arc::clone(&server);
        async move { server.answer(request).await }
    })
}

impl Server {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        let token = self.routes.at(head.uri.path()).ok().map(|found| found.params.get("token"));
        let answer = match token {
            None => None,
            Some(Some(token)) => self.visitors().get(token).and_then(written),
            Some(None) => match body.collect().await {
                Ok(body) => self.register(&body.to_bytes()),
                Err(_) => None,
            },
        };
        let status = if answer.is_some() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        let mut response = Response::new(Full::new(answer.unwrap_or_default().into()));
        *response.status_mut() = status;
        response.headers_mut().clone_from(&self.headers);
        response
    }

    fn visitors(&self) -> MutexGuard<'_, HashMap<String, Visitor>> {
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn register(&self, body: &[u8]) -> Option<Vec<u8>> {
        let Register { visitor: given } = serde_json::from_slice(body).ok()?;
        let mut visitors = self.visitors();
        let number = visitors.len();
        let visitor = visitors.entry(given.token).or_insert_with_key(|token| Visitor {
            id: format!("{number:017}"),
            username: format!("guest-{number}"),
            status: String::new(),
            ts: Timestamp::now(),
            updated_at: Timestamp::now(),
            token: token.clone(),
            name: None,
            phone: Vec::new(),
            visitor_emails: Vec::new(),
            livechat_data: BTreeMap::new(),
        });
        visitor.updated_at = Timestamp::now();
        "online".clone_into(&mut visitor.status);
        if let Some(name) = given.name {
            visitor.name = Some(name);
        }
        if let Some(phone_number) = given.phone {
            visitor.phone = vec![Phone { phone_number }];
        }
        if let Some(address) = given.email {
            visitor.visitor_emails = vec![Email { address }];
        }
        for CustomField { key, value, overwrite } in given.custom_fields {
            if overwrite || !visitor.livechat_data.contains_key(&key) {
                visitor.livechat_data.insert(key, value);
            }
        }
        written(visitor)
    }
}

fn written(visitor: &Visitor) -> Option<Vec<u8>> {
    serde_json::to_vec(&Answer { visitor, success: true }).ok()
}
