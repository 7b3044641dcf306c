//! A client that sends whatever bytes a test wants, HTTP or not.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

/// What looks like a hang to a test.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Raw<S = TcpStream>(BufReader<S>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.unwrap())
    }

    /// Whether the server has not said anything.
    pub(crate) fn is_waiting(&self) -> bool {
        let error = self.0.get_ref().try_read(&mut [0]).unwrap_err();
        error.kind() == std::io::ErrorKind::WouldBlock
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Raw<S> {
    pub(crate) fn over(stream: S) -> Self {
        Self(BufReader::new(stream))
    }

    /// Writes bytes. A server that has hung up meanwhile is no failure: the answer tells.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = timeout(PATIENCE, self.0.get_mut().write_all(bytes.as_ref())).await.expect("the server reads");
    }

    /// Reads one answer.
    pub(crate) async fn answer(&mut self) -> Answer {
        self.answer_to("GET").await
    }

    pub(crate) async fn answer_to(&mut self, method: &str) -> Answer {
        timeout(PATIENCE, self.read(method)).await.expect("the server answers")
    }

    async fn read(&mut self, method: &str) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).await.unwrap(), 0, "the connection ended within {head:?}");
        }
        let mut answer = Answer { status: head[9..12].parse().unwrap(), head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        if method != "HEAD" {
            answer.body.resize(length, 0);
            self.0.read_exact(&mut answer.body).await.unwrap();
        }
        answer
    }

    /// Sends one request and reads its answer.
    pub(crate) async fn ask(&mut self, request: impl AsRef<[u8]>) -> Answer {
        self.send(request).await;
        self.answer().await
    }

    /// Says that nothing more will be sent.
    pub(crate) async fn hang_up(&mut self) {
        self.0.get_mut().shutdown().await.unwrap();
    }

    /// Waits until the server has said these bytes, whatever it says before.
    pub(crate) async fn wait_for(&mut self, bytes: impl AsRef<[u8]>) {
        let mut said = Vec::new();
        while !said.ends_with(bytes.as_ref()) {
            said.push(timeout(PATIENCE, self.0.read_u8()).await.expect("the server speaks").unwrap());
        }
    }

    /// Waits until the server closes the connection; gives what it said before.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // A reset is an end too.
        let _ = timeout(PATIENCE, self.0.read_to_end(&mut rest)).await.expect("the server closes");
        rest
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Status line and headers, with the empty line behind them.
    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    pub(crate) fn hint(&self) -> &str {
        self.header("x-livechat-mock-hint").unwrap_or_default()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A request without a body.
pub(crate) fn request(method: &str, target: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\n\r\n")
}

/// A request with a JSON body.
pub(crate) fn post(target: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {target} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
