//! What is done with a server through the SDK, in whichever version.

use livechat_mock::ServerVersion;
use livechat_sdk::{
    Chat, ChatEvent, Client, ErrorCode, FilePart,
    analytics::{GetAnalyticsOverview, GetChartData, GetConversationTotals, ListDepartmentChatCounts},
    authentication::GetMe,
    canned_responses::{DeleteCannedResponse, ListCannedResponses, SaveCannedResponse},
    chat::WriteMessage,
    contacts::{
        BlockContact, CheckContactExistence, CreateContact, DeleteContact, GetContactById, ListContactHistory,
        SearchContacts, UnblockContact, UpdateContact,
    },
    custom_fields::{CustomFieldData, DeleteCustomField, GetCustomField, ListCustomFields, SaveCustomField},
    departments::{
        ArchiveDepartment, CreateDepartment, DeleteDepartment, GetDepartment, ListDepartmentAgents, ListDepartments,
        SetDepartmentAgents, UnarchiveDepartment, UpdateDepartment,
    },
    inquiries::{GetInquiry, ListQueuedInquiries, ReturnInquiry, SetInquirySla, TakeInquiry},
    livechat::{GetRoutingConfig, ListQueue},
    messages::{ListRoomMessages, SendMessage},
    model::{
        CannedResponseScope, ChartName, CustomFieldScope, CustomFieldValue, DateOrTime, DepartmentAgentChange,
        DepartmentData, FigureValue, OverviewName, PageInfo, RoomSourceType, TriggerAction, TriggerCondition,
        TriggerSender, VisitorStatus,
    },
    monitors::{AddMonitor, RemoveMonitor},
    priorities::{ListPriorities, UpdatePriority},
    rooms::{
        CloseRoomByUser, DeleteClosedRooms, DeleteRoom, ForwardRoom, HoldRoom, JoinRoom, ListRooms,
        ListTransferHistory, ResumeRoom, SetRoomPriority, SurveyAnswer, UnsetRoomPriority,
    },
    sla_policies::{CreateSlaPolicy, DeleteSlaPolicy},
    tags::{DeleteTag, ListTags, SaveTag, TagData},
    triggers::{DeleteTrigger, ListTriggers, SaveTrigger},
    users::{AddUser, ListUsers, RemoveUser},
    visitors::{DeleteVisitor, GetVisitorInfo, ListChatHistory, SearchVisitors},
};

use super::{NOW, Profile};

/// Registers a visitor and opens a chat.
async fn open(client: &Client, name: &str) -> Chat {
    let mut visitor = client.visitor(format!("token-of-{name}"));
    let email = format!("{name}@example.com");
    visitor.register(|visitor| visitor.name(name).email(email)).await.unwrap();
    visitor.open_chat().await.unwrap()
}

pub(super) async fn the_server_tells_its_version(profile: &Profile) {
    let told = profile.client.server_version().await.unwrap();
    assert_eq!(told, profile.version.number());
    assert_eq!(profile.call(GetMe::new()).await.unwrap().user.id, "admin");
}

pub(super) async fn a_visitor_comes_writes_and_leaves(profile: &Profile) {
    let mut visitor = profile.client.visitor("t");
    let registered = visitor.register(|visitor| visitor.name("Ann").phone("555")).await.unwrap();
    assert_eq!((registered.name.as_deref(), visitor.get().await.unwrap().id), (Some("Ann"), registered.id.clone()));
    visitor.set_custom_fields([CustomFieldValue::new("city", "Rome")]).await.unwrap();
    assert!(visitor.config().await.unwrap().enabled);
    let chat = visitor.open_chat().await.unwrap();
    assert!(chat.is_new());
    let first = chat.send("Hello").await.unwrap();
    let second = chat.send("Is anybody there?").await.unwrap();
    assert_eq!(chat.edit(&first.id, "Hello!").await.unwrap().text, "Hello!");
    chat.delete(&second.id).await.unwrap();
    let (mut history, mut texts) = (chat.history(), Vec::new());
    while let Some(message) = history.next().await {
        let message = message.unwrap();
        texts.extend(Some(message.text).filter(|_| message.message_type.is_none()));
    }
    assert_eq!(texts, ["Hello!"]);
    assert!(chat.agent_info().await.unwrap().username.is_some());
    visitor.set_status(VisitorStatus::Away).await.unwrap();
    chat.close().await.unwrap();
    let kept = chat.rate([SurveyAnswer::new("satisfaction", "5")]).await.unwrap();
    assert_eq!(kept.len(), 1);
    chat.send_transcript("ann@example.com").await.unwrap();
    profile.client.send(DeleteVisitor::new("t")).await.unwrap();
    assert_eq!(visitor.get().await.unwrap_err().code(), Some(&ErrorCode::InvalidToken));
}

