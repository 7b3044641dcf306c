//! Service levels: how long conversations may wait in the queue.

mod create_sla_policy;
mod delete_sla_policy;
mod get_sla_policy;
mod list_sla_policies;
mod update_sla_policy;

pub use self::{
    create_sla_policy::{CreateSlaPolicy, CreateSlaPolicyResponse},
    delete_sla_policy::DeleteSlaPolicy,
    get_sla_policy::{GetSlaPolicy, GetSlaPolicyResponse},
    list_sla_policies::{ListSlaPolicies, ListSlaPoliciesResponse},
    update_sla_policy::{UpdateSlaPolicy, UpdateSlaPolicyResponse},
};
