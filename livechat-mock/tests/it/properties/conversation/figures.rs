//! Every figure is what one gets who looks at each room and each message, whatever happened in them before.
//!
//! The figures are made anew here from the rooms' JSON, in the plainest way, with a day as the first ten letters of a date.

use std::collections::BTreeMap;

use livechat_sdk::{Timestamp, model::MessageType};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value, json};

use super::workspace::{AGENTS, DEPARTMENTS, STAFF, Workspace, step};
use crate::properties::cases;

/// The rooms of a department, or all, each with the number of messages that somebody wrote.
struct Rooms {
    rooms: Vec<Value>,
    start: String,
    end: String,
}

fn rooms(workspace: &Workspace, department: Option<&str>, start: &str, end: &str) -> Rooms {
    let world = workspace.world();
    let all = world.rooms().map(|room| {
        let written = world.messages(&room.id).filter(|message| message.message_type.is_none()).count();
        let mut json = serde_json::to_value(room).unwrap();
        json["written"] = json!(written.max(1));
        json
    });
    let rooms = all.filter(|room| department.is_none_or(|department| room["departmentId"] == department)).collect();
    Rooms { rooms, start: start.to_owned(), end: end.to_owned() }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

fn number(value: &Value, pointer: &str) -> Option<f64> {
    value.pointer(pointer).and_then(Value::as_f64)
}

fn clock(seconds: f64) -> String {
    let (hours, minutes) = ((seconds / 3_600.0).floor(), (seconds / 60.0).floor());
    format!("{hours:02}:{:02}:{:02}", minutes - hours * 60.0, (seconds - minutes * 60.0).round())
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

impl Rooms {
    /// Opened within the exact range, ends included.
    fn opened(&self) -> Vec<&Value> {
        let is_in = |room: &&Value| (&*self.start..=&*self.end).contains(&room["ts"].as_str().unwrap());
        self.rooms.iter().filter(is_in).collect()
    }

    fn closed(&self) -> Vec<&Value> {
        let is_in = |room: &&Value| {
            room["ts"].as_str().unwrap() >= &*self.start && text(room, "/closedAt").is_some_and(|at| at <= &*self.end)
        };
        self.rooms.iter().filter(is_in).collect()
    }

    /// Opened on the days of the range.
    fn of_days(&self) -> Vec<&Value> {
        let (first, last) = (&self.start[..10], &self.end[..10]);
        let is_in = |room: &&Value| (first..=last).contains(&&room["ts"].as_str().unwrap()[..10]);
        self.rooms.iter().filter(is_in).collect()
    }

    fn conversations(&self) -> Value {
        let rooms = self.of_days();
        let is_open = |room: &&&Value| {
            room.get("metrics").is_some() && number(room, "/metrics/chatDuration").is_none() && room["onHold"] != true
        };
        let mut days = BTreeMap::<&str, u64>::new();
        for room in &rooms {
            *days.entry(&room["ts"].as_str().unwrap()[..10]).or_default() += room["written"].as_u64().unwrap();
        }
        let most = days.values().max();
        let busiest = days.iter().find(|(_, count)| Some(*count) == most).map(|(day, _)| *day);
        let mut hours = [0; 24];
        for room in rooms.iter().filter(|room| busiest.is_some_and(|day| room["ts"].as_str().unwrap().starts_with(day)))
        {
            hours[room["ts"].as_str().unwrap()[11..13].parse::<usize>().unwrap()] += room["written"].as_u64().unwrap();
        }
        let hour = hours.iter().position(|count| Some(count) == hours.iter().max()).unwrap();
        let name = |hour: usize| match hour % 24 {
            0 => "12AM".to_owned(),
            12 => "12PM".to_owned(),
            hour if hour < 12 => format!("{hour}AM"),
            hour => format!("{}PM", hour - 12),
        };
        // 1 January 1970 was a Thursday.
        let weekdays = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
        let count = days_between(&self.start, &self.end) + 1;
        json!([
            {"title": "Total_conversations", "value": rooms.len()},
            {"title": "Open_conversations", "value": rooms.iter().filter(is_open).count()},
            {"title": "On_Hold_conversations", "value": rooms.iter().filter(|room| room["onHold"] == true).count()},
            {"title": "Total_messages", "value": rooms.iter().map(|room| room["written"].as_u64().unwrap()).sum::<u64>()},
            {"title": "Busiest_day", "value": busiest.map_or("-", |day| weekdays[day_number(day) as usize % 7])},
            {"title": "Conversations_per_day", "value": rounded(rooms.len() as f64 / count as f64)},
            {"title": "Busiest_time", "value": match busiest {
                Some(_) => format!("{} - {}", name(hour), name(hour + 1)),
                None => "-".to_owned(),
            }},
        ])
    }

    fn productivity(&self) -> Value {
        let mut rooms = self.of_days();
        rooms.retain(|room| room.pointer("/metrics/response").is_some() && room.pointer("/metrics/reaction").is_some());
        let of = |pointer: &str| {
            clock(mean(&rooms.iter().map(|room| number(room, pointer).unwrap_or_default()).collect::<Vec<_>>()))
        };
        json!([
            {"title": "Avg_response_time", "value": of("/metrics/response/avg")},
            {"title": "Avg_first_response_time", "value": of("/metrics/response/ft")},
            {"title": "Avg_reaction_time", "value": of("/metrics/reaction/ft")},
        ])
    }

    /// The figure of each agent. Their order is not compared.
    fn of_agents(&self, name: &str) -> BTreeMap<String, Value> {
        let (who, what) = match name {
            "Avg_chat_duration" => ("/servedBy/username", "/metrics/chatDuration"),
            "Total_conversations" | "Total_messages" => ("/servedBy/username", "/written"),
            "Avg_response_time" => ("/servedBy/username", "/metrics/response/avg"),
            "Avg_reaction_time" => ("/servedBy/username", "/metrics/reaction/ft"),
            _ => ("/responseBy/username", "/metrics/response/ft"),
        };
        let mut agents = BTreeMap::<String, Vec<f64>>::new();
        for room in self.of_days() {
            if let (Some(agent), Some(value)) = (text(room, who), number(room, what).filter(|value| *value != 0.0)) {
                agents.entry(agent.to_owned()).or_default().push(value);
            }
        }
        let all = agents.values().map(Vec::len).sum::<usize>() as f64;
        let figure = |values: Vec<f64>| match name {
            "Total_conversations" => json!(format!("{}%", rounded(values.len() as f64 * 100.0 / all))),
            "Total_messages" => json!(values.iter().sum::<f64>() as u64),
            "Best_first_response_time" => json!(clock(values.into_iter().reduce(f64::min).unwrap())),
            _ => json!(clock(mean(&values))),
        };
        agents.into_iter().map(|(agent, values)| (agent, figure(values))).collect()
    }

    fn chart(&self, name: &str) -> Vec<f64> {
        let is_one_day = self.start[..10] == self.end[..10];
        let length = if is_one_day { 24 } else { (days_between(&self.start, &self.end) + 1).max(0) as usize };
        let points = (0..length).map(|place| {
            let of_place = |room: &&&Value| {
                let ts = room["ts"].as_str().unwrap();
                if is_one_day {
                    ts[11..13].parse::<usize>().unwrap() == place
                } else {
                    days_between(&self.start, ts) == place as i64
                }
            };
            let rooms = self.of_days();
            let rooms: Vec<_> = rooms.iter().filter(of_place).collect();
            let times = |pointer: &str| -> Vec<f64> {
                rooms.iter().filter_map(|room| number(room, pointer)).filter(|time| *time != 0.0).collect()
            };
            let value = match name {
                "Total_conversations" => rooms.len() as f64,
                "Total_messages" => rooms.iter().map(|room| number(room, "/written").unwrap()).sum(),
                "Avg_chat_duration" => mean(&times("/metrics/chatDuration")),
                "Avg_response_time" => mean(&times("/metrics/response/avg")),
                "Avg_reaction_time" => mean(&times("/metrics/reaction/ft")),
                "Best_first_response_time" => times("/metrics/response/ft").into_iter().reduce(f64::min).unwrap_or(0.0),
                _ => mean(&times("/metrics/response/ft")),
            };
            (value * 100.0).round() / 100.0
        });
        points.collect()
    }

    fn chats(&self) -> Value {
        let count = |passes: &dyn Fn(&Value) -> bool| self.opened().into_iter().filter(|room| passes(room)).count();
        let is_closed = |room: &Value| number(room, "/metrics/chatDuration").is_some();
        json!({
            "open": count(&|room| room.get("servedBy").is_some() && !is_closed(room) && room["onHold"] != true),
            "closed": count(&is_closed),
            "queued": count(&|room| room["open"] == true && room.get("servedBy").is_none()),
            "onhold": count(&|room| room["onHold"] == true && room["ts"].as_str().unwrap() < &*self.end),
            "success": true,
        })
    }

    fn chats_of_agents(&self) -> Value {
        let mut agents = Map::new();
        let agent = |room: &Value| text(room, "/servedBy/username").map(str::to_owned);
        let count = |rooms: Vec<&Value>, passes: &dyn Fn(&Value) -> bool| {
            let mut counts = BTreeMap::<String, u64>::new();
            for agent in rooms.into_iter().filter(|room| passes(room)).filter_map(agent) {
                *counts.entry(agent).or_default() += 1;
            }
            counts
        };
        let is_held = |room: &Value| room["onHold"] == true;
        for (agent, count) in count(self.opened(), &|room| room["open"] == true && !is_held(room)) {
            agents.insert(agent, json!({"open": count, "closed": 0, "onhold": 0}));
        }
        for (agent, count) in count(self.closed(), &|room| room.get("open").is_none()) {
            let open = agents.get(&agent).map_or(json!(0), |counts| counts["open"].clone());
            agents.insert(agent, json!({"open": open, "closed": count}));
        }
        for (agent, count) in count(self.opened(), &|room| room["open"] == true && is_held(room)) {
            agents.entry(agent).or_insert_with(|| json!({}))["onhold"] = json!(count);
        }
        agents.insert("success".to_owned(), json!(true));
        Value::Object(agents)
    }

    fn chats_of_departments(&self) -> Value {
        let mut departments = json!({"success": true});
        for room in self.opened() {
            let Some(id) = text(room, "/departmentId") else { continue };
            let name = id[..1].to_uppercase() + &id[1..];
            let name = if id == "nowhere" { "undefined".to_owned() } else { name };
            let counts = &mut departments[name];
            let is_open = room["open"] == true;
            for (state, counted) in [("open", is_open), ("closed", !is_open)] {
                counts[state] = json!(counts[state].as_u64().unwrap_or_default() + u64::from(counted));
            }
        }
        departments
    }

    fn timings(&self) -> Value {
        let rooms = self.opened();
        let all = |pointer: &str| rooms.iter().filter_map(|room| number(room, pointer)).collect::<Vec<_>>();
        let of = |average: &str, longest: &str| {
            let longest = all(longest).into_iter().reduce(f64::max);
            json!({"avg": mean(&all(average)).trunc(), "longest": if rooms.is_empty() { Some(0.0) } else { longest }})
        };
        json!({
            "response": of("/metrics/response/avg", "/metrics/response/ft"),
            "reaction": of("/metrics/reaction/ft", "/metrics/reaction/ft"),
            "chatDuration": of("/metrics/chatDuration", "/metrics/chatDuration"),
            "success": true,
        })
    }

    /// Values by department, of the rooms that have one.
    fn by_department(of: Vec<&Value>, value: impl Fn(&Value) -> Option<f64>) -> BTreeMap<String, Vec<f64>> {
        let mut departments = BTreeMap::<String, Vec<f64>>::new();
        for room in of {
            if let Some(value) = value(room) {
                departments.entry(json!(room.get("departmentId")).to_string()).or_default().push(value);
            }
        }
        departments
    }

    /// The figures of a list of departments, by id.
    fn of_departments(&self, list: &str, transfers: &BTreeMap<String, Vec<Timestamp>>) -> BTreeMap<String, Vec<f64>> {
        let is_waiting = |room: &Value| room["waitingResponse"] == true;
        let is_abandoned =
            |room: &Value| number(room, "/metrics/visitorInactivity").is_some_and(|time| time >= 3_600.0);
        let time = |room: &Value, pointer: &str| text(room, pointer).unwrap().parse::<Timestamp>().unwrap().as_millis();
        let groups = match list {
            "amount-of-chats" => Self::by_department(self.opened(), |room| is_waiting(room).then_some(1.0)),
            "amount-of-chats?answered=true" => {
                Self::by_department(self.opened(), |room| (!is_waiting(room)).then_some(1.0))
            }
            "average-service-time" => Self::by_department(self.opened(), |room| {
                let is_served = room.get("servedBy").is_some() && room.pointer("/responseBy/lastMessageTs").is_some();
                is_served
                    .then(|| (time(room, "/responseBy/lastMessageTs") - time(room, "/servedBy/ts")) as f64 / 1_000.0)
            }),
            "average-chat-duration-time" => {
                Self::by_department(self.closed(), |room| Some(number(room, "/metrics/chatDuration").unwrap_or(0.0)))
            }
            "total-service-time" => {
                Self::by_department(self.closed(), |room| number(room, "/metrics/serviceTimeDuration"))
            }
            "average-waiting-time" => Self::by_department(self.opened(), |room| {
                (!is_waiting(room)).then(|| number(room, "/metrics/response/ft").unwrap_or(0.0))
            }),
            "total-transferred-chats" => Self::by_department(self.rooms.iter().collect(), |room| {
                let times = transfers.get(room["_id"].as_str().unwrap())?;
                let is_in = |time: &&Timestamp| (&*self.start..=&*self.end).contains(&&*time.to_string());
                Some(times.iter().filter(is_in).count() as f64).filter(|count| *count > 0.0)
            }),
            "total-abandoned-chats" => Self::by_department(self.closed(), |room| is_abandoned(room).then_some(1.0)),
            _ => Self::by_department(self.opened(), |room| Some(f64::from(is_abandoned(room)))),
        };
        let figure = |values: Vec<f64>| match list {
            "amount-of-chats"
            | "amount-of-chats?answered=true"
            | "total-transferred-chats"
            | "total-abandoned-chats" => {
                vec![values.iter().sum()]
            }
            "total-service-time" => vec![values.len() as f64, values.iter().sum::<f64>().ceil()],
            "percentage-abandoned-chats" => vec![(values.iter().sum::<f64>() * 100.0 / values.len() as f64).floor()],
            _ => vec![(values.iter().sum::<f64>() / values.len() as f64).ceil()],
        };
        groups.into_iter().map(|(department, values)| (department, figure(values))).collect()
    }

    fn served(&self) -> BTreeMap<String, Vec<f64>> {
        let mut agents = BTreeMap::<String, Vec<f64>>::new();
        for room in self.opened() {
            if let (Some(agent), Some(time)) =
                (text(room, "/servedBy/username"), number(room, "/metrics/serviceTimeDuration"))
            {
                agents.entry(agent.to_owned()).or_default().push(time);
            }
        }
        agents
    }

    /// The groups of a report, and how many rooms are in none.
    fn report(&self, by: &str) -> (BTreeMap<String, u64>, u64) {
        let (mut groups, mut without) = (BTreeMap::new(), 0);
        let mut rooms = self.opened();
        rooms.retain(|room| room["ts"].as_str().unwrap() < &*self.end);
        for room in &rooms {
            let is = |passes: bool, label: &str| if passes { vec![label.to_owned()] } else { Vec::new() };
            let is_open = room["open"] == true;
            let labels = match by {
                "source" => vec![text(room, "/source/alias").or(text(room, "/source/type")).unwrap().to_owned()],
                "status" => [
                    is(is_open && room.get("servedBy").is_some() && room["onHold"] != true, "Open"),
                    is(number(room, "/metrics/chatDuration").is_some(), "Closed"),
                    is(is_open && room.get("servedBy").is_none(), "Queued"),
                    is(room["onHold"] == true, "On_Hold"),
                ]
                .concat(),
                "department" => {
                    text(room, "/departmentId").map(|id| id[..1].to_uppercase() + &id[1..]).into_iter().collect()
                }
                "tags" => {
                    room["tags"].as_array().into_iter().flatten().map(|tag| tag.as_str().unwrap().to_owned()).collect()
                }
                _ => text(room, "/servedBy/username").map(str::to_owned).into_iter().collect(),
            };
            without += u64::from(labels.is_empty());
            for label in labels {
                *groups.entry(label).or_default() += 1;
            }
        }
        if by == "status" && !rooms.is_empty() {
            for label in ["Open", "Closed", "Queued", "On_Hold"] {
                groups.entry(label.to_owned()).or_default();
            }
        }
        (groups, without)
    }
}

/// How many visitors were written last in the exact range, of a department or all.
fn visitors(workspace: &Workspace, department: Option<&str>, start: &str, end: &str) -> usize {
    let all = workspace.world().visitors().map(|visitor| serde_json::to_value(visitor).unwrap());
    let is_counted = |visitor: &Value| {
        let at = text(visitor, "/_updatedAt");
        visitor["disabled"] != true
            && at.is_some_and(|at| start <= at && at < end)
            && department.is_none_or(|department| visitor["department"] == department)
    };
    all.filter(is_counted).count()
}

/// How many agents are there, of a department or all.
fn statuses(workspace: &Workspace, department: Option<&str>) -> Value {
    let is_of = |agent: &usize| department.is_none_or(|department| STAFF.contains(&(department, *agent)));
    let of: Vec<_> = (0..AGENTS).filter(is_of).collect();
    if of.is_empty() {
        return json!({"success": true});
    }
    let there = of.iter().filter(|agent| workspace.presence[**agent].len() % 2 == 1).count();
    json!({"_id": null, "offline": of.len() - there, "away": 0, "busy": 0, "available": there, "success": true})
}

const DAY: i64 = 86_400_000;

/// For how many seconds an agent was there on each day: what is over, and what goes on. Midnight ends what goes on, a second
/// early.
fn availability(workspace: &Workspace, agent: usize) -> BTreeMap<i64, [i64; 2]> {
    let (mut days, now) = (BTreeMap::<i64, [i64; 2]>::new(), workspace.now().as_millis());
    for times in workspace.presence[agent].chunks(2) {
        let came = times[0].as_millis();
        let went = times.get(1).map_or(now, |at| at.as_millis());
        for day in came / DAY..=went / DAY {
            let start = came.max(day * DAY);
            let is_last = day == went / DAY;
            let end = if is_last { went } else { start.max((day + 1) * DAY - 1_000) };
            let goes_on = usize::from(is_last && times.len() == 1);
            days.entry(day).or_default()[goes_on] += (end - start) / 1_000;
        }
    }
    days
}

fn rounded(number: f64) -> String {
    format!("{:.2}", (number * 100.0).round() / 100.0)
}

/// From 1970 on.
fn day_number(date: &str) -> i64 {
    format!("{}T00:00:00.000Z", &date[..10]).parse::<Timestamp>().unwrap().as_millis() / 86_400_000
}

fn days_between(one: &str, other: &str) -> i64 {
    day_number(other) - day_number(one)
}

/// The figures of a list, by the id or the user name of each.
fn listed(answer: &Value, key: &str, id: &str) -> BTreeMap<String, Vec<f64>> {
    let entries = answer[key].as_array().unwrap_or_else(|| panic!("{answer}"));
    let figures = |entry: &Value| {
        let mut names: Vec<_> = entry.as_object().unwrap().keys().filter(|name| entry[*name].is_number()).collect();
        // The number of rooms comes first.
        names.sort();
        names.into_iter().map(|name| entry[name].as_f64().unwrap()).collect()
    };
    let name = |entry: &Value| {
        entry[id].as_str().filter(|_| id == "username").map_or_else(|| entry[id].to_string(), str::to_owned)
    };
    entries.iter().map(|entry| (name(entry), figures(entry))).collect()
}

const FIGURES: [&str; 7] = [
    "Total_conversations",
    "Avg_chat_duration",
    "Total_messages",
    "Avg_first_response_time",
    "Best_first_response_time",
    "Avg_response_time",
    "Avg_reaction_time",
];

const LISTS: [&str; 9] = [
    "amount-of-chats",
    "amount-of-chats?answered=true",
    "average-service-time",
    "average-chat-duration-time",
    "total-service-time",
    "average-waiting-time",
    "total-transferred-chats",
    "total-abandoned-chats",
    "percentage-abandoned-chats",
];

/// The transfers of each room.
fn transfers(workspace: &Workspace) -> BTreeMap<String, Vec<Timestamp>> {
    let world = workspace.world();
    let of = |message: &&livechat_sdk::model::Message| message.message_type == Some(MessageType::TransferHistory);
    let times = |room| world.messages(room).filter(of).map(|message| message.created_at).collect();
    world.rooms().map(|room| (room.id.to_string(), times(&room.id))).collect()
}

fn check(workspace: &mut Workspace, department: Option<&str>, start: &str, end: &str) {
    let rooms = rooms(workspace, department, start, end);
    let transfers = transfers(workspace);
    let agents_status = statuses(workspace, department);
    let of = department.map(|department| format!("&departmentId={department}")).unwrap_or_default();
    let mut get = |path: &str| {
        let path = if path.contains('?') {
            path.replacen('?', &format!("?start={start}&end={end}{of}&"), 1)
        } else {
            format!("{path}?start={start}&end={end}{of}")
        };
        workspace.get(&path)
    };
    let days = format!("&from={start}&to={end}{of}");
    let dashboard = |path: &str| format!("dashboards/{path}");

    assert_eq!(get(&dashboard("charts/chats")), rooms.chats());
    assert_eq!(get(&dashboard("charts/agents-status")), agents_status);
    assert_eq!(get(&dashboard("charts/chats-per-agent")), rooms.chats_of_agents());
    assert_eq!(get(&dashboard("charts/chats-per-department")), rooms.chats_of_departments());
    assert_same(&get(&dashboard("charts/timings")), &rooms.timings());
    for name in FIGURES {
        let chart = get(&dashboard(&format!("charts-data?chartName={name}")));
        let points: Vec<_> =
            chart["dataPoints"].as_array().unwrap().iter().map(|point| point.as_f64().unwrap()).collect();
        assert_close(&points, &rooms.chart(name), name);
        assert_eq!(chart["dataLabels"].as_array().unwrap().len(), points.len());
    }
    for list in LISTS {
        let found = listed(&get(&format!("departments/{list}")), "departments", "_id");
        assert_eq!(found, rooms.of_departments(list, &transfers), "{list}");
    }
    let of_departments = |list: &str| rooms.of_departments(list, &transfers);
    let means = |list: &str| mean(&of_departments(list).values().map(|figures| figures[0]).collect::<Vec<_>>());
    let chats = get(&dashboard("chats-totalizers"));
    let abandoned: f64 = of_departments("total-abandoned-chats").values().map(|figures| figures[0]).sum();
    assert_eq!(
        chats["totalizers"],
        json!([
            {"title": "Total_abandoned_chats", "value": abandoned as u64},
            {"title": "Avg_of_abandoned_chats", "value": format!("{}%", means("percentage-abandoned-chats"))},
            {"title": "Avg_of_chat_duration_time", "value": clock(means("average-chat-duration-time"))},
        ])
    );
    let mut productivity = rooms.productivity();
    let with_waiting = get(&dashboard("productivity-totalizers"));
    let waiting = json!({"title": "Avg_of_waiting_time", "value": clock(means("average-waiting-time"))});
    let overview = workspace.get(&format!("overview?name=Productivity{days}"));
    assert_eq!(overview, productivity);
    productivity.as_array_mut().unwrap().push(waiting);
    assert_eq!(with_waiting["totalizers"], productivity);
    let conversations = rooms.conversations();
    assert_eq!(workspace.get(&format!("overview?name=Conversations{days}")), conversations);
    let range = format!("?start={start}&end={end}");
    let totals = workspace.get(&format!("dashboards/conversation-totalizers{range}{of}"));
    assert_eq!(totals["totalizers"].as_array().unwrap()[..4], conversations.as_array().unwrap()[..4]);
    let visitors = visitors(workspace, department, start, end);
    assert_eq!(totals["totalizers"][4], json!({"title": "Total_visitors", "value": visitors}));
    let totals = workspace.get(&format!("dashboards/agents-productivity-totalizers{range}{of}"));
    assert_eq!(totals["totalizers"][0], conversations[6]);
    assert_eq!(totals["totalizers"][2]["value"], clock(means("average-service-time")));
    let first = day_number(start);
    let of_day: Vec<_> = (0..AGENTS).filter_map(|agent| availability(workspace, agent).remove(&first)).collect();
    let seconds: Vec<_> = of_day.iter().map(|[ended, running]| (ended + running) as f64).collect();
    let title = "Avg_of_available_service_time";
    assert_eq!(totals["totalizers"][1], json!({"title": title, "value": clock(mean(&seconds).trunc())}));
    for name in FIGURES {
        let table = workspace.get(&format!("agent-overview?name={name}{days}"));
        let rows = table["data"].as_array().unwrap().iter();
        let rows: BTreeMap<_, _> =
            rows.map(|row| (row["name"].as_str().unwrap().to_owned(), row["value"].clone())).collect();
        assert_eq!(rows, rooms.of_agents(name), "{name}");
    }
    if department.is_none() {
        check_agents_and_reports(workspace, &rooms, &range);
    }
}

/// What cannot be asked of one department.
fn check_agents_and_reports(workspace: &mut Workspace, rooms: &Rooms, range: &str) {
    let served = rooms.served();
    let means = served.iter().map(|(agent, times)| (agent.clone(), vec![mean(times).ceil()])).collect();
    assert_eq!(listed(&workspace.get(&format!("agents/average-service-time{range}")), "agents", "username"), means);
    let sums =
        served.iter().map(|(agent, times)| (agent.clone(), vec![times.len() as f64, times.iter().sum::<f64>().ceil()]));
    let listed = listed(&workspace.get(&format!("agents/total-service-time{range}")), "agents", "username");
    assert_eq!(listed, sums.collect());
    let (first, last) = (day_number(&rooms.start), day_number(&rooms.end));
    let available = (0..AGENTS).filter_map(|agent| {
        let days = availability(workspace, agent);
        let mut asked = days.range(first..=last).map(|(_, [ended, _])| *ended as f64).peekable();
        asked.peek()?;
        Some((format!("agent-{agent}"), vec![asked.sum()]))
    });
    let available: BTreeMap<_, Vec<f64>> = available.collect();
    let history = workspace.get(&format!("agents/available-for-service-history{range}"));
    assert_eq!(self::listed(&history, "agents", "username"), available);
    for by in ["source", "status", "department", "tags", "agent"] {
        let report = workspace.get(&format!("dashboards/conversations-by-{by}{range}"));
        let (groups, without) = rooms.report(by);
        let mut found = BTreeMap::<String, u64>::new();
        for entry in report["data"].as_array().unwrap() {
            *found.entry(entry["label"].as_str().unwrap().to_owned()).or_default() += entry["value"].as_u64().unwrap();
        }
        assert_eq!(found, groups, "{by}");
        if matches!(by, "department" | "tags" | "agent") {
            assert_eq!(
                (&report["unspecified"], &report["total"]),
                (&json!(without), &json!(groups.values().sum::<u64>()))
            );
        }
    }
}

/// Sums of many numbers depend a little on their order.
fn assert_close(found: &[f64], expected: &[f64], what: &str) {
    let is_close = |(one, other): (&f64, &f64)| (one - other).abs() < 0.011;
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(is_close),
        "{what}: {found:?} {expected:?}"
    );
}

fn assert_same(found: &Value, expected: &Value) {
    let differences = crate::fixtures::differences(expected, found);
    assert!(differences.is_empty(), "{differences:?}");
}

/// A time within some days after the start of the workspace.
fn time() -> impl Strategy<Value = String> {
    (0_i64..4, 0_i64..24).prop_map(|(days, hours)| {
        Timestamp::from_millis(1_767_225_600_000 + days * 86_400_000 + hours * 3_600_000).to_string()
    })
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn figures_are_what_one_gets_who_looks_at_each_room(
        steps in vec(step(), 0..80),
        department in option::of(0..DEPARTMENTS.len()),
        one in time(),
        other in time(),
    ) {
        let mut workspace = Workspace::new(0);
        steps.iter().for_each(|step| workspace.step(step));
        let department = department.map(|department| DEPARTMENTS[department]);
        let (start, end) = if one <= other { (one, other) } else { (other, one) };
        check(&mut workspace, department, &start, &end);
        check(&mut workspace, None, "2025-12-31T00:00:00.000Z", "2026-01-09T23:59:59.999Z");
    }
}
