//! Plain routes: what servers answer beside the operations of the SDK's catalogue, and a test needs to set the scene.
//!
//! A plain route is an operation as the others are, save that its type is the mock's own: the same router leads to it, and
//! login, permissions, limits and the form of its arguments are checked in the same place. It has no example, so that it
//! is there in the stateful mode alone, and no row in the table of what is covered. A new one takes its type, in the file
//! of its theme, and its line below.

mod chat;
mod file_upload;
mod info;
mod methods;
mod permissions;
mod rooms;
mod settings;
mod subscriptions;
mod users;

use crate::router::{Operation, operation};

/// The one table of plain routes.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation::<info::GetInfo>(None),
        operation::<users::CreateUser>(None),
        operation::<users::DeleteUser>(None),
        operation::<users::SetUserStatus>(None),
        operation::<permissions::UpdatePermissions>(None),
        operation::<settings::GetSetting>(None),
        operation::<settings::SetSetting>(None),
        operation::<subscriptions::GetSubscription>(None),
        operation::<rooms::GetRoomInfo>(None),
        operation::<rooms::ListJoinedRooms>(None),
        operation::<chat::WriteMessage>(None),
        operation::<methods::CallMethod>(None),
        operation::<methods::CallMethodAnonymously>(None),
        operation::<file_upload::GetFile>(None),
    ]
}
