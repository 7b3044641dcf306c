//! Lists of rooms, of where they came from, and of who serves how many.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::model::{Department, RoomSource, RoomSourceType, Visitor};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open, with_agent},
    server::Login,
    staff::{get, post, staff},
};

/// The names of the rooms that a query lists.
async fn named(server: &Server, login: &Login, query: &str) -> Vec<String> {
    let page = get(server, login, &format!("rooms?{query}")).await;
    let rooms = page["rooms"].as_array().unwrap();
    assert_eq!(
        (&page["count"], &page["total"], &page["offset"]),
        (&json!(rooms.len()), &json!(rooms.len()), &json!(0))
    );
    rooms.iter().map(|room| room["fname"].as_str().unwrap().to_owned()).collect()
}

/// Rooms of four visitors, a second after one another: Dora's is closed, Carl's on hold, Bert's waits, Anna's goes on.
async fn with_rooms(transport: Transport) -> (Server, Login) {
    let (server, ann) = with_agent(transport).await;
    let now = server.clock.now();
    server.world(|world| {
        let sales = world.add_department(Department::new("sales", "Sales").ancestors(vec!["north".into()]));
        world.add_department_agent(&sales, &ann);
    });
    for (name, department) in [("Dora", None), ("Carl", Some("sales")), ("Bert", None), ("Anna", Some("sales"))] {
        let mut visitor = json!({"token": name, "name": name});
        department.into_iter().for_each(|department| visitor["department"] = json!(department));
        server.register(visitor).await.ok();
        let routing = if name == "Bert" { "Manual_Selection" } else { "Auto_Selection" };
        server.world(|world| world.set_setting("Livechat_Routing_Method", routing)).unwrap();
        let room = id(&open(&server, name).await);
        server.world(|world| match name {
            "Dora" => drop(world.modify_room(&room, |room| {
                let data = json!({"city": "Porto", "size": "10"});
                room.livechat_data = data.as_object().cloned();
            })),
            "Carl" => drop(world.add_agent_message(&room, &ann, "One moment", now)),
            _ => {}
        });
        let login = server.login(&ann);
        match name {
            "Dora" => {
                server.advance(1);
                let body = json!({"rid": room, "comment": "Solved", "tags": ["refund", "billing"]});
                post(&server, &login, "room.closeByUser", body).await.ok();
            }
            "Carl" => drop(post(&server, &login, "room.onHold", json!({"roomId": room})).await.ok()),
            _ => {}
        }
        server.advance(1);
    }
    let admin = server.admin();
    (server, admin)
}

pub(super) async fn the_newest_rooms_come_first_with_their_departments(transport: Transport) {
    let (server, admin) = with_rooms(transport).await;
    assert_eq!(named(&server, &admin, "").await, ["Anna", "Bert", "Carl", "Dora"]);
    let page = get(&server, &admin, "rooms?offset=1&count=2").await;
    assert_eq!((&page["count"], &page["offset"], &page["total"]), (&json!(2), &json!(1), &json!(4)));
    assert_eq!(page["rooms"][1]["department"], json!({"_id": "sales", "name": "Sales"}));
    assert_eq!(page["rooms"][0]["fname"], "Bert");
    assert!(page["rooms"][0].get("department").is_none());
    let sorted = named(&server, &admin, "sort=%7B%22fname%22%3A-1%7D").await;
    assert_eq!(sorted, ["Dora", "Carl", "Bert", "Anna"]);
}

