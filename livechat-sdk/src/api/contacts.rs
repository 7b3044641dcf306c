//! Contacts: the address book.

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

pub use self::{
    check_contact_existence::{CheckContactExistence, CheckContactExistenceResponse},
    create_contact::{CreateContact, CreateContactResponse},
    get_contact::{GetContact, GetContactResponse},
    get_contact_by_id::{GetContactById, GetContactByIdResponse},
    list_contact_channels::{ListContactChannels, ListContactChannelsResponse},
    list_contact_history::{ContactConversation, ListContactHistory, ListContactHistoryResponse},
    save_contact::{ContactManagerName, SaveContact, SaveContactResponse},
    search_contact::{SearchContact, SearchContactResponse},
    search_contacts::{SearchContacts, SearchContactsResponse},
    update_contact::{UpdateContact, UpdateContactResponse},
};
