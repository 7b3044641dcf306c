//! Transcripts.

mod discard_transcript;
mod request_transcript;
mod send_transcript;
