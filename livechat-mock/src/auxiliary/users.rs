//! Users of the workspace.

use livechat_sdk::{
    Acknowledged, Endpoint, Password, UserId,
    endpoint::{Meta, Route},
    model::{User, UserEmail, UserStatus},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::Account,
};

/// Adds a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CreateUser {
    username: String,
    name: String,
    email: String,
    password: Password,
    roles: Option<Vec<String>>,
    active: Option<bool>,
    verified: Option<bool>,
}

impl Endpoint for CreateUser {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/users.create")).permissions(&["create-user"]);
}

impl Simulate for CreateUser {
    /// A new user is offline, and no agent who takes conversations, until something says otherwise.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        for name in [&self.username, &self.email] {
            if call.world.users.by_name(name).is_some() {
                let error = ServerError::reason(&format!("{name} is already in use :("), "error-field-unavailable");
                return Err(error.details(json!({"method": "insertOrUpdateUser", "field": name})));
            }
        }
        let mut account = Account::new(self.username.clone(), self.password.clone())
            .name(self.name.clone())
            .email(self.email.clone())
            .status(UserStatus::Offline)
            .available(false);
        let user = &mut account.user;
        user.status_connection = Some(UserStatus::Offline);
        user.active = Some(self.active != Some(false));
        user.emails.iter_mut().for_each(|email: &mut UserEmail| email.verified = Some(self.verified == Some(true)));
        if let Some(roles) = &self.roles {
            user.roles.clone_from(roles);
        }
        let id = call.world.add_user(account);
        Response::one("user", &call.world.user(&id).map(Shown::of))
    }
}

/// A user as administrators see them.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    user: &'a User,
    r#type: &'static str,
}

impl<'a> Shown<'a> {
    fn of(user: &'a User) -> Self {
        Self { user, r#type: "user" }
    }
}

/// Removes a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeleteUser {
    user_id: Option<UserId>,
    username: Option<String>,
}

impl Endpoint for DeleteUser {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/users.delete")).permissions(&["delete-user"]);
}

impl Simulate for DeleteUser {
    /// The published description of the REST API; no validator is exported.
    const CONTRACT: Option<&'static str> =
        Some("schema {userId?:string, username?:string, confirmRelinquish?:boolean}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let user = find(self.user_id.as_ref(), self.username.as_deref(), call)?;
        if user == *call.world.administrator() {
            return Err(ServerError::reason(
                "Leaving the app without admins is not allowed",
                "error-action-not-allowed",
            )
            .details(json!({"method": "deleteUser", "action": "Remove_last_admin"}))
            .hint("the mock's administrator stays"));
        }
        call.world.remove_user(&user);
        Response::new(&Acknowledged::default())
    }
}

/// Sets a user's presence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetUserStatus {
    status: Option<UserStatus>,
    user_id: Option<UserId>,
    username: Option<String>,
}

impl Endpoint for SetUserStatus {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/users.setStatus")).login();
}

impl Simulate for SetUserStatus {
    /// The published description of the REST API; no validator is exported.
    const CONTRACT: Option<&'static str> =
        Some("schema {status?:string, message?:string, userId?:string, username?:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let user = match (&self.user_id, &self.username, call.caller) {
            (None, None, Some(caller)) => caller.clone(),
            (user_id, username, _) => find(user_id.as_ref(), username.as_deref(), call)?,
        };
        if Some(&user) != call.caller && !call.is_permitted("edit-other-user-info") {
            return Err(
                ServerError::unauthorized().hint("another user's status takes the permission edit-other-user-info")
            );
        }
        if let Some(status) = &self.status {
            if !matches!(status, UserStatus::Online | UserStatus::Away | UserStatus::Busy | UserStatus::Offline) {
                let reason = "Valid status types include online, away, offline, and busy.";
                return Err(
                    ServerError::reason(reason, "error-invalid-status").details(json!({"method": "users.setStatus"}))
                );
            }
            call.world.modify_account(&user, |account| account.user.status = Some(status.clone()));
        }
        Response::new(&Acknowledged::default())
    }
}

/// The user with this id, or this user name.
fn find(user_id: Option<&UserId>, username: Option<&str>, call: &Call<'_>) -> Result<UserId, ServerError> {
    let users = &call.world.users;
    let found = match (user_id, username) {
        (Some(id), _) => users.by_id(id.as_str()),
        (None, Some(name)) => users.by_username(name),
        (None, None) => {
            let reason = "The required \"userId\" or \"username\" param was not provided";
            return Err(ServerError::reason(reason, "error-user-param-not-provided"));
        }
    };
    found.map(|account| account.user.id.clone()).ok_or_else(|| {
        let reason = "The required \"userId\" or \"username\" param provided does not match any users";
        ServerError::reason(reason, "error-invalid-user")
    })
}
