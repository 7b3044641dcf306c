//! Agents and managers.

mod add_user;
mod get_user;
mod list_users;
mod remove_user;
