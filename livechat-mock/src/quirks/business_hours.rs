//! Business hours.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "saving-business-hours",
        operations: &["SaveBusinessHour", "DeleteBusinessHour"],
        documented: "Nothing about permissions and unknown hours.",
        served: "Whoever is logged in may do it. Default hours that are saved without their id, and unknown ids, are no error and \
                 change nothing. A type that is unknown, as `custom` is without a licence, is an internal error. Nobody is told the \
                 id of new hours.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "unknown-business-hours",
        operations: &["GetBusinessHour"],
        documented: "The default hours alone.",
        served: "`_id` and `type` look up others; unknown ones are `null`, and the id of the default ones does not count.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "time-zone-of-business-hours",
        operations: &["ListBusinessHours", "GetBusinessHour", "SaveBusinessHour"],
        documented: "Nothing.",
        served: "Default hours are those of the server's time zone, and are made when it starts. Hours of any zone are kept as \
                 times of a week in that of the server. They follow daylight saving from the next midnight of the server on.",
        mock: "Does so, in UTC. The default hours are made when they are first needed.",
    },
    Quirk {
        name: "hours-over-the-end-of-the-week",
        operations: &["SaveBusinessHour"],
        documented: "Nothing.",
        served: "Hours end on the day on which they begin, in their own time zone. In that of the server they may go on into the \
                 next week; whether that is open then is not known.",
        mock: "It is.",
    },
    Quirk {
        name: "agents-outside-of-hours",
        operations: &["SetAgentStatus", "AddUser"],
        documented: "Nothing.",
        served: "An agent who asks for it is refused, and another's status stays silently as it is. What becomes of those who take \
                 conversations when hours are switched on, and how long hours stay closed for the other departments that keep \
                 them when one is moved to others, is not known well.",
        mock: "Nobody takes conversations outside of hours from the moment on at which they count; the other departments go on.",
    },
];
