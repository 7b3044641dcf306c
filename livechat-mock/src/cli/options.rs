//! The program's options, and what they make of the engine.

use std::{
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use livechat_mock::{BuiltInAgent, Clock, ControlAccess, Edition, Engine, ServerVersion, TlsIdentity, World};
use livechat_sdk::{AuthToken, BuildError, Client, Password, Timestamp};

use super::Error;

/// A Rocket.Chat Livechat server that runs in memory, for tests and for work without a network.
///
/// It prints `livechat-mock listening on http://HOST:PORT` (`https` with `--tls`) when it accepts connections, and a line per request to standard
/// error. Ctrl-C and SIGTERM end it. Nothing is kept.
///
/// A browser that opens that address shows a page on which one is the agent: chats to take and answer, the requests that
/// came, what the mock can do.
///
/// Tests in any language steer it by its control routes (faults, the clock, snapshots, what was received), which
/// `GET /__livechat-mock/` lists. They and the page are for this machine alone, unless there is a control key.
#[derive(Debug, Parser)]
#[command(name = "livechat-mock", version, args_conflicts_with_subcommands = true)]
pub(super) struct Options {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Address or name to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(super) host: String,

    /// Port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 3000)]
    pub(super) port: u16,

    /// Behave as a server does, or replay the documented examples
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,

    #[arg(
        long = "world",
        value_name = "WORLD",
        value_parser = start,
        help = "What a stateful server knows at the start: the people and rooms of the documentation (`documented`), nobody but \
                the administrator (`empty`), or what a FILE.json says that `GET /__livechat-mock/world` gave [default: documented]"
    )]
    start: Option<Start>,

    #[arg(
        long,
        value_name = "VERSION",
        value_parser = version_parser(),
        help = format!("Version of the server to behave as, unless a world's file says it [default: {}]", ServerVersion::default())
    )]
    server_version: Option<ServerVersion>,

    #[arg(
        long,
        value_name = "EDITION",
        value_parser = edition_parser(),
        help = format!(
            "Edition of a stateful server, unless a world's file says it: `community` refuses what needs a licence [default: {}]",
            Edition::default()
        )
    )]
    edition: Option<Edition>,

    /// What ids, tokens and delays are drawn from: the same seed and the same requests give the same responses. The ids of
    /// a world's file go on by themselves
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Begin at TIME and stand still there, such as 2026-01-01T00:00:00Z, until the control routes move the clock or let it
    /// run: with the same seed and the same requests, the responses are the same to the byte
    #[arg(long, value_name = "TIME")]
    clock: Option<Timestamp>,

    /// Limit the rate of calls as servers do: 10 a minute for most operations
    #[arg(long)]
    rate_limit: bool,

    /// The administrator of a stateful server, if its world is not a file's; NAME is also the user's `_id`
    /// [default: admin:admin]
    #[arg(long, value_name = "NAME:PASSWORD")]
    admin: Option<Password>,

    /// Have an agent who takes new conversations: `echo` answers with what the visitor wrote, `scripted FILE` as a file says
    #[arg(long, value_names = ["KIND", "FILE"], num_args = 1..=2)]
    agent: Vec<String>,

    /// Have that agent type for so long before each text
    #[arg(long, value_name = "MILLIS", requires = "agent")]
    agent_delay: Option<u64>,

    /// Have that agent work for this department, by id or name, in place of all; may be given several times
    #[arg(long, value_name = "DEPARTMENT", requires = "agent")]
    agent_department: Vec<String>,

    /// Leave the other agents available beside that agent
    #[arg(long, requires = "agent")]
    agent_among_others: bool,

    /// Serve Rocket.Chat's own widget at `/livechat` from DIR, which has its build: `build` of the npm package
    /// `@rocket.chat/livechat`
    #[arg(long, value_name = "DIR")]
    pub(super) widget: Option<PathBuf>,

    /// Treat every call as the administrator's
    #[arg(long)]
    no_auth: bool,

    /// Let pages of these origins in, as the settings API_Enable_CORS and API_CORS_Origin do: `*` is any, commas are
    /// between several
    #[arg(long, value_name = "ORIGINS", num_args = 0..=1, default_missing_value = "*")]
    cors: Option<String>,

    /// Serve pages of this origin and of no other, but for the server's own; may be given several times. With
    /// `--no-auth`, any page in a browser on this machine can otherwise act as the administrator
    #[arg(long, value_name = "ORIGIN")]
    pub(super) allow_origin: Vec<String>,

    /// Open the control routes to any caller that sends KEY in the header `x-livechat-mock-key`, and to no other
    #[arg(long, value_name = "KEY")]
    control_key: Option<Password>,

    /// How many of the last requests to log
    #[arg(long, value_name = "REQUESTS")]
    request_log_size: Option<usize>,

    /// Largest request body that is no upload
    #[arg(long, value_name = "BYTES")]
    max_body_size: Option<usize>,

    /// Largest body of an upload
    #[arg(long, value_name = "BYTES")]
    max_upload_size: Option<usize>,

    /// How many connections to serve at a time; more have to wait
    #[arg(long, value_name = "CONNECTIONS")]
    pub(super) max_connections: Option<usize>,

    /// Let clients name worlds of their own, at most N beside the server's: by the path `/w/NAME/…` or the header
    /// `x-livechat-mock-world`. Each is as the server began when it is first named
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(super) worlds: Option<u16>,

    /// Speak HTTPS, and wss, in place of HTTP: with a certificate that is made at the start and signed by itself, for
    /// localhost, 127.0.0.1, ::1 and the address of --host
    #[arg(long)]
    tls: bool,

    /// Make that certificate for this name or address too, such as that of a container; may be given several times
    #[arg(long, value_name = "NAME", requires = "tls", conflicts_with = "tls_cert")]
    tls_name: Vec<String>,

    /// Write that certificate to FILE before listening, as PEM, for clients to trust
    #[arg(long, value_name = "FILE", requires = "tls", conflicts_with = "tls_cert")]
    tls_cert_out: Option<PathBuf>,

    /// Speak HTTPS with the certificate of FILE, as PEM, and those behind it that lead to one that clients trust
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// The private key of that certificate, as PEM, without a passphrase
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    /// Write all that happens to FILE, for `livechat-mock replay FILE`: the world at the start, requests, frames, the clock, in
    /// all worlds. The file holds secrets, and is overwritten
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,

    /// Send requests to webhooks, external services and media on other machines too, not to this one alone
    #[arg(long)]
    pub(super) webhooks_anywhere: bool,

    /// No line per request
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Show the bodies of requests and responses below their lines, without secrets
    #[arg(short, long, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

