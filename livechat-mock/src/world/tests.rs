//! Every operation, auxiliary endpoint and method that changes a world announces it.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use livechat_sdk::{
    ENDPOINTS, Password, RoomId, Timestamp, UnitId,
    endpoint::Method,
    model::{
        Contact, ContactConflict, CustomField, CustomFieldScope, Department, Inquiry, Message, MessageAuthor, PageInfo,
        Room, RoomVisitor, Trigger, Unit, UserStatus, Visitor,
    },
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{table::Record, units::Monitoring, *};
use crate::Engine;

/// Requests. Each `$name` stands for one of a few values, see [`Pick::text`].
const REQUESTS: &[&str] = &[
    r#"POST livechat/visitor {"visitor":{"token":"$token"}}"#,
    r#"POST livechat/visitor {"visitor":{"token":"$token","name":"$word","email":"$word@example.com","phone":"$digit","department":"$department","customFields":[{"key":"$word","value":"$digit","overwrite":$flag}]}}"#,
    r#"DELETE livechat/visitor/$token {}"#,
    r#"POST livechat/visitor.status {"token":"$token","status":"$status"}"#,
    r#"POST livechat/visitor.callStatus {"token":"$token","callStatus":"ended","rid":"$room","callId":"$message"}"#,
    r#"POST livechat/page.visited {"token":"$token","pageInfo":{"change":"url","title":"$word","location":{"href":"/"}}}"#,
    r#"POST livechat/page.visited {"token":"$token","rid":"$room","pageInfo":{"change":"url","title":"","location":{"href":"/"}}}"#,
    r#"POST livechat/custom.field {"token":"$token","key":"$word","value":"$digit","overwrite":$flag}"#,
    r#"POST livechat/custom.fields {"token":"$token","customFields":[{"key":"$word","value":"$digit","overwrite":$flag}]}"#,
    r#"POST livechat/custom-fields.save {"customFieldId":null,"customFieldData":{"field":"$word","label":"L","scope":"$scope","visibility":"visible","searchable":true,"regexp":""}}"#,
    r#"POST livechat/custom-fields.delete {"customFieldId":"$word"}"#,
    r#"GET livechat/room?token=$token"#,
    r#"GET livechat/room?token=$token&agentId=$user"#,
    r#"GET livechat/room.join?roomId=$room"#,
    r#"GET livechat/agent.next/$token"#,
    r#"POST livechat/message {"token":"$token","rid":"$room","msg":"$word"}"#,
    r#"POST livechat/message {"token":"$token","rid":"$room","msg":"$word","_id":"$word"}"#,
    r#"PUT livechat/message/$message {"token":"$token","rid":"$room","msg":"$word"}"#,
    r#"DELETE livechat/message/$message {"token":"$token","rid":"$room"}"#,
    r#"POST livechat/messages {"visitor":{"token":"$token"},"messages":[{"msg":"$word"},{"msg":"$word"}]}"#,
    r#"POST livechat/offline.message {"name":"$word","email":"$word@example.com","message":"$word"}"#,
    r#"POST livechat/sms-incoming/twilio {"From":"$digit","To":"9","Body":"$word"}"#,
    r#"POST livechat/room.close {"token":"$token","rid":"$room"}"#,
    r#"POST livechat/room.closeByUser {"rid":"$room","comment":"$word","tags":["$word"]}"#,
    r#"POST livechat/room.forward {"roomId":"$room","userId":"$user"}"#,
    r#"POST livechat/room.forward {"roomId":"$room","departmentId":"$department"}"#,
    r#"POST livechat/room.forward {"roomId":"$room","departmentId":"$department","userId":"$user"}"#,
    r#"POST livechat/rooms.delete {"roomId":"$closed"}"#,
    r#"POST livechat/room.onHold {"roomId":"$room"}"#,
    r#"POST livechat/room.resumeOnHold {"roomId":"$room"}"#,
    r#"POST livechat/room.saveInfo {"guestData":{"_id":"$visitor","name":"$word","email":"$word@example.com","phone":"$digit"},"roomData":{"_id":"$room","topic":"$word","tags":["$word"]}}"#,
    r#"POST livechat/room.survey {"rid":"$room","token":"$token","data":[{"name":"satisfaction","value":"$digit"}]}"#,
    r#"POST livechat/visitor/department.transfer {"rid":"$room","token":"$token","department":"$department"}"#,
    r#"POST livechat/inquiries.take {"inquiryId":"$inquiry"}"#,
    r#"POST livechat/inquiries.returnAsInquiry {"roomId":"$room"}"#,
    r#"POST livechat/inquiries.returnAsInquiry {"roomId":"$room","departmentId":"$department"}"#,
    r#"POST livechat/transcript {"rid":"$room","token":"$token","email":"$word@example.com"}"#,
    r#"POST livechat/transcript/$room {"email":"$word@example.com","subject":"$word"}"#,
    r#"DELETE livechat/transcript/$room {}"#,
    r#"POST livechat/upload/$room {}"#,
    r#"POST livechat/agents.saveInfo {"agentId":"$user","agentData":{"maxNumberSimultaneousChat":$digit},"agentDepartments":["$department"]}"#,
    r#"POST livechat/agent.status {"agentId":"$user"}"#,
    r#"POST livechat/appearance [{"_id":"Livechat_title","value":"$word"},{"_id":"Livechat_display_offline_form","value":$flag}]"#,
    r#"POST livechat/department {"department":{"enabled":$flag,"name":"$word","email":"a@example.com","showOnRegistration":$flag,"showOnOfflineForm":false},"agents":[{"agentId":"$user"}]}"#,
    r#"PUT livechat/department/$department {"department":{"enabled":$flag,"name":"$word","email":"a@example.com","showOnRegistration":$flag,"showOnOfflineForm":false,"fallbackForwardDepartment":"$department"}}"#,
    r#"POST livechat/department/$department/agents {"upsert":[{"agentId":"$user","username":"$word","count":$digit,"order":$digit}],"remove":[{"agentId":"$user","username":"$word"}]}"#,
    r#"POST livechat/department/$department/archive {}"#,
    r#"POST livechat/department/$department/unarchive {}"#,
    r#"DELETE livechat/department/$department {}"#,
    r#"POST livechat/triggers {"name":"$word","description":"","enabled":$flag,"runOnce":true,"conditions":[{"name":"time-on-site","value":$digit}],"actions":[{"name":"send-message","params":{"sender":"queue","msg":"$word"}}]}"#,
    r#"DELETE livechat/triggers/$trigger {}"#,
    r#"POST livechat/tags.save {"tagData":{"name":"$word"},"tagDepartments":["$department"]}"#,
    r#"POST livechat/tags.delete {"id":"$tag"}"#,
    r#"POST livechat/sla {"name":"$word","dueTimeInMinutes":$digit}"#,
    r#"PUT livechat/sla/$sla {"name":"$word","description":"$word","dueTimeInMinutes":$digit}"#,
    r#"DELETE livechat/sla/$sla {}"#,
    r#"PUT livechat/inquiry.setSLA {"roomId":"$room","sla":"$sla"}"#,
    r#"PUT livechat/priorities/$priority {"name":"$word"}"#,
    r#"PUT livechat/priorities/$priority {"reset":true}"#,
    r#"POST livechat/priorities.reset {}"#,
    r#"POST livechat/room/$room/priority {"priorityId":"$priority"}"#,
    r#"DELETE livechat/room/$room/priority {}"#,
    r#"GET livechat/room?token=$token&sla=$sla&priority=$priority"#,
    r#"POST livechat/room.saveInfo {"guestData":{"_id":"$visitor"},"roomData":{"_id":"$room","priorityId":"$priority","slaId":"$sla"}}"#,
    r#"POST canned-responses {"shortcut":"$word","text":"$word","scope":"global","tags":["$word"]}"#,
    r#"POST canned-responses {"_id":"$canned","shortcut":"$word","text":"$word","scope":"department","departmentId":"$department"}"#,
    r#"DELETE canned-responses/$canned {}"#,
    r#"DELETE canned-responses {"_id":"$canned"}"#,
    r#"POST livechat/users/$role {"username":"$user"}"#,
    r#"DELETE livechat/users/$role/$user {}"#,
    r#"POST omnichannel/contacts {"name":"$word","emails":["$word@example.com"],"phones":["$digit"]}"#,
    r#"POST omnichannel/contact {"token":"$token","name":"$word","email":"$word@example.com","phone":"$digit"}"#,
    r#"POST omnichannel/contacts.update {"contactId":"$contact","name":"$word"}"#,
    r#"POST livechat/business-hours.save {"name":"$word","timezoneName":"Europe/Berlin","daysOpen":["Monday"],"departmentsToApplyBusinessHour":"$department","active":$flag,"type":"custom","workHours":[{"day":"Monday","start":"0$digit:00","finish":"08:00","open":true}]}"#,
    r#"POST livechat/business-hours.remove {"_id":"$hours","type":"custom"}"#,
    r#"POST settings/Livechat_enable_business_hours {"value":$flag}"#,
    r#"POST livechat/monitors.create {"username":"$user"}"#,
    r#"POST livechat/monitors.delete {"username":"$user"}"#,
    r#"POST livechat/units {"unitData":{"name":"$word","visibility":"public"},"unitMonitors":[{"monitorId":"$user","username":"$word"}],"unitDepartments":[{"departmentId":"$department"}]}"#,
    r#"POST livechat/units/$unit {"unitData":{"name":"$word","visibility":"private"},"unitMonitors":[],"unitDepartments":[{"departmentId":"$department"}]}"#,
    r#"DELETE livechat/units/$unit {}"#,
    r#"PUT livechat/department/$department {"department":{"enabled":$flag,"name":"$word","email":"a@example.com","showOnRegistration":$flag,"showOnOfflineForm":false},"departmentUnit":{"_id":"$unit"}}"#,
    r#"POST omnichannel/contacts.block {"visitor":{"visitorId":"$visitor","source":{"type":"api"}}}"#,
    r#"POST omnichannel/contacts.unblock {"visitor":{"visitorId":"$visitor","source":{"type":"api"}}}"#,
    r#"POST omnichannel/contacts.conflicts {"contactId":"$contact","name":"$word","wipeConflicts":$flag}"#,
    r#"POST omnichannel/contacts.delete {"contactId":"$contact"}"#,
    r#"POST livechat/rooms.removeAllClosedRooms {"departmentIds":["$department"]}"#,
    r#"POST omnichannel/$closed/request-transcript {}"#,
    r#"POST omnichannel/integrations {"LivechatWebhookUrl":"https://example.com/$word","LivechatWebhookOnStart":$flag}"#,
    r#"POST livechat/webhook.test {}"#,
    r#"POST livechat/triggers/external-service/test {"webhookUrl":"https://example.com","timeout":1,"fallbackMessage":"$word"}"#,
    r#"POST livechat/triggers/$trigger/external-service/call {"token":"$token"}"#,
    r#"POST omnichannel/outbound/providers/$word/message {"to":"$digit","type":"template"}"#,
    r#"POST login {"user":"admin","password":"admin"}"#,
    r#"POST logout {}"#,
    r#"POST chat.sendMessage {"message":{"rid":"$room","msg":"$word"}}"#,
    r#"POST chat.postMessage {"roomId":"$room","text":"$word"}"#,
    r#"POST users.create {"username":"$word","name":"$word","email":"$word@example.com","password":"p","roles":["livechat-agent"]}"#,
    r#"POST users.delete {"userId":"$user"}"#,
    r#"POST users.setStatus {"userId":"$user","message":"","status":"$status"}"#,
    r#"POST permissions.update {"permissions":[{"_id":"view-l-room","roles":["admin","livechat-agent","livechat-$role"]}]}"#,
    r#"POST settings/Livechat_waiting_queue {"value":$flag}"#,
];

