//! What the workspace's webhook is told of: which events, by which settings, with which bodies.

use std::time::Duration;

use bytes::Bytes;
use livechat_sdk::{
    DepartmentId, MessageId, RoomId, Timestamp, UserId, WebhookToken,
    model::{Message, MessageFile, MessageType, Room, ServedBy, Visitor},
    webhook::{
        Conversation, ConversationAgent, ConversationMessage, ConversationVisitor, Event, FileUpload, OfflineMessage,
        OfflineVisitor,
    },
};
use serde_json::{Value, json};

use super::{
    World,
    leads::{EMAIL, PHONE},
    messages::is_ordinary,
};
use crate::webhook::{CrmData, New, Test};

/// What happened.
pub(crate) enum Told<'a> {
    Started,
    Queued,
    Taken,
    TransferredFromAgent(Option<ServedBy>),
    TransferredFromDepartment(Option<DepartmentId>),
    Closed,
    Edited,
    Message(&'a MessageId),
    Lead,
    PageVisit(&'a MessageId),
}

impl World {
    /// Tells the webhook what happened in a room, if the settings say so.
    pub(crate) fn tell(&mut self, room: &RoomId, told: &Told<'_>, now: Timestamp) {
        if self.settings.text("Livechat_webhookUrl").is_empty() || !self.is_told(told) {
            return;
        }
        if let Some(event) = self.event(room, told) {
            self.push_webhook(&event, Some(room), now);
        }
    }

    /// Tells the webhook that a visitor left an address or a number to call in a room, if a message is so.
    pub(super) fn tell_lead(&mut self, room: &RoomId, message: &Message, now: Timestamp) {
        if !self.is_told(&Told::Lead) {
            return;
        }
        let [email, phone] = [EMAIL, PHONE].map(|setting| self.settings.text(setting));
        if self.leads.are_in(&message.text, email, phone) {
            self.tell(room, &Told::Lead, now);
        }
    }

    /// Tells the webhook what a visitor left. Servers do not look whether there is an address.
    pub(crate) fn tell_offline_message(&mut self, name: &str, email: &str, message: &str, now: Timestamp) {
        if self.settings.flag("Livechat_webhook_on_offline_msg") {
            let message = OfflineMessage::new(OfflineVisitor::new(name, email), message, now);
            self.push_webhook(&Event::OfflineMessage(Box::new(message)), None, now);
        }
    }

    /// Tells the webhook of an example.
    pub(crate) fn test_webhook(&mut self, now: Timestamp) -> Test {
        let new = self.new_webhook("LivechatSession".to_owned(), None, test_body(now).to_string().into());
        self.webhooks.push_test(new, now)
    }

    /// Keeps what a receiver answered.
    pub(crate) fn keep_crm_data(&mut self, CrmData { room, text }: CrmData) {
        self.modify_room(&room, |room| room.crm_data = Some(Box::new(Value::String(text))));
    }

    fn push_webhook(&mut self, event: &Event, room: Option<&RoomId>, now: Timestamp) {
        // Each key of an event is a text: it can always be written.
        let body = serde_json::to_vec(event).unwrap_or_default();
        let new = self.new_webhook(event.name().to_owned(), room.cloned(), body.into());
        self.webhooks.push(new, now);
    }

    fn new_webhook(&self, event: String, room: Option<RoomId>, body: Bytes) -> New {
        let settings = &self.settings;
        New {
            event,
            room,
            url: settings.text("Livechat_webhookUrl").trim().to_owned(),
            body,
            secret: WebhookToken::from(settings.text("Livechat_secret_token")),
            timeout: Duration::from_millis(settings.number("Livechat_http_timeout")),
        }
    }

    fn is_told(&self, told: &Told<'_>) -> bool {
        let settings = &self.settings;
        let setting = match told {
            Told::Started => "Livechat_webhook_on_start",
            Told::Queued => "Livechat_webhook_on_chat_queued",
            Told::Taken => "Livechat_webhook_on_chat_taken",
            Told::TransferredFromAgent(_) | Told::TransferredFromDepartment(_) => "Livechat_webhook_on_forward",
            Told::Closed => "Livechat_webhook_on_close",
            Told::Edited => return true,
            Told::Message(message) if self.message(message).is_some_and(|message| message.token.is_some()) => {
                "Livechat_webhook_on_visitor_message"
            }
            Told::Lead => "Livechat_webhook_on_capture",
            Told::PageVisit(_) if !self.tells_page_visits() => return false,
            Told::Message(_) | Told::PageVisit(_) => "Livechat_webhook_on_agent_message",
        };
        settings.flag(setting)
    }

    fn tells_page_visits(&self) -> bool {
        self.settings.flag("Livechat_Visitor_navigation_as_a_message")
            && self.settings.flag("Send_visitor_navigation_history_livechat_webhook_request")
    }

    fn event(&self, room: &RoomId, told: &Told<'_>) -> Option<Event> {
        let room = self.room(room)?;
        // Of a removed visitor nothing is told.
        let visitor = self.visitor(room.visitor.id.as_ref()?).filter(|visitor| visitor.disabled != Some(true))?;
        let mut about = self.conversation(room, visitor);
        match told {
            Told::Message(message) | Told::PageVisit(message) => {
                about.messages.push(self.told_message(self.message(message)?, visitor));
                return Some(Event::Message(Box::new(about)));
            }
            // Not even the message itself.
            Told::Lead => return Some(Event::LeadCaptured(Box::new(about))),
            _ => {
                let messages = self.messages(&room.id).filter(|message| self.is_in_account(message));
                about.messages = messages.map(|message| self.told_message(message, visitor)).collect();
            }
        }
        if let Told::Edited = told {
            return Some(Event::Edited(Box::new(about)));
        }
        about.department_id.clone_from(&room.department_id);
        if !matches!(told, Told::Started | Told::Queued) {
            about.served_by.clone_from(&room.served_by);
        }
        Some(match told {
            Told::Started => Event::Started(Box::new(about)),
            Told::Queued => Event::Queued(Box::new(about)),
            Told::Taken => Event::Taken(Box::new(about)),
            Told::TransferredFromAgent(previous) => {
                about.old_served_by.clone_from(previous);
                Event::Transferred(Box::new(about))
            }
            Told::TransferredFromDepartment(previous) => {
                about.old_department_id.clone_from(previous);
                Event::Transferred(Box::new(about))
            }
            Told::Closed | Told::Edited | Told::Message(_) | Told::Lead | Told::PageVisit(_) => {
                about.closed_at = room.closed_at;
                about.closed_by = room.closed_by.as_deref().cloned();
                about.closer.clone_from(&room.closer);
                Event::Closed(Box::new(about))
            }
        })
    }

    /// Whether a message is one of those that events about conversations have: what people see, without notes of the
    /// server's.
    fn is_in_account(&self, message: &Message) -> bool {
        let is_told = match message.message_type {
            Some(MessageType::LivechatClose) => true,
            Some(MessageType::NavigationHistory) => self.tells_page_visits(),
            _ => is_ordinary(message),
        };
        is_told && message.hidden != Some(true)
    }

    /// What each event about a conversation has.
    fn conversation(&self, room: &Room, visitor: &Visitor) -> Conversation {
        let mut about = Conversation::new(&room.id).created_at(room.created_at);
        about.label = room.display_name.clone().or_else(|| room.label.clone());
        about.topic.clone_from(&room.topic);
        about.last_message_at = room.last_message_at;
        about.tags.clone_from(&room.tags);
        about.custom_fields.clone_from(&room.livechat_data);
        about.visitor = Some(Box::new(told_visitor(visitor)));
        let agent = room.served_by.as_ref().and_then(|agent| agent.id.as_ref());
        about.agent = agent.and_then(|agent| self.told_agent(agent)).map(Box::new);
        about.crm_data = room.crm_data.as_deref().and_then(Value::as_str).map(str::to_owned);
        about
    }

    fn told_agent(&self, id: &UserId) -> Option<ConversationAgent> {
        let user = self.user(id)?;
        let mut agent = ConversationAgent::new(id);
        agent.username.clone_from(&user.username);
        agent.name.clone_from(&user.name);
        agent.email = user.emails.first().map(|email| email.address.clone());
        Some(agent)
    }

    fn told_message(&self, message: &Message, visitor: &Visitor) -> ConversationMessage {
        let author = &message.author;
        let username = author.username.clone().unwrap_or_default();
        let (text, at) = (message.text.as_str(), message.created_at);
        let mut told = if author.username == visitor.username {
            ConversationMessage::by_visitor(username, text, at)
        } else {
            ConversationMessage::by_agent(author.id.as_deref().unwrap_or_default(), username, text, at)
        };
        told.id = Some(message.id.clone());
        told.room_id.clone_from(&message.room_id);
        told.updated_at = message.updated_at;
        told.edited_at = message.edited_at;
        told.navigation = message.navigation.clone();
        told.closing_message = (message.message_type == Some(MessageType::LivechatClose)).then_some(true);
        told.author = Some(author.clone());
        told.blocks.clone_from(&message.blocks);
        if let (true, Some(blocks)) = (told.text.is_empty(), &told.blocks) {
            told.text = json!(blocks).to_string();
        }
        if let Some(file) = &message.file {
            told.file = Some((**file).clone());
            told.attachments.clone_from(&message.attachments);
            told.file_upload = self.file_upload(message, file).map(Box::new);
        }
        told
    }

    fn file_upload(&self, message: &Message, file: &MessageFile) -> Option<FileUpload> {
        let link = message.attachments.as_ref()?.first()?.title_link.as_ref()?;
        let mut upload = FileUpload::new(format!("{}{link}", self.settings.text("Site_Url").trim_end_matches('/')));
        upload.media_type.clone_from(&file.media_type);
        upload.size = file.size;
        Some(upload)
    }
}

fn told_visitor(visitor: &Visitor) -> ConversationVisitor {
    let mut told = ConversationVisitor::new(&visitor.id);
    told.token.clone_from(&visitor.token);
    told.name.clone_from(&visitor.name);
    told.username.clone_from(&visitor.username);
    told.department.clone_from(&visitor.department);
    told.ip.clone_from(&visitor.ip);
    told.custom_fields.clone_from(&visitor.livechat_data);
    told.emails.clone_from(&visitor.emails);
    told.phones.clone_from(&visitor.phones);
    told
}

/// The example that servers send: the same always, but for the times.
fn test_body(now: Timestamp) -> Value {
    json!({
        "type": "LivechatSession",
        "_id": "fasd6f5a4sd6f8a4sdf",
        "label": "title",
        "topic": "asiodojf",
        "createdAt": now,
        "lastMessageAt": now,
        "tags": ["tag1", "tag2", "tag3"],
        "customFields": {"productId": "123456"},
        "visitor": {
            "_id": "",
            "name": "visitor name",
            "username": "visitor-username",
            "department": "department",
            "email": "email@address.com",
            "phone": "192873192873",
            "ip": "123.456.7.89",
            "browser": "Chrome",
            "os": "Linux",
            "customFields": {"customerId": "123456"},
        },
        "agent": {
            "_id": "asdf89as6df8",
            "username": "agent.username",
            "name": "Agent Name",
            "email": "agent@email.com",
        },
        "messages": [
            {"username": "visitor-username", "msg": "message content", "ts": now},
            {"username": "agent.username", "agentId": "asdf89as6df8", "msg": "message content from agent", "ts": now},
        ],
    })
}
