//! Files that were sent into rooms.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use livechat_sdk::{
    Endpoint, VisitorToken,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{OCTETS, StoredFile},
};

/// Gets a file. The name is for those who look at the link; the id is what counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GetFile {
    id: String,
    name: String,
    /// There is a login in the query, for links that a browser opens.
    rc_uid: Option<String>,
    /// The login's token, or the visitor's.
    rc_token: Option<VisitorToken>,
    rc_rid: Option<String>,
    rc_room_type: Option<String>,
    download: Option<String>,
}

impl Endpoint for GetFile {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/file-upload/{id}/{name}")).unlimited();
}

impl Simulate for GetFile {
    #[cfg(feature = "server")]
    const HAS_OWN_MEDIA_TYPES: bool = true;

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(file) = call.world.files.by_id(&self.id) else {
            return Err(ServerError::empty(404).hint("no file has this id, or it was deleted with its room"));
        };
        if call.world.settings.flag("FileUpload_ProtectFiles") && !may_have(self, call) {
            return Err(ServerError::empty(403).hint(
                "files are protected: log in, or add ?rc_room_type=l&rc_rid=<the room>&rc_token=<the visitor's token>, or turn \
                 the setting FileUpload_ProtectFiles off",
            ));
        }
        Ok(Response::bytes(file.bytes.clone(), headers(file, self.download.is_some())))
    }
}

/// Any logged-in user, and the visitor of the room. A link that a browser opens says so in its query or in cookies.
fn may_have(request: &GetFile, call: &Call<'_>) -> bool {
    if call.caller.is_some() {
        return true;
    }
    let world = &*call.world;
    let given = |query: Option<&'_ str>, name| query.or_else(|| call.cookie(name)).map(str::to_owned);
    let Some(token) = given(request.rc_token.as_ref().map(VisitorToken::expose), "rc_token") else { return false };
    let is_visitor = given(request.rc_room_type.as_deref(), "rc_room_type").as_deref() == Some("l")
        && given(request.rc_rid.as_deref(), "rc_rid")
            .and_then(|room| world.rooms.by_id(&room)?.visitor.token.as_ref())
            .is_some_and(|known| known.expose() == token);
    let user = given(request.rc_uid.as_deref(), "rc_uid");
    is_visitor || world.users.logged_in(&token).is_some_and(|account| Some(account.user.id.as_str()) == user.as_deref())
}

/// Says what the file is, and that a browser is not to take it for anything else, nor run it.
fn headers(file: &StoredFile, is_download: bool) -> HeaderMap {
    let shown = if is_download { "attachment" } else { "inline" };
    let disposition = format!("{shown}; filename*=UTF-8''{}", file.encoded_name());
    let octets = HeaderValue::from_static(OCTETS);
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_str(&file.content_type).unwrap_or(octets)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("inline")),
        ),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; form-action 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        // Pages of any origin show the pictures of their widget.
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
    ])
}
