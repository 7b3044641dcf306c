//! Reading bodies of the type `multipart/form-data`.
//!
//! Our own, because it is small and the engine has neither a runtime nor streams: the libraries for it are asynchronous,
//! or copy a file out of a reader piece by piece. Here a body is in memory as a whole, and each part is a slice of it.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, header::CONTENT_TYPE};
use memchr::memmem::{self, Finder};

/// A form: texts by name, and files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// In the order in which they came. What is longer than a field may be is cut.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<FormFile>,
    /// How many bytes the body has.
    pub(crate) size: usize,
}

/// A part of a form that has a file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormFile {
    /// The name of the part.
    pub(crate) part: String,
    /// The name of the file, without folders. It may still hold anything else.
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// Why a body is not read as a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormError {
    #[error("the body was not sent as a form: this operation takes multipart/form-data")]
    NotAForm,
    #[error("the content type of the form names no boundary, or one that is longer than 70 characters")]
    NoBoundary,
    #[error("the form's boundary does not stand at its end, with two hyphens behind it")]
    Unfinished,
    #[error("the head of a part of the form does not end, or is larger than 16 KiB")]
    Head,
    #[error("a part of the form has no content-disposition with a name")]
    NoName,
    #[error("the form has more than 100 parts")]
    TooManyParts,
}

/// How long a boundary may be, as the standard has it.
const LONGEST_BOUNDARY: usize = 70;
const MOST_PARTS: usize = 100;
const LARGEST_HEAD: usize = 16 << 10;
/// As the server's own parser has it, which cuts what is longer.
const LONGEST_FIELD: usize = 1 << 20;

impl Form {
    /// Reads a body with these headers.
    pub(crate) fn read(headers: &HeaderMap, body: &Bytes) -> Result<Self, FormError> {
        let content_type = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
        Self::parse(&boundary(content_type.as_deref().unwrap_or_default())?, body)
    }

    fn parse(boundary: &str, body: &Bytes) -> Result<Self, FormError> {
        let delimiters = Delimiters::new(boundary, body);
        let mut form = Self { size: body.len(), ..Self::default() };
        // What comes before the first delimiter is nobody's.
        let mut line = delimiters.first().ok_or(FormError::Unfinished)?;
        let mut parts = 0;
        while let Some(end) = line.end {
            parts += 1;
            if parts > MOST_PARTS {
                return Err(FormError::TooManyParts);
            }
            // The line break behind the delimiter may be the first half of the empty line.
            let head = end - 2;
            let window = &body[head..body.len().min(head + LARGEST_HEAD)];
            let empty_line = memmem::find(window, b"\r\n\r\n").ok_or(FormError::Head)?;
            let start = head + empty_line + 4;
            let next = delimiters.from(start - 2).ok_or(FormError::Unfinished)?;
            form.add(&Head::read(&window[..empty_line])?, body.slice(start..next.start.max(start)));
            line = next;
        }
        Ok(form)
    }

    fn add(&mut self, head: &Head, bytes: Bytes) {
        let part = head.name.clone();
        match &head.file_name {
            Some(name) => {
                // Some clients send the path, in the way of one system or the other.
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                self.files.push(FormFile { part, name, content_type: head.content_type.clone(), bytes });
            }
            None => {
                let text = &bytes[..bytes.len().min(LONGEST_FIELD)];
                self.fields.push((part, String::from_utf8_lossy(text).into_owned()));
            }
        }
    }
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Result<Cow<'_, str>, FormError> {
    let (media_type, rest) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(FormError::NotAForm);
    }
    let boundary = Parameters(rest).find(|(name, _)| name.eq_ignore_ascii_case("boundary")).map(|(_, value)| value);
    boundary.filter(|text| (1..=LONGEST_BOUNDARY).contains(&text.len())).ok_or(FormError::NoBoundary)
}

/// The lines that stand between the parts.
struct Delimiters<'b> {
    body: &'b [u8],
    finder: Finder<'static>,
}

/// Such a line, its line break before it included.
struct Delimiter {
    start: usize,
    /// Behind its own line break; none if it is the last.
    end: Option<usize>,
}

impl<'b> Delimiters<'b> {
    fn new(boundary: &str, body: &'b [u8]) -> Self {
        Self { body, finder: Finder::new(format!("\r\n--{boundary}").as_bytes()).into_owned() }
    }

    /// The first, which may stand at the very beginning.
    fn first(&self) -> Option<Delimiter> {
        let text = &self.finder.needle()[2..];
        let at_beginning = self.body.starts_with(text).then(|| self.line(0, text.len())).flatten();
        at_beginning.or_else(|| self.from(0))
    }

