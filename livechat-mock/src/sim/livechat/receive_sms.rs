use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};
use livechat_sdk::{
    DepartmentId, JsonObject, RoomId,
    livechat::{ReceiveSms, SmsMessage},
    model::{Attachment, AttachmentField, Message, RoomSource, RoomSourceType, Visitor},
    visitors::CustomFieldValue,
};
use serde_json::{Value, json};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::custom_fields::store,
};

impl Simulate for ReceiveSms {
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
        let add = |message: &mut Message| {
            message.attachments = Some(sms.medium.map(|_| lost_medium()).into_iter().collect());
            message.location = sms.location();
        };
        call.world.visitor_writes_with(&room, None, &visitor, sms.text, add, call.origin.now);
        sms.write_custom_fields(&visitor, call);
        let (content_type, text) = answer(&service);
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

/// A message, whichever provider it came from.
#[derive(Default)]
struct Sms<'a> {
    from: &'a str,
    to: &'a str,
    text: &'a str,
    /// Where the first picture, sound or the like is.
    medium: Option<&'a str>,
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

/// What a medium becomes that cannot be had: nothing goes out of here.
fn lost_medium() -> Attachment {
    const REASON: &str = "An attachment was received, but upload to server failed";
    Attachment::new()
        .title("Attachment upload failed")
        .attachment_type("file")
        .description(REASON)
        .fields([AttachmentField::new("User upload failed", REASON).short()])
        .color("yellow")
}
