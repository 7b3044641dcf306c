use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Header lines in lower case.
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// What the server does with a request.
pub(crate) enum Response {
    /// Sends these bytes and waits for the next request.
    Send(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Close(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Sends these bytes and then nothing, for ever.
    Stall(Vec<u8>),
    /// Sends these bytes, and then the last ones again until nobody listens.
    Repeat(Vec<u8>, Vec<u8>),
    /// Sends these bytes and leaves the connection to the test.
    #[cfg(feature = "realtime")]
    HandOver(Vec<u8>, tokio::sync::mpsc::UnboundedSender<TcpStream>),
}

impl Response {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::with(status, "content-type: application/json\r\n", body.as_bytes())
    }

    /// An response with a body and with header lines that each end in CRLF.
    pub(crate) fn with(status: u16, headers: &str, body: &[u8]) -> Self {
        let length = body.len();
        let mut bytes = format!("HTTP/1.1 {status} Status\r\n{headers}content-length: {length}\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body);
        Self::Send(bytes)
    }
}

type Script = Box<dyn FnMut(&Received) -> Response + Send>;

/// A server that answers each request as a script says. It ends with the test's runtime.
pub(crate) struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    pub(crate) async fn start(script: impl FnMut(&Received) -> Response + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::<Mutex<Vec<_>>>::default();
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(script)));
        let log = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // What the kernel holds back takes no virtual time, but real time.
                stream.set_nodelay(true).unwrap();
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { address, received }
    }

    /// A server that always answers the same JSON.
    pub(crate) async fn answering(status: u16, body: &'static str) -> Self {
        Self::start(move |_| Response::json(status, body)).await
    }

    /// A server that answers with these one after the other, and then with the last for ever.
    pub(crate) async fn in_turn(answers: &'static [(u16, &'static str)]) -> Self {
        let mut next = 0;
        Self::start(move |_| {
            let (status, body) = answers[next];
            next = (next + 1).min(answers.len() - 1);
            Response::json(status, body)
        })
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits for so many requests.
    pub(crate) async fn until_received(&self, count: usize) {
        while self.received.lock().unwrap().len() < count {
            tokio::task::yield_now().await;
        }
    }

    /// The request lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.received().iter().map(|request| format!("{} {}", request.method, request.target)).collect()
    }
}

/// Serves one connection. An error is a client that went away.
async fn serve(stream: TcpStream, script: Arc<Mutex<Script>>, log: Arc<Mutex<Vec<Received>>>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let request = read(&mut stream).await?;
        let response = (script.lock().unwrap())(&request);
        log.lock().unwrap().push(request);
        match response {
            Response::Send(bytes) => stream.write_all(&bytes).await?,
            Response::Close(bytes) => return stream.write_all(&bytes).await,
            Response::Reset(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.get_ref().set_zero_linger();
            }
            Response::Stall(bytes) => {
                stream.write_all(&bytes).await?;
                std::future::pending::<()>().await;
            }
            #[cfg(feature = "realtime")]
            Response::HandOver(bytes, to) => {
                stream.write_all(&bytes).await?;
                to.send(stream.into_inner()).map_err(|_| io::ErrorKind::BrokenPipe)?;
                return Ok(());
            }
            Response::Repeat(start, again) => {
                stream.write_all(&start).await?;
                loop {
                    stream.write_all(&again).await?;
                }
            }
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Received> {
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end() {
            "" => break,
            line => head.push(line.to_owned()),
        }
    }
    let mut words = head[0].split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let headers: Vec<_> = head[1..]
        .iter()
        .map(|line| {
            line.split_once(": ").map_or(line.clone(), |(name, value)| format!("{}: {value}", name.to_lowercase()))
        })
        .collect();
    let mut request = Received { method, target, headers, body: String::new() };
    if request.header("transfer-encoding") == Some("chunked") {
        request.body = read_chunks(stream).await?;
        return Ok(request);
    }
    let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    request.body = String::from_utf8(body).unwrap();
    Ok(request)
}

async fn read_chunks(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        // With the end of line behind it.
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk).await?;
        body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return Ok(String::from_utf8(body).unwrap());
        }
    }
}
