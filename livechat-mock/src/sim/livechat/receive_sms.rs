use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, header::CONTENT_TYPE};
use livechat_sdk::{
    DepartmentId, JsonObject, MessageId, RoomId, Timestamp, VisitorId,
    livechat::{ReceiveSms, SmsMessage},
    model::{
        Attachment, AttachmentField, CustomFieldValue, Message, MessageFile, Room, RoomSource, RoomSourceType, Visitor,
    },
};
use serde_json::{Value, json};

use crate::{
    ServerError, World,
    arguments::FormFile,
    operation::{Call, Response, Simulate},
    outgoing::{Answer, Finished, NOT_SENT, OutgoingCall, OutgoingRequest, timed_out},
    sim::{custom_fields::store, files::check},
    world::{OCTETS, StoredFile},
};

/// What a downloaded medium is called.
const NAME: &str = "Upload File";
/// How long a download may take.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(10);

impl Simulate for ReceiveSms {
    #[cfg(feature = "server")]
    const HAS_OWN_MEDIA_TYPES: bool = true;

    /// Writes the text into an open room of the visitor with the number, who may be a new one.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let service = self.service.to_lowercase();
        let settings = &call.world.settings;
        if service != settings.text("SMS_Service") {
            return Err(ServerError::plain("Invalid service").hint("the setting SMS_Service says which provider it is"));
        }
        if !settings.flag("SMS_Enabled") {
            return Err(ServerError::plain("error-sms-service-disabled").hint("the setting SMS_Enabled is off"));
        }
        let Some(sms) = Sms::read(&service, &self.message) else {
            return Err(ServerError::plain("Invalid data").hint(format!("the body is not in the form of {service}")));
        };
        let department = department(self, call.world);
        let visitor = visitor(&sms, department.as_ref(), call);
        let room = room(self, &sms, &visitor, department.as_ref(), call)?;
        call.world.check_channel_of(&room)?;
        let (content_type, text) = answer(&service);
        let text_message =
            TextMessage { room, visitor: visitor.id.clone(), text: sms.text.to_owned(), location: sms.location() };
        match sms.medium {
            Some(url) => {
                let content_type = sms.content_type.filter(|it| !it.is_empty()).map(str::to_owned);
                call.awaits(Download {
                    url: url.to_owned(),
                    content_type,
                    message: text_message,
                    failed: failure(&service),
                });
            }
            None => drop(text_message.write(None, Vec::new(), call.world, call.origin.now)),
        }
        sms.write_custom_fields(&visitor, call);
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Ok(Response::bytes(Bytes::from_static(text.as_bytes()), headers))
    }
}

/// What a provider is told: there is nothing to send back.
fn answer(service: &str) -> (&'static str, &'static str) {
    match service {
        "voxtelesys" => ("application/json", r#"{"success":true}"#),
        "mobex" => ("text/xml", "ACK/Jasmin"),
        _ => ("text/xml", "<Response></Response>"),
    }
}

/// What a provider is told of a message that could not be written, for no reason that is known.
fn failure(service: &str) -> &'static str {
    match service {
        "voxtelesys" => r#"{"success":false,"error":""}"#,
        _ => "<Response></Response>",
    }
}

/// A text message that is about to be written.
struct TextMessage {
    room: RoomId,
    visitor: VisitorId,
    text: String,
    location: Option<JsonObject>,
}

impl TextMessage {
    /// Writes it into its room; `None` if that was closed, or is gone with its visitor.
    fn write(
        self,
        file: Option<MessageFile>,
        attachments: Vec<Attachment>,
        world: &mut World,
        now: Timestamp,
    ) -> Option<MessageId> {
        let visitor = world.visitor(&self.visitor)?.clone();
        world.room(&self.room).filter(|room| room.is_open())?;
        let add = |message: &mut Message| {
            message.file = file.map(Box::new);
            message.attachments = Some(attachments);
            message.location = self.location;
        };
        Some(world.visitor_writes_with(&self.room, None, &visitor, &self.text, add, now))
    }
}

/// The medium of a text message on its way.
struct Download {
    url: String,
    /// What the provider says that it is.
    content_type: Option<String>,
    message: TextMessage,
    /// What the provider is told if the message cannot be written.
    failed: &'static str,
}

