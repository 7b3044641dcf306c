//! Permissions.

use livechat_sdk::{
    Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

/// Says which roles have which permissions, and no others do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UpdatePermissions {
    permissions: Vec<Permission>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Permission {
    #[serde(rename = "_id")]
    name: String,
    roles: Vec<String>,
}

impl Endpoint for UpdatePermissions {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/permissions.update")).permissions(&["access-permissions"]);
}

impl Simulate for UpdatePermissions {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let known = &call.world.permissions;
        if !self.permissions.iter().all(|permission| known.has(&permission.name)) {
            return Err(error("Invalid permission", "error-invalid-permission")
                .hint("the mock goes by the permissions that its operations ask for, and knows no others"));
        }
        if !self.permissions.iter().flat_map(|permission| &permission.roles).all(|role| call.world.is_role(role)) {
            return Err(error("Invalid role", "error-invalid-role")
                .hint("a role is one of the server's own, or one that a user here has"));
        }
        for permission in &self.permissions {
            call.world.set_permission(&permission.name, permission.roles.clone());
        }
        let permissions = call.world.permissions.iter();
        let permissions: Vec<_> = permissions.map(|(name, roles)| json!({"_id": name, "roles": roles})).collect();
        Response::one("permissions", &permissions)
    }
}

/// Text and code are separate here.
fn error(error: &str, code: &str) -> ServerError {
    ServerError::new(400, json!({"success": false, "error": error, "errorType": code}))
}
