//! The waiting queue, limits, and what happens because time passes.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "turns-of-the-queue",
        operations: &["OpenRoom", "TakeInquiry"],
        documented: "Nothing.",
        served: "Where conversations wait and are handed out, a worker looks every `Omnichannel_queue_delay_timeout` seconds, \
                 and gives the first of each department's queue to an agent who has not enough.",
        mock: "Has the first turn so long after something changed, and the next ones so long after each other, until a turn \
               finds nobody free.",
    },
    Quirk {
        name: "who-is-next",
        operations: &["OpenRoom", "GetNextAgent"],
        documented: "Nothing.",
        served: "`Load_Balancing` goes by how many conversations agents have now; how it decides among equals, and what \
                 `Load_Rotation` goes by, is not established. `External` asks another server.",
        mock: "Balances by all conversations that an agent has and that are not on hold, then by user name. Rotates to the agent \
               whose last turn is the longest ago. Asks no other server: `External` is as `Auto_Selection`.",
    },
    Quirk {
        name: "agents-who-cannot-take",
        operations: &["TakeInquiry"],
        documented: "Nothing.",
        served: "`Provided agent is not online`, `No valid agent found`, and `error-agent-is-locked` while another conversation is \
                 being given to the agent. When it is which of the first two is not established.",
        mock: "Where conversations wait, refuses an agent whose presence is offline with the first, although without a queue the \
               presence makes no difference. Handles one call after the other, so that nobody is locked: `Fault::fail` \
               responds with any of them.",
    },
    Quirk {
        name: "agents-who-leave",
        operations: &[],
        documented: "Nothing.",
        served: "By `Livechat_agent_leave_action`, an agent's conversations are handed on or closed some time after the agent left. \
                 What leaving is, who is said to do it, and where conversations go is not established.",
        mock: "An agent leaves by not being online any more: presence, availability (also by business hours) or role. The agent \
               is said to do it, with the comment. Closing keeps to the usual rules: without a comment the conversation stays \
               open where one is wanted. The next agent of the department gets it, or it waits where conversations do; else it \
               stays, as one on hold does.",
    },
    Quirk {
        name: "preferred-agents",
        operations: &["OpenRoom"],
        documented: "Nothing.",
        served: "The agent who is asked for, who looks after the contact, who served the visitor last, or a bot comes first, by \
                 four settings. The order of the last three is not established.",
        mock: "Goes by this order. Who is not there is passed over; who has enough is, when it is the conversation's turn.",
    },
    Quirk {
        name: "contacts-to-be-verified",
        operations: &["OpenRoom", "TakeInquiry"],
        documented: "Nothing.",
        served: "The inquiry of a channel that has to be verified is `verifying`, until an app has verified it. A conversation \
                 whose contact is unknown or not verified is given to nobody, as the workspace has it.",
        mock: "Does so; `World::modify_contact` verifies. `always` is as `once`, and a room without a contact is refused only \
               where one of the two settings is on.",
    },
    Quirk {
        name: "last-word-of-the-visitor",
        operations: &["HoldRoom"],
        documented: "Nothing.",
        served: "7 says `error-cannot-place-chat-on-hold`, 8 `error-contact-sent-last-message-so-cannot-place-on-hold`.",
        mock: "Does so.",
    },
    Quirk {
        name: "steps-of-the-server",
        operations: &[],
        documented: "Nothing.",
        served: "It closes rooms that wait too long, that their visitors left or that are on hold for too long, and hands on \
                 those that are not answered. For what waits or is left, it looks once a minute. The texts about visitors who \
                 left are translated, and not established.",
        mock: "Does so when it is told the time, as of the moment at which it was due; minutes begin with the clock's. The text \
               is `Closed automatically by the system`.",
    },
];
