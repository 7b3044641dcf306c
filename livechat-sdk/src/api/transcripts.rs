//! Transcripts: a conversation by e-mail.

mod send_transcript;

pub use self::send_transcript::{SendTranscript, SendTranscriptResponse};
