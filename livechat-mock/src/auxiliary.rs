//! Auxiliary endpoints: what servers answer beside the operations of the SDK's catalogue, and a test needs to prepare a
//! workspace.
//!
//! An auxiliary endpoint is an operation as the others are, save that its type is the mock's own: the same router leads to
//! it, and login, permissions, limits and arguments are checked in the same place; [`PostMessage`] is the SDK's as it is. It has no example, so that it is there
//! in the stateful mode alone, and no row in the table of what is covered. A new one takes its type, in the file of its
//! resource, and its line below.

mod chat;
mod file_upload;
mod methods;
mod permissions;
mod rooms;
mod settings;
mod subscriptions;
mod users;

use livechat_sdk::chat::PostMessage;

use crate::operation::Operation;

/// The one table of auxiliary endpoints.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::of::<users::CreateUser>(None),
        Operation::of::<users::DeleteUser>(None),
        Operation::of::<users::SetUserStatus>(None),
        Operation::of::<permissions::UpdatePermissions>(None),
        Operation::of::<settings::GetSetting>(None),
        Operation::of::<settings::SetSetting>(None),
        Operation::of::<subscriptions::GetSubscription>(None),
        Operation::of::<rooms::GetRoomInfo>(None),
        Operation::of::<rooms::GetAnyRoomInfo>(None),
        Operation::of::<rooms::ListJoinedRooms>(None),
        Operation::of::<chat::WriteMessage>(None),
        Operation::of::<PostMessage>(None),
        Operation::of::<chat::GetMessage>(None),
        Operation::of::<methods::CallMethod>(None),
        Operation::of::<methods::CallMethodAnonymously>(None),
        Operation::of::<file_upload::GetFile>(None),
    ]
}
