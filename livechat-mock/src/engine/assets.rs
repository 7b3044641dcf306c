//! What servers serve beside the API, for widgets: avatars and sounds.

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response,
    header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
};
use percent_encoding::percent_decode_str;

/// Two tones, a third of a second.
static CHIME: &[u8] = include_bytes!("chime.mp3");

/// Dark enough for white letters.
const COLOURS: [&str; 6] = ["#b3261e", "#8a5300", "#1a7f37", "#00708a", "#1a5fd0", "#7a3fb0"];

/// A file that widgets ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asset<'r> {
    /// The picture of whoever has this name.
    Avatar { name: &'r str },
    /// A sound, whatever its name.
    Sound,
}

/// The file that a request is for.
pub(super) fn find(request: &Request<Bytes>) -> Option<Asset<'_>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri().path();
    if let Some(name) = path.strip_prefix("/avatar/") {
        let name = name.rsplit('/').next().unwrap_or_default();
        return Some(Asset::Avatar { name });
    }
    let sound = path.strip_prefix("/sounds/")?.strip_suffix(".mp3")?;
    (!sound.is_empty() && !sound.contains('/')).then_some(Asset::Sound)
}

impl Asset<'_> {
    pub(super) fn template(self) -> &'static str {
        match self {
            Self::Avatar { .. } => "/avatar/{name}",
            Self::Sound => "/sounds/{name}",
        }
    }

    pub(super) fn response(self) -> Response<Bytes> {
        let (content_type, body) = match self {
            Self::Avatar { name } => ("image/svg+xml", drawn(name).into()),
            Self::Sound => ("audio/mpeg", Bytes::from_static(CHIME)),
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
        response
    }
}

/// The initial of a name, on a colour that goes with the name.
fn drawn(name: &str) -> String {
    let name = percent_decode_str(name).decode_utf8_lossy();
    // A letter or a digit means nothing to SVG.
    let initial = name.chars().find(|letter| letter.is_alphanumeric()).unwrap_or('?').to_uppercase();
    let sum: usize = name.bytes().map(usize::from).sum();
    let colour = COLOURS[sum % COLOURS.len()];
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 200\"><rect width=\"200\" height=\"200\" \
         fill=\"{colour}\"/><text x=\"100\" y=\"100\" dy=\".36em\" text-anchor=\"middle\" font-family=\"sans-serif\" \
         font-size=\"110\" fill=\"#fff\">{initial}</text></svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str) -> Request<Bytes> {
        Request::get(path).body(Bytes::new()).unwrap()
    }

    #[test]
    fn an_avatar_is_the_initial_of_the_last_part_of_its_path() {
        for (path, initial) in [
            ("/avatar/guest-7", "G"),
            ("/avatar/ann?size=36", "A"),
            ("/avatar/uid/bob", "B"),
            ("/avatar/%C3%A9mile", "É"),
            ("/avatar/%3Cscript%3E", "S"),
            ("/avatar/%FF%3C", "?"),
            ("/avatar/", "?"),
        ] {
            let request = get(path);
            let response = find(&request).unwrap().response();
            let text = std::str::from_utf8(response.body()).unwrap();
            assert!(text.contains(&format!(">{initial}</text>")), "{path}: {text}");
            assert!(!text.contains("<script"), "{path}: {text}");
        }
    }

    #[test]
    fn a_sound_is_an_mp3_and_nothing_else_is_found() {
        let response = Asset::Sound.response();
        // The beginning of a frame of MPEG audio.
        assert_eq!((response.body()[0], response.body()[1] & 0xe0), (0xff, 0xe0));
        assert_eq!(find(&get("/sounds/chime.mp3")), Some(Asset::Sound));
        for path in ["/sounds/", "/sounds/.mp3", "/sounds/a/b.mp3", "/sounds/chime.ogg", "/avatars/ann", "/"] {
            assert_eq!(find(&get(path)), None, "{path}");
        }
        assert_eq!(find(&Request::post("/sounds/chime.mp3").body(Bytes::new()).unwrap()), None);
    }
}