/// Those that never succeed, because in process nothing is sent out.
const OUTGOING: &[&str] = &["POST livechat/webhook.test", "/external-service/test", "/external-service/call"];

type Act = fn(&mut World, &Pick, Timestamp);

/// What a test does to a world.
const ACTS: &[Act] = &[
    |world, pick, _| {
        world.add_visitor(Visitor::new(pick.text("visitor", world)).token(pick.text("token", world)));
    },
    |world, pick, now| {
        world.modify_visitor(pick.text("visitor", world), |visitor| {
            visitor.id = "another".into();
            visitor.updated_at = Some(now);
        });
    },
    |world, pick, now| {
        let room = Room::new(pick.text("room", world), RoomVisitor::new(pick.text("visitor", world)), now);
        world.add_room(room);
    },
    |world, pick, now| drop(world.open_room(pick.text("visitor", world), now)),
    |world, pick, _| {
        let topic = pick.text("word", world);
        world.modify_room(pick.text("room", world), |room| room.topic = Some(topic));
    },
    |world, pick, _| {
        world.modify_room(pick.text("room", world), |room| room.on_hold = Some(true));
    },
    |world, pick, now| world.serve_room(pick.text("room", world), pick.text("user", world), now),
    |world, pick, now| {
        let author = MessageAuthor::new(pick.text("user", world), "author");
        let message = Message::new(pick.text("message", world), author, now, pick.text("word", world));
        world.add_message(message.room_id(pick.text("room", world)));
    },
    |world, pick, now| {
        world.add_agent_message(pick.text("room", world), pick.text("user", world), &pick.text("word", world), now);
    },
    |world, pick, now| {
        let room = RoomId::from(pick.text("room", world));
        world.add_page_visit(pick.text("token", world), Some(&room), PageInfo::new("a", "/"), now);
    },
    |world, pick, now| drop(world.add_page_visit(pick.text("token", world), None, PageInfo::new("a", "/"), now)),
    |world, pick, _| drop(world.add_contact(Contact::new(pick.text("word", world)))),
    |world, pick, _| drop(world.add_outbound_provider(OutboundProvider::new(pick.text("word", world)))),
    |world, pick, now| {
        world.modify_contact(pick.text("contact", world), |contact| {
            contact.conflicting_fields = Some(vec![ContactConflict::new("name", "d")]);
            contact.updated_at = Some(now);
        });
    },
    |world, pick, _| {
        let id = pick.text("department", world);
        world.add_department(Department::new(id, pick.text("word", world)).allow_receive_forward_offline(true));
    },
    |world, pick, _| {
        let name = pick.text("word", world);
        world.modify_department(pick.text("department", world), |department| department.name = Some(name));
    },
    |world, pick, _| drop(world.remove_department(pick.text("department", world))),
    |world, pick, _| world.add_department_agent(pick.text("department", world), pick.text("user", world)),
    |world, pick, _| {
        world.remove_department_agent(pick.text("department", world), pick.text("user", world));
    },
    |world, pick, _| {
        let name = pick.text("word", world);
        world.add_user(Account::new(name.clone(), "p").id(name).role("livechat-agent"));
    },
    |world, pick, _| {
        let status = UserStatus::from(pick.text("status", world).as_str());
        world.modify_user(pick.text("user", world), |user| user.status = Some(status));
    },
    |world, pick, _| {
        world.remove_user(pick.text("user", world));
    },
    |world, pick, _| drop(world.log_in(pick.text("user", world))),
    |world, pick, _| {
        let scope = CustomFieldScope::from(pick.text("scope", world).as_str());
        world.add_custom_field(CustomField::new(pick.text("word", world), scope));
    },
    |world, pick, _| drop(world.remove_custom_field(pick.text("word", world))),
    |world, pick, _| drop(world.add_trigger(Trigger::new(pick.text("trigger", world)))),
    |world, pick, _| drop(world.remove_trigger(pick.text("trigger", world))),
    |world, pick, _| drop(world.add_unit(Unit::new(pick.text("unit", world), pick.text("word", world)))),
    |world, pick, _| world.add_unit_monitor(pick.text("unit", world), pick.text("user", world)),
    |world, pick, _| {
        let unit = UnitId::from(pick.text("unit", world));
        world.set_department_unit(pick.text("department", world), Some(&unit));
    },
    |world, pick, _| drop(world.remove_unit(pick.text("unit", world))),
    |world, pick, _| world.grant("transfer-livechat-guest", &pick.text("role", world)),
    |world, pick, _| world.revoke("transfer-livechat-guest", &pick.text("role", world)),
    |world, pick, _| {
        let method = if pick.text("flag", world) == "true" { "Manual_Selection" } else { "Auto_Selection" };
        world.set_setting("Livechat_Routing_Method", method).unwrap();
    },
    |world, pick, _| {
        let is_on = pick.text("flag", world) == "true";
        world.set_setting("Livechat_Visitor_navigation_as_a_message", is_on).unwrap();
    },
    |world, pick, _| {
        world.agent_types(pick.text("room", world), pick.text("user", world), true);
    },
];

