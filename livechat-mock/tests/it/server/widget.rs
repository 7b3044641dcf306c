//! Rocket.Chat's own widget, served from a folder. This one is a tiny likeness of its build.

use std::{fs, path::PathBuf};

use livechat_mock::{Engine, Server, WidgetError};

use super::{assert_serves, start, stateful};
use crate::raw::{Answer, Raw, post, request};

/// A folder that is gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Self(std::env::temp_dir().join(format!("livechat-mock-widget-{}-{name}", std::process::id())));
        fs::create_dir_all(folder.0.join("fonts")).unwrap();
        files.iter().for_each(|(file, text)| fs::write(folder.0.join(file), text).unwrap());
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FILES: [(&str, &str); 7] = [
    ("index.html", "<!doctype html><html><body><script src=\"livechat/bundle.1.js\"></script></body></html>"),
    ("bundle.1.js", "go()"),
    ("style.css", "p{}"),
    ("logo.png", "png"),
    ("fonts/a b.woff2", "font"),
    ("bundle.1.js.map", "{}"),
    ("LICENSE", "free"),
];

async fn ask(server: &Server, path: &str) -> Answer {
    Raw::connect(server.address()).await.ask(request("GET", path)).await
}

#[tokio::test]
async fn it_is_served_as_servers_do() {
    let folder = Folder::new("served", &FILES);
    let server = start(stateful().widget(&folder.0).unwrap()).await;
    for path in ["/livechat", "/livechat?mode=popout"] {
        let page = ask(&server, path).await;
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert_eq!((page.header("x-frame-options"), page.header("content-security-policy")), (None, None));
        let text = String::from_utf8(page.body).unwrap();
        assert!(
            text.contains(
                "<body><script>SERVER_URL = window.location.origin;</script><script src=\"livechat/bundle.1.js\">"
            ),
            "{text}"
        );
    }
    for (path, content_type, body) in [
        ("/livechat/bundle.1.js", "application/javascript", "go()"),
        ("/livechat/style.css?v=1", "text/css", "p{}"),
        ("/livechat/logo.png", "image/png", "png"),
        ("/livechat/fonts/a%20b.woff2", "font/woff2", "font"),
        ("/livechat/bundle.1.js.map", "application/json", "{}"),
        ("/favicon.ico", "image/svg+xml", include_str!("../../../src/server/page/icon.svg")),
        ("/livechat/LICENSE", "application/octet-stream", "free"),
    ] {
        let file = ask(&server, path).await;
        assert_eq!((file.status, file.header("content-type")), (200, Some(content_type)), "{path}");
        assert_eq!(file.body, body.as_bytes(), "{path}");
    }
    for (path, to) in [("/livechat/", "../livechat"), ("/livechat/?mode=popout", "../livechat?mode=popout")] {
        let moved = ask(&server, path).await;
        assert_eq!((moved.status, moved.header("location")), (302, Some(to)));
    }
    assert_serves(&server).await;
}

#[tokio::test]
async fn nothing_but_the_folders_files_is_served() {
    let folder = Folder::new("nothing-else", &FILES);
    fs::write(folder.0.with_extension("secret"), "s3cret").unwrap();
    let server = start(stateful().widget(&folder.0).unwrap()).await;
    let outside = folder.0.with_extension("secret");
    let outside = outside.file_name().unwrap().to_str().unwrap();
    for path in [
        "none.js",
        "fonts",
        "fonts/",
        "./index.html",
        "../livechat",
        &format!("../{outside}"),
        &format!("..%2f{outside}"),
        &format!("fonts/%2e%2e/%2e%2e/{outside}"),
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "%ff",
        "%00",
    ] {
        let answer = ask(&server, &format!("/livechat/{path}")).await;
        // What is no text is no name of a file, and there servers have their page.
        assert_eq!(answer.status, if path == "%ff" { 200 } else { 404 }, "{path}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("s3cret"), "{path}");
    }
    // What comes into the folder later, and what only begins alike.
    fs::write(folder.0.join("late.js"), "late").unwrap();
    assert_eq!(ask(&server, "/livechat/late.js").await.status, 404);
    assert!(ask(&server, "/livechats").await.hint().contains("/api/v1/"));
    assert_eq!(Raw::connect(server.address()).await.ask(post("/livechat", "{}")).await.status, 405);
    fs::remove_file(folder.0.with_extension("secret")).unwrap();
}

#[tokio::test]
async fn there_is_none_unless_asked_for() {
    let server = start(stateful()).await;
    for path in ["/livechat", "/livechat/"] {
        assert!(ask(&server, path).await.hint().contains("/api/v1/"));
    }
}

#[test]
fn what_is_no_build_is_an_error_that_says_why() {
    let read = |folder: &Folder| Server::builder(Engine::replay()).widget(&folder.0).unwrap_err();
    let empty = read(&Folder::new("empty", &[]));
    assert!(matches!(empty, WidgetError::NoIndex { .. }), "{empty}");
    assert!(empty.to_string().ends_with("it has no index.html; the npm package has it in `build`"), "{empty}");
    let bare = read(&Folder::new("bare", &[("index.html", "<html>")]));
    assert!(matches!(bare, WidgetError::NoBody { .. }), "{bare}");
    let none = Server::builder(Engine::replay()).widget("/no/such/folder").unwrap_err();
    assert_eq!(none.to_string(), "\"/no/such/folder\" cannot be read");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_regular_file_is_no_part_of_a_build() {
    use std::os::unix::{fs::symlink, net::UnixListener};

    let link = Folder::new("link", &FILES);
    symlink("/etc/passwd", link.0.join("link.js")).unwrap();
    let socket = Folder::new("socket", &FILES);
    let _listener = UnixListener::bind(socket.0.join("socket.js")).unwrap();
    for (folder, name) in [(link, "link.js"), (socket, "socket.js")] {
        let error = Server::builder(Engine::replay()).widget(&folder.0).unwrap_err();
        assert!(matches!(&error, WidgetError::NoRegularFile { path, .. } if path.ends_with(name)), "{error}");
    }
}
