//! The load: as little work as possible, so that it is the server that limits.
//!
//! It never sleeps: a server would have to wake it, and which of two servers has to do so how often is chance.

use std::{
    hint,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

/// Connections that take turns on one thread. While one waits for its answer, requests of all others are under way.
pub(crate) struct Load {
    connections: Vec<Connection>,
    request: Vec<u8>,
}

impl Load {
    pub(crate) fn connect(address: SocketAddr, connections: usize) -> io::Result<Self> {
        let open = |_| {
            let connection = Connection::open(address)?;
            connection.stream.set_nonblocking(true)?;
            Ok(connection)
        };
        let connections = (0..connections).map(open).collect::<io::Result<_>>()?;
        Ok(Self { connections, request: Vec::new() })
    }

    /// Sends what `next` writes, until `is_over` says so of the number of requests sent. Gives the number of requests
    /// that were answered with 200, which is all; anything else is an error.
    pub(crate) fn run(
        &mut self,
        next: &mut dyn FnMut(&mut Vec<u8>),
        mut is_over: impl FnMut(u64) -> bool,
    ) -> io::Result<u64> {
        let Self { connections, request } = self;
        let mut send = |connection: &mut Connection| {
            request.clear();
            next(request);
            connection.stream.write_all(request)
        };
        connections.iter_mut().try_for_each(&mut send)?;
        let mut sent = connections.len() as u64;
        while !is_over(sent) {
            for connection in &mut *connections {
                connection.answer()?;
                send(connection)?;
            }
            sent += connections.len() as u64;
        }
        for connection in &mut *connections {
            connection.answer()?;
        }
        Ok(sent)
    }
}

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Box<[u8]>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 8 * 1024].into() })
    }

    /// Sends a request and gives its answer.
    pub(crate) fn ask(&mut self, request: &[u8]) -> io::Result<Vec<u8>> {
        self.stream.write_all(request)?;
        Ok(self.answer()?.to_vec())
    }

    fn answer(&mut self) -> io::Result<&[u8]> {
        let mut filled = 0;
        loop {
            match self.stream.read(&mut self.buffer[filled..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(more) => filled += more,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    hint::spin_loop();
                    continue;
                }
                Err(error) => return Err(error),
            }
            if let Some(length) = length(&self.buffer[..filled]) {
                if filled < length {
                    continue;
                }
                let answer = &self.buffer[..length];
                if filled == length && answer.starts_with(b"HTTP/1.1 200 ") {
                    return Ok(answer);
                }
                return Err(io::Error::other(String::from_utf8_lossy(&self.buffer[..filled])));
            }
        }
    }
}

/// How long an answer is, head and body, if its head is there.
fn length(answer: &[u8]) -> Option<usize> {
    let head = end_of_head(answer)?;
    let name = b"\r\ncontent-length: ";
    let at = answer[..head].windows(name.len()).position(|window| window == name)? + name.len();
    let digits = answer[at..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(head + digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0')))
}

/// Where the body of an answer begins.
pub(crate) fn end_of_head(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}
