//! `livechat-mock`: a Rocket.Chat Livechat server that runs in memory.

mod cli;

use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    cli::main().await
}