/// What else the program does.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print what servers of two versions do differently, with the source
    Diff {
        /// The first version
        #[arg(value_parser = version_parser())]
        from: ServerVersion,
        /// The second version
        #[arg(value_parser = version_parser())]
        to: ServerVersion,
        /// The operations to compare, such as `ListRooms`, `rooms::ListRooms` or `livechat/rooms`; all if there are none
        operations: Vec<String>,
    },
    /// Ask a workspace whether it still responds as is known: 0 if it does, 1 if something differs, 2 if it could not be checked
    ///
    /// It calls the operations that read, and reports by JSON pointer what differs from the types of livechat-sdk and from the
    /// contracts of the mock, and which of the mock's profiles the server is nearest to.
    ///
    /// It writes nothing to the server, and prints no value that the server sends. Ids to ask about are those that the server
    /// lists; what there is nothing of is skipped. Rate limits are kept, and no operation is called more than three times.
    ///
    /// The address and the login are those that the environment names: LIVECHAT_URL, LIVECHAT_USER_ID and LIVECHAT_AUTH_TOKEN.
    /// The token is that of a login or a personal access token; a manager's shows most.
    Check(CheckOptions),
    /// Do again what `--record FILE` wrote, and compare each response to the byte: ends with 0 if all are the same
    Replay {
        /// The recording
        file: PathBuf,
        /// Stop before request N, as the page and `GET /__livechat-mock/received` count them, with `--worlds` those of all worlds
        /// together, and serve the mock as it stands
        #[arg(long, value_name = "N")]
        until: Option<u64>,
        /// Address or name to listen on then
        #[arg(long, default_value = "127.0.0.1", requires = "until")]
        host: String,
        /// Port to listen on then; 0 picks a free one
        #[arg(long, default_value_t = 3000, requires = "until")]
        port: u16,
    },
    /// Ask whether a server answers: ends with 0 if one does, and with 1 if not
    Health {
        /// Address or name that the server listens on
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// Port that the server listens on
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
}

