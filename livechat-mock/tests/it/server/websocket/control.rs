//! Faults of realtime by the control routes.

use serde_json::{Value, json};

use super::{
    super::control::{assert_problem, control, controlled, done},
    Socket,
};

#[tokio::test]
async fn a_fault_is_met_so_often_as_it_was_asked_for() {
    let server = controlled().await;
    let mut socket = Socket::connect(&server).await;
    let fault = json!({"fault": "duplicate_frame", "frame": "pong", "times": 1, "after": 1});
    let listed = done(&server, "POST", "/faults", fault).await;
    let expected = json!({
        "fault": "duplicate_frame", "on": null, "frame": "pong", "times": 1, "after": 1, "met": 0,
    });
    assert_eq!(listed["faults"][0], expected);
    for id in ["1", "2", "3"] {
        socket.say(json!({"msg": "ping", "id": id})).await;
    }
    for id in ["1", "2", "2", "3"] {
        assert_eq!(socket.hear().await, json!({"msg": "pong", "id": id}));
    }
    assert_eq!(done(&server, "GET", "/faults", Value::Null).await["faults"], json!([]));
}

#[tokio::test]
async fn a_fault_that_would_meet_nothing_is_refused() {
    let server = controlled().await;
    for (fault, says) in [
        (json!({"fault": "drop_socket", "on": "GET /api/v1/livechat/visitor/{token}"}), "leave \"on\" out"),
        (json!({"fault": "ignore_ping", "frame": "pong"}), "\"frame\" is for faults that meet frames"),
        (json!({"fault": "reset", "frame": "changed"}), "\"frame\" is for faults that meet frames"),
        (json!({"fault": {"delay_frame": {}}}), "missing field `millis`"),
    ] {
        assert_problem(&control(&server, "POST", "/faults", &fault.to_string()).await, 400, &[says]);
    }
}

#[tokio::test]
async fn a_reset_closes_sockets_and_removes_their_faults() {
    let server = controlled().await;
    let mut socket = Socket::connect(&server).await;
    done(&server, "POST", "/faults", json!({"fault": "refuse_connect"})).await;
    done(&server, "POST", "/reset", Value::Null).await;
    assert!(socket.end().await.is_some());
    Socket::connect(&server).await;
}
