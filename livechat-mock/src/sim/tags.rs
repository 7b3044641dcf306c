//! Tags.

mod delete_tag;
mod get_tag;
mod list_tags;
mod save_tag;