/// What is checked, and how.
#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    /// Where the workspace is, such as `https://chat.example.com`, in place of LIVECHAT_URL
    #[arg(long, value_name = "URL", conflicts_with_all = ["openapi", "har"])]
    url: Option<String>,

    /// The `_id` of the user to call as, in place of LIVECHAT_USER_ID
    #[arg(long, value_name = "ID", conflicts_with_all = ["openapi", "har"])]
    user_id: Option<String>,

    /// The user's token, in place of LIVECHAT_AUTH_TOKEN; other users of this machine can see what stands here
    #[arg(long, value_name = "TOKEN", conflicts_with_all = ["openapi", "har"])]
    token: Option<AuthToken>,

    /// Look at a published description of the API, OpenAPI 3 as YAML or JSON, in place of a workspace
    #[arg(long, value_name = "FILE", conflicts_with = "har")]
    pub(super) openapi: Option<PathBuf>,

    /// Look at the responses of a recording, an HTTP archive as browsers save it, in place of a workspace
    #[arg(long, value_name = "FILE")]
    pub(super) har: Option<PathBuf>,

    /// Report what FILE has and the server gives no longer, optional fields too; and do not report what differed already then
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Write what the server gives to FILE, for later checks; what differs is known from then on
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,

    /// Send no wrong requests, by which servers of one version are told from those of another
    #[arg(long)]
    pub(super) responses_only: bool,

    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,

    /// The operations to look at, such as `ListRooms` or `livechat/rooms`; all if there are none
    pub(super) operations: Vec<String>,
}

impl CheckOptions {
    /// The client of the workspace: what is not given stands in the environment.
    pub(super) fn client(&self) -> Result<Client, BuildError> {
        let given = [
            ("LIVECHAT_URL", self.url.as_deref()),
            ("LIVECHAT_USER_ID", self.user_id.as_deref()),
            ("LIVECHAT_AUTH_TOKEN", self.token.as_ref().map(AuthToken::expose)),
        ];
        let of_options = |name: &str| given.iter().find(|(known, _)| *known == name).and_then(|(_, value)| *value);
        Client::from_variables(|name| of_options(name).map(str::to_owned).or_else(|| std::env::var(name).ok()))
    }
}

/// The two truths.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Mode {
    /// What is written can be read back, with the server's own errors
    #[default]
    Stateful,
    /// Each operation responds with its documented example
    Replay,
}

/// What a stateful server knows at the start.
#[derive(Clone, Debug)]
enum Start {
    Documented,
    Empty,
    File(PathBuf),
}

impl Options {
    /// The engine that was asked for.
    pub(super) fn engine(&self) -> Result<Engine, Error> {
        let engine = match self.mode {
            Mode::Replay => {
                self.check_replay()?;
                Engine::replay()
            }
            Mode::Stateful => Engine::stateful(self.world()?),
        };
        let engine = match self.server_version {
            Some(version) => engine.server_version(version),
            None => engine,
        };
        let engine = match self.agent()? {
            Some(agent) => engine.agent(agent),
            None => engine,
        };
        let mut engine = engine.rate_limit(self.rate_limit).no_auth(self.no_auth);
        engine = engine.fault_seed(self.seed);
        if let Some(origins) = &self.cors {
            engine = engine.cors(origins);
        }
        if let Some(requests) = self.request_log_size {
            engine = engine.request_log_size(requests);
        }
        if let Some(bytes) = self.max_body_size {
            engine = engine.max_body_size(bytes);
        }
        if let Some(bytes) = self.max_upload_size {
            engine = engine.max_upload_size(bytes);
        }
        Ok(engine)
    }

