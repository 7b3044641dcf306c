//! Users of the workspace as agents and managers.

mod add_user;
mod get_user;
mod list_users;
mod remove_user;

pub use self::{
    add_user::{AddUser, AddUserResponse},
    get_user::{GetUser, GetUserResponse},
    list_users::{ListUsers, ListUsersResponse},
    remove_user::RemoveUser,
};
