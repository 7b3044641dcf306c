//! A file to upload, and its way into the body of a request.

use std::{
    error::Error as StdError,
    fmt,
    fs::File,
    future::Future,
    io::{self, Read},
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use super::multipart::Form;

type AnyError = Box<dyn StdError + Send + Sync>;

type PollNext = Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, AnyError>>> + Send>;

type OnProgress = Box<dyn FnMut(Progress) + Send>;

/// A file to upload: its name, its type and its bytes. Sent by [`Client::upload`](crate::Client::upload).
#[must_use = "a file does nothing until it is sent"]
pub struct FilePart {
    name: String,
    mime: String,
    content: Content,
    length: Option<u64>,
    pub(super) description: Option<String>,
    on_progress: Option<OnProgress>,
}

enum Content {
    Bytes(Bytes),
    Stream(PollNext),
}

impl FilePart {
    /// A file that is in memory, with its media type, such as `image/png`.
    pub fn bytes(name: impl Into<String>, mime: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let length = Some(bytes.len() as u64);
        Self::new(name.into(), mime.into(), Content::Bytes(bytes), length)
    }

    /// A file that is streamed in pieces, and never in memory as a whole.
    pub fn stream<S, B, E>(name: impl Into<String>, mime: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let mut stream = Box::pin(stream);
        let poll: PollNext = Box::new(move |cx| {
            let next = stream.as_mut().poll_next(cx);
            next.map(|piece| piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
        });
        Self::new(name.into(), mime.into(), Content::Stream(poll), None)
    }

    fn new(name: String, mime: String, content: Content, length: Option<u64>) -> Self {
        Self { name, mime, content, length, description: None, on_progress: None }
    }

    /// A file of the file system, with its media type and the name that it has there. It is opened now, read while it is sent,
    /// and never in memory as a whole.
    ///
    /// ```no_run
    /// use livechat_sdk::FilePart;
    ///
    /// # async fn example(chat: livechat_sdk::Chat) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = FilePart::from_path("orders/1729.pdf", "application/pdf").await?.description("Our order");
    /// chat.upload(file).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is a directory.
    pub async fn from_path(path: impl AsRef<Path>, mime: impl Into<String>) -> io::Result<Self> {
        let (path, mime) = (path.as_ref(), mime.into());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = path.to_owned();
        let (file, length) = off_the_runtime(move || {
            let file = File::open(path)?;
            let metadata = file.metadata()?;
            if metadata.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok((file, metadata.len())) }
        })
        .await?;
        Ok(Self::stream(name, mime, Pieces { file: Some(file), reading: None }).length(length))
    }

    /// What the file is, for people. An upload whose request has a description of its own sends that one.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The length of a stream in bytes. It is sent in advance, and a stream of another length fails.
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Calls this function whenever a piece is sent. It must not block.
    pub fn on_progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    /// The body of a request with these fields and this file, and its content type.
    pub(super) fn into_body(
        self,
        part: &str,
        fields: &[(String, String)],
        moved: Moved,
    ) -> Result<(HeaderValue, FileBody), &'static str> {
        let Self { name, mime, content, length, on_progress, .. } = self;
        if mime.is_empty() || !mime.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err("the file's media type is empty or has characters that no header can carry");
        }
        let form = Form::new(fields);
        let content_type = form.content_type().ok_or("the form has no boundary that a header can carry")?;
        let (head, tail) = form.around_file(part, &name, &mime);
        let around = (head.len() + tail.len()) as u64;
        let body = FileBody {
            size: length.and_then(|length| length.checked_add(around)),
            rest: Rest {
                step: Step::Head,
                head: head.into(),
                content,
                tail: tail.into(),
                sent: 0,
                length,
                on_progress,
                moved,
            },
        };
        Ok((content_type, body))
    }
}

/// A piece of a file that is being read, and the file.
type Reading = JoinHandle<io::Result<(File, Vec<u8>)>>;

