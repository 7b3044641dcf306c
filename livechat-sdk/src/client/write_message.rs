use super::{Client, deliver::Delivery};
use crate::{
    chat::{GetMessage, WriteMessage},
    error::Error,
    id::MessageId,
    model::Message,
};

impl Client {
    /// Writes a message in a room as the logged-in user, an agent or a bot, exactly once: [`WriteMessage`] with an id that the
    /// client chooses, unless it has one. Requires a login.
    ///
    /// If the response is lost, the message is looked up by its id before it is sent again, within the client's
    /// [`RetryPolicy`](crate::RetryPolicy) and timeout.
    ///
    /// ```no_run
    /// use livechat_sdk::chat::WriteMessage;
    ///
    /// # async fn example(bot: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// bot.write_message(WriteMessage::new("vp3D9H8ud6HYvRpvq", "One moment, please.").alias("Order bot")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`WriteMessage`].
    pub async fn write_message(&self, mut message: WriteMessage) -> Result<Message, Error> {
        let client = self.for_one_call();
        let id = message.id.get_or_insert_with(MessageId::random).clone();
        let send = || async { client.send(message.clone()).await.map(|response| response.message) };
        let find = || async { client.send(GetMessage::new(&id)).await.map(|response| response.message) };
        // The server gives no code.
        let is_missing = |error: &Error| matches!(error, Error::Api(it) if it.status() == 400 && it.code().is_none());
        Delivery { send, find, is_missing, looks_first: false }.deliver(&client).await
    }
}
