//! Logging in and out.

mod get_me;
mod log_in;
mod log_out;

pub use self::{
    get_me::{GetMe, GetMeResponse},
    log_in::{LogIn, LogInData, LogInResponse},
    log_out::{LogOut, LogOutData, LogOutResponse},
};
