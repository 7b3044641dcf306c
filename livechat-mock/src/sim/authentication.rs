//! Logging in and out.

mod get_me;
mod log_in;
mod log_out;
