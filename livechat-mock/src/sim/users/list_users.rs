use livechat_sdk::{
    model::{UserStatus, UserType},
    users::{ListUsers, ListUsersResponse},
};

use super::{matches, role, shown};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
    world::Account,
};

impl Simulate for ListUsers {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let role = role(&self.user_type)?;
        let needed: &[&str] = match self.user_type {
            UserType::Manager => &["view-livechat-manager"],
            _ => &["transfer-livechat-guest", "edit-omnichannel-contact"],
        };
        if !needed.iter().any(|permission| call.is_permitted(permission)) {
            return Err(ServerError::unauthorized().hint(format!("it takes the permission {}", needed.join(" or "))));
        }
        let world = &*call.world;
        let users: Vec<_> = world
            .users
            .accounts()
            .filter(|account| account.has_role(role) && is_asked_for(self, account))
            .map(|account| {
                let departments =
                    world.departments.turns_of_agent(account.user.id.as_str()).map(|turn| turn.department.clone());
                shown(account).departments(departments.collect::<Vec<_>>())
            })
            .collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page_by("name", &users, &world.settings);
        Response::new(&ListUsersResponse::new(page.items.into_iter().cloned().collect(), page.offset, page.total))
    }
}

/// The filters about availability are for agents alone.
fn is_asked_for(request: &ListUsers, account: &Account) -> bool {
    let user = &account.user;
    if !request.text.as_ref().is_none_or(|text| matches(user, text)) {
        return false;
    }
    if request.user_type != UserType::Agent {
        return true;
    }
    let is_idle = user.status.as_ref().is_none_or(|status| *status == UserStatus::Offline) && !account.has_role("bot");
    request.exclude_id.as_ref() != Some(&user.id)
        && (account.is_available || request.only_available != Some(true))
        && (!is_idle || request.show_idle_agents != Some(false))
}
