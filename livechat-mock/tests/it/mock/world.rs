//! A mock with a state, in the hands of a test.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use livechat_mock::{Clock, LivechatMock, LivechatMockBuilder, ServerVersion, World};
use livechat_sdk::{
    ErrorCode, FilePart, RoomId, UserId,
    authentication::GetMe,
    files::UploadFile,
    livechat::GetRoutingConfig,
    model::PageInfo,
    visitors::{RecordPageVisit, RegisterVisitor},
};

use super::{TOKEN, address, words};
use crate::raw::{Raw, post, request};

fn documented() -> LivechatMockBuilder {
    LivechatMock::builder().stateful(World::documented())
}

#[tokio::test]
async fn what_is_written_can_be_read_back_by_client_and_test() {
    let mock = documented().start().await;
    let client = mock.client();
    let ann = client.register_visitor(RegisterVisitor::new("ann").name("Ann")).await.unwrap();
    assert_eq!(client.get_visitor("ann").await.unwrap(), ann);
    assert_eq!(mock.with_world(|world| world.visitor(&ann.id).cloned()).unwrap(), ann);
    let unknown = client.get_visitor("bob").await.unwrap_err();
    assert_eq!(unknown.code(), Some(&ErrorCode::InvalidToken));
}

#[tokio::test]
async fn what_the_test_changes_is_what_the_client_sees() {
    let mock = documented().start().await;
    let room = mock.with_world(|world| {
        let id = world.visitor_by_token(TOKEN).unwrap().id.clone();
        world.modify_visitor(&id, |visitor| visitor.name = Some("Ann".to_owned()));
        world.open_room(&id, "2026-01-01T00:00:00.000Z".parse().unwrap()).unwrap()
    });
    assert_eq!(mock.client().get_visitor(TOKEN).await.unwrap().name.as_deref(), Some("Ann"));
    let visit =
        RecordPageVisit::new(TOKEN, PageInfo::new("Prices", "https://example.com/prices")).room_id(room.clone());
    mock.client().record_page_visit(visit).await.unwrap();
    assert_eq!(mock.staff().list_pages_visited(room).await.unwrap().pages.len(), 1);
}

#[tokio::test]
async fn a_file_that_the_client_sends_is_in_the_room() {
    let mock = documented().start().await;
    let room = RoomId::from("vp3D9H8ud6HYvRpvq");
    let file = FilePart::bytes("our \"order\".txt", "text/plain", "Two of each.\r\n");
    let upload = UploadFile::new(room.clone(), TOKEN).text("Here it is").description("Our order");
    let message = mock.client().upload(upload, file).await.unwrap().message;
    assert_eq!(message.text, "Here it is");
    let kept = mock.with_world(|world| world.messages(&room).last().cloned()).unwrap();
    assert_eq!((&kept.id, &kept.file), (&message.id, &message.file));
    let link = kept.attachments.unwrap()[0].title_link.clone().unwrap();
    let target = format!("{link}?rc_room_type=l&rc_rid={room}&rc_token={TOKEN}");
    let answer = Raw::connect(address(&mock)).await.ask(request("GET", &target)).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"Two of each.\r\n".as_slice()));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
}

