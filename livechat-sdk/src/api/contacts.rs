//! Contacts: the address book.

mod block_contact;
mod check_contact_existence;
mod create_contact;
mod delete_contact;
mod get_contact;
mod get_contact_by_id;
mod list_contact_channels;
mod list_contact_history;
mod resolve_contact_conflicts;
mod save_contact;
mod search_contact;
mod search_contacts;
mod unblock_contact;
mod update_contact;

pub use self::{
    block_contact::BlockContact,
    check_contact_existence::{CheckContactExistence, CheckContactExistenceResponse},
    create_contact::{CreateContact, CreateContactResponse},
    delete_contact::DeleteContact,
    get_contact::{GetContact, GetContactResponse},
    get_contact_by_id::{GetContactById, GetContactByIdResponse},
    list_contact_channels::{ListContactChannels, ListContactChannelsResponse},
    list_contact_history::{ContactConversation, ListContactHistory, ListContactHistoryResponse},
    resolve_contact_conflicts::{ResolveContactConflicts, ResolveContactConflictsResponse},
    save_contact::{ContactManagerName, SaveContact, SaveContactResponse},
    search_contact::{SearchContact, SearchContactResponse},
    search_contacts::{SearchContacts, SearchContactsResponse},
    unblock_contact::UnblockContact,
    update_contact::{UpdateContact, UpdateContactResponse},
};
