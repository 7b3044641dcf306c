//! The program: options, a server, a log, signals.

mod check;
mod diff;
mod health;
mod log;
mod options;
mod record;

use std::{
    error::Error as _,
    io::{self, Write},
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use clap::Parser;
use livechat_mock::{
    BindError, ControlAccess, Event, ReplayError, ScriptError, Server, TlsError, UnknownOperationError, WidgetError,
    WorldFileError, check::CheckError,
};
use livechat_sdk::BuildError;

use self::{
    check::Verdict,
    log::Log,
    options::{Command, Options},
};

/// Why the program failed.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("--admin takes NAME:PASSWORD, neither of them empty")]
    Admin,
    #[error("--agent takes `echo`, or `scripted` and a file")]
    Agent,
    #[error("--agent scripted {file:?} cannot be read")]
    ScriptFile { file: String, source: io::Error },
    #[error("--agent scripted {file:?}")]
    Script { file: String, source: ScriptError },
    #[error("--world {} cannot be read", file.display())]
    WorldFile { file: PathBuf, source: io::Error },
    #[error("--world {}", file.display())]
    World { file: PathBuf, source: WorldFileError },
    #[error("--admin is for worlds that the program makes; a world of a file has its own administrator")]
    AdminOfFile,
    #[error("--widget")]
    Widget(#[source] WidgetError),
    #[error("{option} {} cannot be read", file.display())]
    TlsFile { option: &'static str, file: PathBuf, source: io::Error },
    #[error("{option} {}", file.display())]
    Tls { option: &'static str, file: PathBuf, source: TlsError },
    #[error("--tls")]
    Certificate(#[source] TlsError),
    #[error("--tls-cert-out {} cannot be written", file.display())]
    TlsCertOut { file: PathBuf, source: io::Error },
    #[error("--control-key takes ASCII letters, digits and signs, without spaces")]
    ControlKey,
    #[error("{option} does nothing with --mode replay, which has no world; leave it out")]
    TakesAWorld { option: &'static str },
    #[error("{origin:?} is no origin; write one as http://localhost:5173, without a path")]
    Origin { origin: String },
    #[error("--host {host:?} is not an address of this machine")]
    Host { host: String, source: io::Error },
    #[error("{address} is in use; choose another port with --port, or a free one with --port 0")]
    InUse { address: SocketAddr },
    #[error(transparent)]
    Bind(BindError),
    #[error(transparent)]
    Operation(#[from] UnknownOperationError),
    #[error("the recording {} cannot be opened", file.display())]
    RecordingFile { file: PathBuf, source: io::Error },
    #[error("replay of {}", file.display())]
    Replay { file: PathBuf, source: ReplayError },
    #[error("the recording {} is not whole", file.display())]
    NotRecorded { file: PathBuf },
    #[error("no server answers at {address}")]
    NoAnswer { address: SocketAddr, source: io::Error },
    #[error(transparent)]
    Check(CheckError),
    #[error("there is no workspace to check")]
    CheckClient(#[source] BuildError),
    #[error("https needs the feature `check-https`: install the program with it, or take one of a release")]
    NoTls,
    #[error("{}", file.display())]
    CheckFile { file: PathBuf, source: io::Error },
    #[error("{}", file.display())]
    Checked { file: PathBuf, source: CheckError },
    #[error("{failed} calls got no response to look at; what did is as it should be")]
    CheckFailed { failed: usize },
    #[error("nothing could be looked at: each operation was refused, skipped or is not there")]
    NothingChecked,
    #[error("cannot write to standard output")]
    Output(#[source] io::Error),
    #[error("cannot listen for signals")]
    Signals(#[source] io::Error),
}

impl Error {
    /// What the program ends with.
    fn exit_code(&self) -> u8 {
        match self {
            Self::Admin
            | Self::AdminOfFile
            | Self::WorldFile { .. }
            | Self::World { .. }
            | Self::Agent
            | Self::ScriptFile { .. }
            | Self::Script { .. }
            | Self::Widget(_)
            | Self::TlsFile { .. }
            | Self::Tls { .. }
            | Self::Certificate(_)
            | Self::TlsCertOut { .. }
            | Self::RecordingFile { .. }
            | Self::ControlKey
            | Self::Operation(_)
            | Self::Origin { .. }
            | Self::TakesAWorld { .. }
            | Self::Host { .. }
            | Self::Check(_)
            | Self::CheckClient(_)
            | Self::NoTls
            | Self::CheckFile { .. }
            | Self::Checked { .. }
            | Self::CheckFailed { .. }
            | Self::NothingChecked => 2,
            Self::InUse { .. }
            | Self::Bind(_)
            | Self::Replay { .. }
            | Self::NotRecorded { .. }
            | Self::NoAnswer { .. }
            | Self::Output(_)
            | Self::Signals(_) => 1,
        }
    }
}

/// Runs the program to its end: 0 after a signal, 2 if the options are wrong, 1 if anything else is. A check ends with 1 if
/// something differs, and with 2 if it could not be made.
pub(crate) async fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(asked) if !asked.use_stderr() => {
            // The help or the version. A closed standard output is no error.
            let _ = asked.print();
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            complain(&options::one_line(&wrong));
            return ExitCode::from(2);
        }
    };
    match run(options).await {
        Ok(code) => code,
        Err(error) => {
            let mut text = format!("error: {error}");
            let mut source = error.source();
            while let Some(error) = source {
                text = format!("{text}: {error}");
                source = error.source();
            }
            complain(&text);
            ExitCode::from(error.exit_code())
        }
    }
}

async fn run(mut options: Options) -> Result<ExitCode, Error> {
    match options.command.take() {
        Some(Command::Diff { from, to, operations }) => print(&diff::text(from, to, &operations)?)?,
        Some(Command::Check(options)) => match check::run(&options).await? {
            Verdict::Same => {}
            Verdict::Differs => return Ok(ExitCode::FAILURE),
        },
        Some(Command::Replay { file, until: None, .. }) => print(&record::outcome(&record::replay(&file, None)?))?,
        Some(Command::Replay { file, until, host, port }) => stand(&file, until, address(&host, port)?).await?,
        Some(Command::Health { host, port }) => {
            let address = address(&host, port)?;
            health::ask(address).map_err(|source| Error::NoAnswer { address, source })?;
        }
        None => serve(options).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(options: Options) -> Result<(), Error> {
    let address = address(&options.host, options.port)?;
    if !address.ip().is_loopback() {
        complain(&format!(
            "warning: {} can be reached from other machines; any caller that reaches it can read and change everything in it",
            address.ip()
        ));
    }
    options.check_origins()?;
    let log = (!options.quiet).then(Log::start);
    let mut server = Server::builder(options.engine()?)
        .clock(options.clock())
        .control(options.control()?)
        .webhooks_anywhere(options.webhooks_anywhere);
    if let Some(identity) = options.tls(address.ip())? {
        server = server.tls(identity);
    }
    if let Some(folder) = &options.widget {
        server = server.widget(folder).map_err(Error::Widget)?;
    }
    for origin in &options.allow_origin {
        server = server.allow_origin(origin);
    }
    if let Some(most) = options.worlds {
        server = server.worlds(most.into());
    }
    if let Some(limit) = options.max_connections {
        server = server.max_connections(limit);
    }
    let is_recorded = Arc::new(AtomicBool::new(true));
    if let Some(file) = &options.record {
        server = server.record(record::Lines::create(file)?);
    }
    let (write, is_lost) = (log.as_ref().map(|log| log.writer(options.verbose)), is_recorded.clone());
    if write.is_some() || options.record.is_some() {
        server = server.log(move |event| {
            if let Event::NotRecorded { .. } = event {
                is_lost.store(false, Relaxed);
                complain(&format!("error: {event}"));
            } else if let Some(write) = &write {
                write(event);
            }
        });
    }
    // Before the program announces that it listens.
    let end = signals().map_err(Error::Signals)?;
    let server = server.bind(address).await.map_err(|error| not_bound(error, address))?;
    announce(&server.uri());
    end.await;
    server.shutdown().await;
    if let Some(log) = log {
        log.finish();
    }
    match options.record {
        Some(file) if !is_recorded.load(Relaxed) => Err(Error::NotRecorded { file }),
        _ => Ok(()),
    }
}

/// Replays a recording and serves the mock as it stands before a request.
async fn stand(file: &Path, until: Option<u64>, address: SocketAddr) -> Result<(), Error> {
    let replay = record::replay(file, until)?;
    let next = replay.next_request().unwrap_or("none").to_owned();
    complain(&format!("replayed {} requests; the next is {next}. The clock stands still", replay.requests()));
    let end = signals().map_err(Error::Signals)?;
    let server = replay.serve(ControlAccess::loopback(), address).await.map_err(|error| not_bound(error, address))?;
    announce(&server.uri());
    end.await;
    server.shutdown().await;
    Ok(())
}

fn not_bound(error: BindError, address: SocketAddr) -> Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => Error::InUse { address },
        _ => Error::Bind(error),
    }
}

fn address(host: &str, port: u16) -> Result<SocketAddr, Error> {
    let failed = |source| Error::Host { host: host.to_owned(), source };
    let mut addresses = (host, port).to_socket_addrs().map_err(failed)?;
    addresses.next().ok_or_else(|| failed(io::ErrorKind::NotFound.into()))
}

/// Ends with the first Ctrl-C or SIGTERM after this was called.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends with the first Ctrl-C after this was called.
#[cfg(windows)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// Writes to standard output. A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) -> Result<(), Error> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error)),
        _ => Ok(()),
    }
}

/// The one line on standard output, which scripts wait for.
fn announce(uri: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "livechat-mock listening on {uri}").and_then(|()| out.flush()).is_err() {
        complain(&format!("listening on {uri}, but nobody reads standard output"));
    }
}

/// Writes a line to standard error. A failure is ignored: there is no other place to report it.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