/// Which of the values that a name may stand for.
#[derive(Clone, Debug)]
struct Pick(u8);

impl Pick {
    fn text(&self, name: &str, world: &World) -> String {
        let few = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
        let mut texts = match name {
            "token" => few(&["t0", "t1", "t2"]),
            "word" => few(&["a", "b", "c"]),
            "digit" => few(&["0", "1", "2"]),
            "flag" => few(&["true", "false"]),
            "scope" => few(&["visitor", "room"]),
            "status" => few(&["online", "away", "offline"]),
            "role" => few(&["agent", "manager"]),
            "visitor" => world.visitors().map(|visitor| visitor.id.to_string()).collect(),
            "room" => world.rooms().filter(|room| room.is_open()).map(|room| room.id.to_string()).collect(),
            "closed" => world.rooms().filter(|room| !room.is_open()).map(|room| room.id.to_string()).collect(),
            "message" => {
                let written = world.messages.iter().filter(|message| message.message_type.is_none());
                written.map(|message| message.id.to_string()).collect()
            }
            "inquiry" => world.rooms().filter_map(|room| world.inquiry(&room.id)).map(|it| it.id.to_string()).collect(),
            "contact" => world.contacts().map(|contact| contact.id.to_string()).collect(),
            "department" => world.departments().map(|department| department.id.to_string()).collect(),
            "hours" => world.business_hours().map(|hours| hours.id.to_string()).collect(),
            "unit" => world.units().map(|unit| unit.id.to_string()).collect(),
            "canned" => world.canned_responses().map(|response| response.id.to_string()).collect(),
            "tag" => world.tags().map(|tag| tag.id.to_string()).collect(),
            "sla" => world.sla_policies().map(|policy| policy.id.to_string()).collect(),
            "priority" => world.priorities().map(|priority| priority.id.to_string()).collect(),
            "trigger" => world.triggers().map(|trigger| trigger.id.to_string()).collect(),
            "user" => world.users().map(|user| user.id.to_string()).collect(),
            _ => panic!("${name} stands for nothing"),
        };
        // The newest ones, so that they come across each other.
        texts.reverse();
        texts.truncate(3);
        if texts.is_empty() {
            texts = few(&["first"]);
        }
        texts.swap_remove(usize::from(self.0) % texts.len())
    }

