//! Transcripts of rooms, by e-mail.

mod discard_transcript;
mod request_transcript;
mod send_transcript;

pub use self::send_transcript::{SendTranscript, SendTranscriptResponse};

pub use self::{discard_transcript::DiscardTranscript, request_transcript::RequestTranscript};
