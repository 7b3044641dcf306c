use livechat_sdk::{
    contacts::{SaveContact, SaveContactResponse},
    visitors::RegisterVisitor,
};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate, visitors::register},
};

impl Simulate for SaveContact {
    const SHAPE: Shape = Shape {
        style: Style::Match,
        fields: &[
            required("token", Kind::String),
            required("name", Kind::String),
            optional("email", Kind::String),
            optional("phone", Kind::String),
            optional("contactManager", MANAGER),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

const MANAGER: Kind = Kind::Object(&[optional("username", Kind::String)]);

/// A contact is a visitor here, who is found as one who registers, but is not online because of it.
fn answer(request: &SaveContact, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let manager = request.contact_manager.as_ref().and_then(|manager| manager.username.as_deref());
    let manager = match manager.filter(|username| !username.is_empty()) {
        None => None,
        Some(username) => {
            let user = call.world.users.by_name(username).map(|account| &account.user.id);
            let user = user.ok_or_else(|| ServerError::plain("error-contact-manager-not-found"))?;
            call.world.contact_manager(user)
        }
    };
    let mut visitor = RegisterVisitor::new(request.token.clone()).name(request.name.clone());
    visitor.email.clone_from(&request.email);
    visitor.phone.clone_from(&request.phone);
    let slot = register(&visitor, call, |visitor| {
        visitor.contact_manager = manager.or(visitor.contact_manager.take());
    })?;
    let visitor = call.world.visitors.get(slot);
    let id = visitor.ok_or_else(|| ServerError::internal(call.world.server_version()))?.id.clone();
    Answer::json(&SaveContactResponse::new(id))
}