    /// A request, with its values filled in.
    fn request(&self, template: &str, world: &World) -> Request<Bytes> {
        let mut parts = template.split('$');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (number, part) in (0_u8..).zip(parts) {
            let end = part.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            // Not the same one throughout, and mostly the first one of all.
            let pick = if self.0 >> (number % 7) & 1 == 0 { self.0 / 64 } else { self.0 / 3 };
            text.push_str(&Self(pick).text(name, world));
            text.push_str(rest);
        }
        let (method, rest) = text.split_once(' ').unwrap();
        let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
        let request = Request::builder().method(method).uri(format!("/api/v1/{path}"));
        if path.starts_with("livechat/upload/") {
            let form =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nHello\r\n--b--\r\n";
            let request = request.header("content-type", "multipart/form-data; boundary=b");
            return request
                .header("x-visitor-token", Self(self.0 / 64).text("token", world))
                .body(form.into())
                .unwrap();
        }
        request.header("content-type", "application/json").body(Bytes::from(body.to_owned())).unwrap()
    }
}

#[derive(Clone, Debug)]
enum Step {
    Request(usize, Pick),
    Act(usize, Pick),
    Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let pick = || any::<u8>().prop_map(Pick);
    prop_oneof![
        6 => (0..REQUESTS.len(), pick()).prop_map(|(request, pick)| Step::Request(request, pick)),
        3 => (0..ACTS.len(), pick()).prop_map(|(act, pick)| Step::Act(act, pick)),
        1 => (0_u32..4_000_000).prop_map(Step::Wait),
    ]
}

