//! Uploads a file to a conversation, streamed, and shows the progress.
//!
//! ```text
//! cargo run -p livechat-examples --example upload -- picture.png
//! ```
//!
//! Without a path it sends this program's own source. The file is streamed, and never in memory as a whole.

use std::{
    env,
    error::Error,
    io::{self, Write},
    path::PathBuf,
};

use livechat_mock::{Account, LivechatMock, World};
use livechat_sdk::{FilePart, Progress};
use tokio::fs::File;
use tokio_util::io::ReaderStream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let own = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/upload.rs"));
    let path = env::args_os().nth(1).map_or_else(own, PathBuf::from);
    let name = path.file_name().ok_or("this path has no file name")?.to_string_lossy().into_owned();
    let file = File::open(&path).await?;
    let length = file.metadata().await?.len();

    let mut world = World::empty();
    world.add_user(Account::new("bob", "his password").role("livechat-agent"));
    // The accepted media types. An empty list accepts all.
    world.set_setting("FileUpload_MaxFileSize", 100 << 20)?;
    world.set_setting("FileUpload_MediaTypeWhiteList", "")?;
    let mock = LivechatMock::builder().stateful(world).start().await;

    let mut visitor = mock.client().visitor("token-of-ann");
    visitor.register(|visitor| visitor.name("Ann")).await?;
    let chat = visitor.open_chat().await?;

    // Small pieces, so that there is progress to see. The length is sent in advance.
    let pieces = ReaderStream::with_capacity(file, 1 << 10);
    let file = FilePart::stream(&name, media_type(&name), pieces).length(length).on_progress(show);
    let sent = chat.upload(file).await;
    println!();
    let message = sent?;
    println!("{name} is message {}.", message.id);
    Ok(())
}

/// Redraws the progress bar. Without a length it shows the bytes alone.
fn show(progress: Progress) {
    const WIDTH: u64 = 40;
    let Progress { sent, total, .. } = progress;
    let bar = match total {
        Some(total) => {
            let done = sent.saturating_mul(WIDTH).checked_div(total).unwrap_or(WIDTH);
            let done = usize::try_from(done).unwrap_or_default();
            format!("[{:<40}] {sent} of {total} bytes", "#".repeat(done))
        }
        None => format!("{sent} bytes"),
    };
    print!("\r{bar}");
    // A progress bar that cannot be shown does not stop the upload.
    let _ = io::stdout().flush();
}

/// The media type, by the file's extension.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("pdf") => "application/pdf",
        Some("txt" | "md" | "rs") => "text/plain",
        _ => "application/octet-stream",
    }
}
