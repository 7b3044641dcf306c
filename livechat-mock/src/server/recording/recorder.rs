//! Writes a recording.

use std::io::{self, Write};

use livechat_sdk::Timestamp;
use serde::Serialize;

use super::{FORMAT, Happened, Header, Line, VERSION};
use crate::{Engine, World, WorldFileError};

/// A recording cannot be written. The mock goes on without it; what was written before can be replayed.
#[derive(Debug, thiserror::Error)]
#[error("the recording cannot be written and ends before request {before}; the mock goes on without it")]
pub struct RecordingError {
    before: u64,
    source: io::Error,
}

/// The recording of a server's worlds.
pub(in crate::server) struct Recorder {
    /// `None` once it cannot be written to any more.
    to: Option<Box<dyn Write + Send>>,
    /// How many requests were recorded.
    requests: u64,
    /// World and time of the last line, if nothing but time passed then.
    passed: Option<(Option<Box<str>>, Timestamp)>,
}

impl Recorder {
    /// Begins a recording of a server with room for so many named worlds. Gives the engine that is recorded: it is set up as
    /// the one of a replay is, in the world of a file, so that both begin alike.
    pub(in crate::server) fn begin(
        engine: &Engine,
        worlds: Option<usize>,
        now: Timestamp,
        to: Box<dyn Write + Send>,
    ) -> Result<(Engine, Self), RecordingError> {
        let failed = |source| RecordingError { before: 1, source };
        let mut recorder = Self { to: Some(to), requests: 0, passed: None };
        let world = engine.world().map(World::to_json).transpose().map_err(|error| failed(io::Error::other(error)))?;
        let header = Header {
            format: FORMAT,
            written_by: VERSION.to_owned(),
            at: now.as_millis(),
            has_world: world.is_some(),
            worlds,
            engine: engine.configuration(),
        };
        recorder.put(&header)?;
        if let Some(world) = &world {
            recorder.put_text(world.clone())?;
        }
        let world = world.map(|world| World::from_json(world.as_bytes())).transpose();
        let world = world.map_err(|error: WorldFileError| failed(io::Error::other(error)))?;
        let begun = Engine::configured(header.engine, world).map_err(|error| failed(io::Error::other(error)))?;
        Ok((begun, recorder))
    }

    /// Writes down what happened to a world, to the server's own if it has no name.
    pub(in crate::server) fn write(
        &mut self,
        world: Option<&str>,
        at: Timestamp,
        mut what: Happened,
        frames: Option<String>,
    ) -> Result<(), RecordingError> {
        let is_time = matches!(what, Happened::Time) && frames.is_none();
        let passed = is_time.then(|| (world.map(Box::from), at));
        if is_time && self.passed == passed {
            return Ok(());
        }
        self.passed = passed;
        if let Happened::Request(exchanged) = &mut what
            && exchanged.number.is_some()
        {
            exchanged.number = Some(self.requests + 1);
        }
        let is_request = matches!(&what, Happened::Request(exchanged) if exchanged.number.is_some());
        self.put(&Line { at: at.as_millis(), world: world.map(Box::from), what, frames })?;
        self.requests += u64::from(is_request);
        Ok(())
    }

    fn put(&mut self, line: &impl Serialize) -> Result<(), RecordingError> {
        match serde_json::to_string(line) {
            Ok(text) => self.put_text(text),
            Err(error) => self.fail(error.into()),
        }
    }

    fn put_text(&mut self, mut line: String) -> Result<(), RecordingError> {
        let Some(to) = &mut self.to else { return Ok(()) };
        line.push('\n');
        // At once, so that all of it is there when the process is killed.
        match to.write_all(line.as_bytes()).and_then(|()| to.flush()) {
            Ok(()) => Ok(()),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, source: io::Error) -> Result<(), RecordingError> {
        self.to = None;
        Err(RecordingError { before: self.requests + 1, source })
    }
}

/// The last line says that nothing is missing.
impl Drop for Recorder {
    fn drop(&mut self) {
        // Nobody is there any more to be told.
        let _ = self.put(&Line { at: 0, world: None, what: Happened::End, frames: None });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{super::time, *};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn time_that_does_not_pass_is_left_out_of_the_world_in_which_it_did_last() {
        let written = Written::default();
        let begun = Recorder::begin(&Engine::replay(), Some(1), time(0), Box::new(written.clone()));
        let (_, mut recorder) = begun.unwrap();
        written.0.lock().unwrap().clear();
        // Clocks of several worlds may show the same.
        for (world, at) in [(None, 1), (None, 1), (Some("a"), 1), (Some("a"), 1), (Some("a"), 2), (None, 2)] {
            recorder.write(world, time(at), Happened::Time, None).unwrap();
        }
        let written = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Line> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let told: Vec<_> = lines.iter().map(|line| (line.world.as_deref(), line.at)).collect();
        assert_eq!(told, [(None, 1), (Some("a"), 1), (Some("a"), 2), (None, 2)]);
    }
}
