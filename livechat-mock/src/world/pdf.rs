//! Transcripts as PDF files: one page of plain text.

use std::fmt::Write;

use bytes::Bytes;
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Message, Room},
};
use serde_json::json;

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
        let short = json!({"_id": file.id, "name": file.name, "type": file.content_type});
        let mut message = Message::new(self.ids.short(), bot, now, "PDF Transcript successfully generated")
            .room_id(room.clone())
            .updated_at(now);
        message.files = Some(vec![short.clone()]);
        message.file = Some(short);
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

/// A file with one page, as PDF 1.4 has it. Lines that do not fit are cut, and letters beyond ASCII are left out.
fn page(lines: &[String]) -> Bytes {
    let mut text = String::from("BT /F1 9 Tf 12 TL 40 800 Td\n");
    for line in lines.iter().take(LINES) {
        text.push('(');
        for letter in line.chars().filter(|letter| matches!(letter, ' '..='~')).take(COLUMNS) {
            if matches!(letter, '(' | ')' | '\\') {
                text.push('\\');
            }
            text.push(letter);
        }
        text.push_str(") Tj T*\n");
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        // Writing into a text does not fail.
        let _ = writeln!(places, "{:010} 00000 n ", pdf.len());
        let _ = write!(pdf, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    let _ = write!(pdf, "xref\n0 {size}\n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    pdf.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_in_the_file_are_those_of_its_objects() {
        let lines: Vec<_> = (0..100).map(|line| format!("{line} (\\) \u{e4}\u{1f600}")).collect();
        let pdf = String::from_utf8(page(&lines).to_vec()).unwrap();
        assert!(pdf.starts_with("%PDF-1.4\n") && pdf.ends_with("%%EOF\n"));
        assert!(pdf.contains("(7 \\(\\\\\\) ) Tj") && !pdf.contains("(60 "));
        let start: usize = pdf.lines().rev().nth(1).unwrap().parse().unwrap();
        let table: Vec<_> = pdf[start..].lines().skip(3).take_while(|line| line.ends_with(" n ")).collect();
        assert_eq!(table.len(), 5);
        for (index, entry) in table.iter().enumerate() {
            let place: usize = entry[..10].parse().unwrap();
            assert!(pdf[place..].starts_with(&format!("{} 0 obj\n", index + 1)), "{entry}");
        }
        let (length, rest) = pdf.split_once("/Length ").unwrap().1.split_once(" >>\nstream\n").unwrap();
        assert_eq!(rest.find("\nendstream").unwrap(), length.parse::<usize>().unwrap());
    }
}
