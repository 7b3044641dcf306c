//! The files that visitors sent into rooms.

use std::fmt;

use bytes::Bytes;
use livechat_sdk::{
    RoomId, Timestamp,
    model::{Attachment, MessageFile},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Change, World,
    outbox::Outbox,
    table::{Index, Record, Table},
};

/// The type of a file of which nothing is known.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// As file systems have it, in bytes.
const LONGEST_NAME: usize = 255;

/// A file.
#[derive(Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: String,
    /// Without anything that a folder, a header or a terminal could take for something else.
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
    room: RoomId,
}

impl StoredFile {
    pub(super) fn new(id: String, name: String, content_type: String, bytes: Bytes, room: RoomId) -> Self {
        Self { id, name, content_type, bytes, room }
    }

    pub(super) fn room(&self) -> &RoomId {
        &self.room
    }

    /// The name as a segment of a path.
    pub(crate) fn encoded_name(&self) -> String {
        utf8_percent_encode(&self.name, COMPONENT).to_string()
    }

    /// Where it is served.
    pub(crate) fn path(&self) -> String {
        format!("/file-upload/{}/{}", self.id, self.encoded_name())
    }

    /// As a message names it.
    pub(crate) fn short(&self) -> MessageFile {
        MessageFile::new(self.id.as_str(), self.name.as_str(), self.content_type.as_str())
    }

    /// How a client is to show it.
    pub(crate) fn attachment(&self, description: Option<&str>) -> Attachment {
        let link = self.path();
        let mut attachment = Attachment::new()
            .created_at(Timestamp::from_millis(0))
            .title(self.name.as_str())
            .title_link(link.as_str())
            .title_link_download(true)
            .attachment_type("file");
        attachment.description = description.map(str::to_owned);
        // No file has so many bytes that a float would not count them.
        let (content_type, size) = (self.content_type.as_str(), self.bytes.len() as f64);
        match content_type.split('/').next() {
            Some("image") => attachment.image_url(link).image_type(content_type).image_size(size),
            Some("audio") => attachment.audio_url(link).audio_type(content_type).audio_size(size),
            Some("video") => attachment.video_url(link).video_type(content_type).video_size(size),
            _ => attachment,
        }
    }
}

/// Shows no bytes: there may be many.
impl fmt::Debug for StoredFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredFile").field("id", &self.id).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Record for StoredFile {
    type Id = String;

    fn id(&self) -> &String {
        &self.id
    }

    fn id_mut(&mut self) -> &mut String {
        &mut self.id
    }

    /// A file is announced with the message that has it.
    fn changed(&self, _: String) -> Option<Change> {
        None
    }
}

/// The files, found by id and by room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    table: Table<StoredFile>,
    by_room: Index,
}

impl Files {
    pub(super) fn put(&mut self, file: StoredFile, outbox: &mut Outbox) {
        let room = file.room.clone();
        let (slot, _) = self.table.put(file, outbox);
        self.by_room.add(room.as_str(), slot);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &StoredFile> {
        self.table.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&StoredFile> {
        self.table.by_id(id)
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Some((slot, file)) = self.table.take(id) {
            self.by_room.remove(file.room.as_str(), slot);
        }
    }

    pub(super) fn remove_room(&mut self, room: &str) {
        let files = self.by_room.all(room).iter().filter_map(|slot| self.table.get(*slot));
        let files: Vec<_> = files.map(|file| file.id.clone()).collect();
        for file in files {
            self.remove(&file);
        }
    }
}

impl World {
    /// Adds a file of a room, under a name made harmless.
    pub(crate) fn add_file(&mut self, room: &RoomId, name: &str, content_type: &str, bytes: Bytes) -> StoredFile {
        let file = StoredFile {
            id: self.ids.hex(),
            name: harmless(name),
            content_type: content_type.to_owned(),
            bytes,
            room: room.clone(),
        };
        self.files.put(file.clone(), &mut self.outbox);
        file
    }
}

/// A file's name without folders and control characters, and not too long; `file` if nothing is left.
fn harmless(name: &str) -> String {
    let mut harmless = String::new();
    for letter in name.chars().filter(|letter| !letter.is_control() && !matches!(letter, '/' | '\\')) {
        if harmless.len() + letter.len_utf8() > LONGEST_NAME {
            break;
        }
        harmless.push(letter);
    }
    // Dots alone are a folder.
    if harmless.trim().trim_matches('.').is_empty() { "file".to_owned() } else { harmless }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_made_harmless() {
        for (name, expected) in [
            ("order.png", "order.png"),
            ("Größe 1.txt", "Größe 1.txt"),
            ("", "file"),
            ("..", "file"),
            (" . ", "file"),
            ("a\0b\r\nc", "abc"),
            ("../../x", "....x"),
            ("\"><script>", "\"><script>"),
        ] {
            assert_eq!(harmless(name), expected, "{name:?}");
        }
        assert_eq!([254, 255, 256].map(|length| harmless(&"a".repeat(length)).len()), [254, 255, 255]);
        assert_eq!(harmless(&"ä".repeat(5000)).len(), 254);
    }

    proptest! {
        #[test]
        fn any_name_is_one_segment_of_a_path(name in any::<String>()) {
            let file = World::empty().add_file(&"r".into(), &name, OCTETS, Bytes::new());
            let path = file.path();
            prop_assert!(path.parse::<http::uri::PathAndQuery>().is_ok_and(|parsed| parsed.path() == path));
            prop_assert_eq!(path.split('/').count(), 4);
            prop_assert!(!matches!(file.encoded_name().as_str(), "" | "." | ".."));
            prop_assert!(file.name.len() <= LONGEST_NAME);
            prop_assert!(http::HeaderValue::from_str(&file.encoded_name()).is_ok());
        }
    }

    #[test]
    fn a_rooms_files_go_with_it() {
        let mut world = World::empty();
        let kept: Vec<_> = ["r1", "r1", "r2"]
            .iter()
            .map(|room| world.add_file(&(*room).into(), "a", OCTETS, Bytes::new()).id)
            .collect();
        world.files.remove(&kept[0]);
        assert!(world.files.by_id(&kept[0]).is_none() && world.files.by_id(&kept[1]).is_some());
        world.files.remove_room("r1");
        assert!(world.files.by_id(&kept[1]).is_none() && world.files.by_id(&kept[2]).is_some());
    }
}