pub(super) async fn a_visitor_looks_at_pages_and_sends_a_file(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    let page = PageInfo::new("Prices", "https://example.com/prices");
    let visitor = profile.client.visitor(chat.token().expose());
    visitor.record_page_visit(page).await.unwrap();
    let pages = profile.admin.list_pages_visited(chat.id()).await.unwrap();
    // It belonged to no room.
    assert_eq!(pages.total, Some(0));
    let file = chat.upload(FilePart::bytes("order.txt", "text/plain", "Two of each.")).await.unwrap();
    assert_eq!(file.file.unwrap().name.unwrap(), "order.txt");
}

pub(super) async fn an_agent_takes_answers_holds_and_closes(profile: &Profile) {
    profile.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let chat = open(&profile.client, "bob").await;
    let queued = profile.ann.send(ListQueuedInquiries::new()).await.unwrap().inquiries;
    assert_eq!(queued.len(), 1);
    if let Some(config) = profile.call(GetRoutingConfig::new()).await {
        assert_eq!(config.config.auto_assign_agent, Some(false));
    }
    profile.ann.send(TakeInquiry::new(&queued[0].id)).await.unwrap();
    let again = profile.refused(&profile.ann, TakeInquiry::new(&queued[0].id)).await;
    assert_eq!(again.code(), Some(&ErrorCode::InquiryTaken));
    assert!(profile.call(GetInquiry::new(chat.id())).await.unwrap().inquiry.is_some());
    let answer = profile.ann.write_message(WriteMessage::new(chat.id(), "Good day")).await.unwrap();
    let messages = profile.call(ListRoomMessages::new(chat.id())).await.unwrap().messages;
    assert!(messages.iter().any(|message| message.id == answer.id));
    profile.ann.send(HoldRoom::new(chat.id())).await.unwrap();
    profile.ann.send(ResumeRoom::new(chat.id())).await.unwrap();
    profile.admin.send(JoinRoom::new(chat.id())).await.unwrap();
    assert_eq!(profile.call(ListRooms::new().open(true)).await.unwrap().rooms.len(), 1);
    assert_eq!(profile.call(ListQueue::new()).await.unwrap().queue.len(), 1);
    profile.ann.send(CloseRoomByUser::new(chat.id()).comment("Solved")).await.unwrap();
    assert_eq!(profile.call(ListRooms::new().open(false)).await.unwrap().rooms.len(), 1);
}

pub(super) async fn rooms_are_handed_on_and_removed(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    let serving = chat.agent_info().await.unwrap().username.unwrap();
    let other = if serving == "ann" { "eve" } else { "ann" };
    profile.call(ForwardRoom::to_agent(chat.id(), other)).await.unwrap();
    assert_eq!(chat.agent_info().await.unwrap().username.as_deref(), Some(other));
    assert_eq!(profile.call(ListTransferHistory::new(chat.id())).await.unwrap().history.len(), 1);
    if profile.call(ReturnInquiry::new(chat.id())).await.is_some() {
        let waiting = profile.world(|world| world.room(chat.id()).unwrap().served_by.is_none());
        assert!(waiting);
    }
    chat.close().await.unwrap();
    if profile.call(DeleteRoom::new(chat.id())).await.is_some() {
        profile.world(|world| assert!(world.room(chat.id()).is_none()));
    }
    let another = open(&profile.client, "eve").await;
    another.close().await.unwrap();
    if let Some(answer) = profile.call(DeleteClosedRooms::new()).await {
        assert_eq!(answer.removed_rooms, Some(1));
    }
}

