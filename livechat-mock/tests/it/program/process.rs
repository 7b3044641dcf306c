//! Starting the program, and ending it.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, ChildStdout, Command, Stdio},
};

/// The program while it runs; killed when dropped.
pub(crate) struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
    uri: String,
}

/// How it ended, and what it wrote (after the line that says where it listens).
pub(crate) struct End {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

fn command(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_livechat-mock"));
    command.args(options).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Program {
    /// Starts it on a free port and waits until it listens.
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_in(&[], options)
    }

    /// The same, with these variables beside those of the environment.
    pub(crate) fn start_in(environment: &[(&str, &str)], options: &[&str]) -> Self {
        let mut command = command(options);
        let mut child = command.args(["--port", "0"]).envs(environment.iter().copied()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let uri = line.strip_prefix("livechat-mock listening on ");
        let uri = uri.unwrap_or_else(|| panic!("{line:?} does not say where it listens")).trim_end().to_owned();
        Self { child, stdout, uri }
    }

    /// Runs it to an end that it finds by itself.
    pub(crate) fn run(options: &[&str]) -> End {
        Self::run_in(&[], options)
    }

    /// The same, with these variables beside those of the environment.
    pub(crate) fn run_in(environment: &[(&str, &str)], options: &[&str]) -> End {
        let output = command(options).envs(environment.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        End { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn uri(&self) -> &str {
        &self.uri
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.uri.split_once("://").unwrap().1.parse().unwrap()
    }

    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    pub(crate) fn interrupt(&self) {
        self.signal("INT");
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Tells it to end, and waits for that.
    pub(crate) fn stop(self) -> End {
        self.terminate();
        self.end()
    }

    /// Waits until it ends.
    pub(crate) fn end(mut self) -> End {
        let mut end = End { code: self.child.wait().unwrap().code(), stdout: String::new(), stderr: String::new() };
        self.stdout.read_to_string(&mut end.stdout).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut end.stderr).unwrap();
        end
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be over already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
