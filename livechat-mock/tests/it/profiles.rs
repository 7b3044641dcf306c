//! The SDK against each version of the server: one table of stories, and all that there is of them in a version.
//!
//! What a version does not have, by [`Version::supports`](livechat_sdk::Version::supports), is called all the same: it has to
//! be an unknown path there, and what depends on it is left out.

mod stories;

use std::fmt::Debug;

use livechat_mock::{Account, Clock, Engine, Server, ServerVersion, World};
use livechat_sdk::{
    Client, Endpoint, Error, Timestamp,
    model::{CustomField, CustomFieldScope, Department},
};

/// The time of every server here.
const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// A workspace of one version, and who calls it.
struct Profile {
    server: Server,
    version: ServerVersion,
    /// Without a login.
    client: Client,
    admin: Client,
    /// An agent of the department `sales`.
    ann: Client,
}

impl Profile {
    async fn start(version: ServerVersion) -> Self {
        let mut world = World::empty();
        world.grant("transfer-livechat-guest", "livechat-agent");
        let sales = world.add_department(Department::new("sales", "Sales").enabled(true).show_on_registration(true));
        for name in ["ann", "eve"] {
            let agent = world.add_user(Account::new(name, "password").id(name).role("livechat-agent"));
            world.add_department_agent(&sales, &agent);
        }
        world.add_custom_field(CustomField::new("city", CustomFieldScope::Visitor));
        let engine = Engine::stateful(world).server_version(version);
        let builder = Server::builder(engine).clock(Clock::manual(NOW));
        let server = builder.bind(([127, 0, 0, 1], 0)).await.unwrap();
        let client = Client::builder(server.uri()).respect_rate_limits(false).build().unwrap();
        let log_in = |user: &'static str| {
            let token = server.with_engine(|engine| engine.world_mut().unwrap().log_in(user)).unwrap();
            client.with_credentials(user, token)
        };
        let (admin, ann) = (log_in("admin"), log_in("ann"));
        Self { server, version, client, admin, ann }
    }

    fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        self.server.with_engine(|engine| look(engine.world_mut().unwrap()))
    }

    /// Calls as the administrator what the version has. What it does not have leads nowhere, and is `None`.
    async fn call<E: Endpoint>(&self, request: E) -> Option<E::Response>
    where
        E::Response: Debug,
    {
        let result = self.admin.send(request).await;
        let (name, since) = (E::META.route().template(), E::META.version_added().unwrap_or_default());
        if self.version.number().supports::<E>() {
            return Some(result.unwrap_or_else(|error| panic!("{}: {name}: {error}", self.version)));
        }
        match result {
            Err(Error::Api(error)) if matches!(error.status(), 200 | 404 | 405) && error.code().is_none() => {}
            other => panic!("{}: there is no {name}, and it answered {other:?}", self.version),
        }
        assert_ne!(self.version, ServerVersion::default(), "the newest version has all");
        eprintln!("SKIPPED on {}: {name} is there since {since}", self.version);
        None
    }

    /// The error response that a call meets.
    async fn refused<E: Endpoint>(&self, client: &Client, request: E) -> Box<livechat_sdk::ApiError>
    where
        E::Response: Debug,
    {
        match client.send(request).await {
            Err(Error::Api(error)) => error,
            other => panic!("{}: {:?} is no error response", self.version, other),
        }
    }
}

/// Makes a test of each story, which is told in every version.
macro_rules! stories {
    ($($story:ident,)*) => {
        $(#[tokio::test]
        async fn $story() {
            for version in ServerVersion::ALL {
                stories::$story(&Profile::start(version).await).await;
            }
        })*
    };
}

stories! {
    the_server_tells_its_version,
    a_visitor_comes_writes_and_leaves,
    a_visitor_looks_at_pages_and_sends_a_file,
    an_agent_takes_answers_holds_and_closes,
    rooms_are_handed_on_and_removed,
    what_is_wrong_is_told,
    people_are_looked_for,
    a_contact_is_kept,
    a_department_is_run,
    a_workspace_is_set_up,
    a_workspace_with_a_licence_is_set_up,
    figures_are_there,
    a_conversation_is_told_as_it_happens,
}