pub(super) async fn what_is_wrong_is_told(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    let error = profile.client.get_visitor("nobody").await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some(&ErrorCode::InvalidToken)));
    let error = profile.refused(&profile.client, SendMessage::new(chat.id(), "nobody", "Hello")).await;
    assert_eq!(error.status(), 400);
    let error = profile.refused(&profile.client, GetVisitorInfo::new("nobody")).await;
    assert_eq!(error.status(), 401);
    let error = profile.refused(&profile.ann, ListUsers::new("manager")).await;
    assert_eq!(error.status(), 403);
    let error = profile.refused(&profile.admin, GetVisitorInfo::new("nobody")).await;
    assert_eq!(error.code(), Some(&ErrorCode::VisitorNotFound));
    let error =
        profile.refused(&profile.admin, CreateContact::new("", [""; 0], [""; 0]).contact_manager("nobody")).await;
    assert_eq!(error.status(), 400);
}

pub(super) async fn people_are_looked_for(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    chat.close().await.unwrap();
    let found = profile.call(SearchVisitors::new("bob")).await.unwrap().visitors;
    assert_eq!(found.len(), 1);
    let info = profile.admin.get_visitor_info(&found[0].id).await.unwrap();
    assert_eq!(info.token.is_some(), profile.version < ServerVersion::V8_5 && profile.version != ServerVersion::V7_13);
    let history = profile.call(ListChatHistory::new(chat.id(), &found[0].id)).await.unwrap();
    assert_eq!(history.total, Some(1));
    profile.call(AddUser::new("agent", "admin")).await.unwrap();
    assert_eq!(profile.call(ListUsers::new("agent")).await.unwrap().users.len(), 3);
    profile.call(RemoveUser::new("agent", "admin")).await.unwrap();
}

pub(super) async fn a_contact_is_kept(profile: &Profile) {
    let created = profile.call(CreateContact::new("Cleo", ["cleo@example.com"], ["555"])).await.unwrap();
    let id = created.contact_id;
    let contact = profile.call(GetContactById::new(&id)).await.unwrap().contact.unwrap();
    assert_eq!(contact.name.as_deref(), Some("Cleo"));
    profile.call(UpdateContact::new(&id).name("Cleopatra")).await.unwrap();
    assert_eq!(profile.call(SearchContacts::new().search_text("cleo")).await.unwrap().contacts.len(), 1);
    if let Some(answer) = profile.call(CheckContactExistence::by_email("cleo@example.com")).await {
        assert!(answer.exists);
    }
    let chat = open(&profile.client, "bob").await;
    let visitor = profile.client.get_visitor(chat.token().clone()).await.unwrap().id;
    profile.call(BlockContact::new(&visitor, RoomSourceType::Api)).await.unwrap();
    profile.call(UnblockContact::new(&visitor, RoomSourceType::Api)).await.unwrap();
    assert_eq!(profile.call(ListContactHistory::new(&id)).await.unwrap().total, Some(0));
    profile.call(DeleteContact::new(&id)).await;
}

pub(super) async fn a_department_is_run(profile: &Profile) {
    let data = || DepartmentData::new("Support", "support@example.com").enabled(true);
    let id = profile.call(CreateDepartment::new(data())).await.unwrap().department.id;
    let eve = DepartmentAgentChange::new("eve", "eve");
    profile.call(SetDepartmentAgents::new(&id, [eve], [])).await.unwrap();
    assert_eq!(profile.call(ListDepartmentAgents::new(&id)).await.unwrap().agents.len(), 1);
    profile.call(UpdateDepartment::new(&id, data().description("Help"))).await.unwrap();
    let read = profile.call(GetDepartment::new(&id)).await.unwrap().department.unwrap();
    assert_eq!(read.description.as_deref(), Some("Help"));
    profile.call(ArchiveDepartment::new(&id)).await.unwrap();
    assert_eq!(profile.call(ListDepartments::new()).await.unwrap().departments.len(), 1);
    profile.call(UnarchiveDepartment::new(&id)).await.unwrap();
    profile.world(|world| world.set_setting("Omnichannel_enable_department_removal", true)).unwrap();
    profile.call(DeleteDepartment::new(&id)).await.unwrap();
}