    /// The next from a place on. A line that goes on otherwise than a delimiter does belongs to a part.
    fn from(&self, mut at: usize) -> Option<Delimiter> {
        loop {
            let start = at + self.finder.find(self.body.get(at..)?)?;
            let behind = start + self.finder.needle().len();
            if let Some(line) = self.line(start, behind) {
                return Some(line);
            }
            at = behind;
        }
    }

    fn line(&self, start: usize, behind: usize) -> Option<Delimiter> {
        let rest = &self.body[behind..];
        if rest.starts_with(b"--") {
            return Some(Delimiter { start, end: None });
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        rest[padding..].starts_with(b"\r\n").then_some(Delimiter { start, end: Some(behind + padding + 2) })
    }
}

/// What a part says of itself.
struct Head {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl Head {
    fn read(text: &[u8]) -> Result<Self, FormError> {
        let text = String::from_utf8_lossy(text);
        let header = |wanted: &str| {
            let mut pairs = text.split("\r\n").filter_map(|line| line.split_once(':'));
            pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned())
        };
        let disposition = header("content-disposition").ok_or(FormError::NoName)?;
        let (kind, rest) = disposition.split_once(';').ok_or(FormError::NoName)?;
        if !kind.trim().eq_ignore_ascii_case("form-data") {
            return Err(FormError::NoName);
        }
        let parameter = |wanted: &str| {
            let found = Parameters(rest).find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.into_owned())
        };
        Ok(Self {
            name: parameter("name").ok_or(FormError::NoName)?,
            file_name: parameter("filename"),
            content_type: header("content-type"),
        })
    }
}

/// The parameters of a header: `; name=value; name="value"`.
struct Parameters<'t>(&'t str);

impl<'t> Iterator for Parameters<'t> {
    type Item = (&'t str, Cow<'t, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches([';', ' ', '\t']);
        let (name, rest) = text.split_once('=')?;
        let (value, rest) = match rest.trim_start().strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (value, rest) = rest.split_once(';').unwrap_or((rest, ""));
                (Cow::Borrowed(value.trim()), rest)
            }
        };
        self.0 = rest;
        Some((name.trim(), value))
    }
}

