use bytes::Bytes;
use livechat_sdk::{
    files::{UploadFile, UploadFileResponse},
    model::Message,
};
use serde_json::json;

use crate::{
    ServerError, ServerVersion,
    arguments::FormFile,
    operation::{Call, Response, Simulate},
    world::{OCTETS, Settings},
};

impl Simulate for UploadFile {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let settings = &call.world.settings;
        if !settings.flag("Livechat_fileupload_enabled") || !settings.flag("FileUpload_Enabled") {
            return Err(reason("error-file-upload-disabled"));
        }
        // Server and mock do not tell an unknown token from another's room, nor from one that is closed.
        let refuse = |error: ServerError| {
            let rejected = ServerError::unauthorized();
            match error.hint_text() {
                Some(hint) => rejected.hint(hint),
                None => rejected.hint("the room is closed"),
            }
        };
        let visitor = call.shared_visitor(&self.token).map_err(refuse)?;
        let room = call.open_room_of(&self.token, &self.room_id).map_err(refuse)?.id.clone();
        let file = the_file(call)?;
        check(&file, &call.world.settings, call.world.server_version())?;
        // A slice keeps all of the body in memory.
        let is_most = file.bytes.len() > call.form.as_ref().map_or(0, |form| form.size) / 2;
        let bytes = if is_most { file.bytes } else { Bytes::copy_from_slice(&file.bytes) };
        let content_type = file.content_type.as_deref().unwrap_or(OCTETS);
        let file = call.world.add_file(&room, &file.name, content_type, bytes);
        let is_connecting = call.world.is_manual();
        let add = |message: &mut Message| {
            message.alias = self.alias.clone().or(message.alias.take());
            message.avatar.clone_from(&self.avatar);
            message.emoji.clone_from(&self.emoji);
            message.groupable = self.groupable.as_deref().and_then(|text| text.parse().ok());
            let short = file.short();
            message.files = Some(vec![short.clone()]);
            message.file = Some(short.into());
            message.attachments = Some(vec![file.attachment(self.description.as_deref())]);
        };
        let msg = self.text.as_deref().unwrap_or_default();
        let id = call.world.visitor_writes_with(&room, None, &visitor, msg, add, call.origin.now);
        let mut message = call.stored_message(&id)?.clone();
        message.new_room = Some(false);
        message.show_connecting = Some(is_connecting);
        Response::new(&UploadFileResponse::new(message))
    }
}

/// The one file of the form.
fn the_file(call: &Call<'_>) -> Result<FormFile, ServerError> {
    let is_old = call.world.server_version() == ServerVersion::V7_0;
    let none = |hint: &str| {
        let error = if is_old {
            ServerError::reason("No file uploaded", "error-no-file")
        } else {
            reason("error-no-file-uploaded")
        };
        error.hint(hint)
    };
    let form = call.form.as_ref().map_err(|error| none(&error.to_string()))?;
    match form.files.as_slice() {
        [] => Err(none("the form has no part called file that has a filename")),
        [file, ..] if file.part != "file" => {
            Err(ServerError::named("invalid-field").hint("the part that has the file is called file"))
        }
        [file] => Ok(file.clone()),
        _ => Err(ServerError::reason("Too many files in upload", "error-too-many-files")),
    }
}

/// Type first, then size.
pub(in crate::sim) fn check(file: &FormFile, settings: &Settings, version: ServerVersion) -> Result<(), ServerError> {
    if !is_type_allowed(file.content_type.as_deref(), settings) {
        return Err(reason("error-type-not-allowed").hint(
            "the settings FileUpload_MediaTypeBlackList and FileUpload_MediaTypeWhiteList say which types may be sent",
        ));
    }
    let limit = settings.limit("FileUpload_MaxFileSize");
    match limit.filter(|limit| file.bytes.len() as u64 > *limit) {
        None => Ok(()),
        Some(limit) if version == ServerVersion::V7_0 => {
            let body =
                json!({"success": false, "reason": "error-size-not-allowed", "sizeAllowed": readable_size(limit)});
            Err(ServerError::new(400, body))
        }
        Some(_) => Err(ServerError::reason("File size exceeds the allowed limit", "error-file-too-large")),
    }
}

/// A list of types is separated by commas; `image/*` is all of a kind. An empty list of allowed types allows all.
fn is_type_allowed(content_type: Option<&str>, settings: &Settings) -> bool {
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let is_in = |list: &str| {
        list.split(',').map(str::trim).any(|listed| match listed.strip_suffix("/*") {
            Some(kind) => media_type.split_once('/').is_some_and(|(given, _)| given.eq_ignore_ascii_case(kind)),
            None => !listed.is_empty() && listed.eq_ignore_ascii_case(media_type),
        })
    };
    let allowed = settings.text("FileUpload_MediaTypeWhiteList");
    !is_in(settings.text("FileUpload_MediaTypeBlackList")) && (allowed.trim().is_empty() || is_in(allowed))
}

/// `100.00 MB`.
fn readable_size(bytes: u64) -> String {
    let units = ["KB", "MB", "GB"].into_iter().zip([1_u64 << 10, 1 << 20, 1 << 30]);
    match units.rev().find(|(_, unit)| bytes >= *unit) {
        Some((name, unit)) => format!("{:.2} {name}", bytes as f64 / unit as f64),
        None => format!("{bytes} B"),
    }
}

/// What is wrong with a file stands under `reason`, and there is no `error`.
fn reason(code: &str) -> ServerError {
    ServerError::new(400, json!({"success": false, "reason": code}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;

    #[test]
    fn sizes_are_readable() {
        for (bytes, text) in
            [(0, "0 B"), (1023, "1023 B"), (1536, "1.50 KB"), (104_857_600, "100.00 MB"), (3 << 30, "3.00 GB")]
        {
            assert_eq!(readable_size(bytes), text);
        }
    }

    #[test]
    fn types_are_allowed_by_two_lists() {
        let mut world = World::empty();
        let allowed = |World { settings, .. }: &World| {
            ["image/png", "IMAGE/svg+xml; charset=utf-8", "text/plain", ""]
                .map(|content_type| is_type_allowed(Some(content_type), settings))
        };
        assert_eq!(allowed(&world), [true, false, true, true]);
        world.set_setting("FileUpload_MediaTypeWhiteList", "image/*, text/css").unwrap();
        assert_eq!(allowed(&world), [true, false, false, false]);
        world.set_setting("FileUpload_MediaTypeBlackList", "").unwrap();
        assert_eq!(allowed(&world), [true, true, false, false]);
        world.set_setting("FileUpload_MediaTypeBlackList", "image/*").unwrap();
        assert_eq!(allowed(&world), [false; 4]);
    }
}
