use std::time::Duration;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{CallLimit, Endpoint, Meta, Module, Route},
    model::{ExternalServiceData, ExternalServiceResponse},
    wire::{null_as_default, required_number},
};

/// Has the server ask an external service, as a trigger would that uses it.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/triggers/external-service/test` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Limit | 15 calls in 60 seconds |
/// | Documented | published OpenAPI “Test Trigger with External Service” |
///
/// # Errors
///
/// `Livechat secret token is not configured`; `error-timeout` if the service does not respond in time;
/// `error-invalid-external-service-response` if it responds with another status than 200, or not in the form that is demanded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct TestExternalService {
    /// Where the service is.
    #[field = false]
    pub webhook_url: String,
    /// How long the server waits for it, in milliseconds; 0 stands for 1000.
    #[serde(with = "required_number")]
    #[field = false]
    pub timeout: f64,
    /// The text that visitors get if it does not respond.
    #[field = false]
    pub fallback_message: String,
    /// What the service is told of the visitor.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub extra_data: Vec<ExternalServiceData>,
}

impl TestExternalService {
    /// Asks the service at this URL, and waits for so many milliseconds.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(webhook_url: impl Into<String>, timeout: u32, fallback_message: impl Into<String>) -> Self {
        Self {
            webhook_url: webhook_url.into(),
            timeout: timeout.into(),
            fallback_message: fallback_message.into(),
            extra_data: Vec::new(),
        }
    }
}

impl Endpoint for TestExternalService {
    type Response = ExternalServiceResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/triggers/external-service/test"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise)
        .limited_to(CallLimit::new(15, Duration::from_secs(60)));
}