    /// Refuses what can be nobody's origin, and would match nothing.
    pub(super) fn check_origins(&self) -> Result<(), Error> {
        let listed = self.cors.iter().flat_map(|origins| origins.split(',').map(str::trim)).filter(|it| *it != "*");
        match listed.chain(self.allow_origin.iter().map(String::as_str)).find(|origin| !is_origin(origin)) {
            Some(origin) => Err(Error::Origin { origin: origin.to_owned() }),
            None => Ok(()),
        }
    }

    /// The clock that everything goes by.
    pub(super) fn clock(&self) -> Clock {
        self.clock.map_or_else(Clock::system, Clock::manual)
    }

    /// The world at the start.
    fn world(&self) -> Result<World, Error> {
        let world = match &self.start {
            None | Some(Start::Documented) => World::documented(),
            Some(Start::Empty) => World::empty(),
            Some(Start::File(_)) if self.admin.is_some() => return Err(Error::AdminOfFile),
            Some(Start::File(file)) => {
                let json = fs::read(file).map_err(|source| Error::WorldFile { file: file.clone(), source })?;
                let world = World::from_json(&json).map_err(|source| Error::World { file: file.clone(), source })?;
                return Ok(match self.edition {
                    Some(edition) => world.with_edition(edition),
                    None => world,
                });
            }
        };
        let admin = self.admin.as_ref().map_or("admin:admin", Password::expose);
        let is_complete = |(name, password): &(&str, &str)| !name.trim().is_empty() && !password.is_empty();
        let (name, password) = admin.split_once(':').filter(is_complete).ok_or(Error::Admin)?;
        let world = world.with_edition(self.edition.unwrap_or_default()).with_seed(self.seed);
        Ok(world.with_administrator(name, password))
    }

    /// Refuses what takes a world.
    fn check_replay(&self) -> Result<(), Error> {
        let given = [
            ("--world", self.start.is_some()),
            ("--edition", self.edition.is_some()),
            ("--admin", self.admin.is_some()),
            ("--agent", !self.agent.is_empty()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(Error::TakesAWorld { option }),
            None => Ok(()),
        }
    }

    fn agent(&self) -> Result<Option<BuiltInAgent>, Error> {
        let agent = self.scripted_agent()?.map(|agent| {
            let agent = agent.after(Duration::from_millis(self.agent_delay.unwrap_or_default()));
            let agent = if self.agent_among_others { agent.among_others() } else { agent };
            self.agent_department.iter().fold(agent, BuiltInAgent::department)
        });
        Ok(agent)
    }

    fn scripted_agent(&self) -> Result<Option<BuiltInAgent>, Error> {
        let words: Vec<&str> = self.agent.iter().map(String::as_str).collect();
        match words[..] {
            [] => Ok(None),
            ["echo"] => Ok(Some(BuiltInAgent::echo())),
            ["scripted", file] => {
                let text =
                    fs::read_to_string(file).map_err(|source| Error::ScriptFile { file: file.into(), source })?;
                let agent = BuiltInAgent::scripted(&text);
                agent.map(Some).map_err(|source| Error::Script { file: file.into(), source })
            }
            _ => Err(Error::Agent),
        }
    }

    /// What HTTPS is spoken with at an address, if it is; a certificate that is made for it is written where it was asked for.
    pub(super) fn tls(&self, address: IpAddr) -> Result<Option<TlsIdentity>, Error> {
        if let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) {
            return given_identity(certificate, key).map(Some);
        }
        if !self.tls {
            return Ok(None);
        }
        let mut names = self.tls_name.clone();
        names.extend([self.host.clone(), address.to_string()]);
        let identity = TlsIdentity::self_signed(names).map_err(Error::Certificate)?;
        if let Some(file) = &self.tls_cert_out {
            let written = fs::write(file, identity.certificate());
            written.map_err(|source| Error::TlsCertOut { file: file.clone(), source })?;
        }
        Ok(Some(identity))
    }

