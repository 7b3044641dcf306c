//! Transcripts as PDF files: one page of plain text.

use bytes::Bytes;
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Message, Room},
};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

use super::{BOT, World};

/// How many lines fit on the page.
const LINES: usize = 60;
/// How many letters fit into a line.
const COLUMNS: usize = 95;

impl World {
    /// Makes the transcript of a room, unless it has one: a file, and a message that has it.
    pub(crate) fn make_pdf_transcript(&mut self, room: &RoomId, now: Timestamp) {
        let Some(found) = self.room(room).filter(|room| room.pdf_transcript_file_id.is_none()) else { return };
        let name = self.transcript_name(found, now);
        let shows_system = self.settings.flag("Livechat_transcript_show_system_messages");
        let is_shown =
            |message: &&Message| message.hidden != Some(true) && (message.message_type.is_none() || shows_system);
        let lines: Vec<_> = self.messages(room).filter(is_shown).map(line).collect();
        let file = self.add_file(room, &name, "application/pdf", page(&lines));
        self.modify_room_at(room, now, |room| room.pdf_transcript_file_id = Some(file.id.clone()));
        let Some(bot) = self.user_author(&UserId::from(BOT)) else { return };
        let short = file.short();
        let mut message = Message::new(self.ids.short(), bot, now, "PDF Transcript successfully generated")
            .room_id(room.clone())
            .updated_at(now);
        message.files = Some(vec![short.clone()]);
        message.file = Some(short.into());
        message.attachments = Some(vec![file.attachment(None)]);
        self.add_message(message);
    }

    /// `Transcript_<workspace>_<M-D-YYYY>_<visitor>.pdf`.
    fn transcript_name(&self, room: &Room, now: Timestamp) -> String {
        let visitor = room.visitor.id.as_ref().and_then(|id| self.visitor(id));
        let name = visitor.and_then(|visitor| visitor.name.as_deref());
        let visitor = name.or(room.visitor.username.as_deref()).unwrap_or("Visitor");
        let date = now.to_string();
        let part = |range: std::ops::Range<usize>| date.get(range).unwrap_or_default().trim_start_matches('0');
        let (year, month, day) = (part(0..4), part(5..7), part(8..10));
        format!("Transcript_{}_{month}-{day}-{year}_{visitor}.pdf", self.settings.text("Site_Name"))
    }
}

fn line(message: &Message) -> String {
    let author = message.author.name.as_deref().or(message.author.username.as_deref()).unwrap_or_default();
    format!("{}  {author}: {}", message.created_at, message.text)
}

/// A file with one page. What does not fit is cut, and a question mark stands for each letter that the standard fonts lack.
fn page(lines: &[String]) -> Bytes {
    let [catalog, pages, page, font, contents] = [1, 2, 3, 4, 5].map(Ref::new);
    let font_name = Name(b"F1");
    let mut text = Content::new();
    text.begin_text().set_font(font_name, 9.0).next_line(40.0, 800.0);
    for line in lines.iter().take(LINES) {
        let letters = line.chars().filter(|letter| !letter.is_control()).take(COLUMNS);
        let letters: Vec<_> = letters.map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
        text.show(Str(&letters)).next_line(0.0, -12.0);
    }
    text.end_text();

    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    // A4, in points.
    let mut writer = pdf.page(page);
    writer.parent(pages).media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).contents(contents);
    writer.resources().fonts().pair(font_name, font);
    writer.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    pdf.stream(contents, &text.finish());
    pdf.finish().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_on_the_page() {
        let mut lines: Vec<_> = (0..100).map(|line| format!("line {line} ({line})")).collect();
        lines[1] = "\u{e4}\u{1f600}".to_owned();
        let text = String::from_utf8_lossy(&page(&lines)).into_owned();
        assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
        assert!(text.contains("line 59 ") && !text.contains("line 60 "), "{text}");
        assert!(text.contains("0 -12 Td"), "each line is below the one before: {text}");
        // A letter of Latin-1 is one byte.
        assert!(text.contains("<E43F> Tj"), "{text}");
    }
}