/// A record: how its change is announced, how its removal, and its value.
struct Written {
    changed: Vec<Change>,
    removed: Vec<Change>,
    value: Value,
}

/// All records of a world.
fn records(world: &World) -> BTreeMap<String, Written> {
    // A new table has to be listed here.
    let World {
        version: _,
        // Kept beside records: what was told of them.
        webhooks: _,
        // Patterns, compiled from settings.
        leads: _,
        // What figures are made from beside records.
        availability: _,
        // What is drawn next is no record.
        ids: _,
        // What is to come is none either.
        agenda: _,
        watch: _,
        administrator: _,
        outbox: _,
        // A file is announced with its message.
        files: _,
        settings,
        permissions,
        users,
        visitors,
        rooms,
        messages,
        inquiries,
        subscriptions,
        departments,
        units,
        business_hours,
        custom_fields,
        contacts,
        triggers,
        outbound_providers,
        tags,
        sla_policies,
        priorities,
        canned_responses,
    } = world;
    let mut records = BTreeMap::new();
    let mut add = |key: String, changed: Change, removed: Vec<Change>, value: Value| {
        let removed = if removed.is_empty() { vec![changed.clone()] } else { removed };
        let changed = vec![changed];
        assert!(records.insert(key, Written { changed, removed, value }).is_none(), "two records are alike");
    };
    for (name, value) in settings.iter() {
        add(format!("setting {name}"), Change::Setting(name), vec![], value.clone());
    }
    for (name, roles) in permissions.iter() {
        add(format!("permission {name}"), Change::Permission(name.to_owned()), vec![], json!(roles));
    }
    for account in users.accounts() {
        let Account {
            id: _,
            user,
            password,
            second_factor,
            is_available,
            livechat_count,
            last_turn,
            open_hours,
            livechat,
        } = account;
        let secrets = (password.expose(), second_factor.as_ref().map(Password::expose));
        let value = json!([user, secrets, is_available, livechat_count, last_turn, open_hours, livechat]);
        add(format!("user {}", user.id), Change::User(user.id.clone()), vec![], value);
    }
    for visitor in visitors.iter() {
        add(format!("visitor {}", visitor.id), Change::Visitor(visitor.id.clone()), vec![], json!(visitor));
    }
    for room in rooms.iter() {
        let removed = vec![Change::RoomDeleted(room.id.clone())];
        add(format!("room {}", room.id), Change::Room(room.id.clone()), removed, json!(room));
        for (user, subscription) in subscriptions.of_room(&room.id) {
            let change = Change::Subscription { room: room.id.clone(), user: user.clone() };
            let Subscription { name, unread, mentions, group_mentions, alert } = subscription;
            let value = json!([name, unread, mentions, group_mentions, alert]);
            add(format!("subscription {} {user}", room.id), change, vec![], value);
        }
        if let Some(Inquiry { id, room_id, .. }) = inquiries.of_room(room.id.as_str()) {
            let (room, inquiry) = (room_id.clone(), id.clone());
            let removed = vec![Change::InquiryDeleted { room: room.clone(), inquiry: inquiry.clone() }];
            let value = json!(inquiries.by_id(id));
            add(format!("inquiry {id}"), Change::Inquiry { room, inquiry }, removed, value);
        }
    }
    for message in messages.iter() {
        let id = message.id.clone();
        let changed = message.changed(id.clone()).unwrap();
        let removed = match &message.room_id {
            Some(room) => vec![
                Change::MessageDeleted { room: room.clone(), message: id.clone() },
                Change::RoomDeleted(room.clone()),
            ],
            None => vec![Change::PageVisit(id.clone())],
        };
        add(format!("message {id}"), changed, removed, json!(message));
    }
    for department in departments.iter() {
        let change = || Change::Department(department.id.clone());
        add(format!("department {}", department.id), change(), vec![], json!(department));
        for turn in departments.turns_of(department.id.as_str()) {
            let DepartmentTurn { id, department, agent, count, order, updated_at } = turn;
            add(format!("turn {id}"), change(), vec![], json!([department, agent, count, order, updated_at]));
        }
    }
    for hours in business_hours.iter() {
        add(format!("hours {}", hours.id), Change::BusinessHour(hours.id.clone()), vec![], json!(hours));
    }
    for unit in units.iter() {
        add(format!("unit {}", unit.id), Change::Unit(unit.id.clone()), vec![], json!(unit));
    }
    for Monitoring { id, unit, monitor, username, updated_at } in units.monitorings() {
        let value = json!([unit, monitor, username, updated_at]);
        add(format!("monitoring {id}"), Change::Unit(unit.clone()), vec![], value);
    }
    for field in custom_fields.iter() {
        add(format!("custom field {}", field.key), Change::CustomField(field.key.clone()), vec![], json!(field));
    }
    for contact in contacts.iter() {
        add(format!("contact {}", contact.id), Change::Contact(contact.id.clone()), vec![], json!(contact));
    }
    for provider in outbound_providers.iter() {
        let id = &provider.provider_id;
        add(format!("provider {id}"), Change::OutboundProvider(id.clone()), vec![], json!(provider));
    }
    for trigger in triggers.iter() {
        add(format!("trigger {}", trigger.id), Change::Trigger(trigger.id.clone()), vec![], json!(trigger));
    }
    for tag in tags.iter() {
        add(format!("tag {}", tag.id), Change::Tag(tag.id.clone()), vec![], json!(tag));
    }
    for policy in sla_policies.iter() {
        add(format!("sla {}", policy.id), Change::SlaPolicy(policy.id.clone()), vec![], json!(policy));
    }
    for priority in priorities.iter() {
        add(format!("priority {}", priority.id), Change::Priority(priority.id.clone()), vec![], json!(priority));
    }
    for response in canned_responses.iter() {
        let id = &response.id;
        let changed = vec![Change::CannedResponse(id.clone()), Change::CannedResponseTags(id.clone())];
        let removed = vec![Change::CannedResponse(id.clone())];
        records.insert(format!("canned response {id}"), Written { changed, removed, value: json!(response) });
    }
    records
}

