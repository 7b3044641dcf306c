//! What the host does for the program.

use std::time::Duration;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    #[link_name = "get"]
    safe fn get_url(url: *const u8, length: usize);
    #[link_name = "send"]
    safe fn send_text(text: *const u8, length: usize);
    #[link_name = "now"]
    safe fn millis() -> f64;
    #[link_name = "poll_in"]
    safe fn poll_in_millis(millis: f64);
    #[link_name = "end"]
    safe fn end_with(text: *const u8, length: usize);
}

/// Sends a `GET` to this URL, and calls [`respond`](super::respond).
pub(super) fn get(url: &str) {
    get_url(url.as_ptr(), url.len());
}

/// Sends a text through the WebSocket; what comes back is told by [`receive`](super::receive).
pub(super) fn send(text: &str) {
    send_text(text.as_ptr(), text.len());
}

/// The time since the program began.
pub(super) fn now() -> Duration {
    Duration::from_secs_f64(millis() / 1e3)
}

/// Calls [`poll`](super::poll) after this time.
pub(super) fn poll_in(time: Duration) {
    poll_in_millis(time.as_secs_f64() * 1e3);
}

/// Takes what the program says at its end.
pub(super) fn end(text: &str) {
    end_with(text.as_ptr(), text.len());
}