#[tokio::test]
async fn an_assertion_that_fails_in_the_world_leaves_the_mock_as_it_was() {
    let mock = documented().start().await;
    let panic = catch_unwind(AssertUnwindSafe(|| mock.with_world(|_| panic!("an assertion")))).unwrap_err();
    assert_eq!(words(&*panic), "an assertion");
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn a_mock_that_is_used_in_its_own_closure_says_so() {
    let (mock, other) = (documented().start().await, documented().start().await);
    let ways: [fn(&LivechatMock); 3] =
        [|mock| drop(mock.staff()), |mock| mock.with_world(|_| ()), |mock| mock.clear_faults()];
    for way in ways {
        let panic = catch_unwind(AssertUnwindSafe(|| mock.with_world(|_| way(&mock)))).unwrap_err();
        assert!(words(&*panic).contains("before it, or after it"), "{}", words(&*panic));
        mock.with_world(|_| way(&other));
    }
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn a_replay_has_no_world_and_says_so() {
    let mock = LivechatMock::start().await;
    let panic = catch_unwind(AssertUnwindSafe(|| mock.with_world(|_| ()))).unwrap_err();
    assert!(words(&*panic).contains("has no world"), "{}", words(&*panic));
}

#[tokio::test]
async fn a_fork_goes_its_own_way_and_reset_goes_back() {
    let mock = documented().start().await;
    mock.client().register_visitor(RegisterVisitor::new("ann")).await.unwrap();
    let fork = LivechatMock::builder().stateful(mock.with_world(|world| world.clone())).start().await;
    fork.client().register_visitor(RegisterVisitor::new("bob")).await.unwrap();
    assert!(fork.client().get_visitor("ann").await.is_ok());
    assert!(mock.client().get_visitor("bob").await.is_err());
    mock.reset().await;
    assert!(mock.client().get_visitor("ann").await.is_err());
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    assert!(fork.client().get_visitor("ann").await.is_ok());
}

#[tokio::test]
async fn logins_are_those_of_the_world() {
    let mock = documented().start().await;
    let admin = mock.staff().send(GetMe::new()).await.unwrap();
    assert_eq!(admin.user.username.as_deref(), Some("admin"));
    let agent = mock.client_as("marcos.defendi");
    assert_eq!(agent.user_id(), Some(&UserId::from("w6YjbdZHjghjfNBAg")));
    assert!(agent.get_visitor_info("sGtcfEYz852uguxaS").await.is_ok());
    mock.with_world(|world| world.revoke("view-l-room", "livechat-agent"));
    assert!(agent.get_visitor_info("sGtcfEYz852uguxaS").await.unwrap_err().is_forbidden());

    let unknown = catch_unwind(AssertUnwindSafe(|| mock.client_as("nobody"))).unwrap_err();
    assert_eq!(words(&*unknown), "the world has no user \"nobody\"");
    assert!(mock.client().log_in("admin", "admin").await.is_ok());
}

#[tokio::test]
async fn everybody_may_do_everything_if_the_test_says_so() {
    for builder in [documented(), LivechatMock::builder()] {
        let mock = builder.no_auth().start().await;
        assert!(mock.client().get_visitor_info("sGtcfEYz852uguxaS").await.is_ok());
    }
}

#[tokio::test]
async fn rate_limits_go_by_the_clock_of_the_test() {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    let mock = documented().rate_limit(true).clock(clock.clone()).start().await;
    let client = mock.client();
    let register = || client.register_visitor(RegisterVisitor::new("ann"));
    for _ in 0..5 {
        assert!(register().await.is_ok());
    }
    clock.advance(Duration::from_secs(18));
    assert_eq!(register().await.unwrap_err().retry_after(), Some(Duration::from_secs(42)));
    clock.advance(Duration::from_secs(42));
    assert!(register().await.is_ok());

    let unlimited = documented().start().await;
    for _ in 0..20 {
        assert!(unlimited.client().register_visitor(RegisterVisitor::new("ann")).await.is_ok());
    }
}

#[tokio::test]
async fn the_version_decides_how_things_are_worded() {
    for (version, success) in [(ServerVersion::V7_0, None), (ServerVersion::V8_5, Some(false))] {
        for builder in [documented(), LivechatMock::builder()] {
            let mock = builder.server_version(version).start().await;
            let info = request("GET", "/api/v1/livechat/visitors.info?visitorId=sGtcfEYz852uguxaS");
            let answer = Raw::connect(address(&mock)).await.ask(info).await;
            assert_eq!((answer.status, answer.json()["success"].as_bool()), (401, success));
        }
    }
}

#[tokio::test]
async fn a_client_learns_the_version() {
    for version in ServerVersion::ALL {
        let mock = documented().server_version(version).start().await;
        let told = mock.client().server_version().await.unwrap();
        assert_eq!((told.to_string().as_str(), &told), (version.as_str(), &version.number()));
        let is_there = mock.client().send(GetRoutingConfig::new()).await.unwrap_err().status() == Some(401);
        assert_eq!(told.supports::<GetRoutingConfig>(), is_there, "{version}");
    }
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_the_same_bytes() {
    let mut answers = Vec::new();
    for seed in [7, 7, 8] {
        let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
        let mock = LivechatMock::builder().stateful(World::empty().with_seed(seed)).clock(clock).start().await;
        let register = post("/api/v1/livechat/visitor", r#"{"visitor":{"token":"t"}}"#);
        answers.push(Raw::connect(address(&mock)).await.ask(register).await);
    }
    assert_eq!(answers[0], answers[1]);
    assert_ne!(answers[0], answers[2]);
}