/// An engine, and what became of its steps.
struct Run {
    engine: Engine,
    now: Timestamp,
    /// By request, how many were answered with success.
    answered: BTreeMap<usize, u64>,
}

impl Run {
    fn new(version: ServerVersion) -> Self {
        let mut world = World::empty();
        for permission in ["transfer-livechat-guest", "view-livechat-rooms"] {
            world.grant(permission, "livechat-agent");
        }
        world.modify_user("admin", |admin| admin.roles.push("livechat-agent".to_owned()));
        for name in ["ann", "bob"] {
            world.add_user(Account::new(name, "p").id(name).role("livechat-agent"));
        }
        world.add_department(Department::new("sales", "a"));
        world.add_department(Department::new("support", "b").fallback_forward_department("sales"));
        for (department, agent) in [("sales", "ann"), ("sales", "bob"), ("support", "ann"), ("support", "bob")] {
            world.add_department_agent(department, agent);
        }
        world.set_setting("Omnichannel_enable_department_removal", true).unwrap();
        world.set_setting("SMS_Enabled", true).unwrap();
        world.set_setting("Livechat_business_hour_type", "Multiple").unwrap();
        world.add_custom_field(CustomField::new("a", CustomFieldScope::Visitor));
        world.add_custom_field(CustomField::new("b", CustomFieldScope::Room));
        world.set_setting("Livechat_offline_email", "team@example.com").unwrap();
        let engine = Engine::stateful(world).server_version(version).no_auth(true);
        Self { engine, now: Timestamp::from_millis(1_767_225_600_000), answered: BTreeMap::new() }
    }