/// An open file, piece by piece.
struct Pieces {
    /// `None` while it is read, and at the end.
    file: Option<File>,
    reading: Option<Reading>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(mut file) = self.file.take() {
            self.reading = Some(spawn_blocking(move || {
                let mut piece = vec![0; PIECE];
                let length = file.read(&mut piece)?;
                piece.truncate(length);
                Ok((file, piece))
            }));
        }
        let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
        let (file, piece) = ready!(Pin::new(reading).poll(cx)).map_err(io::Error::other)??;
        self.reading = None;
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        self.file = Some(file);
        Poll::Ready(Some(Ok(piece.into())))
    }
}

/// Does what may block on a thread of its own.
async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart").field("mime", &self.mime).field("length", &self.length).finish_non_exhaustive()
    }
}

/// The progress of an upload, passed to [`FilePart::on_progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes of the file that were sent.
    pub sent: u64,
    /// The length of the file; `None` if it is unknown.
    pub total: Option<u64>,
}

/// The number of pieces sent, which tells a slow upload from a stalled one.
#[derive(Clone, Debug, Default)]
pub(super) struct Moved(Arc<AtomicU64>);

impl Moved {
    pub(super) fn pieces(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A file that could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BrokenFile {
    #[error("the file's stream failed")]
    Stream(#[source] AnyError),
    #[error("the file is longer than the announced {0} bytes")]
    TooLong(u64),
    #[error("the file has {0} bytes, fewer than announced")]
    TooShort(u64),
}

/// The body of a form with a file: the part before the file, its pieces, the part after it.
pub(super) struct FileBody {
    size: Option<u64>,
    rest: Rest,
}

struct Rest {
    step: Step,
    head: Bytes,
    content: Content,
    tail: Bytes,
    sent: u64,
    length: Option<u64>,
    on_progress: Option<OnProgress>,
    moved: Moved,
}

#[derive(Clone, Copy)]
enum Step {
    Head,
    File,
    Tail,
    Done,
}

/// How much of a file in memory goes out at a time.
const PIECE: usize = 64 << 10;

impl Rest {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenFile>>> {
        loop {
            let piece = match self.step {
                Step::Head => {
                    self.step = Step::File;
                    std::mem::take(&mut self.head)
                }
                Step::File => match ready!(self.poll_file(cx)) {
                    Some(Ok(piece)) if piece.is_empty() => continue,
                    Some(Ok(piece)) => piece,
                    Some(Err(error)) => {
                        self.step = Step::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => {
                        self.step = Step::Tail;
                        continue;
                    }
                },
                Step::Tail => {
                    self.step = Step::Done;
                    std::mem::take(&mut self.tail)
                }
                Step::Done => return Poll::Ready(None),
            };
            self.moved.count();
            return Poll::Ready(Some(Ok(piece)));
        }
    }

    fn poll_file(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenFile>>> {
        let piece = match &mut self.content {
            Content::Bytes(bytes) if bytes.is_empty() => None,
            Content::Bytes(bytes) => Some(Ok(bytes.split_to(bytes.len().min(PIECE)))),
            Content::Stream(poll) => ready!(poll(cx)),
        };
        Poll::Ready(match (piece, self.length) {
            (Some(Ok(piece)), length) => {
                self.sent += piece.len() as u64;
                match length.filter(|length| self.sent > *length) {
                    Some(length) => Some(Err(BrokenFile::TooLong(length))),
                    None => {
                        if let Some(call) = &mut self.on_progress {
                            call(Progress { sent: self.sent, total: length });
                        }
                        Some(Ok(piece))
                    }
                }
            }
            (Some(Err(error)), _) => Some(Err(BrokenFile::Stream(error))),
            (None, Some(length)) if self.sent < length => Some(Err(BrokenFile::TooShort(self.sent))),
            (None, _) => None,
        })
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = BrokenFile;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenFile>>> {
        self.get_mut().rest.poll_next(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Whether what broke a call is its file.
pub(crate) fn is_broken_file(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<BrokenFile>() {
            return true;
        }
        cause = error.source();
    }
    false
}