impl OutgoingCall for Download {
    fn request(&mut self, _: &mut World, _: Timestamp) -> Result<OutgoingRequest, &'static str> {
        let request = Request::get(self.url.as_str()).body(Bytes::new()).ok();
        let request = request.filter(|request| request.uri().authority().is_some());
        let request = request.ok_or("the medium's address cannot be called")?;
        Ok(OutgoingRequest { request, timeout: Some(DOWNLOAD_TIMEOUT) })
    }

    /// The message is written in any case, with what came of its medium.
    fn finish(self: Box<Self>, answer: Answer, world: &mut World, now: Timestamp) -> Result<Finished, ServerError> {
        let Self { content_type, message, failed, .. } = *self;
        // Of a room that is gone there are no files.
        let is_open = world.room(&message.room).is_some_and(Room::is_open);
        let file = medium(answer, content_type).and_then(|file| {
            if is_allowed(&file, world) { Ok(file) } else { Err("the workspace takes no such file".to_owned()) }
        });
        let mut hint = None;
        let (file, attachment) = match file {
            Ok(FormFile { name, content_type, bytes, .. }) if is_open => {
                let content_type = content_type.as_deref().unwrap_or(OCTETS);
                let file = world.add_file(&message.room, &name, content_type, bytes);
                (Some(file.short()), attachment(&file))
            }
            Ok(_) => (None, lost_medium()),
            Err(reason) => {
                hint = Some(format!("the medium: {reason}"));
                (None, lost_medium())
            }
        };
        let written = message.write(file, vec![attachment], world, now);
        Ok(match written {
            Some(_) => Finished { body: None, hint },
            None => Finished { hint: Some("the room is closed or gone".to_owned()), ..Finished::with(failed) },
        })
    }
}

/// Shows no address, no number and no text.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

/// What was downloaded; an error says why nothing was.
fn medium(answer: Answer, content_type: Option<String>) -> Result<FormFile, String> {
    let (said, body) = match answer {
        Answer::Responded { status: 200, content_type, body } => (content_type, body),
        Answer::Responded { status, .. } => return Err(format!("status {status}")),
        Answer::NotSent => return Err(NOT_SENT.to_owned()),
        Answer::TimedOut(limit) => return Err(timed_out(limit)),
        Answer::Failed(reason) => return Err(reason),
    };
    let content_type = content_type.or(said);
    let file = FormFile { part: String::new(), name: NAME.to_owned(), content_type, bytes: body };
    if file.bytes.is_empty() { Err("it is empty".to_owned()) } else { Ok(file) }
}

/// Whether visitors might upload it.
fn is_allowed(file: &FormFile, world: &World) -> bool {
    world.settings.flag("FileUpload_Enabled") && check(file, &world.settings, world.server_version()).is_ok()
}

/// How a client is to show a medium.
fn attachment(file: &StoredFile) -> Attachment {
    let (link, content_type) = (file.path(), file.content_type.as_str());
    let attachment = Attachment::new().title(file.name.as_str()).attachment_type("file").title_link(link.as_str());
    let (kind, format) = content_type.split_once('/').unwrap_or_default();
    match kind {
        "image" => attachment.image_url(link).image_type(content_type),
        "audio" => attachment.audio_url(link).audio_type(content_type).title_link_download(true),
        "video" => attachment.video_url(link).video_type(content_type).title_link_download(true),
        _ => {
            let mut attachment = attachment.title_link_download(true);
            let format = format.split(';').next().unwrap_or_default().trim();
            attachment.other.insert("format".to_owned(), format.into());
            attachment
        }
    }
}

/// A message, whichever provider it came from.
#[derive(Default)]
struct Sms<'a> {
    from: &'a str,
    to: &'a str,
    text: &'a str,
    /// Where the first picture, sound or the like is.
    medium: Option<&'a str>,
    /// What the provider says that it is.
    content_type: Option<&'a str>,
    /// Longitude and latitude.
    place: Option<(&'a str, &'a str)>,
    fields: Vec<(&'static str, &'a str)>,
}