pub(super) async fn a_workspace_is_set_up(profile: &Profile) {
    let field = CustomFieldData::new("colour", "Colour", CustomFieldScope::Room);
    if profile.call(SaveCustomField::create(field)).await.is_some() {
        let read = profile.call(GetCustomField::new("colour")).await.unwrap().custom_field.unwrap();
        assert_eq!(read.label.as_deref(), Some("Colour"));
        profile.call(DeleteCustomField::new("colour")).await.unwrap();
    }
    assert_eq!(profile.call(ListCustomFields::new()).await.unwrap().custom_fields.len(), 1);
    let action = TriggerAction::send_message(TriggerSender::Queue, "Hi");
    profile.call(SaveTrigger::new("Greeting", TriggerCondition::time_on_site(5), action)).await.unwrap();
    let triggers = profile.call(ListTriggers::new()).await.unwrap().triggers;
    assert_eq!(triggers.len(), 1);
    profile.call(DeleteTrigger::new(&triggers[0].id)).await.unwrap();
}

pub(super) async fn a_workspace_with_a_licence_is_set_up(profile: &Profile) {
    profile.call(SaveTag::new(TagData::new("vip"))).await.unwrap();
    let tags = profile.call(ListTags::new()).await.unwrap().tags;
    assert_eq!(tags.len(), 1);
    profile.call(DeleteTag::new(&tags[0].id)).await;
    profile.call(SaveCannedResponse::new("hi", "Hello", CannedResponseScope::Global)).await.unwrap();
    let responses = profile.call(ListCannedResponses::new()).await.unwrap().canned_responses;
    profile.call(DeleteCannedResponse::new(&responses[0].id)).await.unwrap();
    if profile.call(AddMonitor::new("eve")).await.is_some() {
        profile.call(RemoveMonitor::new("eve")).await.unwrap();
    } else {
        assert!(profile.call(RemoveMonitor::new("eve")).await.is_none());
    }

    profile.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let chat = open(&profile.client, "bob").await;
    let gold = profile.call(CreateSlaPolicy::new("Gold", 5)).await.unwrap().sla.id;
    profile.call(SetInquirySla::new(chat.id(), "Gold")).await.unwrap();
    let priorities = profile.call(ListPriorities::new()).await.unwrap().priorities;
    profile.call(UpdatePriority::rename(&priorities[0].id, "Some day")).await.unwrap();
    profile.call(SetRoomPriority::new(chat.id(), &priorities[0].id)).await.unwrap();
    profile.world(|world| {
        let room = world.room(chat.id()).unwrap();
        assert_eq!((room.sla_id.as_ref(), room.priority_id.as_ref()), (Some(&gold), Some(&priorities[0].id)));
    });
    profile.call(UnsetRoomPriority::new(chat.id())).await.unwrap();
    profile.call(DeleteSlaPolicy::new(&gold)).await.unwrap();
}

pub(super) async fn figures_are_there(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    chat.send("Hello").await.unwrap();
    let day = || DateOrTime::from("2026-01-01");
    let time = || DateOrTime::from("2026-01-01T23:59:59.999Z");
    let overview = GetAnalyticsOverview::new(OverviewName::Conversations, day(), day());
    let figures = profile.call(overview).await.unwrap().figures.unwrap();
    assert_eq!(figures[0].value, Some(FigureValue::Number(1.0)));
    profile.call(GetConversationTotals::new(day(), time())).await.unwrap();
    if let Some(chart) = profile.call(GetChartData::new(ChartName::TotalConversations, day(), day())).await {
        assert!(!chart.data_labels.is_empty());
    }
    // Pages of these lists came with 7.13; without one they are there before.
    profile.call(ListDepartmentChatCounts::new(day(), time())).await.unwrap();
}

pub(super) async fn a_conversation_is_told_as_it_happens(profile: &Profile) {
    let chat = open(&profile.client, "bob").await;
    let agent = chat.agent_info().await.unwrap().username.unwrap();
    let mut events = chat.events();
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    profile.world(|world| world.add_agent_message(chat.id(), &*agent, "Good day", NOW)).unwrap();
    chat.close().await.unwrap();
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        match event.unwrap() {
            ChatEvent::MessageNew(message) if message.message_type.is_none() => told.push(message.text),
            ChatEvent::Closed { .. } => told.push("closed".to_owned()),
            _ => {}
        }
    }
    assert_eq!(told, ["Good day", "closed"]);
}
