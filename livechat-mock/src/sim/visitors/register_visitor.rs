use http::header::{HOST, USER_AGENT};
use livechat_sdk::{
    DepartmentId, Endpoint,
    model::{ContactManager, CustomFieldScope, CustomFieldValue, Visitor, VisitorEmail, VisitorPhone, VisitorStatus},
    visitors::{RegisterVisitor, RegisterVisitorResponse},
};
use serde_json::{Value, json};

use crate::{
    ServerError, ServerVersion, World, hint,
    operation::{Call, Response, Simulate},
    sim::{
        custom_fields::{is_for_visitors, is_shown},
        keep_or, looks_like_an_address, places,
    },
    world::{News, Slot, is_truthy},
};

impl Simulate for RegisterVisitor {
    /// The handler matches, in all versions.
    const CONTRACT: Option<&'static str> = Some(
        "match {visitor:{token:string, name?:string, email?:string, phone?:string, \
         department?:string, username?:string, customFields?:[{key:string, value:string, \
         overwrite:boolean, ...}], ...}}",
    );

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let browser = Browser::of(call);
        let (fields, unknown): (Vec<_>, Vec<_>) =
            self.custom_fields.iter().partition(|field| is_for_visitors(&field.key, call.world));
        call.hint = hint::no_custom_fields(unknown.iter().map(|field| field.key.as_str()), "visitors");
        let told = places("visitor/customFields", &self.custom_fields, |field| is_for_visitors(&field.key, call.world));
        let is_old = call.world.server_version() == ServerVersion::V7_0;
        // Server 7 writes them to the visitor with the token that was sent: one found by phone number has another.
        let takes_fields = |visitor: &Visitor| !is_old || visitor.token.as_ref() == Some(&self.token);
        let slot = register(self, call, |visitor| {
            browser.write_to(visitor);
            visitor.status = Some(VisitorStatus::Online);
            if takes_fields(visitor) {
                write_custom_fields(&fields, visitor, is_old);
            }
        })?;
        let shared = call.world.visitors.shared(slot);
        let visitor = shared
            .ok_or_else(|| ServerError::reason("Error registering visitor", "error-livechat-visitor-registration"))?;
        if takes_fields(&visitor) {
            fields.iter().for_each(|field| call.world.tell_field(&visitor.id, field, call.origin.now));
        }
        if !is_old && !self.custom_fields.is_empty() {
            check_required(self, call.world)?;
        }
        if may_be_passed_over(self) {
            let mut ignored = self.ignored(&RegisterVisitorResponse::new(Visitor::clone(&visitor)));
            // What the workspace does not show is told already.
            ignored.retain(|ignored| !told.contains(&ignored.pointer));
            hint::ignored(&ignored).into_iter().for_each(|hint| call.add_hint(hint));
        }
        Response::one("visitor", &*visitor)
    }
}

/// Whether there is something that is not always taken; texts that are not empty are.
fn may_be_passed_over(request: &RegisterVisitor) -> bool {
    let RegisterVisitor { name, email, phone, department, username, id, custom_fields, .. } = request;
    let is_empty = |text: &Option<String>| text.as_deref() == Some("");
    username.is_some()
        || id.is_some()
        || !custom_fields.is_empty()
        || [name, email, phone, department].into_iter().any(is_empty)
}

/// Finds the visitor, or adds one, and writes what is given, custom fields apart, and then something more.
pub(crate) fn register(
    request: &RegisterVisitor,
    call: &mut Call<'_>,
    write_more: impl FnOnce(&mut Visitor),
) -> Result<Slot, ServerError> {
    if request.token.expose().trim().is_empty() {
        return Err(ServerError::reason("Token cannot be empty", "error-invalid-token")
            .details(json!({"method": "livechat/visitor"})));
    }
    let given = Given::read(request, call.world)?;
    let slot = find_or_add(request, &given, call);
    let now = call.origin.now;
    call.world.modify_visitor_in(slot, |visitor| {
        given.write_to(visitor);
        write_more(visitor);
        visitor.updated_at = Some(now);
    });
    tell_contacts(request, &given, slot, call);
    rename_open_rooms(slot, call);
    Ok(slot)
}

/// What is to be written. Empty texts count as not given.
struct Given<'a> {
    name: Option<&'a str>,
    email: Option<String>,
    phone: Option<&'a str>,
    department: Option<DepartmentId>,
    /// Who looks after the contact with this e-mail address, and is there.
    manager: Option<ContactManager>,
}

impl<'a> Given<'a> {
    fn read(request: &'a RegisterVisitor, world: &World) -> Result<Self, ServerError> {
        let is_old = world.server_version() == ServerVersion::V7_0;
        let email = non_empty(request.email.as_deref()).map(|email| email.trim().to_lowercase());
        if let Some(email) = email.as_deref().filter(|email| is_old && !looks_like_an_address(email)) {
            return Err(ServerError::reason(&format!("Invalid email {email}"), "error-invalid-email")
                .details(json!({"function": "Livechat.validateEmail", "email": email})));
        }
        let department = match non_empty(request.department.as_deref()) {
            None => None,
            Some(name) => match world.department(name) {
                Some(department) => Some(department.id.clone()),
                None if is_old => {
                    let reason = "The provided department is invalid";
                    return Err(ServerError::reason(reason, "error-invalid-department"));
                }
                None => return Err(ServerError::plain("error-invalid-department")),
            },
        };
        // Older servers do not look among the contacts.
        let manager = email.as_deref().filter(|_| !is_old).and_then(|email| world.online_contact_manager(email));
        Ok(Self {
            name: non_empty(request.name.as_deref()),
            manager,
            email,
            phone: non_empty(request.phone.as_deref()),
            department,
        })
    }

