use std::time::Duration;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{CallLimit, Endpoint, Meta, Module, Route},
    id::TriggerId,
    model::{ExternalServiceData, ExternalServiceResponse},
    secret::VisitorToken,
    wire::null_as_default,
};

/// Has the server ask the external service of a trigger, for a visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/triggers/{_id}/external-service/call` |
/// | Login | not needed |
/// | Licence | module `livechat-enterprise` |
/// | Limit | 10 calls in 60 seconds |
/// | Documented | the vendor's published types and validators alone |
///
/// # Errors
///
/// In this order: `Invalid trigger`, `Trigger is not configured to use an external service`, `Invalid service URL`,
/// `Livechat secret token is not configured`; then those of [`TestExternalService`](super::TestExternalService).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CallExternalService {
    /// The trigger.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: TriggerId,
    /// The visitor's token, which the service is told. The server does not look whether it knows it.
    #[field = false]
    pub token: VisitorToken,
    /// What the service is told of the visitor.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub extra_data: Vec<ExternalServiceData>,
}

impl CallExternalService {
    /// Asks the service of this trigger for the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<TriggerId>, token: impl Into<VisitorToken>) -> Self {
        Self { id: id.into(), token: token.into(), extra_data: Vec::new() }
    }
}

impl Endpoint for CallExternalService {
    type Response = ExternalServiceResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/triggers/{_id}/external-service/call"))
        .module(Module::LivechatEnterprise)
        .limited_to(CallLimit::new(10, Duration::from_secs(60)));
}
