//! `cargo bench -p livechat-sdk --no-default-features --features reqwest --bench call`
//!
//! What a `GET visitor/:token` through this crate costs over the plainest typed call of reqwest: instructions, counted
//! by callgrind as the difference between many calls and few, so that start-up does not count. The server is another
//! process. Allocations are counted, and limited, in `tests/it/cost.rs`.

#[path = "plain/call.rs"]
mod plain;

use std::{
    env,
    error::Error,
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Command, Stdio},
};

use plain::{Caller, Clients};

const FEW: usize = 200;
const MANY: usize = 1200;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match &*arguments.iter().map(String::as_str).collect::<Vec<_>>() {
        ["serve"] => {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            println!("{}", listener.local_addr()?);
            Ok(plain::serve(&listener)?)
        }
        ["call", address, caller, count] => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let caller = Caller::ALL[caller.parse::<usize>()?];
            runtime.block_on(caller.calls(&Clients::new(address.parse()?)?, count.parse()?))
        }
        _ => compare(),
    }
}

fn compare() -> Result<(), Box<dyn Error>> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("valgrind is not installed: nothing to count instructions with");
        return Ok(());
    }
    let mut server = Command::new(env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output).read_line(&mut address)?;
    }
    let result = table(address.trim());
    server.kill()?;
    server.wait()?;
    result
}

fn table(address: &str) -> Result<(), Box<dyn Error>> {
    let mut plain = 1.0;
    for (index, caller) in Caller::ALL.iter().enumerate() {
        let counted = instructions(address, index, MANY)? - instructions(address, index, FEW)?;
        let per_call = counted / (MANY - FEW) as f64;
        if matches!(caller, Caller::Plain | Caller::PlainLimited) {
            plain = per_call;
        }
        let (name, ratio) = (format!("{caller:?}"), per_call / plain);
        println!("{name:>12}: {per_call:>7.0} instructions per call, {ratio:.3} of the plain one's");
    }
    Ok(())
}

fn instructions(address: &str, caller: usize, calls: usize) -> Result<f64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["call", address, &caller.to_string(), &calls.to_string()])
        .output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected : ").map(|(_, number)| number.trim()));
    Ok(collected.ok_or_else(|| format!("valgrind failed: {log}"))?.parse()?)
}
