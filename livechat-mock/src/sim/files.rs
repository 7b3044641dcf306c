//! Files that visitors send.

mod upload_file;
