//! Figures about agents.

use livechat_sdk::model::{ChartName, FigureValue};

use super::{Groups, Rooms, Span, Sum, clock, days::Days, messages, two_digits};
use crate::world::{Facts, Number};

/// A figure for each agent, by user name, in the order in which they are shown; `None` if there is no such figure.
pub(crate) fn overview(name: &ChartName, rooms: Rooms<'_>, days: &Days) -> Option<Vec<(String, FigureValue)>> {
    let opened = rooms.opened_in(days.span());
    let served = || opened.iter().filter(|room| room.is_served);
    let by_agent =
        |value: fn(&Facts) -> Option<f64>| grouped(served().filter_map(|room| Some((room.agent_name?, value(room)?))));
    let by_responder = || grouped(opened.iter().filter_map(|room| Some((room.responder?, room.first_response?))));
    let means = |groups: Groups<Number, Vec<f64>>| -> Vec<(Number, FigureValue)> {
        let mean = |values: Vec<f64>| clock(values.into_iter().collect::<Sum>().mean()).into();
        groups.into_vec().into_iter().map(|(agent, values)| (agent, mean(values))).collect()
    };
    let (mut figures, falls): (Vec<(Number, FigureValue)>, bool) = match name {
        ChartName::TotalConversations => {
            let all = served().count() as f64;
            let groups = grouped(served().filter_map(|room| Some((room.agent_name?, 1.0)))).into_vec();
            let share = |rooms: Vec<f64>| format!("{}%", two_digits(100.0 * rooms.len() as f64 / all)).into();
            (groups.into_iter().map(|(agent, rooms)| (agent, share(rooms))).collect(), true)
        }
        ChartName::TotalMessages => {
            let groups =
                grouped(served().filter_map(|room| Some((room.agent_name?, messages(room) as f64)))).into_vec();
            let sum = |counts: Vec<f64>| FigureValue::Number(counts.into_iter().sum());
            (groups.into_iter().map(|(agent, counts)| (agent, sum(counts))).collect(), true)
        }
        ChartName::AverageChatDuration => (means(by_agent(|room| room.duration)), true),
        ChartName::AverageFirstResponseTime => (means(by_responder()), false),
        ChartName::BestFirstResponseTime => {
            let best = |times: Vec<f64>| clock(times.into_iter().fold(f64::INFINITY, f64::min)).into();
            (by_responder().into_vec().into_iter().map(|(agent, times)| (agent, best(times))).collect(), false)
        }
        ChartName::AverageResponseTime => (means(by_agent(|room| room.response)), false),
        ChartName::AverageReactionTime => (means(by_agent(|room| room.reaction)), false),
        _ => return None,
    };
    figures.sort_by(|(_, one), (_, other)| {
        let order = leading_number(one).total_cmp(&leading_number(other));
        if falls { order.reverse() } else { order }
    });
    Some(figures.into_iter().map(|(agent, value)| (rooms.ledger.text(agent).to_owned(), value)).collect())
}

/// The values of each agent. Those that are 0 do not count.
fn grouped(values: impl Iterator<Item = (Number, f64)>) -> Groups<Number, Vec<f64>> {
    let mut groups = Groups::<_, Vec<f64>>::new();
    for (agent, value) in values.filter(|(_, value)| *value != 0.0) {
        if let Some(group) = groups.of(agent) {
            group.push(value);
        }
    }
    groups
}

/// What servers order figures by: the number at the beginning of the text, which of a time is that of its hours.
fn leading_number(value: &FigureValue) -> f64 {
    match value {
        FigureValue::Number(number) => *number,
        FigureValue::Text(text) => {
            let is_of_number = |letter: char| letter.is_ascii_digit() || letter == '.';
            let end = text.find(|letter| !is_of_number(letter)).unwrap_or(text.len());
            text.get(..end).and_then(|number| number.parse().ok()).unwrap_or_default()
        }
        _ => 0.0,
    }
}

/// How long an agent served the conversations of a range.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) time: Sum,
}

/// For how long each agent served conversations that are closed, by user name.
pub(crate) fn served(rooms: Rooms<'_>, span: Span) -> Vec<Served> {
    let mut groups = Groups::<_, (Option<Number>, Sum)>::new();
    for room in rooms.opened_in(span) {
        if let (Some(agent), Some(time)) = (room.agent, room.service)
            && let Some((username, sum)) = groups.of(agent)
        {
            *username = room.agent_name;
            sum.add(time);
        }
    }
    let text = |number: Number| rooms.ledger.text(number).to_owned();
    let groups = groups.into_vec().into_iter();
    let mut served: Vec<_> = groups
        .map(|(agent, (username, time))| Served {
            id: text(agent),
            username: username.map(text).unwrap_or_default(),
            time,
        })
        .collect();
    served.sort_by(|one, other| one.username.cmp(&other.username));
    served
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_ordered_by_the_number_at_their_beginning() {
        for (value, number) in [("01:10:00", 1.0), ("33.33%", 33.33), ("100:00:00", 100.0), ("", 0.0), ("-", 0.0)] {
            assert_eq!(leading_number(&FigureValue::Text(value.to_owned())), number, "{value}");
        }
        assert_eq!(leading_number(&FigureValue::Number(7.0)), 7.0);
    }
}
