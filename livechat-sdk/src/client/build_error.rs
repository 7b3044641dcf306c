/// A [`Client`](crate::Client) that cannot be set up, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is no URL.
    #[error("the base URL is not a URL ({reason}): write it like https://chat.example.com")]
    #[non_exhaustive]
    NotAUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The base URL has no scheme.
    #[error("the base URL has no scheme: did you mean http://{text} or https://{text}?", text = text.trim_start_matches('/'))]
    #[non_exhaustive]
    NoScheme {
        /// The given text, without user name and password.
        text: String,
    },
    /// The base URL has a scheme that is not HTTP's.
    #[error("the base URL starts with the scheme `{scheme}`: only http and https work")]
    #[non_exhaustive]
    OtherScheme {
        /// The scheme.
        scheme: String,
    },
    /// The base URL holds a name or a password.
    #[error("the base URL holds credentials: leave them out, and use `ClientBuilder::credentials` or `Client::log_in`")]
    Userinfo,
    /// The base URL has a query or a fragment.
    #[error("the base URL has a query or a fragment: leave them out")]
    QueryOrFragment,
    /// The base URL goes on to the API.
    #[error("the base URL ends with /api/v1: leave that out, the client adds it")]
    ApiPath,
    /// A variable of the environment is missing or blank.
    #[error("the environment variable {name} is not set")]
    #[non_exhaustive]
    Variable {
        /// Its name.
        name: &'static str,
    },
    /// A text that no header can carry.
    #[error("the {what} is blank or has characters that no HTTP header can carry")]
    #[non_exhaustive]
    Header {
        /// Which one.
        what: &'static str,
    },
    /// The base URL is `https`, and the crate was built without TLS.
    #[error("https needs TLS: turn on the feature `rustls`, `rustls-no-provider` or `native-tls` of livechat-sdk")]
    NoTls,
    /// The crate was built with `rustls-no-provider`, and there is no provider.
    #[error(
        "no cryptography provider is installed: call `install_default` of one before, or turn on the feature `rustls`"
    )]
    NoCryptoProvider,
    /// The crate was built without reqwest, and no transport was given.
    #[error("there is no transport: give one to `ClientBuilder::transport`, or turn on the feature `reqwest`")]
    NoTransport,
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be set up")]
    HttpClient(#[source] Box<dyn std::error::Error + Send + Sync>),
}
