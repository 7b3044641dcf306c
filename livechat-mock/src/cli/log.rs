//! The log: a line per event on standard error, written by a thread of its own.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use livechat_mock::Event;
use livechat_sdk::Timestamp;

/// How many lines are queued for a slow reader of standard error. Further ones are counted and dropped.
const WAITING: usize = 2048;

/// How many letters of a body are shown.
const SHOWN: usize = 4000;

/// How long the end of the program waits for the last lines to be read.
const LAST_LINES: Duration = Duration::from_millis(500);

/// Writes lines to standard error.
///
/// The reader of a pipe may be slow, and so may a terminal: the thread waits for them, the server does not.
pub(super) struct Log {
    lines: SyncSender<Message>,
    lost: Arc<AtomicU64>,
    /// Nothing is sent over it; it ends when the thread does.
    finished: Receiver<()>,
}

enum Message {
    Line(String),
    Finish,
}

impl Log {
    pub(super) fn start() -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        let (running, finished) = sync_channel(0);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = lost.clone();
        thread::spawn(move || {
            let _running: SyncSender<()> = running;
            // Standard error is closed: there is nowhere to say so.
            let _ = write(&waiting, &counted, &mut io::stderr());
        });
        Self { lines, lost, finished }
    }

    /// A callback for the events of a server. It shows bodies if they are wanted.
    pub(super) fn writer(&self, with_bodies: bool) -> impl Fn(&Event<'_>) + Send + Sync + 'static {
        let (lines, lost) = (self.lines.clone(), self.lost.clone());
        move |event| {
            let mut text = format!("{} {event}\n", Timestamp::now());
            if let (true, Event::Responded(exchange)) = (with_bodies, event) {
                let (body, answer) = exchange.bodies();
                show(&mut text, '>', &body);
                show(&mut text, '<', &answer);
            }
            if lines.try_send(Message::Line(text)).is_err() {
                lost.fetch_add(1, Relaxed);
            }
        }
    }

    /// Waits until the lines so far are written, but not long.
    pub(super) fn finish(self) {
        if self.lines.try_send(Message::Finish).is_ok() {
            let _: Result<(), RecvTimeoutError> = self.finished.recv_timeout(LAST_LINES);
        }
    }
}

/// Adds a body below a line, if there is one.
fn show(text: &mut String, direction: char, body: &str) {
    let shown: String = body.chars().take(SHOWN).collect();
    for (number, line) in shown.lines().enumerate() {
        let mark = if number == 0 { direction } else { ' ' };
        text.push_str(&format!("  {mark} {line}\n"));
    }
    if shown.len() < body.len() {
        text.push_str("    …\n");
    }
}

/// Writes queued lines, as many at a time as there are.
fn write(lines: &Receiver<Message>, lost: &AtomicU64, to: &mut impl Write) -> io::Result<()> {
    let mut text = String::new();
    let mut is_over = false;
    while !is_over {
        text.clear();
        let Ok(first) = lines.recv() else { return Ok(()) };
        for message in std::iter::once(first).chain(lines.try_iter().take(WAITING)) {
            match message {
                Message::Line(line) => text.push_str(&line),
                Message::Finish => is_over = true,
            }
        }
        let lost = lost.swap(0, Relaxed);
        if lost > 0 {
            text.push_str(&format!("({lost} lines are missing: they came faster than standard error was read)\n"));
        }
        to.write_all(text.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_nobody_reads_are_counted() {
        let (lines, waiting) = sync_channel(2);
        lines.send(Message::Line("GET /x 200\n".to_owned())).unwrap();
        lines.send(Message::Finish).unwrap();
        let lost = AtomicU64::new(7);
        let mut written = Vec::new();
        write(&waiting, &lost, &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, "GET /x 200\n(7 lines are missing: they came faster than standard error was read)\n");
    }
}
