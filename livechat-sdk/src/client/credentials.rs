use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{id::UserId, secret::AuthToken};

const USER_ID: HeaderName = HeaderName::from_static("x-user-id");
const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// A login, with its headers ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Credentials {
    user_id: UserId,
    user_id_header: HeaderValue,
    auth_token: AuthToken,
    auth_token_header: HeaderValue,
}

impl Credentials {
    /// # Errors
    ///
    /// Which part is not a valid header value.
    pub(super) fn new(user_id: UserId, auth_token: AuthToken) -> Result<Self, &'static str> {
        let header = |what, text: &str| match HeaderValue::from_str(text) {
            Ok(value) if text.is_ascii() && !text.trim().is_empty() => Ok(value),
            _ => Err(what),
        };
        let user_id_header = header("user id", user_id.as_str())?;
        let mut auth_token_header = header("auth token", auth_token.expose())?;
        auth_token_header.set_sensitive(true);
        Ok(Self { user_id, user_id_header, auth_token, auth_token_header })
    }

    pub(super) fn user_id(&self) -> &UserId {
        &self.user_id
    }

    pub(super) fn auth_token(&self) -> &AuthToken {
        &self.auth_token
    }

    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        headers.insert(USER_ID, self.user_id_header.clone());
        headers.insert(AUTH_TOKEN, self.auth_token_header.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_header_can_carry_is_refused() {
        for (id, token, what) in [
            ("", "t", "user id"),
            ("rocket\ncat", "t", "user id"),
            ("u", "", "auth token"),
            ("u", " ", "auth token"),
            ("u", "s3cret\r\nx-evil: 1", "auth token"),
            ("u", "s3cret\u{e9}", "auth token"),
        ] {
            assert_eq!(Credentials::new(id.into(), token.into()).unwrap_err(), what);
        }
    }

    #[test]
    fn the_token_never_shows() {
        let credentials = Credentials::new("u".into(), "s3cret".into()).unwrap();
        let mut headers = HeaderMap::new();
        credentials.add_to(&mut headers);
        assert_eq!(headers["x-auth-token"], "s3cret");
        assert!(!format!("{credentials:?} {headers:?}").contains("s3cret"));
    }
}
