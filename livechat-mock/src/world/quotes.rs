//! Quotes: a link to a message becomes an attachment that shows the message.

use std::borrow::Cow;

use livechat_sdk::{
    UserId, VisitorToken,
    model::{Attachment, Message, MessageAuthor, MessageUrl},
};
use percent_encoding::percent_decode_str;

use super::World;

/// Who writes a message, and so whose messages it may quote.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quoting<'a> {
    /// A visitor: of rooms that were opened with this token.
    Visitor(Option<&'a VisitorToken>),
    /// A user: of rooms that the user may see.
    User(&'a UserId),
}

impl World {
    /// Lists the links of a message, and attaches the messages that they lead to.
    pub(super) fn quote(&self, message: &mut Message, by: Quoting<'_>) {
        let (mut urls, mut attachments) = (Vec::new(), Vec::new());
        for url in links(&message.text) {
            let quoted = self.linked_message(url).filter(|quoted| self.may_quote(quoted, by));
            let mut link = MessageUrl::new(url);
            link.ignore_parse = quoted.map(|_| true);
            urls.push(link);
            attachments.extend(quoted.map(|quoted| self.attachment_of(quoted, url)));
        }
        message.urls = Some(urls);
        if !attachments.is_empty() {
            message.attachments.get_or_insert_default().extend(attachments);
        }
    }

    /// The message that a link into this workspace names. The rest of the link's path is not looked at.
    fn linked_message(&self, url: &str) -> Option<&Message> {
        let site = self.settings.text("Site_Url");
        let (_, query) = url.split('#').next()?.split_once('?').filter(|_| url.contains(site))?;
        let (_, id) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == "msg")?;
        self.message(percent_decode_str(id).decode_utf8().unwrap_or(Cow::Borrowed(id)))
    }

    fn may_quote(&self, message: &Message, by: Quoting<'_>) -> bool {
        message.room_id.as_ref().and_then(|room| self.room(room)).is_some_and(|room| match by {
            Quoting::Visitor(token) => token.is_some() && room.visitor.token.as_ref() == token,
            Quoting::User(user) => self.may_see(user, room),
        })
    }

    fn attachment_of(&self, message: &Message, link: &str) -> Attachment {
        let MessageAuthor { username, name, .. } = &message.author;
        let shown = name.as_ref().filter(|_| self.settings.flag("UI_Use_Real_Name")).or(username.as_ref());
        let limit = self.settings.number("Message_QuoteChainLimit");
        let mut attachments = if limit < 2 { Vec::new() } else { message.attachments.clone().unwrap_or_default() };
        for attachment in &mut attachments {
            cut(attachment, limit - 1);
        }
        let mut quote = Attachment::new()
            .text(message.text.as_str())
            .message_link(link)
            .author_icon(format!("/avatar/{}", username.as_deref().unwrap_or_default()))
            .attachments(attachments)
            .created_at(message.created_at);
        quote.author_name = message.alias.as_ref().or(shown).cloned();
        quote.markdown.clone_from(&message.markdown);
        quote
    }
}

/// Leaves this many quotes one within the other, this one included.
fn cut(attachment: &mut Attachment, left: u64) {
    if attachment.message_link.is_none() {
        return;
    }
    if left < 2 {
        attachment.attachments = None;
    } else {
        attachment.attachments.iter_mut().flatten().for_each(|attachment| cut(attachment, left - 1));
    }
}

/// The links in a text. The punctuation behind one is not part of it.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| letter.is_whitespace() || "<>()[]\"|".contains(letter));
    let links = words.filter(|word| word.starts_with("http://") || word.starts_with("https://"));
    links.map(|link| link.trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_their_brackets_do() {
        let text = "[ ](http://localhost:3000/live/r?msg=m) see https://example.com/a?b=c, <http://x>";
        let found: Vec<_> = links(text).collect();
        assert_eq!(found, ["http://localhost:3000/live/r?msg=m", "https://example.com/a?b=c", "http://x"]);
        assert_eq!(links("ftp://x and http").count(), 0);
    }

    #[test]
    fn a_chain_of_quotes_is_cut() {
        let file = || Attachment::new().title("a file");
        let end = || Attachment::new().message_link("l");
        let quote = |inner: Attachment| end().attachments([inner]);
        let chain = || quote(quote(quote(file())));
        for (left, expected) in [(1, end()), (2, quote(end())), (3, quote(quote(end()))), (4, chain())] {
            let mut attachment = chain();
            cut(&mut attachment, left);
            assert_eq!(attachment, expected, "{left}");
        }
        let mut uncut = file();
        cut(&mut uncut, 0);
        assert_eq!(uncut, file());
    }
}
