//! Odd tokens and ids: what goes out is what was given, or nothing goes out.

use livechat_sdk::{Error, visitors::RegisterVisitor};

use crate::support::{Server, VISITOR, client, shown};

#[tokio::test]
async fn odd_tokens_stay_one_segment_of_the_path() {
    let server = Server::answering(200, VISITOR).await;
    let client = client(&server);
    let tokens =
        ["a/b", "../me", "%", "%2e%2e", "?a=b", "#a", "a b", "é", "日本", "😀", "\\", "...", "a\r\nb: c", "+&="];
    for token in tokens {
        client.get_visitor(token).await.unwrap();
    }
    let prefix = "GET /api/v1/livechat/visitor/";
    let segments: Vec<_> = server.lines().iter().map(|line| line.strip_prefix(prefix).unwrap().to_owned()).collect();
    assert_eq!(segments.len(), tokens.len());
    for (segment, token) in segments.iter().zip(tokens) {
        assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{segment}");
        assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8().unwrap(), token);
    }
}

#[tokio::test]
async fn a_token_that_is_no_segment_is_not_sent() {
    let server = Server::answering(200, VISITOR).await;
    for token in ["", " ", "\t\n", "\u{a0}", ".", ".."] {
        let error = client(&server).get_visitor(token).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        assert!(error.to_string().contains("`token`"), "{error}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn the_longest_address_is_sent_and_one_byte_more_is_not() {
    let server = Server::answering(200, VISITOR).await;
    let client = client(&server);
    let room = 65_534 - server.url().len() - "/api/v1/livechat/visitor/".len();
    client.get_visitor("t".repeat(room)).await.unwrap();
    for length in [room + 1, 64 << 10, 1 << 20] {
        let error = client.get_visitor("t".repeat(length)).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        assert!(error.to_string().contains("at most 65534"), "{error}");
        assert!(shown(&error).len() < 1000);
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_body_takes_any_token() {
    let server = Server::answering(200, VISITOR).await;
    let client = client(&server);
    for token in ["", ".", "a\u{0}b", "\u{202e}", &"t".repeat(64 << 10)] {
        client.register_visitor(RegisterVisitor::new(token)).await.unwrap();
        let body: serde_json::Value = serde_json::from_str(&server.received().last().unwrap().body).unwrap();
        assert_eq!(body, serde_json::json!({"visitor": {"token": token}}));
    }
}
