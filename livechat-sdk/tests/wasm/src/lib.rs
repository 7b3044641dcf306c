//! Calls of the client in WebAssembly without a system. The host, `run.mjs`, sends requests and tells the time.

use std::{
    cell::RefCell,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use http::{Request, Response};
use livechat_sdk::{
    Client, Error, RetryPolicy,
    transport::{Body, Clock, Instant, Sending, Transport},
};

mod host {
    #[link(wasm_import_module = "host")]
    unsafe extern "C" {
        /// Sends a `GET` to this URL, and calls [`respond`](super::respond).
        pub safe fn get(url: *const u8, length: usize);
        /// Milliseconds since the program began.
        pub safe fn now() -> f64;
        /// Calls [`poll`](super::poll) after so many milliseconds.
        pub safe fn poll_in(millis: f64);
        /// Takes what the program says at its end.
        pub safe fn end(text: *const u8, length: usize);
    }
}

type Program = Pin<Box<dyn Future<Output = String>>>;

thread_local! {
    static PROGRAM: RefCell<Option<Program>> = RefCell::default();
}

/// What the server responded, until the call takes it.
static RESPONSE: Mutex<Option<(u16, Vec<u8>)>> = Mutex::new(None);

struct Host;

impl Transport for Host {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        let url = request.uri().to_string();
        host::get(url.as_ptr(), url.len());
        Box::pin(poll_fn(|_| match RESPONSE.lock().unwrap_or_else(PoisonError::into_inner).take() {
            None => Poll::Pending,
            Some((status, body)) => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = status.try_into().expect("a status");
                Poll::Ready(Ok(response))
            }
        }))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(HostClock)
    }
}

struct HostClock;

impl Clock for HostClock {
    fn now(&self) -> Instant {
        Instant::after(Duration::from_secs_f64(host::now() / 1e3))
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let until = self.now() + duration;
        Box::pin(poll_fn(move |_| {
            let left = until.saturating_duration_since(HostClock.now());
            if left.is_zero() {
                return Poll::Ready(());
            }
            host::poll_in(left.as_secs_f64() * 1e3);
            Poll::Pending
        }))
    }
}

impl fmt::Debug for HostClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostClock")
    }
}

async fn program() -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder("http://host").transport(Host).retry(RetryPolicy::none()).build()?;
    let visitor = client.get_visitor("iNKE8a6k6cjbqWhWd").await?;
    let unanswered = client.with_timeout(Duration::from_millis(20)).get_visitor("unanswered").await;
    match unanswered {
        Err(Error::Transport(error)) if error.is_timeout() => {}
        other => return Err(format!("no timeout: {other:?}").into()),
    }
    Ok(format!("{}, and a timeout", visitor.username.unwrap_or_default()))
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
    PROGRAM.with_borrow_mut(|running| {
        let Some(program) = running else { return };
        if let Poll::Ready(text) = program.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            *running = None;
            host::end(text.as_ptr(), text.len());
        }
    });
}

/// Where the host writes a body of this length.
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
    let body = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(body, length)) };
    *RESPONSE.lock().unwrap_or_else(PoisonError::into_inner) = Some((status, body.into_vec()));
    poll();
}
