//! Tags: what conversations are filed under when they are closed.

mod delete_tag;
mod get_tag;
mod list_tags;
mod save_tag;

pub use self::{
    delete_tag::DeleteTag,
    get_tag::{GetTag, GetTagResponse},
    list_tags::{ListTags, ListTagsResponse},
    save_tag::{SaveTag, SaveTagResponse, TagData},
};
