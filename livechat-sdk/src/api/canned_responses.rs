//! Canned responses: texts that agents keep ready.
//!
//! # Placeholders
//!
//! Servers fill these in, in every message that is written into a room that an agent serves, whoever writes it and whether or
//! not it came from a canned response: `{{contact.name}}`, `{{contact.email}}`, `{{contact.phone}}`, `{{agent.name}}` and
//! `{{agent.email}}`. What is not known becomes nothing; other placeholders stay as they are.

mod delete_canned_response;
mod get_canned_response;
mod list_canned_responses;
mod list_usable_canned_responses;
mod save_canned_response;

pub use self::{
    delete_canned_response::DeleteCannedResponse,
    get_canned_response::{GetCannedResponse, GetCannedResponseResponse},
    list_canned_responses::{ListCannedResponses, ListCannedResponsesResponse},
    list_usable_canned_responses::{ListUsableCannedResponses, ListUsableCannedResponsesResponse},
    save_canned_response::SaveCannedResponse,
};
