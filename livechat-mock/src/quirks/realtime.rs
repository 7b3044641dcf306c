//! Realtime.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "realtime-token-of-the-room",
        operations: &[],
        documented: "The example of `stream-livechat-room` gives `token` alone.",
        served: "Servers refuse that: `stream-room-messages` and `stream-livechat-room` look at `visitorToken`, \
                 `stream-notify-room` at `token`.",
        mock: "Does as servers do, and the log says which of the two is missing.",
    },
    Quirk {
        name: "realtime-nosub-without-an-error",
        operations: &[],
        documented: "Nothing.",
        served: "The 6 line refuses with a `nosub` that has no error; later servers give one.",
        mock: "Gives one, `not-allowed`, on every version.",
    },
    Quirk {
        name: "realtime-reading-on",
        operations: &[],
        documented: "Nothing.",
        served: "Whether a user who may not see a room any more goes on reading it is not known.",
        mock: "Looks when a subscription begins and when who is logged in changes: until then, it goes on. \
               `__my_messages__` is looked at with each message, and the sockets of a user who is removed are \
               closed.",
    },
    Quirk {
        name: "realtime-forwarding",
        operations: &[],
        documented: "Nothing.",
        served: "Whether `ul` or `livechat_transfer_history` is first when a room goes from one agent to another is \
                 told in both ways.",
        mock: "`ul` is first, as in the room's messages; the other way round where the room goes back to waiting.",
    },
    Quirk {
        name: "realtime-agent-data",
        operations: &[],
        documented: "Nothing.",
        served: "With the waiting queue, `agentData` comes once more a second after an agent took the room.",
        mock: "It comes once, at once.",
    },
    Quirk {
        name: "realtime-queue-places",
        operations: &[],
        documented: "Nothing.",
        served: "`queueData` comes about a second after the queue moved, in the Enterprise edition alone, with an \
                 estimate of the time.",
        mock: "It comes at once where `Livechat_waiting_queue` is on, to the rooms whose place is another one than \
               before; with an estimate as soon as a conversation is over.",
    },
    Quirk {
        name: "realtime-typing",
        operations: &[],
        documented: "Nothing.",
        served: "The 6 line says `typing` also as `user-activity` and the other way round; the 8 line has no \
                 `typing`. When in the 7 line that ended is not known.",
        mock: "7.0 does as the 6 line, later versions as the 8 line.",
    },
    Quirk {
        name: "realtime-frames-that-are-none",
        operations: &[],
        documented: "Nothing.",
        served: "Servers answer `error` and go on; the newer stand-alone service closes the connection, with 1002 or \
                 1007.",
        mock: "Answers `error` and goes on where the frame is a text. A binary frame closes the connection with 1007.",
    },
    Quirk {
        name: "realtime-login",
        operations: &[],
        documented: "Nothing.",
        served: "A login ends after a time, and the answer says when. What a failed one is refused with is not known in \
                 each case.",
        mock: "Says 90 days, and it never ends. A failed one is told whether the name or the password was wrong.",
    },
    Quirk {
        name: "realtime-sending",
        operations: &[],
        documented: "Nothing about error responses of the method `sendMessage`.",
        served: "Only `error-not-allowed` and `restricted-workspace` are told the caller. After all other errors the result is \
                 missing, and the user gets a message that says why.",
        mock: "Any user who is logged in writes into open rooms that they may see. No message is sent that says why, and there \
               is no stream for one; the log and, over REST, the hint say it. A message that is there already is answered as it \
               is, if it is this room's. What the mock does not keep, such as `tmid`, is refused with `invalid-params`; every \
               `t` but `e2e` counts as a system message's.",
    },
    Quirk {
        name: "method-bridge",
        operations: &[],
        documented: "Nothing.",
        served: "`method.call` refuses a text that is no JSON in the words of its parser, which quote the text. What 8 says to \
                 JSON that is no call, and whether `method.callAnon` looks at a login, is not known.",
        mock: "Says `Unexpected end of JSON input` or `Unexpected token in JSON`, and quotes nothing, for it may be a password. \
               With 8, a call without a method is one of `undefined`. `method.callAnon` takes a login that is sent.",
    },
    Quirk {
        name: "realtime-methods-of-visitors",
        operations: &[],
        documented: "`livechat:getInitialData`, `livechat:registerGuest`, `sendMessageLivechat` and others.",
        served: "The 7 line has some thirty methods `livechat:…`. In which release of the 8 line each left is not known; 8.8 \
                 has none of them.",
        mock: "Has those of late 7 with every version below 8.8. Others, and `livechat:getFirstRoomMessage`, \
               `livechat:getDepartmentForwardRestrictions`, `livechat:getUnitsFromUser` and `sendFileLivechatMessage`, are not \
               found, and the hint names what REST has.",
    },
    Quirk {
        name: "methods-that-were-replaced",
        operations: &[],
        documented: "Nothing.",
        served: "What most of these methods take, refuse and return is not established.",
        mock: "They do what the operation of REST does that replaced them, with its permissions and its checks; the result is \
               its response without `success`, or the one value that it is about. Of the connection nothing is known. \
               `livechat:saveTrigger` refuses conditions and actions that are none, which servers do not look at.",
    },
    Quirk {
        name: "realtime-limits",
        operations: &[],
        documented: "Nothing.",
        served: "How many subscriptions a connection may have is not known.",
        mock: "1000, with ids and events' names of at most 256 bytes; one more is refused with \
               `too-many-subscriptions`. Of methods, `sendMessage` and `livechat:sendTranscript` alone are counted.",
    },
    Quirk {
        name: "logins-of-a-user",
        operations: &["LogIn"],
        documented: "Nothing.",
        served: "How many logins of one user servers keep is not established. Who logs out over REST closes the sockets of that login.",
        mock: "1000; one more ends the oldest, and closes its sockets.",
    },
];
