//! What goes wrong on purpose.

use std::time::Duration;

use livechat_mock::{Action, Fault, SocketId};
use livechat_sdk::visitors::GetVisitor;
use serde_json::{Value, json};

use super::{MESSAGES, Mock, followed, sub, waiting};

const ONE: &str = r#""1" by guest-2"#;
const TWO: &str = r#""2" by guest-2"#;

fn ping(mock: &mut Mock, socket: SocketId) -> usize {
    mock.say(socket, &json!({"msg": "ping"})).len()
}

#[test]
fn a_connection_breaks_in_place_of_a_frame() {
    let (mut mock, room, _, socket) = followed();
    let other = mock.connect();
    mock.follow(other, &room, "t");
    mock.engine.add_fault(Fault::drop_socket().after(1).once());
    mock.write(&room, "1");
    assert_eq!((mock.happened(socket), mock.happened(other)), (vec![ONE.to_owned()], vec!["dropped".to_owned()]));
    mock.write(&room, "2");
    assert_eq!(mock.happened(socket), [TWO]);
    // Nothing counts on the other any more, before and after it is closed.
    assert_eq!((mock.happened(other), ping(&mut mock, other)), (vec![], 0));
    mock.close(other);
    assert_eq!(mock.engine.sockets(), 1);
    assert_eq!(mock.engine.faults().len(), 0);
}

#[test]
fn a_frame_is_late() {
    let (mut mock, room, _, socket) = followed();
    let late = Duration::from_millis(300);
    mock.engine.add_fault(Fault::delay_frame(late).once());
    mock.write(&room, "1");
    mock.write(&room, "2");
    let delays: Vec<_> = mock
        .engine
        .take_outgoing()
        .into_iter()
        .map(|outgoing| match outgoing.action {
            Action::Send { delay, .. } => (outgoing.socket, delay),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(delays, [(socket, late), (socket, Duration::ZERO)]);
}

#[test]
fn a_frame_comes_twice() {
    let (mut mock, room, _, socket) = followed();
    mock.engine.add_fault(Fault::duplicate_frame().once());
    mock.write(&room, "1");
    mock.write(&room, "2");
    assert_eq!(mock.happened(socket), [ONE, ONE, TWO]);
}

#[test]
fn a_frame_comes_after_the_next() {
    let (mut mock, room, _, socket) = followed();
    mock.engine.add_fault(Fault::reorder_frame().once());
    mock.write(&room, "1");
    assert_eq!(mock.happened(socket), [""; 0], "it waits");
    mock.write(&room, "2");
    assert_eq!(mock.happened(socket), [TWO, ONE]);
    // One after the other, every second frame waits for the one behind it.
    mock.engine.add_fault(Fault::reorder_frame());
    for text in ["1", "2", "1", "2"] {
        mock.write(&room, text);
    }
    assert_eq!(mock.happened(socket), [TWO, ONE, TWO, ONE]);
}

#[test]
fn a_frame_that_waits_is_lost_with_its_connection() {
    let (mut mock, room, _, socket) = followed();
    mock.engine.add_fault(Fault::reorder_frame().once());
    mock.engine.add_fault(Fault::drop_socket().once());
    mock.write(&room, "1");
    mock.write(&room, "2");
    assert_eq!(mock.happened(socket), ["dropped"]);
}

#[test]
fn a_fault_is_for_a_kind_of_frame() {
    let (mut mock, room, _, socket) = followed();
    mock.engine.add_fault(Fault::duplicate_frame().on_frame("pong").times(1));
    mock.engine.add_fault(Fault::duplicate_frame().on_frame("ready").times(1));
    assert_eq!(mock.engine.faults().map(|fault| fault.frame().unwrap()).collect::<Vec<_>>(), ["pong", "ready"]);
    mock.write(&room, "1");
    assert_eq!((mock.happened(socket), ping(&mut mock, socket)), (vec![ONE.to_owned()], 2));
    assert_eq!(mock.say(socket, &sub("x", MESSAGES, room.as_str(), &json!({"visitorToken": "t"}))).len(), 2);
    assert_eq!(mock.engine.faults().len(), 0);
}

#[test]
fn pings_and_pongs_meet_only_what_is_for_them() {
    let (mut mock, _, _, socket) = followed();
    mock.engine.add_fault(Fault::drop_socket());
    mock.engine.ping_socket(socket);
    assert_eq!((mock.happened(socket), ping(&mut mock, socket)), (vec!["ping".to_owned()], 1));
    mock.engine.clear_faults();
    mock.engine.add_fault(Fault::drop_socket().on_frame("ping"));
    mock.engine.ping_socket(socket);
    assert_eq!(mock.happened(socket), ["dropped"]);
}

#[test]
fn pings_are_not_answered() {
    let (mut mock, _, _, socket) = followed();
    mock.engine.add_fault(Fault::ignore_ping().times(2));
    assert_eq!([(); 3].map(|()| ping(&mut mock, socket)), [0, 0, 1]);
}

#[test]
fn a_subscription_is_refused() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    mock.engine.add_fault(Fault::refuse_subscription().after(1).once());
    let mut attempt =
        |id: &str| mock.say(socket, &sub(id, MESSAGES, room.as_str(), &json!({"visitorToken": "t"})))[0].clone();
    assert_eq!(["1", "2", "2"].map(|id| attempt(id)["msg"].clone()), ["ready", "nosub", "ready"]);
}

#[test]
fn a_connect_is_refused() {
    let (mut mock, ..) = waiting();
    let socket = mock.open();
    mock.engine.add_fault(Fault::refuse_connect().once());
    let connect = json!({"msg": "connect", "version": "1", "support": ["1"]});
    let expected = [json!({"msg": "failed", "version": "1"}), json!("closed with 1000")];
    assert_eq!(mock.say(socket, &connect), expected);
    mock.connect();
}

#[test]
fn faults_of_requests_and_of_sockets_do_not_meet_each_other() {
    let (mut mock, room, _, socket) = followed();
    mock.engine.add_fault(Fault::lose_response());
    mock.engine.add_fault(Fault::drop_socket().on::<GetVisitor>());
    mock.engine.add_fault(Fault::refuse_subscription());
    mock.write(&room, "1");
    assert_eq!((mock.happened(socket), ping(&mut mock, socket)), (vec![ONE.to_owned()], 1));
    assert_eq!(mock.engine.faults().map(Fault::met).collect::<Vec<_>>(), [1, 0, 0]);
}

#[test]
fn a_reset_forgets_faults() {
    let (mut mock, ..) = waiting();
    mock.engine.add_fault(Fault::refuse_connect());
    mock.engine.reset();
    let socket = mock.connect();
    assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [json!({"msg": "pong"})] as [Value; 1]);
}