/// What stands before the closing quotation mark, and what behind it. A backslash hides a quotation mark or another
/// backslash, and is itself before anything else: there are clients that send the paths of their system.
fn unquote(text: &str) -> (Cow<'_, str>, &str) {
    let mut letters = text.char_indices().peekable();
    let mut value = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value.into(), &text[at + 1..]),
            '\\' => {
                let hidden = letters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(hidden.map_or('\\', |(_, hidden)| hidden));
            }
            letter => value.push(letter),
        }
    }
    (value.into(), "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: impl AsRef<[u8]>) -> Result<Form, FormError> {
        Form::parse("b", &Bytes::copy_from_slice(text.as_ref()))
    }

    fn field(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn fields_and_files_are_told_apart() {
        let form = parse(
            "nobody's\r\n--b\r\ncontent-disposition: form-data; name=\"msg\"\r\n\r\nHi\r\nthere\r\n--b \t\r\n\
             Content-Type: image/png\r\nContent-Disposition: form-data; name=file; filename=\"C:\\dir\\a \\\"b\\\".png\"\r\n\
             \r\n\0\r\n--bc\r\n\r\n--b--\r\nafter",
        )
        .unwrap();
        assert_eq!(form.fields, [field("msg", "Hi\r\nthere")]);
        let file = FormFile {
            part: "file".to_owned(),
            name: "a \"b\".png".to_owned(),
            content_type: Some("image/png".to_owned()),
            bytes: Bytes::from_static(b"\0\r\n--bc\r\n"),
        };
        assert_eq!(form.files, [file]);
    }

    #[test]
    fn a_part_may_be_empty() {
        let head = "--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"\"\r\n\r\n";
        for text in [format!("{head}\r\n--b--"), format!("{head}--b--")] {
            let form = parse(text).unwrap();
            assert_eq!((form.files[0].name.as_str(), form.files[0].bytes.len()), ("", 0));
        }
        assert_eq!(parse("--b--").unwrap(), Form { size: 5, ..Form::default() });
    }

    #[test]
    fn what_is_no_form_is_refused() {
        let part = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
        let large = format!("--b\r\nx: {}\r\n\r\n\r\n--b--", "x".repeat(LARGEST_HEAD));
        for (text, error) in [
            ("", FormError::Unfinished),
            ("text", FormError::Unfinished),
            ("--b", FormError::Unfinished),
            ("--c--", FormError::Unfinished),
            (part, FormError::Unfinished),
            (&part[..20], FormError::Head),
            (&large, FormError::Head),
            ("--b\r\n\r\nx\r\n--b--", FormError::NoName),
            ("--b\r\ncontent-disposition: form-data\r\n\r\n\r\n--b--", FormError::NoName),
            ("--b\r\ncontent-disposition: form-data; filename=a\r\n\r\n\r\n--b--", FormError::NoName),
            ("--b\r\ncontent-disposition: attachment; name=a\r\n\r\n\r\n--b--", FormError::NoName),
            (&format!("{}--b--", part.repeat(MOST_PARTS + 1)), FormError::TooManyParts),
        ] {
            assert_eq!(parse(text), Err(error), "{}", &text[..text.len().min(80)]);
        }
        assert_eq!(parse(format!("{}--b--", part.repeat(MOST_PARTS))).unwrap().fields.len(), MOST_PARTS);
    }

    #[test]
    fn the_largest_head_is_read() {
        let disposition = "content-disposition: form-data; name=\"a\"";
        // With the line break before it and the empty line behind it.
        let filled = |size: usize| format!("{disposition}\r\nx: {}", "x".repeat(size - disposition.len() - 11));
        let form = |size: usize| parse(format!("--b \t \r\n{}\r\n\r\nx\r\n--b--", filled(size)));
        assert_eq!(form(LARGEST_HEAD).unwrap().fields, [field("a", "x")]);
        assert_eq!(form(LARGEST_HEAD + 1), Err(FormError::Head));
    }

    #[test]
    fn a_long_field_is_cut() {
        let text = "x".repeat(LONGEST_FIELD + 1);
        let form = parse(format!("--b\r\ncontent-disposition: form-data; name=a\r\n\r\n{text}\r\n--b--")).unwrap();
        assert_eq!(form.fields[0].1.len(), LONGEST_FIELD);
    }

    #[test]
    fn the_boundary_is_found() {
        for (content_type, expected) in [
            ("multipart/form-data; boundary=b", Ok("b")),
            ("Multipart/Form-Data;charset=utf-8;BOUNDARY=\"a b;c\"", Ok("a b;c")),
            ("multipart/form-data", Err(FormError::NoBoundary)),
            ("multipart/form-data; boundary=", Err(FormError::NoBoundary)),
            ("multipart/form-data; boundary=\"", Err(FormError::NoBoundary)),
            ("multipart/mixed; boundary=b", Err(FormError::NotAForm)),
            ("", Err(FormError::NotAForm)),
        ] {
            assert_eq!(boundary(content_type).as_deref(), expected.as_ref().copied());
        }
        let long = format!("multipart/form-data; boundary={}", "b".repeat(LONGEST_BOUNDARY + 1));
        assert_eq!(boundary(&long), Err(FormError::NoBoundary));
    }

    proptest! {
        /// Whatever a file holds comes out as it went in, as long as it has no delimiter in it.
        #[test]
        fn what_is_sent_is_read(
            parts in proptest::collection::vec(("[a-z]{0,3}", proptest::option::of("[a-zA-Z. \"é]{0,8}"), "[-b\r\nx]{0,40}"), 0..5),
        ) {
            prop_assume!(parts.iter().all(|(_, _, text)| !format!("\r\n{text}\r\n").contains("\r\n--b")));
            let mut body = String::new();
            let mut expected = Form::default();
            for (name, file_name, text) in &parts {
                body += &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"");
                match file_name {
                    Some(file_name) => {
                        body += &format!("; filename=\"{}\"", file_name.replace('"', "\\\""));
                        expected.files.push(FormFile {
                            part: name.clone(),
                            name: file_name.clone(),
                            content_type: None,
                            bytes: text.clone().into(),
                        });
                    }
                    None => expected.fields.push((name.clone(), text.clone())),
                }
                body += &format!("\r\n\r\n{text}\r\n");
            }
            body += "--b--\r\n";
            expected.size = body.len();
            prop_assert_eq!(parse(body), Ok(expected));
        }

        /// Nothing that comes can do more than be refused.
        #[test]
        fn anything_is_read_or_refused(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("--b".to_owned()), Just("\r\n".to_owned()), Just("--".to_owned()), Just("\r\n\r\n".to_owned()),
                    Just("content-disposition: form-data; name=".to_owned()), Just("filename=\"".to_owned()),
                    "[;=\"\\\\a ]{0,6}",
                ],
                0..20,
            ),
        ) {
            let body = pieces.concat();
            if let Ok(form) = parse(&body) {
                let held = form.files.iter().map(|file| file.bytes.len()).sum::<usize>();
                prop_assert!(held <= body.len());
            }
            let _ = boundary(&format!("multipart/form-data;{body}"));
        }
    }
}
