//! `livechat-mock`: a Rocket.Chat Livechat server that runs in memory.

mod cli;

use std::process::ExitCode;

/// musl's own is slow.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    cli::main().await
}
