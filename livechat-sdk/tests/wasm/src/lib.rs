//! Calls and events of the client in WebAssembly without a system. The host, `run.mjs`, sends requests, speaks through the
//! WebSocket and tells the time.

mod host;

use std::{
    cell::RefCell,
    collections::VecDeque,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::Stream;
use futures_sink::Sink;
use http::{Request, Response};
use livechat_sdk::{
    ChatEvent, Client, Error, RetryPolicy,
    transport::{Body, Clock, Connecting, Frame, Instant, Sending, Socket, Transport},
};
use tokio::runtime::{Builder, Runtime};

type Program = Pin<Box<dyn Future<Output = String>>>;

thread_local! {
    static PROGRAM: RefCell<Option<Program>> = RefCell::default();
    /// Streams of events run in a task of their own. Nothing waits in this runtime: the host turns it.
    static RUNTIME: Runtime = Builder::new_current_thread().build().expect("a runtime without I/O and time");
}

/// What the host has for the program.
struct Inbox {
    /// What the server responded, until the call takes it.
    response: Option<(u16, Vec<u8>)>,
    /// What came through the WebSocket.
    frames: VecDeque<String>,
    /// All who wait for any of it, or for the time.
    waiting: Vec<Waker>,
}

static INBOX: Mutex<Inbox> = Mutex::new(Inbox { response: None, frames: VecDeque::new(), waiting: Vec::new() });

fn inbox() -> MutexGuard<'static, Inbox> {
    INBOX.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until the host has it.
fn wait_for<T>(cx: &mut Context<'_>, take: impl FnOnce(&mut Inbox) -> Option<T>) -> Poll<T> {
    let mut inbox = inbox();
    match take(&mut inbox) {
        Some(it) => Poll::Ready(it),
        None => {
            inbox.waiting.push(cx.waker().clone());
            Poll::Pending
        }
    }
}

struct Host;

impl Transport for Host {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        host::get(&request.uri().to_string());
        Box::pin(poll_fn(|cx| {
            wait_for(cx, |inbox| inbox.response.take()).map(|(status, body)| {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = status.try_into().expect("a status");
                Ok(response)
            })
        }))
    }

    fn connect(&self, _: Request<()>, _: usize) -> Connecting<'_> {
        Box::pin(std::future::ready(Ok(Socket::new(HostSocket))))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(HostClock)
    }
}

struct HostSocket;

impl Stream for HostSocket {
    type Item = Result<Frame, &'static str>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        wait_for(cx, |inbox| inbox.frames.pop_front()).map(|text| Some(Ok(Frame::Text(text))))
    }
}

impl Sink<Frame> for HostSocket {
    type Error = &'static str;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, frame: Frame) -> Result<(), Self::Error> {
        let Frame::Text(text) = frame else { return Err("no text") };
        host::send(&text);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }
}

struct HostClock;

impl Clock for HostClock {
    fn now(&self) -> Instant {
        Instant::after(host::now())
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let until = self.now() + duration;
        host::poll_in(duration);
        Box::pin(poll_fn(move |cx| wait_for(cx, |_| (HostClock.now() >= until).then_some(()))))
    }
}

impl fmt::Debug for HostClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostClock")
    }
}

async fn program() -> Result<String, Box<dyn std::error::Error>> {
    const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
    let client = Client::builder("http://host").transport(Host).retry(RetryPolicy::none()).build()?;
    let visitor = client.get_visitor(TOKEN).await?;
    let unanswered = client.with_timeout(Duration::from_millis(20)).get_visitor("unanswered").await;
    match unanswered {
        Err(Error::Transport(error)) if error.is_timeout() => {}
        other => return Err(format!("no timeout: {other:?}").into()),
    }
    let mut events = client.visitor(TOKEN).chat("r").events();
    let mut told = vec![visitor.username.unwrap_or_default(), "a timeout".to_owned()];
    while let Some(event) = events.next().await {
        match event? {
            ChatEvent::Connected => told.push("connected".to_owned()),
            ChatEvent::MessageNew(message) => {
                told.push(message.text);
                break;
            }
            other => return Err(format!("unexpected: {other:?}").into()),
        }
    }
    Ok(told.join(", "))
}

/// Begins.
#[unsafe(no_mangle)]
pub extern "C" fn start() {
    let program = async { program().await.unwrap_or_else(|error| format!("failed: {error}")) };
    PROGRAM.with_borrow_mut(|running| *running = Some(Box::pin(program)));
    poll();
}

/// Goes on, because something happened.
#[unsafe(no_mangle)]
pub extern "C" fn poll() {
    let waiting = std::mem::take(&mut inbox().waiting);
    waiting.into_iter().for_each(Waker::wake);
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            // The program and the stream's task hear of each other by the next turn.
            for _ in 0..8 {
                poll_fn(|cx| Poll::Ready(poll_program(cx))).await;
                tokio::task::yield_now().await;
            }
        });
    });
}

fn poll_program(cx: &mut Context<'_>) {
    PROGRAM.with_borrow_mut(|running| {
        let Some(program) = running else { return };
        if let Poll::Ready(text) = program.as_mut().poll(cx) {
            *running = None;
            host::end(&text);
        }
    });
}

/// Where the host writes a text of this length.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Tells of a response, whose body the host wrote there.
///
/// # Safety
///
/// The pointer is one of [`allocate`] with this length, and used once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn respond(status: u16, body: *mut u8, length: usize) {
    // SAFETY: as said above.
    inbox().response = Some((status, unsafe { written(body, length) }));
    poll();
}

/// Tells of a frame, whose text the host wrote there.
///
/// # Safety
///
/// As for [`respond`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn receive(text: *mut u8, length: usize) {
    // SAFETY: as said above.
    let text = unsafe { written(text, length) };
    inbox().frames.push_back(String::from_utf8(text).expect("UTF-8"));
    poll();
}

/// # Safety
///
/// As for [`respond`].
unsafe fn written(text: *mut u8, length: usize) -> Vec<u8> {
    // SAFETY: as said above.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(text, length)) }.into_vec()
}

/// What a host without a system gives tungstenite, which masks frames of its own sockets with it; here it has none.
#[unsafe(no_mangle)]
extern "Rust" fn __getrandom_v03_custom(_: *mut u8, _: usize) -> Result<(), getrandom::Error> {
    Err(getrandom::Error::UNSUPPORTED)
}
