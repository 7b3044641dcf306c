//! `livechat-mock health`: whether a server answers, for the health checks of containers.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long each step may take: connecting, asking, hearing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks for the list of control routes, as the page does, so that it is not logged. Any response of HTTP will do: where there
/// is a control key, it is refused, and logged, by a server that runs.
pub(super) fn ask(address: SocketAddr) -> io::Result<()> {
    let mut server = TcpStream::connect_timeout(&address, PATIENCE)?;
    server.set_read_timeout(Some(PATIENCE))?;
    server.set_write_timeout(Some(PATIENCE))?;
    server.write_all(
        b"GET /__livechat-mock/ HTTP/1.1\r\nhost: localhost\r\nx-livechat-mock-page: health\r\nconnection: close\r\n\r\n",
    )?;
    let mut protocol = [0; 7];
    server.read_exact(&mut protocol)?;
    if protocol == *b"HTTP/1." { Ok(()) } else { Err(io::Error::other("what answers is no HTTP server")) }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    #[test]
    fn what_speaks_another_protocol_is_not_healthy() {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || listener.accept().unwrap().0.write_all(b"220 mail").unwrap());
        assert!(ask(address).is_err());
        server.join().unwrap();
    }
}
