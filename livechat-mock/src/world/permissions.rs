//! Which roles have which permissions.

use std::{collections::BTreeMap, sync::Arc};

use super::{Change, World, outbox::Outbox};

const MANAGER: &str = "livechat-manager";
const MONITOR: &str = "livechat-monitor";
const AGENT: &str = "livechat-agent";
const ADMIN: &str = "admin";

/// The permissions that livechat has, and those of others that operations ask for, with the roles that have them on a fresh
/// server.
const DEFAULTS: &[(&str, &[&str])] = &[
    ("access-permissions", &[ADMIN]),
    ("add-livechat-department-agents", &[MANAGER, MONITOR, ADMIN]),
    ("api-bypass-rate-limit", &[ADMIN, "bot", "app"]),
    ("block-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("close-livechat-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("close-others-livechat-room", &[MANAGER, MONITOR, ADMIN]),
    ("create-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("create-user", &[ADMIN]),
    ("delete-livechat-contact", &[MANAGER, ADMIN]),
    ("delete-user", &[ADMIN]),
    ("edit-livechat-room-customfields", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("edit-omnichannel-contact", &[MANAGER, AGENT, ADMIN]),
    ("edit-other-user-info", &[ADMIN]),
    ("edit-privileged-setting", &[ADMIN]),
    ("manage-livechat-agents", &[MANAGER, MONITOR, ADMIN]),
    ("manage-livechat-canned-responses", &[MANAGER, MONITOR, ADMIN]),
    ("manage-livechat-departments", &[MANAGER, MONITOR, ADMIN]),
    ("manage-livechat-managers", &[MANAGER, ADMIN]),
    ("manage-livechat-monitors", &[MANAGER, ADMIN]),
    ("manage-livechat-priorities", &[MANAGER, ADMIN]),
    ("manage-livechat-sla", &[MANAGER, ADMIN]),
    ("manage-livechat-tags", &[MANAGER, ADMIN]),
    ("manage-livechat-units", &[MANAGER, ADMIN]),
    ("on-hold-livechat-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("on-hold-others-livechat-room", &[MANAGER, MONITOR, ADMIN]),
    ("outbound.can-assign-any-agent", &[MANAGER, MONITOR, ADMIN]),
    ("outbound.can-assign-queues", &[MANAGER, ADMIN]),
    ("outbound.can-assign-self-only", &[AGENT]),
    ("outbound.send-messages", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("remove-canned-responses", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("remove-closed-livechat-room", &[MANAGER, ADMIN]),
    ("remove-closed-livechat-rooms", &[MANAGER, MONITOR, ADMIN]),
    ("remove-livechat-department", &[MANAGER, ADMIN]),
    ("request-pdf-transcript", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("save-all-canned-responses", &[MANAGER, ADMIN]),
    ("save-canned-responses", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("save-department-canned-responses", &[MONITOR]),
    ("save-others-livechat-room-info", &[MANAGER, MONITOR, ADMIN]),
    ("send-many-messages", &[ADMIN, "bot", "app"]),
    ("send-omnichannel-chat-transcript", &[MANAGER, ADMIN]),
    ("transfer-livechat-guest", &[MANAGER, MONITOR, ADMIN]),
    ("unblock-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("update-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-all-canned-responses", &[MANAGER, ADMIN]),
    ("view-canned-responses", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-l-room", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-analytics", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-appearance", &[MANAGER, ADMIN]),
    ("view-livechat-business-hours", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-contact", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-contact-history", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-customfields", &[MANAGER, ADMIN]),
    ("view-livechat-departments", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-installation", &[MANAGER, ADMIN]),
    ("view-livechat-manager", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-queue", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-real-time-monitoring", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-reports", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-room-closed-by-another-agent", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-room-closed-same-department", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-room-customfields", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-livechat-rooms", &[MANAGER, MONITOR, ADMIN]),
    ("view-livechat-triggers", &[MANAGER, ADMIN]),
    ("view-livechat-webhooks", &[MANAGER, ADMIN]),
    ("view-omnichannel-contact-center", &[MANAGER, MONITOR, AGENT, ADMIN]),
    ("view-privileged-setting", &[ADMIN]),
];

/// The roles of a fresh server.
const ROLES: &[&str] = &[
    ADMIN,
    AGENT,
    MANAGER,
    MONITOR,
    "anonymous",
    "app",
    "auditor",
    "auditor-log",
    "bot",
    "guest",
    "leader",
    "moderator",
    "owner",
    "user",
];

impl World {
    /// Whether the server defines a role, or a user has it.
    pub(crate) fn is_role(&self, role: &str) -> bool {
        ROLES.contains(&role) || self.users.accounts().any(|account| account.has_role(role))
    }
}

/// Permissions.
impl World {
    /// Grants a permission to a role.
    pub fn grant(&mut self, permission: &str, role: &str) {
        self.permissions.modify(permission, &mut self.outbox, |roles| {
            if !roles.iter().any(|known| known == role) {
                roles.push(role.to_owned());
            }
        });
    }

    /// Revokes a permission of a role.
    pub fn revoke(&mut self, permission: &str, role: &str) {
        if self.permissions.has(permission) {
            self.permissions.modify(permission, &mut self.outbox, |roles| roles.retain(|known| known != role));
        }
    }

    /// Grants a permission to these roles, and to no others.
    pub(crate) fn set_permission(&mut self, permission: &str, to: Vec<String>) {
        self.permissions.modify(permission, &mut self.outbox, |roles| *roles = to);
    }

    /// Whether a user has a permission.
    #[must_use]
    pub fn is_permitted(&self, user: impl AsRef<str>, permission: &str) -> bool {
        self.user(user).is_some_and(|user| self.permissions.allow(&user.roles, permission))
    }
}

/// Roles by permission. A clone shares them until one side changes some: nearly all worlds have the same.
#[derive(Clone, Debug)]
pub(crate) struct Permissions(Arc<BTreeMap<String, Vec<String>>>);

impl Default for Permissions {
    fn default() -> Self {
        let owned = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect();
        let roles = DEFAULTS.iter().map(|(permission, roles)| ((*permission).to_owned(), owned(roles)));
        Self(Arc::new(roles.collect()))
    }
}

impl Permissions {
    /// The roles that have a permission.
    pub(crate) fn roles(&self, permission: &str) -> &[String] {
        self.0.get(permission).map_or(&[], Vec::as_slice)
    }

    /// Whether there is such a permission.
    pub(crate) fn has(&self, permission: &str) -> bool {
        self.0.contains_key(permission)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(permission, roles)| (permission.as_str(), roles.as_slice()))
    }

    /// Puts these in place of all.
    pub(super) fn replace_all(&mut self, roles: BTreeMap<String, Vec<String>>) {
        self.0 = Arc::new(roles);
    }

    /// Changes which roles have a permission.
    fn modify(&mut self, permission: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Vec<String>)) {
        change(Arc::make_mut(&mut self.0).entry(permission.to_owned()).or_default());
        outbox.push(Change::Permission(permission.to_owned()));
    }

    /// Whether one of these roles has it.
    pub(crate) fn allow(&self, roles: &[String], permission: &str) -> bool {
        self.roles(permission).iter().any(|role| roles.contains(role))
    }
}
