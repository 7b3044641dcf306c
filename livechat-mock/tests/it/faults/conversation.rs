//! A whole conversation while answers are lost: whichever it is, everything happens once.

use std::time::Duration;

use livechat_mock::{Account, Fault, LivechatMock, World};
use livechat_sdk::{
    Client, Error, ErrorCode, MessageId, RetryPolicy, RoomId,
    inquiries::{ListQueuedInquiries, TakeInquiry},
    model::MessageType,
    rooms::{CloseRoomByUser, SurveyAnswer},
};

const ANN: &str = "token-of-ann";

async fn start() -> LivechatMock {
    let mut world = World::empty();
    world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
    world.add_user(Account::new("bob", "password").role("livechat-agent"));
    LivechatMock::builder().stateful(world).start().await
}

/// A client that tries again, and soon.
fn patient(mock: &LivechatMock) -> Client {
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
    Client::builder(mock.uri()).retry(retry).respect_rate_limits(false).build().unwrap()
}

/// Does a step again until an answer comes. `done` is what the server says of a step that was done before.
async fn until_answered<T>(done: &str, mut step: impl AsyncFnMut() -> Result<T, Error>) -> Option<T> {
    for _ in 0..4 {
        match step().await {
            Ok(answer) => return Some(answer),
            Err(Error::Transport(_)) => {}
            Err(error) if error.code() == Some(&ErrorCode::from(done)) => return None,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("no answer came");
}

const NOTHING: &str = "";

/// A visitor's whole conversation with an agent, by an application that does again what brought no answer.
async fn talk(mock: &LivechatMock) -> RoomId {
    let mut ann = patient(mock).visitor(ANN);
    let bob = mock.client_as("bob");

    until_answered(NOTHING, async || ann.register(|visitor| visitor.name("Ann")).await).await;
    let chat = until_answered(NOTHING, async || ann.open_chat().await).await.unwrap();
    let question = MessageId::random();
    until_answered(NOTHING, async || chat.send_with_id(&question, "Is it blue?").await).await;
    until_answered(NOTHING, async || chat.edit(&question, "Is it red?").await).await;
    let slip = until_answered(NOTHING, async || chat.send("asdf").await).await.unwrap();
    until_answered("invalid-message", async || chat.delete(&slip.id).await).await;

    let queue = until_answered(NOTHING, async || bob.send(ListQueuedInquiries::new()).await).await.unwrap();
    for inquiry in queue.inquiries {
        until_answered("error-inquiry-taken", async || bob.send(TakeInquiry::new(&inquiry.id)).await).await;
    }
    until_answered(NOTHING, async || chat.send("Red, please.").await).await;
    until_answered(NOTHING, async || chat.rate([SurveyAnswer::new("satisfaction", "5")]).await).await;
    let sold = || CloseRoomByUser::new(chat.id()).comment("Sold.");
    // Who closed a room is not in it any more.
    until_answered("error-not-authorized", async || bob.send(sold()).await).await;
    chat.id().clone()
}

/// How many requests the conversation takes if nothing is lost.
fn requests(mock: &LivechatMock) -> usize {
    mock.with_engine(|engine| engine.received().count())
}

fn assert_that_all_happened_once(mock: &LivechatMock, room: &RoomId, what: &str) {
    mock.with_world(|world| {
        assert_eq!(world.visitors().count(), 1, "visitors, {what}");
        assert_eq!(world.rooms().map(|room| &room.id).collect::<Vec<_>>(), [room], "rooms, {what}");
        assert!(!world.room(room).unwrap().is_open(), "the room is closed, {what}");
        let of_kind = |kind: Option<MessageType>| {
            let messages = world.messages(room).filter(move |message| message.message_type == kind);
            messages.map(|message| message.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of_kind(None), ["Is it red?", "Red, please."], "messages, {what}");
        for kind in [MessageType::LivechatStarted, MessageType::UserJoined, MessageType::LivechatClose] {
            assert_eq!(of_kind(Some(kind.clone())).len(), 1, "{kind}, {what}");
        }
    });
}

#[tokio::test]
async fn whichever_answer_is_lost_everything_happens_once() {
    let mock = start().await;
    let room = talk(&mock).await;
    assert_that_all_happened_once(&mock, &room, "nothing lost");
    let steps = requests(&mock);
    assert!(steps >= 11, "each step is a request");
    // One answer is lost, or two in a row: the one to the look whether the message is there too.
    for (step, times) in (0..steps).flat_map(|step| [(step, 1), (step, 2)]) {
        let mock = start().await;
        mock.fault(Fault::lose_response().after(step as u64).times(times));
        let room = talk(&mock).await;
        assert_that_all_happened_once(&mock, &room, &format!("{times} lost after {step} requests"));
        assert!(requests(&mock) > steps, "something was asked again, {times} lost after {step} requests");
    }
}
