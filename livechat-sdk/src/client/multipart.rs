//! Bodies of the type `multipart/form-data`.
//!
//! Our own, because it is small: reqwest's would bring three crates, two of them for guessing a file's type from its
//! name, and its streams two more.

use http::HeaderValue;

/// Writes the parts of a form.
pub(super) struct Form {
    /// What stands between two parts: random, so that it is in none of them.
    boundary: String,
    written: Vec<u8>,
}

impl Form {
    /// A form with these fields.
    pub(super) fn new(fields: &[(String, String)]) -> Self {
        Self::with_boundary(format!("livechat-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)), fields)
    }

    fn with_boundary(boundary: String, fields: &[(String, String)]) -> Self {
        let mut form = Self { boundary, written: Vec::new() };
        for (name, value) in fields {
            form.open(&format!("name=\"{}\"", quoted(name)));
            form.push("\r\n");
            form.push(value);
            form.push("\r\n");
        }
        form
    }

    /// The value of the header.
    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("multipart/form-data; boundary={}", self.boundary)).ok()
    }

    /// The whole form, if there is no file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.push(&format!("--{}--\r\n", self.boundary));
        self.written
    }

    /// The bytes before and after a file's content.
    pub(super) fn around_file(mut self, part: &str, name: &str, mime: &str) -> (Vec<u8>, Vec<u8>) {
        self.open(&format!("name=\"{}\"; filename=\"{}\"", quoted(part), quoted(name)));
        self.push(&format!("content-type: {mime}\r\n\r\n"));
        let end = format!("\r\n--{}--\r\n", self.boundary);
        (self.written, end.into_bytes())
    }

    fn open(&mut self, disposition: &str) {
        self.push(&format!("--{}\r\ncontent-disposition: form-data; {disposition}\r\n", self.boundary));
    }

    fn push(&mut self, text: &str) {
        self.written.extend_from_slice(text.as_bytes());
    }
}

/// Escapes quotes and line ends, as browsers do.
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Form::with_boundary("b".to_owned(), &fields)
    }

    #[test]
    fn fields_come_before_the_file() {
        let (head, tail) = form(&[("msg", "Hi\r\n")]).around_file("file", "a.txt", "text/plain");
        assert_eq!(
            String::from_utf8([&*head, b"bytes", &*tail].concat()).unwrap(),
            "--b\r\ncontent-disposition: form-data; name=\"msg\"\r\n\r\nHi\r\n\r\n\
             --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\n\
             bytes\r\n--b--\r\n"
        );
        assert_eq!(form(&[]).finish(), b"--b--\r\n");
    }

    #[test]
    fn a_name_cannot_add_a_header() {
        let (head, _) = form(&[]).around_file("file", "a\"\r\nx: y", "text/plain");
        assert!(String::from_utf8(head).unwrap().contains("filename=\"a%22%0D%0Ax: y\"\r\n"));
    }

    #[test]
    fn no_two_forms_share_a_boundary() {
        assert_ne!(Form::new(&[]).content_type(), Form::new(&[]).content_type());
    }
}
