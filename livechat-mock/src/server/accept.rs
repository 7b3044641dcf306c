//! Accepting and closing connections.

use std::{
    future::pending,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{oneshot, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use super::{
    Event,
    connection::{Connection, ResetFlag},
    encryption::{Begun, Channel},
    limits::Limits,
    service::Service,
    socket::Upgrade,
    state::TICK,
    webhooks,
};

/// How long to wait before the next attempt when the process may not open another socket.
const PAUSE: Duration = Duration::from_millis(100);

/// hyper reads in pieces of at least this many bytes.
const SMALLEST_BUFFER: usize = 8 * 1024;

/// How many connections the system may hold that are not accepted yet; it caps this itself. Only 128, the default, make
/// clients wait a second and more when hundreds connect at once.
const BACKLOG: u32 = 4096;

pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // What the standard library does too: without it a port is not free until connections of the server before are
    // forgotten. Windows means something else by it.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves connections until told to stop, then lets requests that have begun finish.
///
/// Every connection is a task of its own. Dropping this future aborts them all.
pub(super) async fn serve(listener: Arc<TcpListener>, service: Arc<Service>, mut stopped: oneshot::Receiver<()>) {
    let http = protocol(&service.state.limits);
    // Dropped, it tells all connections to close. The graceful shutdown of hyper-util does not support upgrades.
    let (running, ending) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut deliveries = JoinSet::new();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut moved = service.state.clock.watch();
    loop {
        tokio::select! {
            biased;
            _ = &mut stopped => break,
            Some(_) = connections.join_next() => {}
            Some(_) = deliveries.join_next() => {}
            _ = ticks.tick() => service.let_time_pass(),
            Ok(()) = moved.changed() => service.let_time_pass(),
            () = service.state.webhooks.notified() => {
                for world in service.worlds_with_due_webhooks() {
                    deliveries.spawn(webhooks::deliver_due(world));
                }
            }
            (stream, peer) = accept(&listener, &service), if connections.len() < service.state.limits.connections => {
                let reset = ResetFlag::default();
                let stream = Connection::new(stream, reset.clone(), service.state.limits.write_timeout);
                let client = Client { http: http.clone(), service: service.clone(), from: canonical(peer), reset };
                connections.spawn(client.serve(stream, ending.clone()));
            }
        }
    }
    drop(listener);
    service.close_sockets();
    let ended = async {
        drop(running);
        while connections.join_next().await.is_some() {}
    };
    // Slower connections are aborted when the set is dropped.
    let _ = timeout(service.state.limits.shutdown_timeout, ended).await;
}

/// One client's connection.
struct Client {
    http: http1::Builder,
    service: Arc<Service>,
    from: IpAddr,
    reset: ResetFlag,
}

impl Client {
    /// Serves it until it ends or, once there is no sender of `ending`, until the request in progress is answered.
    async fn serve(self, stream: Connection, mut ending: watch::Receiver<()>) {
        let limit = self.service.state.limits.head_timeout;
        let begun = tokio::select! {
            biased;
            begun = timeout(limit, self.service.encryption.begin(stream)) => begun,
            _ = ending.changed() => return,
        };
        match begun {
            Ok(Ok(Begun::Agreed(channel))) => self.answer(channel, ending).await,
            #[cfg(feature = "tls")]
            Ok(Ok(Begun::InTheClear(channel))) => self.refuse(channel).await,
            // What rustls refuses. Other errors mean that the client is gone, or takes too long.
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                self.service.state.report(|| Event::NotEncrypted { reason: &error });
            }
            Ok(Err(_)) | Err(_) => {}
        }
    }

    async fn answer(self, channel: Channel, mut ending: watch::Receiver<()>) {
        let Self { http, service, from, reset } = self;
        let reporter = service.clone();
        let upgrade = Upgrade::default();
        let upgraded = upgrade.clone();
        let answer = service_fn(move |request| service.clone().answer(request, from, reset.clone(), upgrade.clone()));
        let mut connection = pin!(http.serve_connection(TokioIo::new(channel), answer).with_upgrades());
        let served = tokio::select! {
            biased;
            served = &mut connection => served,
            _ = ending.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        match served {
            // hyper has sent an error response. Other errors mean that the client is gone.
            Err(error) if error.is_parse() => reporter.state.report(|| Event::Unreadable { reason: &error }),
            Err(_) => {}
            // On the heap, because few connections come to this.
            Ok(()) => Box::pin(upgraded.run()).await,
        }
    }

    /// Tells a client that speaks HTTP that the server speaks HTTPS.
    #[cfg(feature = "tls")]
    async fn refuse(self, channel: Channel) {
        let Self { mut http, service, from, .. } = self;
        let answer = service_fn(move |request| {
            let service = service.clone();
            async move { service.refuse_clear(request, from).await }
        });
        // An error means that the client is gone.
        let _ = http.keep_alive(false).serve_connection(TokioIo::new(channel), answer).await;
    }
}

fn protocol(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_header_size(limits.head_size)
        .max_buf_size(limits.head_size.max(SMALLEST_BUFFER))
        .keep_alive(limits.keep_alive)
        // The engine's own is by the mock's clock.
        .auto_date_header(false)
        // Head and body in one buffer: nearly all bodies are small, and one `send` costs less than one `writev`.
        .writev(false)
        // A client that has closed its writing half still gets its response.
        .half_close(true);
    http
}

/// Returns the next connection; failed attempts are reported and repeated.
async fn accept(listener: &TcpListener, service: &Service) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                // Without it the system may delay the end of a response. If it fails, so will the connection.
                let _ = accepted.0.set_nodelay(true);
                return accepted;
            }
            // One connection that was gone before it was accepted.
            Err(error) if is_about_one_connection(&error) => {}
            // The socket is shut down, and this task about to be aborted.
            Err(_) if service.is_closed() => return pending().await,
            // Most likely too many open files. That passes when one of them is closed.
            Err(error) => {
                service.state.report(|| Event::NotAccepted { reason: &error });
                sleep(PAUSE).await;
            }
        }
    }
}

fn is_about_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// The client's address, as IPv4 where it is mapped to IPv6.
fn canonical(peer: SocketAddr) -> IpAddr {
    peer.ip().to_canonical()
}
