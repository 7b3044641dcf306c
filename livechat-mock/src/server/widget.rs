//! Rocket.Chat's own widget at `/livechat`, as servers serve it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS},
};
use percent_encoding::percent_decode_str;

/// The first page of a build.
const INDEX: &str = "index.html";

/// Browsers look for it beside a page that names none, and the widget's names none.
static ICON: &[u8] = include_bytes!("page/icon.svg");

/// Tells the widget where its server is, as a server's own page does.
const SERVER_URL: &str = "<script>SERVER_URL = window.location.origin;</script>";

/// The most bytes of a build. Rocket.Chat's have about six million.
const MOST: u64 = 64 << 20;

/// The most files and folders of a build.
const MOST_ENTRIES: usize = 10_000;

/// Why a folder is no build of the widget.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WidgetError {
    /// It has no `index.html`.
    #[error("{folder:?} is no build of the widget: it has no index.html; the npm package has it in `build`")]
    #[non_exhaustive]
    NoIndex {
        /// The folder.
        folder: PathBuf,
    },
    /// Its `index.html` has no place to say where the server is.
    #[error("{folder:?} is no build of the widget: its index.html has no <body>")]
    #[non_exhaustive]
    NoBody {
        /// The folder.
        folder: PathBuf,
    },
    /// It is larger than a build can be.
    #[error("{folder:?} is no build of the widget: it has more than {MOST} bytes or {MOST_ENTRIES} files")]
    #[non_exhaustive]
    TooLarge {
        /// The folder.
        folder: PathBuf,
    },
    /// Something in it is neither a folder nor a regular file: a link, a device, a pipe, a socket.
    #[error("{path:?} is neither a folder nor a regular file; a build of the widget has nothing else")]
    #[non_exhaustive]
    NoRegularFile {
        /// What it is.
        path: PathBuf,
    },
    /// The folder, or a file in it, cannot be read.
    #[error("{path:?} cannot be read")]
    #[non_exhaustive]
    Unreadable {
        /// What cannot be read.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// A build of the widget, in memory: no request reaches the file system.
pub(super) struct Widget {
    index: Bytes,
    /// By the path below the folder, with `/` between its parts.
    files: BTreeMap<String, Bytes>,
}

/// A response to a request for the widget.
pub(super) struct WidgetResponse {
    pub(super) response: Response<Bytes>,
    pub(super) template: &'static str,
}

impl Widget {
    /// Reads a build, once.
    pub(super) fn read(folder: &Path) -> Result<Self, WidgetError> {
        let files = read_files(folder)?;
        let index = files.get(INDEX).ok_or_else(|| WidgetError::NoIndex { folder: folder.to_owned() })?;
        let index = with_server_url(index).ok_or_else(|| WidgetError::NoBody { folder: folder.to_owned() })?;
        Ok(Self { index, files })
    }

    /// Answers a request, if it is one for the widget.
    pub(super) fn answer(&self, request: &Request<Bytes>) -> Option<WidgetResponse> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let uri = request.uri();
        if uri.path() == "/favicon.ico" {
            let response = file("icon.svg", Bytes::from_static(ICON));
            return Some(WidgetResponse { response, template: "/favicon.ico" });
        }
        let below = uri.path().strip_prefix("/livechat")?;
        if below.is_empty() {
            let response = file(INDEX, self.index.clone());
            return Some(WidgetResponse { response, template: "/livechat" });
        }
        let name = percent_decode_str(below.strip_prefix('/')?).decode_utf8().ok()?;
        if name.is_empty() {
            // From there, the names in the page would lead one level too deep.
            return Some(WidgetResponse { response: moved(uri.query()), template: "/livechat/" });
        }
        let response = match self.files.get(name.as_ref()) {
            Some(body) => file(&name, body.clone()),
            None => not_found(),
        };
        Some(WidgetResponse { response, template: "/livechat/{file}" })
    }
}

/// The files of a folder and of those in it. Links lead elsewhere, and reading a device may never end: a build has neither.
fn read_files(folder: &Path) -> Result<BTreeMap<String, Bytes>, WidgetError> {
    let too_large = || WidgetError::TooLarge { folder: folder.to_owned() };
    let (mut files, mut bytes, mut entries) = (BTreeMap::new(), 0_u64, 0);
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        for entry in fs::read_dir(&path).map_err(unreadable(&path))? {
            let entry = entry.map_err(unreadable(&path))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(unreadable(&path))?;
            entries += 1;
            if entries > MOST_ENTRIES {
                return Err(too_large());
            }
            // Nothing on the web has a name that is no text.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let name = format!("{prefix}{name}");
            if kind.is_dir() {
                folders.push((path, format!("{name}/")));
            } else if kind.is_file() {
                let file = read_at_most(MOST - bytes, &path).map_err(unreadable(&path))?.ok_or_else(too_large)?;
                bytes += file.len() as u64;
                files.insert(name, Bytes::from(file));
            } else {
                return Err(WidgetError::NoRegularFile { path });
            }
        }
    }
    Ok(files)
}

/// The content of a file; `None` if there is more of it. What a file says of its length is not asked: some say 0 and never end.
fn read_at_most(bytes: u64, path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut content = Vec::new();
    File::open(path)?.take(bytes + 1).read_to_end(&mut content)?;
    Ok(Some(content).filter(|content| content.len() as u64 <= bytes))
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> WidgetError {
    let path = path.to_owned();
    |source| WidgetError::Unreadable { path, source }
}

/// The page with the server's address right behind the beginning of its body; `None` if it has no body.
fn with_server_url(index: &[u8]) -> Option<Bytes> {
    let text = String::from_utf8_lossy(index);
    let lower = text.to_ascii_lowercase();
    let starts = lower.match_indices("<body").map(|(start, tag)| start + tag.len());
    let end = starts.filter(|end| lower[*end..].starts_with(['>', ' ', '\n', '\r', '\t'])).find_map(|end| {
        let close = lower[end..].find('>')?;
        Some(end + close + 1)
    })?;
    let (before, after) = text.split_at_checked(end)?;
    Some(format!("{before}{SERVER_URL}{after}").into())
}

fn file(name: &str, body: Bytes) -> Response<Bytes> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let content_type = match ending.as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "application/javascript",
        "css" => "text/css",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    with_type(content_type, body)
}

fn with_type(content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// As a relative address, which is right below any prefix.
fn moved(query: Option<&str>) -> Response<Bytes> {
    let mut response = with_type("text/plain; charset=utf-8", Bytes::new());
    *response.status_mut() = StatusCode::FOUND;
    let to = query.map_or_else(|| "../livechat".to_owned(), |query| format!("../livechat?{query}"));
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn not_found() -> Response<Bytes> {
    let mut response = with_type("text/plain; charset=utf-8", Bytes::from_static(b"404 Not Found"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let hint = HeaderValue::from_static("the widget's build has no such file");
    response.headers_mut().insert(&crate::engine::HINT, hint);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_comes_right_behind_the_beginning_of_the_body() {
        let with = |text: &str| with_server_url(text.as_bytes()).map(|page| String::from_utf8(page.to_vec()).unwrap());
        assert_eq!(with("<html><body><p>").unwrap(), format!("<html><body>{SERVER_URL}<p>"));
        assert_eq!(with("<BODY class=\"a\">x").unwrap(), format!("<BODY class=\"a\">{SERVER_URL}x"));
        assert_eq!(with("<bodyguard><body>é").unwrap(), format!("<bodyguard><body>{SERVER_URL}é"));
        for text in ["", "<html>", "<bodyguard>", "<body"] {
            assert_eq!(with(text), None, "{text}");
        }
    }
}
