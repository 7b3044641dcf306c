use std::{fmt, future::Future, pin::Pin};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    link::Wanted,
    recovery::{Fetch, Fetched, PAGE, Page, Standing},
    socket::Socket,
};
use crate::{
    agents::GetAgentInfo,
    client::Client,
    endpoint::{Endpoint, Meta, decode_member},
    error::{Error, ErrorCode},
    id::RoomId,
    livechat::GetConfig,
    messages::{ListMessageHistory, ListRoomMessages},
    secret::{AuthToken, VisitorToken},
    transport::NoSocket,
    wire::{Success, null_as_default},
};

/// The calls that fetch missed events. Each is one attempt: what comes after a failure is up to the recovery.
pub(super) enum Source {
    Visitor { client: Client, room_id: RoomId, token: VisitorToken },
    Staff { client: Client },
}

/// Why there is no socket.
pub(super) enum NotOpened {
    Socket(NoSocket),
    Login(Error),
}

/// A socket, and the login to use on it if one was wanted.
pub(super) type Opening = Pin<Box<dyn Future<Output = Result<(Socket, Option<AuthToken>), NotOpened>> + Send>>;

pub(super) type Fetching = Pin<Box<dyn Future<Output = Result<Fetched, Error>> + Send>>;

impl Source {
    pub(super) fn visitor(client: &Client, room_id: RoomId, token: VisitorToken) -> Self {
        Self::Visitor { client: client.without_retries(), room_id, token }
    }

    pub(super) fn staff(client: &Client) -> Self {
        Self::Staff { client: client.without_retries() }
    }

    pub(super) fn client(&self) -> &Client {
        let (Self::Visitor { client, .. } | Self::Staff { client }) = self;
        client
    }

    pub(super) fn open(&self, wanted: Wanted) -> Opening {
        let client = self.client().clone();
        Box::pin(async move {
            let login = match &wanted {
                Wanted::Nothing => None,
                Wanted::Present => client.log_in_again(None).await.map_err(NotOpened::Login)?,
                Wanted::Other(ended) => client.log_in_again(Some(ended)).await.map_err(NotOpened::Login)?,
            };
            let socket = Socket::open(&client).await.map_err(NotOpened::Socket)?;
            Ok((socket, login))
        })
    }

    pub(super) fn fetch(&self, fetch: Fetch) -> Fetching {
        match (self, fetch) {
            (Self::Visitor { client, token, .. }, Fetch::History { room_id, offset }) => {
                history(client, ListMessageHistory::new(room_id, token).limit(PAGE).offset(offset))
            }
            (Self::Staff { client }, Fetch::History { room_id, offset }) => {
                history(client, ListRoomMessages::new(room_id).count(PAGE).offset(offset))
            }
            (Self::Visitor { client, room_id, token }, Fetch::Standing) => {
                let (client, room_id, token) = (client.clone(), room_id.clone(), token.clone());
                Box::pin(async move { standing(&client, room_id, token).await.map(Box::new).map(Fetched::Standing) })
            }
            // Staff gets no agent and queue events.
            (Self::Staff { .. }, Fetch::Standing) => {
                Box::pin(async { Ok(Fetched::Standing(Box::new(Standing::open()))) })
            }
        }
    }
}

fn history<E: Endpoint>(client: &Client, request: E) -> Fetching {
    let client = client.clone();
    Box::pin(async move {
        client.send(OneByOne(request)).await.map(|response| Fetched::History(Page::read(&response.messages)))
    })
}

/// An operation whose response has messages, which are left as they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct OneByOne<E>(E);

impl<E: Endpoint> Endpoint for OneByOne<E> {
    type Response = Messages;

    const META: Meta = E::META;
}

#[derive(Serialize, Deserialize)]
struct Messages {
    #[serde(default, deserialize_with = "null_as_default")]
    messages: Vec<Value>,
    #[serde(default)]
    success: Success,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").finish_non_exhaustive()
    }
}

async fn standing(client: &Client, room_id: RoomId, token: VisitorToken) -> Result<Standing, Error> {
    let config = client.send(GetConfig::new().token(&token)).await?.config;
    let mut standing = Standing::open();
    // A livechat that is disabled reports no rooms.
    standing.is_open = config.room.is_some() || !config.enabled;
    standing.username = config.visitor.and_then(|guest| guest.username);
    standing.queue =
        config.queue_info.and_then(|queue| decode_member(&Value::Object(queue), "/queueInfo", &mut standing.omitted));
    standing.agent = match config.agent {
        None if config.room.is_some_and(|room| room.id == room_id && room.served_by.is_some()) => {
            match client.send(GetAgentInfo::new(room_id, token)).await {
                Ok(response) => Some(response.agent),
                Err(error) if error.code() == Some(&ErrorCode::InvalidAgent) => None,
                Err(error) => return Err(error),
            }
        }
        agent => agent,
    };
    Ok(standing)
}
