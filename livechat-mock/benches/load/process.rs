//! Servers in processes of their own, and what they use up.

#[path = "../shared/memory.rs"]
mod memory;

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::Result;

/// A server that has said where it listens. It is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts a server that says `… http://ADDRESS` once it listens.
    pub(crate) fn start(command: &mut Command, input: &[u8]) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let address = read_address(&mut child, input);
        match address {
            Ok(address) => Ok(Self { child, address }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error)
            }
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The processor time that it has used so far, the system's work for it included.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let mut nanoseconds = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            nanoseconds += on_cpu(&fs::read_to_string(task?.path().join("schedstat"))?)?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// The bytes of memory that it holds.
    pub(crate) fn resident(&self) -> Result<u64> {
        memory::resident(&self.id().to_string())
    }
}

fn read_address(child: &mut Child, input: &[u8]) -> Result<SocketAddr> {
    child.stdin.take().ok_or("no standard input")?.write_all(input)?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no standard output")?).read_line(&mut line)?;
    let (_, address) = line.trim().rsplit_once("http://").ok_or("the server did not say where it listens")?;
    Ok(address.parse()?)
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first figure of `schedstat`: nanoseconds on a processor. It is far finer than the clock ticks of `stat`.
fn on_cpu(schedstat: &str) -> Result<u64> {
    Ok(schedstat.split(' ').next().unwrap_or_default().parse()?)
}

/// Whether the system tells of a process what is measured here.
pub(crate) fn can_be_measured() -> bool {
    fs::read_to_string("/proc/self/schedstat").is_ok_and(|text| on_cpu(&text).is_ok())
}

/// Keeps a process on one processor core; answers whether that worked.
pub(crate) fn pin(process: u32, core: u8) -> bool {
    let pinned: io::Result<_> = Command::new("taskset")
        .args(["--all-tasks", "--cpu-list", "--pid", &core.to_string(), &process.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    pinned.is_ok_and(|status| status.success())
}
