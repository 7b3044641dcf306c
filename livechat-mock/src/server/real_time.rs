//! Waiting for sockets where a test may have paused tokio's clock.

use tokio::{
    runtime::{Builder, Handle, RuntimeFlavor},
    select,
    sync::oneshot,
    task::spawn_blocking,
};

/// Runs what waits for sockets by the machine's time; `None` if it panicked, or the system lets it have no thread.
///
/// A clock that is paused leaps ahead whenever all tasks of its runtime wait, as they do for a socket: what is limited in time
/// would time out at once. So this runs on a thread, in a runtime of its own. While such a thread is busy, tokio lets no clock
/// leap.
///
/// Who drops this ends it: a runtime waits for its threads when it ends itself.
pub(crate) async fn in_real_time<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    if Handle::current().runtime_flavor() != RuntimeFlavor::CurrentThread {
        // Its clock cannot be paused.
        return Some(work.await);
    }
    let (_waiting, is_dropped) = oneshot::channel::<()>();
    let on_thread = move || {
        let runtime = Builder::new_current_thread().enable_all().build().ok()?;
        let done = runtime.block_on(async {
            select! {
                done = work => Some(done),
                _ = is_dropped => None,
            }
        });
        // The name of a host may still be looked up.
        runtime.shutdown_background();
        done
    };
    spawn_blocking(on_thread).await.ok().flatten()
}
