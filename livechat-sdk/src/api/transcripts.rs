//! Transcripts of rooms, by e-mail.

mod discard_transcript;
mod request_transcript;

pub use self::{discard_transcript::DiscardTranscript, request_transcript::RequestTranscript};
