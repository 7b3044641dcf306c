//! How an application is tested from end to end: two visitors, an agent, a conversation that is transferred, and
//! responses that get lost on the way.
//!
//! ```text
//! cargo test -p livechat-examples --example integration_test
//! ```

use livechat_mock::{Account, LivechatMock, SettingError, World};
use livechat_sdk::{
    Client, DepartmentId, Error, ErrorCode, UserId,
    inquiries::{ListQueuedInquiries, TakeInquiry},
    model::Department,
    rooms::{ForwardRoom, ListRooms},
};

/// The application: a receptionist, who takes all conversations from the queue and forwards those about prices.
struct Reception {
    /// Logged in as the receptionist.
    client: Client,
    id: UserId,
    /// The department that knows prices.
    sales: DepartmentId,
}

impl Reception {
    /// Runs one round. What fails is left for the next round.
    ///
    /// # Errors
    ///
    /// An error that another round would not fix, such as a missing permission.
    async fn round(&self) -> Result<(), Error> {
        for inquiry in self.client.send(ListQueuedInquiries::new()).await?.inquiries {
            // Those of departments wait for their agents.
            if inquiry.department.is_none() {
                can_wait(self.client.send(TakeInquiry::new(inquiry.id)).await)?;
            }
        }
        // The server's state counts, and not the responses that arrived: one may have been lost.
        let own = ListRooms::new().agents([self.id.clone()]).open(true);
        for room in self.client.send(own).await?.rooms {
            if room.last_message.is_some_and(|message| message.text.contains("price")) {
                can_wait(self.client.send(ForwardRoom::to_department(room.id, &self.sales)).await)?;
            }
        }
        Ok(())
    }
}

/// Ignores errors that the next round resolves: another agent was quicker, or a response was lost.
fn can_wait<T>(result: Result<T, Error>) -> Result<(), Error> {
    match result {
        Ok(_) | Err(Error::Transport(_)) => Ok(()),
        Err(error) if error.code() == Some(&ErrorCode::from("error-inquiry-taken")) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A workspace with a reception and a sales department without agents.
async fn workspace() -> Result<(LivechatMock, Reception), SettingError> {
    let mut world = World::empty();
    world.set_setting("Livechat_Routing_Method", "Manual_Selection")?;
    world.grant("transfer-livechat-guest", "livechat-agent");
    let id = world.add_user(Account::new("reception", "a password").role("livechat-agent"));
    let sales = world.add_department(Department::new("sales", "Sales").enabled(true));
    let mock = LivechatMock::builder().stateful(world).start().await;
    let client = mock.client_as("reception");
    Ok((mock, Reception { client, id, sales }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mock, reception) = workspace().await?;
    let mut ann = mock.client().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await?;
    let chat = ann.open_chat().await?;
    chat.send("What is the price of the blue one?").await?;
    reception.round().await?;
    mock.with_world(|world| {
        for room in world.rooms() {
            let name = room.display_name.as_deref().unwrap_or("Somebody");
            let department =
                room.department_id.as_ref().and_then(|id| world.departments().find(|found| found.id == *id));
            let department = department.and_then(|department| department.name.as_deref());
            println!("{name} waits for {}.", department.unwrap_or("whoever is free"));
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use livechat_mock::Fault;
    use livechat_sdk::{Chat, RetryPolicy, messages::SendMessage};

    use super::*;

    /// The application's client, which retries. Its waits are short, because this is a test.
    fn patient(mock: &LivechatMock) -> Client {
        let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
        Client::builder(mock.uri()).retry(retry).respect_rate_limits(false).build().unwrap()
    }

    async fn ask(client: &Client, token: &str, question: &str) -> Chat {
        let mut visitor = client.visitor(token);
        visitor.register(|visitor| visitor).await.unwrap();
        let chat = visitor.open_chat().await.unwrap();
        chat.send(question).await.unwrap();
        chat
    }

    /// Who serves a room, and whom it waits for.
    fn place(mock: &LivechatMock, chat: &Chat) -> (Option<UserId>, Option<DepartmentId>) {
        mock.with_world(|world| {
            let room = world.room(chat.id()).unwrap();
            (room.served_by.as_ref().and_then(|agent| agent.id.clone()), room.department_id.clone())
        })
    }

    fn written(mock: &LivechatMock, chat: &Chat) -> Vec<String> {
        mock.with_world(|world| {
            let ordinary = world.messages(chat.id()).filter(|message| message.message_type.is_none());
            ordinary.map(|message| message.text.clone()).collect()
        })
    }

    #[tokio::test]
    async fn each_conversation_comes_to_where_it_belongs() {
        let (mock, reception) = workspace().await.unwrap();
        let ann = ask(&mock.client(), "token-of-ann", "What is the price of the blue one?").await;
        let ben = ask(&mock.client(), "token-of-ben", "Where are you?").await;

        reception.round().await.unwrap();
        assert_eq!(place(&mock, &ann), (None, Some(reception.sales.clone())), "it waits in the sales department");
        assert_eq!(place(&mock, &ben), (Some(reception.id.clone()), None), "it is with the reception");
        assert_eq!(written(&mock, &ann), ["What is the price of the blue one?"]);

        // Another round changes nothing.
        reception.round().await.unwrap();
        assert_eq!(place(&mock, &ann), (None, Some(reception.sales.clone())));
        assert_eq!(place(&mock, &ben), (Some(reception.id.clone()), None));
    }

    /// The server executes the call, but the visitor's application never receives the response.
    #[tokio::test]
    async fn a_question_is_asked_once_although_its_answer_is_lost() {
        let (mock, _) = workspace().await.unwrap();
        mock.fault(Fault::lose_response().on::<SendMessage>().once());
        let ann = ask(&patient(&mock), "token-of-ann", "Where are you?").await;
        assert_eq!(written(&mock, &ann), ["Where are you?"]);
        assert_eq!(mock.received::<SendMessage>().len(), 1, "it was found before it was sent again");
    }

    /// The same for the reception: the next round recovers from a lost response at each of its steps.
    #[tokio::test]
    async fn the_reception_gets_over_lost_answers() {
        for fault in [Fault::lose_response().on::<TakeInquiry>(), Fault::lose_response().on::<ForwardRoom>()] {
            let (mock, reception) = workspace().await.unwrap();
            let ann = ask(&mock.client(), "token-of-ann", "What is the price of the blue one?").await;
            let ben = ask(&mock.client(), "token-of-ben", "Where are you?").await;

            mock.fault(fault.once());
            reception.round().await.unwrap();
            reception.round().await.unwrap();
            assert_eq!(place(&mock, &ann), (None, Some(reception.sales.clone())));
            assert_eq!(place(&mock, &ben), (Some(reception.id.clone()), None));
            let transfers = mock
                .with_world(|world| world.messages(ann.id()).filter(|message| message.transfer_data.is_some()).count());
            assert_eq!(transfers, 1, "it is handed on once");
        }
    }

    /// An error that only a person can fix is returned.
    #[tokio::test]
    async fn a_missing_permission_is_an_error() {
        let (mock, reception) = workspace().await.unwrap();
        let _ = ask(&mock.client(), "token-of-ann", "What is the price of the blue one?").await;
        mock.with_world(|world| world.revoke("transfer-livechat-guest", "livechat-agent"));
        let error = reception.round().await.unwrap_err();
        assert_eq!(error.status(), Some(403));
    }
}
