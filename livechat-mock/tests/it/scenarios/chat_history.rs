//! `GET livechat/visitors.chatHistory/room/:roomId/visitor/:visitorId`.

use livechat_mock::Account;
use livechat_sdk::model::{Department, ServedBy, Visitor};
use serde_json::json;

use super::{Setup, Transport};

fn path(room: &str, visitor: &str) -> String {
    format!("/api/v1/livechat/visitors.chatHistory/room/{room}/visitor/{visitor}")
}

pub(super) async fn the_documented_page_is_the_first_of_fourteen(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let path = path("Yjc62ZSoWiHB8Q6xr", "sAvPE8bjCJP5YwPnN");
    let all = server.get_as(&server.admin(), &path).await.ok();
    assert_eq!((&all["count"], &all["total"]), (&json!(14), &json!(14)));
    assert!(all["history"][1].get("open").is_none(), "missing, not false, once a room is closed");
    let first = server.get_as(&server.admin(), &format!("{path}?count=1")).await.ok();
    let expected = json!({
        "history": [{
            "_id": "Yjc62ZSoWiHB8Q6xr",
            "msgs": 1,
            "usersCount": 2,
            "lm": "2019-12-09T20:30:32.058Z",
            "fname": "Visitor 1575554334960",
            "t": "l",
            "ts": "2019-12-09T20:30:32.058Z",
            "v": {"_id": "sAvPE8bjCJP5YwPnN", "username": "guest-2", "token": "iNKE8a6k6cjbqWhWd", "status": "online"},
            "cl": false,
            "open": true,
            "waitingResponse": true,
            "_updatedAt": "2019-12-09T20:30:32.808Z",
            "servedBy": {"_id": "w6YjbdZHjghjfNBAg", "username": "marcos.defendi", "ts": "2019-12-09T20:30:32.166Z"},
        }],
        "count": 1,
        "offset": 0,
        "total": 14,
        "success": true,
    });
    assert_eq!(first, expected);
}

pub(super) async fn an_unknown_visitor_has_no_history(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let empty = server.get_as(&server.admin(), &path("Yjc62ZSoWiHB8Q6xr", "nobody")).await.ok();
    assert_eq!(empty, json!({"history": [], "count": 0, "offset": 0, "total": 0, "success": true}));
    let rejected = server.get_as(&server.admin(), &path("nowhere", "sAvPE8bjCJP5YwPnN")).await.error(400);
    assert_eq!(rejected, json!({"success": false, "error": "invalid-room"}));
}

pub(super) async fn the_room_decides_about_access(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let now = server.clock.now();
    let (agent, other, room) = server.world(|world| {
        let agent = world.add_user(Account::new("agent", "p").role("livechat-agent"));
        let other = world.add_user(Account::new("other", "p").role("livechat-agent"));
        let visitor = world.add_visitor(Visitor::new("v").token("t").username("guest-1"));
        (agent, other, world.open_room(&visitor, now).unwrap())
    });
    let (agent_login, other_login) = (server.login(&agent), server.login(&other));
    let admin = server.admin();
    let path = path(room.as_str(), "v");
    let sees = async |login| match server.get_as(login, &path).await {
        answer if answer.status == 200 => true,
        answer => {
            assert_eq!(answer.error(400), json!({"success": false, "error": "error-not-allowed"}));
            false
        }
    };
    assert!(sees(&admin).await, "a manager sees all rooms");
    assert!(!sees(&agent_login).await, "the queue is shown under manual selection alone");
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    assert!(sees(&agent_login).await);

    let department = server.world(|world| {
        let department = world.add_department(Department::new("d", "Sales"));
        world.add_department_agent(&department, &other);
        world.modify_room(&room, |room| room.department_id = Some(department.clone()));
        department
    });
    assert!(!sees(&agent_login).await, "it waits for another department");
    assert!(sees(&other_login).await);

    server.world(|world| {
        world.modify_room(&room, |room| room.served_by = Some(ServedBy::new(agent.clone(), "agent", now)))
    });
    assert!(sees(&agent_login).await, "who serves it sees it");
    assert!(!sees(&other_login).await);

    server.world(|world| {
        world.modify_room(&room, |room| room.open = None);
        world.grant("view-livechat-room-closed-same-department", "livechat-agent");
    });
    assert!(sees(&other_login).await, "a closed room of the same department");
    server.world(|world| world.modify_room(&room, |room| room.department_id = None));
    assert!(!sees(&other_login).await);
    server.world(|world| world.grant("view-livechat-room-closed-by-another-agent", "livechat-agent"));
    assert!(sees(&other_login).await);
    assert_eq!(department.as_str(), "d");
}
