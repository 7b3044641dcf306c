//! Files that visitors send.

mod upload_file;

pub use self::upload_file::{UploadFile, UploadFileResponse};
