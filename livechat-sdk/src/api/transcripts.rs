//! Transcripts of rooms, by e-mail or as files.

mod discard_transcript;
mod request_pdf_transcript;
mod request_transcript;
mod send_transcript;

pub use self::{
    discard_transcript::DiscardTranscript,
    request_pdf_transcript::RequestPdfTranscript,
    request_transcript::RequestTranscript,
    send_transcript::{SendTranscript, SendTranscriptResponse},
};
