//! What is kept of the last requests alone, to be looked at.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The largest response that is kept, in bytes.
const LARGEST_ANSWER: usize = 16 << 10;

/// The most bytes of headers that are kept.
const LARGEST_HEAD: usize = 16 << 10;

/// All headers of a request, and the body of its response.
#[derive(Clone)]
pub(crate) struct Details {
    /// A line each, in one piece: headers themselves would keep all that came with them in memory.
    head: Box<[u8]>,
    /// `None` if it is too large, or did not come yet.
    pub(crate) answer: Option<Bytes>,
}

impl Details {
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 2;
        let mut head = Vec::with_capacity(headers.iter().map(size).sum::<usize>().min(LARGEST_HEAD));
        for (name, value) in headers {
            if head.len() + size((name, value)) > LARGEST_HEAD {
                break;
            }
            head.extend_from_slice(name.as_str().as_bytes());
            head.push(b':');
            head.extend_from_slice(value.as_bytes());
            head.push(b'\n');
        }
        Self { head: head.into(), answer: None }
    }

    /// Keeps the body of the response.
    pub(crate) fn keep(&mut self, answer: &Bytes) {
        self.answer = Some(answer).filter(|answer| answer.len() <= LARGEST_ANSWER).cloned();
    }

    /// How many bytes they take in memory, beside themselves.
    pub(super) fn weight(&self) -> usize {
        self.head.len() + self.answer.as_ref().map_or(0, Bytes::len)
    }

    /// The headers, in the order in which they were kept. No value has a line break.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, &[u8])> {
        self.head.split(|byte| *byte == b'\n').filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let (name, value) = line.split_at(colon);
            Some((HeaderName::from_bytes(name).ok()?, value.get(1..)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_back_and_a_large_response_does_not() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("accept", "a:b"), ("x-auth-token", "s"), ("accept", "c")] {
            headers.append(name, value.parse().unwrap());
        }
        let mut details = Details::new(&headers);
        details.keep(&Bytes::from_static(b"{}"));
        let headers: Vec<_> = details.headers().map(|(name, value)| (name.to_string(), value.to_vec())).collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        assert_eq!(headers, [pair("accept", "a:b"), pair("accept", "c"), pair("x-auth-token", "s")]);
        assert_eq!(details.answer, Some(Bytes::from_static(b"{}")));
        details.keep(&Bytes::from(vec![b'x'; LARGEST_ANSWER + 1]));
        assert_eq!(details.answer, None);
    }
}
