//! Recordings: `--record`, and `livechat-mock replay`.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, Write},
    path::Path,
};

use livechat_mock::Replay;

use super::Error;

/// A file of whole lines: what of a line was written when the disk was full is taken back.
pub(super) struct Lines {
    file: File,
    /// How long the file is.
    length: u64,
}

impl Lines {
    /// Overwrites a file, or makes one. Nobody else may read it: it holds secrets.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::RecordingFile { file: path.to_owned(), source };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(failed)?;
        // One that was there may have been open to others.
        #[cfg(unix)]
        if file.metadata().map_err(failed)?.is_file() {
            file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(failed)?;
        }
        Ok(Self { file, length: 0 })
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.file.write_all(line) {
            // Where that fails too, a replay says that the last line is cut off.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += line.len() as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Replays a file.
pub(super) fn replay(path: &Path, until: Option<u64>) -> Result<Replay, Error> {
    let file = File::open(path).map_err(|source| Error::RecordingFile { file: path.to_owned(), source })?;
    Replay::run(BufReader::new(file), until).map_err(|source| Error::Replay { file: path.to_owned(), source })
}

/// What became of a replay to the end.
pub(super) fn outcome(replay: &Replay) -> String {
    let requests = replay.requests();
    let end =
        if replay.is_whole() { "" } else { "; the recording has no end: the process was killed, or its disk was full" };
    format!("replayed {requests} requests: each response is the same to the byte{end}\n")
}
