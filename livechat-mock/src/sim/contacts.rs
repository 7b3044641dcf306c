//! Contacts.

mod check_contact_existence;
mod create_contact;
mod get_contact;
mod get_contact_by_id;
mod list_contact_channels;
mod list_contact_history;
mod save_contact;
mod search_contact;
mod search_contacts;
mod update_contact;