    fn world(&self) -> &World {
        self.engine.world().unwrap()
    }

    /// Takes a step, and checks that everything that it changed was announced.
    fn checked(&mut self, step: &Step) {
        let before = records(self.world());
        let told = self.step(step);
        let after = records(self.world());
        let is_told = |changes: &[Change]| changes.iter().any(|change| told.contains(change));
        for (key, Written { changed, value, .. }) in &after {
            let is_same = before.get(key).is_some_and(|before| before.value == *value);
            assert!(is_same || is_told(changed), "{step:?} changed {key} silently: {told:?}");
        }
        for (key, Written { removed, .. }) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
            assert!(is_told(removed), "{step:?} removed {key} silently: {told:?}");
        }
    }

    /// Takes a step, and returns the changes that it announced.
    fn step(&mut self, step: &Step) -> Vec<Change> {
        let from = self.world().next_change();
        match step {
            Step::Request(number, pick) => {
                let request = pick.request(REQUESTS[*number], self.world());
                let response = self.engine.handle(&request, IpAddr::V4(Ipv4Addr::LOCALHOST), self.now).response;
                assert_ne!(response.status(), 500, "{request:?}");
                *self.answered.entry(*number).or_default() += u64::from(response.status().is_success());
            }
            Step::Act(number, pick) => ACTS[*number](self.engine.world_mut().unwrap(), pick, self.now),
            Step::Wait(seconds) => self.now = self.now.saturating_add(Duration::from_secs((*seconds).into())),
        }
        self.world().changes_since(from).cloned().collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_is_announced(is_old in any::<bool>(), steps in vec(step(), 0..80)) {
        let mut run = Run::new(if is_old { ServerVersion::V7_0 } else { ServerVersion::default() });
        steps.iter().for_each(|step| run.checked(step));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_world_of_a_file_goes_on_as_the_one_that_was_written(
        before in vec(step(), 0..120),
        after in vec(step(), 0..40),
    ) {
        let mut run = Run::new(ServerVersion::default());
        before.iter().for_each(|step| drop(run.step(step)));
        run.engine.advance(run.now);
        let file = run.world().to_json().unwrap();
        let read = World::from_json(file.as_bytes()).unwrap();
        prop_assert_eq!(&read.to_json().unwrap(), &file);
        let engine = Engine::stateful(read).no_auth(true);
        let mut copy = Run { engine, now: run.now, answered: BTreeMap::new() };
        for step in &after {
            prop_assert_eq!(copy.step(step), run.step(step), "{:?}", step);
        }
        prop_assert_eq!(copy.world().to_json().unwrap(), run.world().to_json().unwrap());
    }
}

/// So that the test above looks at more than error responses.
#[test]
fn each_request_succeeds_and_each_change_happens() {
    let mut runner = TestRunner::deterministic();
    let (mut answered, mut kinds) = (BTreeMap::new(), BTreeSet::new());
    for version in [ServerVersion::V7_0, ServerVersion::default()] {
        for _ in 0..16 {
            let mut run = Run::new(version);
            for step in vec(step(), 800).new_tree(&mut runner).unwrap().current() {
                let told = run.step(&step);
                let name = |change: &Change| format!("{change:?}").split([' ', '(']).next().unwrap().to_owned();
                kinds.extend(told.iter().map(name));
            }
            run.answered.into_iter().for_each(|(number, count)| *answered.entry(number).or_default() += count);
        }
    }
    let is_refused = |number: &usize| answered.get(number).is_none_or(|count: &u64| *count == 0);
    let is_outgoing = |request: &&str| OUTGOING.iter().any(|part| request.contains(part));
    let rejected = (0..REQUESTS.len()).filter(is_refused).map(|number| REQUESTS[number]);
    let rejected: Vec<_> = rejected.filter(|request| !is_outgoing(request)).collect();
    assert!(rejected.is_empty(), "never answered with success:\n{}", rejected.join("\n"));
    assert_eq!(kinds.len(), 27, "{kinds:?}");
}

/// An operation that may change something has its place in [`REQUESTS`].
#[test]
fn each_operation_that_writes_is_requested() {
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.meta.method() != Method::Get) {
        let is_requested = |request: &&str| {
            let mut parts = request.split(' ');
            let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let path: Vec<_> = format!("/api/v1/{path}").split('/').map(str::to_owned).collect();
            method == endpoint.meta.method().as_str()
                && endpoint.meta.routes().any(|route| {
                    let template: Vec<_> = route.template().split('/').collect();
                    let fits = |(given, wanted): (&String, &&str)| wanted.starts_with('{') || given == wanted;
                    template.len() == path.len() && path.iter().zip(&template).all(fits)
                })
        };
        assert!(
            REQUESTS.iter().any(is_requested),
            "{} changes the world: add a request to REQUESTS in src/world/tests.rs",
            endpoint.meta.operation()
        );
    }
}
