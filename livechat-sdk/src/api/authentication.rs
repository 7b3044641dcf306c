//! Logging in and out.

mod get_me;
mod log_in;
mod log_out;

pub use self::{
    get_me::{GetMe, GetMeResponse},
    log_in::{DigestAlgorithm, LogIn, LogInData, LogInPassword, LogInResponse, PasswordDigest},
    log_out::{LogOut, LogOutData, LogOutResponse},
};
