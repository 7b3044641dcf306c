use livechat_sdk::{
    Sort,
    livechat::{ListQueue, QueueEntry, QueueUser},
    model::DepartmentName,
};
use serde_json::json;

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListQueue {
    /// How many open rooms each agent serves in each department, the most first.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let shows_all = self.include_offline_agents == Some(true);
        let served = world.rooms.served();
        let entries: Vec<_> = served
            .iter()
            .filter(|((agent, department), _)| {
                self.agent_id.as_ref().is_none_or(|asked| asked.as_str() == *agent)
                    && self.department_id.as_ref().is_none_or(|asked| Some(asked.as_str()) == *department)
                    && (shows_all || world.is_online_agent(&(*agent).into()))
            })
            .map(|((agent, department), chats)| entry(agent, *department, *chats, world))
            .collect();
        let usual = Sort::by("chats").descending();
        let sort = Some(self.sort.as_ref().unwrap_or(&usual));
        let query = Query { offset: self.offset, count: self.count, sort };
        Response::page("queue", &query.page_of(entries.iter().collect(), &world.settings))
    }
}

fn entry(agent: &str, department: Option<&str>, chats: u64, world: &World) -> QueueEntry {
    let mut user = QueueUser::new(agent);
    if let Some(found) = world.user(agent) {
        user.username.clone_from(&found.username);
        user.status.clone_from(&found.status);
    }
    let mut entry = QueueEntry::new(user, chats);
    if let Some(department) = department {
        entry.id = Some(json!({"userId": agent, "departmentId": department}));
        let name = world.department(department).and_then(|found| found.name.clone());
        entry.department = Some(DepartmentName::new(department, name.unwrap_or_default()));
    }
    entry
}
