//! The documented examples, for those who write tests against the mock.

use livechat_sdk::{ENDPOINTS, Endpoint, endpoint::Operation};
use serde::de::DeserializeOwned;

use crate::fixtures::{self, snake_case};

/// The answer that the documentation gives as an example of an operation: what replay mode answers.
///
/// Take it as it is, or change what a test is about:
///
/// ```
/// use livechat_sdk::visitors::GetVisitor;
///
/// let mut answer = livechat_mock::example::<GetVisitor>()?;
/// let visitor = answer.visitor.as_mut().expect("the example has a visitor");
/// assert_eq!(visitor.username.as_deref(), Some("guest-7"));
/// visitor.name = Some("Ann".into());
/// # Ok::<(), livechat_mock::ExampleError>(())
/// ```
///
/// # Errors
///
/// The operation is not one of the SDK's [`ENDPOINTS`].
pub fn example<E: Endpoint>() -> Result<E::Response, ExampleError> {
    read::<E, _>("200")
}

/// The request that the documentation gives as an example of an operation.
///
/// ```
/// use livechat_sdk::visitors::RegisterVisitor;
///
/// let request: RegisterVisitor = livechat_mock::example_request()?;
/// assert_eq!(request.email.as_deref(), Some("visitor@rocket.chat"));
/// # Ok::<(), livechat_mock::ExampleError>(())
/// ```
///
/// # Errors
///
/// The operation is not one of the SDK's [`ENDPOINTS`].
pub fn example_request<E: Endpoint>() -> Result<E, ExampleError> {
    read::<E, E>("request")
}

/// A documented text about an operation, letter by letter: its JSON as it stands in the mock's folder `fixtures`.
///
/// The names are those of the files: `request` has the arguments as one object, `200` is the answer, and error responses are a
/// status code and what they are about. A number at the end is the server version with this text, where newer ones
/// word it differently. What every operation may be refused for, such as `401-not-logged-in`, is found with each.
///
/// ```
/// use livechat_sdk::visitors::GetVisitor;
///
/// let text = livechat_mock::example_text::<GetVisitor>("400-invalid-token")?;
/// assert_eq!(text, r#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#);
/// # Ok::<(), livechat_mock::ExampleError>(())
/// ```
///
/// # Errors
///
/// There is no text of this name; the error lists those that there are.
pub fn example_text<E: Endpoint>(name: &str) -> Result<&'static str, ExampleError> {
    let error = |reason| ExampleError { operation: E::META.operation(), name: name.to_owned(), reason };
    let Some(endpoint) = ENDPOINTS.iter().find(|endpoint| endpoint.meta == E::META) else {
        return Err(error("the operation is not one of the SDK's".to_owned()));
    };
    let (resource, folder) = (endpoint.resource, snake_case(endpoint.name));
    fixtures::find(resource, &folder, name).ok_or_else(|| {
        let names: Vec<_> = fixtures::names(resource, &folder).collect();
        error(format!("the operation's own are {}", names.join(", ")))
    })
}

fn read<E: Endpoint, T: DeserializeOwned>(name: &str) -> Result<T, ExampleError> {
    serde_json::from_str(example_text::<E>(name)?).map_err(|source| ExampleError {
        operation: E::META.operation(),
        name: name.to_owned(),
        reason: source.to_string(),
    })
}

/// An example that the documentation does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation} has no documented example {name:?}: {reason}")]
pub struct ExampleError {
    operation: Operation,
    name: String,
    reason: String,
}

#[cfg(test)]
mod tests {
    use livechat_sdk::{
        endpoint::{Meta, Route},
        visitors::{GetVisitor, GetVisitorInfo},
    };
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Clone, Debug, Serialize, Deserialize)]
    struct Foreign {}

    impl Endpoint for Foreign {
        type Response = serde_json::Value;
        const META: Meta = Meta::get(Route::new("/api/v1/apps"));
    }

    #[test]
    fn an_error_says_what_there_is() {
        let error = example_text::<GetVisitorInfo>("404").unwrap_err().to_string();
        assert!(error.contains("GET /api/v1/livechat/visitors.info"), "{error}");
        assert!(error.contains("400-visitor-not-found"), "{error}");
        let error = example::<Foreign>().unwrap_err().to_string();
        assert!(error.contains("not one of the SDK's"), "{error}");
    }

    #[test]
    fn what_all_operations_are_refused_for_is_found_with_each() {
        let text = example_text::<GetVisitor>("429-error-too-many-requests").unwrap();
        assert_eq!(text, example_text::<GetVisitorInfo>("429-error-too-many-requests").unwrap());
    }
}
