//! Files that visitors send.

mod upload_file;

pub(super) use self::upload_file::check;
