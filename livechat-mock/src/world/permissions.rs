//! Which roles have which permissions.

use std::collections::BTreeMap;

const MANAGER: &str = "livechat-manager";
const MONITOR: &str = "livechat-monitor";
const AGENT: &str = "livechat-agent";
const ADMIN: &str = "admin";

/// The permissions that operations ask for, with the roles that have them on a fresh server.
const DEFAULTS: &[(&str, &[&str])] = &[
    ("add-livechat-department-agents", &[MANAGER, MONITOR, ADMIN]),
    ("api-bypass-rate-limit", &[ADMIN, "bot", "app"]),
    ("close-livechat-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("close-others-livechat-room", &[MANAGER, MONITOR, ADMIN]),
    ("edit-omnichannel-contact", &[MANAGER, AGENT, ADMIN]),
    ("manage-livechat-agents", &[MANAGER, MONITOR, ADMIN]),
    ("on-hold-livechat-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("save-others-livechat-room-info", &[MANAGER, MONITOR, ADMIN]),
    ("send-omnichannel-chat-transcript", &[MANAGER, ADMIN]),
    ("transfer-livechat-guest", &[MANAGER, MONITOR, ADMIN]),
    ("create-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("manage-livechat-departments", &[MANAGER, MONITOR, ADMIN]),
    ("remove-livechat-department", &[MANAGER, ADMIN]),
    ("update-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-l-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-contact-history", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-departments", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-manager", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-room-closed-by-another-agent", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-room-closed-same-department", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-rooms", &[MANAGER, MONITOR, ADMIN]),
];

/// Roles by permission.
#[derive(Clone, Debug)]
pub(crate) struct Permissions(BTreeMap<String, Vec<String>>);

impl Default for Permissions {
    fn default() -> Self {
        let owned = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect();
        Self(DEFAULTS.iter().map(|(permission, roles)| ((*permission).to_owned(), owned(roles))).collect())
    }
}

impl Permissions {
    /// The roles that have a permission.
    pub(crate) fn roles(&self, permission: &str) -> &[String] {
        self.0.get(permission).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn grant(&mut self, permission: &str, role: &str) {
        let roles = self.0.entry(permission.to_owned()).or_default();
        if !roles.iter().any(|known| known == role) {
            roles.push(role.to_owned());
        }
    }

    pub(crate) fn revoke(&mut self, permission: &str, role: &str) {
        if let Some(roles) = self.0.get_mut(permission) {
            roles.retain(|known| known != role);
        }
    }

    /// Whether one of these roles has it.
    pub(crate) fn allow(&self, roles: &[String], permission: &str) -> bool {
        self.roles(permission).iter().any(|role| roles.contains(role))
    }
}