impl<'a> Sms<'a> {
    /// Reads a message; `None` if it is not in the provider's form.
    fn read(service: &str, message: &'a SmsMessage) -> Option<Self> {
        let first = |count: Option<u64>, url: &'a Option<String>| url.as_deref().filter(|_| count > Some(0));
        Some(match (service, message) {
            ("twilio", SmsMessage::Twilio(sms)) => {
                let fields = [
                    ("country", &sms.from_country),
                    ("state", &sms.from_state),
                    ("city", &sms.from_city),
                    ("zip", &sms.from_zip),
                ];
                Self {
                    from: &sms.from,
                    to: &sms.to,
                    text: &sms.body,
                    medium: first(sms.num_media, &sms.media_url0),
                    content_type: sms.media_content_type0.as_deref(),
                    place: sms.longitude.as_deref().zip(sms.latitude.as_deref()),
                    fields: fields.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?))).collect(),
                }
            }
            ("voxtelesys", SmsMessage::Voxtelesys(sms)) => Self {
                from: &sms.from,
                to: &sms.to,
                text: &sms.body,
                medium: sms.media.first().map(String::as_str),
                ..Self::default()
            },
            ("mobex", SmsMessage::Mobex(sms)) => Self {
                from: &sms.from,
                to: &sms.to,
                text: &sms.content,
                medium: first(sms.num_media, &sms.media_url0),
                content_type: sms.media_content_type0.as_deref(),
                ..Self::default()
            },
            _ => return None,
        })
    }

    fn location(&self) -> Option<JsonObject> {
        let (longitude, latitude) = self.place?;
        let coordinates = [longitude.parse::<f64>().ok()?, latitude.parse::<f64>().ok()?];
        json!({"type": "Point", "coordinates": coordinates}).as_object().cloned()
    }

    /// Writes what the provider knows about the number into the fields that the workspace defines.
    fn write_custom_fields(&self, visitor: &Visitor, call: &mut Call<'_>) {
        let Some(token) = &visitor.token else { return };
        for (key, value) in self.fields.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(scope) = call.world.custom_field(key).map(|field| field.scope.clone()) {
                store(call, token, &CustomFieldValue::new(*key, *value), &scope, |_| true);
            }
        }
    }
}

/// The department that is asked for, or else that of the workspace's text messages.
fn department(request: &ReceiveSms, world: &World) -> Option<DepartmentId> {
    let asked = request.department.as_deref().and_then(|name| world.department(name));
    let usual = || world.department(world.settings.text("SMS_Default_Omnichannel_Department"));
    asked.or_else(usual).map(|department| department.id.clone())
}

/// The visitor with the number, who may be a new one.
fn visitor(sms: &Sms<'_>, department: Option<&DepartmentId>, call: &mut Call<'_>) -> Visitor {
    let world = &mut *call.world;
    let known = world.visitors.find_by_phone(sms.from).and_then(|slot| world.visitors.get(slot)).cloned();
    let visitor = known.unwrap_or_else(|| world.add_caller(sms.from, call.origin.now));
    let Some(department) = department else { return visitor };
    let changed = world.modify_visitor(&visitor.id, |visitor| {
        visitor.department = Some(department.clone());
        visitor.clone()
    });
    changed.unwrap_or(visitor)
}

/// The visitor's open room for text messages, in the department if there is one; else a new one.
fn room(
    request: &ReceiveSms,
    sms: &Sms<'_>,
    visitor: &Visitor,
    department: Option<&DepartmentId>,
    call: &mut Call<'_>,
) -> Result<RoomId, ServerError> {
    let open = visitor.token.as_ref().map(|token| call.open_rooms(token)).unwrap_or_default();
    let fits = |room: &&RoomId| {
        call.world.room(room).is_some_and(|room| {
            room.source.as_ref().is_some_and(|source| source.source_type == Some(RoomSourceType::Sms))
                && (department.is_none() || room.department_id.as_ref() == department)
        })
    };
    if let Some(room) = open.iter().find(fits) {
        return Ok(room.clone());
    }
    let mut source = RoomSource::new(RoomSourceType::Sms);
    source.alias = Some(request.service.clone());
    source.destination = Some(sms.to.to_owned());
    let room = call.world.start_conversation(&visitor.id, source, None, call.origin.now)?;
    // What an answer is sent from.
    let from = JsonObject::from_iter([("from".to_owned(), Value::from(sms.to))]);
    call.world.modify_room_at(&room, call.origin.now, |room| room.sms = Some(Box::new(from)));
    Ok(room)
}

/// What a medium becomes that cannot be had.
fn lost_medium() -> Attachment {
    const REASON: &str = "An attachment was received, but upload to server failed";
    Attachment::new()
        .title("Attachment upload failed")
        .attachment_type("file")
        .description(REASON)
        .fields([AttachmentField::new("User upload failed", REASON).short()])
        .color("yellow")
}
