use livechat_sdk::{
    analytics::GetChatTotals,
    model::{Figure, FigureTitle, Totalizers},
};

use crate::{
    ServerError,
    analytics::{clock, departments},
    operation::{Call, Response, Simulate},
    sim::analytics::{inactivity_timeout, rooms, span},
};

impl Simulate for GetChatTotals {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let (rooms, timeout) = (rooms(call, self.department_id.as_ref()), inactivity_timeout(call));
        let abandoned: u64 = departments::abandoned(rooms, span, timeout).iter().map(|(_, count)| count).sum();
        let part = departments::mean(&departments::abandoned_percentages(rooms, span, timeout));
        let duration = departments::mean(&departments::average_chat_durations(rooms, span));
        Response::new(&Totalizers::new(vec![
            Figure::new(FigureTitle::TotalAbandonedChats, abandoned),
            Figure::new(FigureTitle::AverageAbandonedChats, format!("{part}%")),
            Figure::new(FigureTitle::AverageChatDurationTime, clock(duration)),
        ]))
    }
}