    /// Who may use the control routes.
    pub(super) fn control(&self) -> Result<ControlAccess, Error> {
        match &self.control_key {
            None => Ok(ControlAccess::loopback()),
            // What no header can carry as it is.
            Some(key) if !key.expose().bytes().all(|byte| byte.is_ascii_graphic()) || key.expose().is_empty() => {
                Err(Error::ControlKey)
            }
            Some(key) => Ok(ControlAccess::key(key)),
        }
    }
}

/// The identity that two files have.
fn given_identity(certificate: &Path, key: &Path) -> Result<TlsIdentity, Error> {
    let read =
        |option, file: &Path| fs::read(file).map_err(|source| Error::TlsFile { option, file: file.into(), source });
    let identity = TlsIdentity::from_pem(read("--tls-cert", certificate)?, read("--tls-key", key)?);
    identity.map_err(|source| {
        let (option, file) = if source.is_about_key() { ("--tls-key", key) } else { ("--tls-cert", certificate) };
        Error::Tls { option, file: file.into(), source }
    })
}

/// Whether a browser may send this as a page's origin.
fn is_origin(text: &str) -> bool {
    let is_url = |(scheme, host): (&str, &str)| !scheme.is_empty() && !host.is_empty() && !host.contains('/');
    text == "null" || text.split_once("://").is_some_and(is_url)
}

/// Takes the versions that have a profile, and lists them in the help.
fn version_parser() -> impl TypedValueParser<Value = ServerVersion> {
    PossibleValuesParser::new(ServerVersion::ALL.map(ServerVersion::as_str))
        .try_map(|text| text.parse::<ServerVersion>())
}

/// Takes what a server may know at the start.
fn start(text: &str) -> Result<Start, &'static str> {
    match text {
        "documented" => Ok(Start::Documented),
        "empty" => Ok(Start::Empty),
        file if file.ends_with(".json") => Ok(Start::File(file.into())),
        _ => Err("it is `documented`, `empty`, or a file whose name ends with .json"),
    }
}

/// Takes the editions, and lists them in the help.
fn edition_parser() -> impl TypedValueParser<Value = Edition> {
    PossibleValuesParser::new(Edition::ALL.map(Edition::as_str)).try_map(|text| text.parse::<Edition>())
}

/// What clap says of wrong options, without the usage that it adds.
pub(super) fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines =
        text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    format!("{}; --help lists the options", lines.join("; "))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use clap::CommandFactory;
    use http::Request;
    use livechat_mock::Fault;

    use super::*;

    #[test]
    fn the_options_are_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn the_help_names_every_version() {
        let help = Options::command().render_help().to_string();
        assert!(help.contains("[default: 8.8] [possible values: 7.0, 7.13, 8.0, 8.4, 8.5, 8.8]"), "{help}");
    }

    #[test]
    fn the_seed_is_that_of_delays_too() {
        let delay = |seed| {
            let options = Options::try_parse_from(["livechat-mock", "--mode", "replay", "--seed", seed]).unwrap();
            let mut engine = options.engine().unwrap();
            engine.add_fault(Fault::delay_between(Duration::ZERO, Duration::from_secs(60)));
            let request = Request::get("/").body(Bytes::new()).unwrap();
            engine.handle(&request, [127, 0, 0, 1].into(), Timestamp::from_millis(0)).delivery.delay
        };
        assert_eq!(delay("7"), delay("7"));
        assert_ne!(delay("7"), delay("8"));
    }

    #[test]
    fn a_password_does_not_show() {
        let options = ["livechat-mock", "--admin", "root:geheim", "--control-key", "geheim"];
        let options = Options::try_parse_from(options).unwrap();
        assert!(!format!("{options:?}").contains("geheim"));
    }
}
