//! Transcripts.

mod send_transcript;