    fn write_to(&self, visitor: &mut Visitor) {
        keep_or(&mut visitor.name, self.name.map(str::to_owned));
        keep_or(&mut visitor.department, self.department.clone());
        keep_or(&mut visitor.contact_manager, self.manager.clone().map(Box::new));
        if let Some(email) = &self.email {
            visitor.emails = vec![VisitorEmail::new(email)];
        }
        if let Some(phone) = self.phone {
            visitor.phones = vec![VisitorPhone::new(phone)];
        }
    }
}

fn non_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// The visitor with the token; else the one with the phone number, who keeps the old token; else the one with the e-mail
/// address, who gets the new one; else a new one.
fn find_or_add(request: &RegisterVisitor, given: &Given<'_>, call: &mut Call<'_>) -> Slot {
    let (world, now) = (&mut *call.world, call.origin.now);
    let visitors = &world.visitors;
    if let Some(slot) = visitors.find_by_token(request.token.expose()) {
        return slot;
    }
    if let Some(slot) = given.phone.and_then(|phone| visitors.find_by_phone(phone)) {
        return slot;
    }
    // Blanks around the address are cut off before it is stored, and not before it is looked for.
    let email = request.email.as_deref().map(str::to_lowercase);
    if let Some(slot) = email.filter(|email| !email.is_empty()).and_then(|email| visitors.find_by_email(&email)) {
        world.modify_visitor_in(slot, |visitor| visitor.token = Some(request.token.clone()));
        return slot;
    }
    let username = match non_empty(request.username.as_deref()) {
        Some(username) => username.to_owned(),
        // Counted before it is used, so that the first guest of a fresh server is the second.
        None => world.next_guest(),
    };
    let wanted = request.id.as_ref().filter(|id| !id.as_str().is_empty() && world.visitor(id).is_none());
    let id = wanted.cloned().unwrap_or_else(|| world.draw_visitor_id());
    world.insert_visitor(Visitor::new(id).username(username).created_at(now).token(request.token.clone()))
}

/// What the visitor's browser tells of itself, where the workspace collects it.
#[derive(Default)]
struct Browser {
    user_agent: Option<String>,
    ip: Option<String>,
    host: Option<String>,
}

impl Browser {
    fn of(call: &Call<'_>) -> Self {
        if call.world.server_version() > ServerVersion::V7_0
            || !call.world.settings.flag("Livechat_Allow_collect_and_store_HTTP_header_informations")
        {
            return Self::default();
        }
        let header = |name| call.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { user_agent: header(USER_AGENT), ip: Some(call.origin.address.to_string()), host: header(HOST) }
    }

    fn write_to(self, visitor: &mut Visitor) {
        keep_or(&mut visitor.user_agent, self.user_agent);
        keep_or(&mut visitor.ip, self.ip);
        keep_or(&mut visitor.host, self.host);
    }
}

/// The visitor's contacts learn what was sent, of addresses only those that look like one.
fn tell_contacts(request: &RegisterVisitor, given: &Given<'_>, slot: Slot, call: &mut Call<'_>) {
    let Some(visitor) = call.world.visitors.get(slot).map(|visitor| visitor.id.clone()) else { return };
    let news = News {
        name: request.name.as_deref(),
        username: request.username.as_deref(),
        emails: given.email.as_deref().filter(|email| looks_like_an_address(email)).into_iter().collect(),
        phones: request.phone.as_deref().into_iter().collect(),
        ..News::default()
    };
    call.world.tell_contacts(&visitor, &news, call.origin.now);
}

/// The open rooms of the visitor's token take on the visitor's name.
fn rename_open_rooms(slot: Slot, call: &mut Call<'_>) {
    let Some(visitor) = call.world.visitors.shared(slot) else { return };
    if let (Some(name), Some(token)) = (&visitor.name, &visitor.token) {
        call.world.rename_rooms(token.expose(), name, call.origin.now);
    }
}

/// Writes the custom fields that the workspace defines for visitors and shows.
fn write_custom_fields(fields: &[&CustomFieldValue], visitor: &mut Visitor, is_old: bool) {
    if fields.is_empty() {
        return;
    }
    let data = visitor.livechat_data.get_or_insert_default();
    for field in fields {
        let given = Value::from(field.value.as_str());
        match data.get_mut(&field.key) {
            Some(value) if !field.overwrite && (is_old || is_truthy(value)) => {}
            Some(value) => *value = given,
            None => {
                data.insert(field.key.clone(), given);
            }
        }
    }
}

/// Newer servers want the keys of all required fields, if there is one field at all. The visitor is stored already.
fn check_required(request: &RegisterVisitor, world: &World) -> Result<(), ServerError> {
    let is_given = |key: &str| request.custom_fields.iter().any(|field| field.key == key);
    let missing: Vec<_> = world
        .custom_fields()
        .filter(|field| is_shown(field, &CustomFieldScope::Visitor) && field.required == Some(true))
        .map(|field| field.key.as_str())
        .filter(|key| !is_given(key))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ServerError::plain(&format!("Missing required custom fields: {}", missing.join(", "))))
}