pub(super) async fn filters_narrow_the_list(transport: Transport) {
    let (server, admin) = with_rooms(transport).await;
    let ann =
        server.world(|world| world.users().find(|user| user.username.as_deref() == Some("ann")).unwrap().id.clone());
    let range = |range: Value| range.to_string().replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    let opened = range(json!({"start": "2026-01-01T00:00:02.000Z", "end": "2026-01-01T00:00:03.000Z"}));
    let closed = range(json!({"end": "2026-01-01T00:00:01.000Z"}));
    let fields = |fields: Value| range(fields).replace('^', "%5E").replace('[', "%5B");
    for (query, expected) in [
        ("open=true".to_owned(), vec!["Anna"]),
        ("open=false".to_owned(), vec!["Dora"]),
        ("open=perhaps".to_owned(), vec!["Anna", "Bert", "Carl", "Dora"]),
        ("onhold=t".to_owned(), vec!["Carl"]),
        ("queued=1".to_owned(), vec!["Bert"]),
        ("queued=no&onhold=false".to_owned(), vec!["Anna", "Bert", "Carl", "Dora"]),
        // The queue says what it is, whatever else is asked for; being on hold says so beside whether it is open.
        ("queued=true&open=true".to_owned(), vec!["Bert"]),
        ("queued=true&open=false&onhold=true".to_owned(), vec!["Bert"]),
        ("open=true&onhold=true".to_owned(), vec!["Carl"]),
        ("open=false&onhold=true".to_owned(), vec![]),
        (format!("agents[]={ann}"), vec!["Anna", "Carl", "Dora"]),
        ("agents[]=nobody".to_owned(), vec![]),
        ("agents[]=ann".to_owned(), vec![]),
        ("departmentId=sales".to_owned(), vec!["Anna", "Carl"]),
        ("departmentId[]=sales&departmentId[]=nowhere".to_owned(), vec!["Anna", "Carl"]),
        ("departmentId[]=nowhere".to_owned(), vec![]),
        ("departmentId=undefined".to_owned(), vec![]),
        ("units[]=north".to_owned(), vec!["Anna", "Carl"]),
        ("units[]=north&departmentId[]=nowhere".to_owned(), vec![]),
        ("units[]=south".to_owned(), vec![]),
        (format!("createdAt={opened}"), vec!["Bert", "Carl"]),
        (format!("closedAt={closed}"), vec!["Dora"]),
        ("tags[]=billing&tags[]=other".to_owned(), vec!["Dora"]),
        ("tags[]=bill".to_owned(), vec![]),
        ("roomName=AN".to_owned(), vec!["Anna"]),
        ("roomName=R".to_owned(), vec!["Bert", "Carl", "Dora"]),
        ("roomName=%22Anna%22".to_owned(), vec!["Anna"]),
        ("roomName=%22anna%22".to_owned(), vec![]),
        ("roomName=%22Ann%22".to_owned(), vec![]),
        ("roomName=%22%22".to_owned(), vec![]),
        ("roomName=%22".to_owned(), vec![]),
        (format!("customFields={}", fields(json!({"city": "PORT", "size": "^1"}))), vec!["Dora"]),
        (format!("customFields={}", fields(json!({"city": "^ort"}))), vec![]),
        (format!("customFields={}", fields(json!({"size": 10}))), vec!["Dora"]),
        // JavaScript knows what follows; here it is taken for the text.
        (format!("customFields={}", fields(json!({"city": "(?=por)"}))), vec![]),
        (format!("customFields={}", fields(json!({"colour": "red"}))), vec![]),
        (format!("departmentId=sales&open=true&roomName=a&agents[]={ann}"), vec!["Anna"]),
    ] {
        assert_eq!(named(&server, &admin, &query).await, expected, "{query}");
    }
    let rejected =
        server.get_as(&admin, "/api/v1/livechat/rooms?createdAt=%7B%22start%22%3A%22x%22%7D").await.error(400);
    assert_eq!(rejected["error"], r#"The "createdAt.start" query parameter must be a valid date."#);
    // Who calls is looked at after dates, and before custom fields.
    let nobody = server.world(|world| world.add_user(Account::new("nobody", "password").role("livechat-agent")));
    let nobody = server.login(&nobody);
    for (query, of_staff, of_others) in [
        ("createdAt=x", "Unexpected token in JSON", "Unexpected token in JSON"),
        ("customFields=city", r#"The "customFields" query parameter must be a valid JSON."#, "unauthorized"),
        ("customFields=5&open=true", r#"The "customFields" query parameter must be a valid JSON."#, "unauthorized"),
    ] {
        let path = format!("/api/v1/livechat/rooms?{query}");
        assert_eq!(server.get_as(&admin, &path).await.error(400)["error"], of_staff);
        assert_eq!(server.get_as(&nobody, &path).await.json()["error"], of_others);
    }
    let pattern = format!("/api/v1/livechat/rooms?customFields={}", fields(json!({"city": "[or"})));
    let rejected = server.get_as(&admin, &pattern).await.error(400);
    assert!(rejected["error"].as_str().unwrap().starts_with("Invalid regular expression: /[or/i: "), "{rejected}");
}

pub(super) async fn an_undefined_department_is_none_to_older_servers(transport: Transport) {
    for (version, total) in [(ServerVersion::V7_0, 1), (ServerVersion::V7_13, 1), (ServerVersion::V8_8, 0)] {
        let server = Setup::empty().version(version).start(transport).await;
        let now = server.clock.now();
        server.world(|world| {
            let visitor = world.add_visitor(Visitor::new("v").username("guest-1"));
            world.open_room(&visitor, now).unwrap();
        });
        let page = get(&server, &server.admin(), "rooms?departmentId=undefined").await;
        assert_eq!(page["total"], total, "{version}");
    }
}

pub(super) async fn agents_list_their_own_rooms_alone(transport: Transport) {
    let (server, _) = with_rooms(transport).await;
    let ann =
        server.world(|world| world.users().find(|user| user.username.as_deref() == Some("ann")).unwrap().id.clone());
    let eve = server.world(|world| staff(world, "eve"));
    let (ann, eve) = (server.login(&ann), server.login(&eve));
    let own = format!("agents[]={}", ann.user);
    assert_eq!(named(&server, &ann, &own).await, ["Anna", "Carl", "Dora"]);
    for (login, query) in [
        (&ann, String::new()),
        (&ann, "open=true".to_owned()),
        (&ann, format!("{own}&agents[]={}", eve.user)),
        (&eve, own.clone()),
    ] {
        let rejected = server.get_as(login, &format!("/api/v1/livechat/rooms?{query}")).await.error(403);
        assert_eq!(rejected, json!({"success": false, "error": "unauthorized"}), "{query}");
    }
    // Custom fields are looked at after that, whatever they are.
    let unreadable = server.get_as(&ann, &format!("/api/v1/livechat/rooms?customFields=5&{own}")).await.error(400);
    assert_eq!(unreadable["error"], r#"The "customFields" query parameter must be a valid JSON."#);
    server.world(|world| world.revoke("view-l-room", "livechat-agent"));
    let rejected = server.get_as(&ann, &format!("/api/v1/livechat/rooms?{own}")).await.error(403);
    assert!(rejected["error"].as_str().unwrap().contains("[error-unauthorized]"));
}

pub(super) async fn old_servers_know_agents_by_name(transport: Transport) {
    use livechat_mock::Account;
    for (version, total) in [(ServerVersion::V7_0, 1), (ServerVersion::V8_5, 0)] {
        let server = Setup::empty().version(version).start(transport).await;
        server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
        server.register(json!({"token": "t"})).await.ok();
        open(&server, "t").await;
        assert_eq!(get(&server, &server.admin(), "rooms?agents[]=ann").await["total"], total);
    }
}

pub(super) async fn each_source_of_rooms_is_listed_once(transport: Transport) {
    let (server, admin) = with_rooms(transport).await;
    assert_eq!(get(&server, &admin, "rooms/filters").await["filters"], json!([{"type": "api"}]));
    let rooms = server.world(|world| world.rooms().map(|room| room.id.clone()).collect::<Vec<_>>());
    server.world(|world| {
        world.modify_room(&rooms[0], |room| room.source = None);
        for (room, site) in [(&rooms[1], "a.example"), (&rooms[2], "b.example")] {
            let mut source = RoomSource::new(RoomSourceType::Widget);
            source.destination = Some(site.to_owned());
            world.modify_room(room, |room| room.source = Some(Box::new(source)));
        }
    });
    let filters = get(&server, &admin, "rooms/filters").await;
    assert_eq!(filters, json!({"filters": [{}, {"type": "widget"}, {"type": "api"}], "success": true}));
}

pub(super) async fn the_queue_tells_who_serves_how_many(transport: Transport) {
    let (server, admin) = with_rooms(transport).await;
    let ann =
        server.world(|world| world.users().find(|user| user.username.as_deref() == Some("ann")).unwrap().id.clone());
    let eve = server.world(|world| staff(world, "eve"));
    server.register(json!({"token": "u"})).await.ok();
    let room = open(&server, "u").await;
    assert_eq!(room["servedBy"]["_id"], json!(eve), "who was given fewer");
    let queue = get(&server, &admin, "queue").await;
    let user = |id: &livechat_sdk::UserId, name: &str| json!({"_id": id, "username": name, "status": "online"});
    let expected = json!({
        "queue": [
            {
                "_id": {"userId": ann, "departmentId": "sales"},
                "user": user(&ann, "ann"),
                "department": {"_id": "sales", "name": "Sales"},
                "chats": 2,
            },
            {"user": user(&eve, "eve"), "chats": 1},
        ],
        "count": 2,
        "offset": 0,
        "total": 2,
        "success": true,
    });
    assert_eq!(queue, expected);
    assert_eq!(get(&server, &admin, "queue?departmentId=sales").await["total"], 1);
    assert_eq!(get(&server, &admin, &format!("queue?agentId={eve}")).await["queue"][0]["chats"], 1);
    let fewest_first = get(&server, &admin, "queue?sort=%7B%22chats%22%3A1%7D&count=1").await;
    assert_eq!((&fewest_first["queue"][0]["chats"], &fewest_first["total"]), (&json!(1), &json!(2)));
    server.world(|world| world.modify_user(&ann, |user| user.status = Some("offline".into())));
    assert_eq!(get(&server, &admin, "queue").await["total"], 1);
    assert_eq!(get(&server, &admin, "queue?includeOfflineAgents=false").await["total"], 1);
    assert_eq!(get(&server, &admin, "queue?includeOfflineAgents=true").await["total"], 2);
}
