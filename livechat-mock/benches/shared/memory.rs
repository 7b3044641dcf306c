//! What a process holds of the memory.

use std::fs;

use crate::Result;

/// The bytes of memory that a process holds, given by its id or as `self`.
pub(crate) fn resident(process: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("there is no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}
