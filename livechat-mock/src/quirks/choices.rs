//! What is not established, and what we chose.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "unknown-path-of-7",
        operations: &[],
        documented: "Nothing.",
        served: "8 answers 404 with the text `404 Not Found`. With 7.0 the web application answers, with its page and 200 to \
                 GET and HEAD, and 405 to all else; from which release of the 7 line on it is as with 8 is not known. \
                 Outside of `/api` the application answers in all versions.",
        mock: "So it does, with a page of its own, and 7.13 as 8. The hint says what was probably meant.",
    },
    Quirk {
        name: "wrong-method",
        operations: &[],
        documented: "Nothing.",
        served: "7 answers 405 with `API endpoint does not exist` and `Allow`; 8 as for an unknown path.",
        mock: "Does either, by version. `HEAD` is a wrong method with 7.0, and later as `GET` without the body.",
    },
    Quirk {
        name: "malformed-json-of-7",
        operations: &[],
        documented: "Nothing.",
        served: "8 takes a body that is no JSON, or not labelled as such, for `{}`, and then misses a key. What 7 answers \
                 is not known.",
        mock: "Takes it for `{}` with every version, and the hint says where the JSON breaks.",
    },
    Quirk {
        name: "unreadable-queries",
        operations: &[],
        documented: "Nothing.",
        served: "8 answers `Invalid query parameters` to a query that it cannot read; which those are is not known.",
        mock: "Refuses, from 8.0 on, a percent sign without two hexadecimal digits and bytes that are no UTF-8: a client that \
               writes them has a fault.",
    },
    Quirk {
        name: "what-no-type-takes",
        operations: &[
            "CreateDepartment",
            "CreateSlaPolicy",
            "LogIn",
            "RegisterVisitor",
            "SaveCustomField",
            "SaveTag",
            "SendOutboundMessage",
            "SetDepartmentAgents",
            "SetInquirySla",
            "UpdateDepartment",
            "UpdateSlaPolicy",
        ],
        documented: "Nothing.",
        served: "Some arguments are not checked, or not all of them: a department keeps any text, whole number or flag under any \
                 key. What the handlers make of other values is not established.",
        mock: "Refuses what the SDK's type does not take with `invalid-params`, and the hint names the place. A test has the \
               list.",
    },
    Quirk {
        name: "negative-count",
        operations: &["ListPagesVisited", "ListChatHistory"],
        documented: "Nothing.",
        served: "`count` and `offset` have to be numbers, and blank ones count as none. What the database makes of a negative \
                 number is not known.",
        mock: "Answers 400 to a negative number: a test should not pass by it.",
    },
    Quirk {
        name: "body-limit-of-8",
        operations: &[],
        documented: "Nothing.",
        served: "7 reads 50 MB; the limit of 8 is not known.",
        mock: "Takes 50 MiB of an upload and 1 MiB of everything else with every version, unless it is told otherwise: no \
               other body of the API comes near that, and a larger one is more likely a mistake than a test.",
    },
    Quirk {
        name: "logout-of-8",
        operations: &["LogOut"],
        documented: "Nothing.",
        served: "7 answers `status` and `data`; the exact answer of 8 is not known.",
        mock: "Answers as 7, and as 8.4 and later with `success` as for logging in. In the SDK all of it is optional.",
    },
    Quirk {
        name: "who-bypasses-the-rate-limit",
        operations: &[],
        documented: "Nothing.",
        served: "Any caller with the permission `api-bypass-rate-limit`, which the roles `admin`, `bot` and `app` have at first.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "failing-custom-fields-of-7",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "If the database fails, 7 says `error-updating-custom-fields`; whether with `errorType` is not known.",
        mock: "Never fails so. The example has the bare text, as its neighbours.",
    },
    Quirk {
        name: "room-messages-path",
        operations: &["ListRoomMessages"],
        documented: "The OpenAPI description has `messages/{rid}`, and does not declare the argument.",
        served: "The room comes first: `{rid}/messages`.",
        mock: "Answers both. The SDK sends the one that servers answer.",
    },
    Quirk {
        name: "transfer-history-of-placeholders",
        operations: &["ListTransferHistory"],
        documented: "The OpenAPI description's example has the word `string` for every value, an empty entry, the whole \
                 answer once more under `data`, and `type` where servers write `userType`.",
        served: "A page of entries, each with who handed the room on, when, and to what.",
        mock: "Has an example of its own, of the shape that servers answer.",
    },
    Quirk {
        name: "verified-as-a-text",
        operations: &["GetUser"],
        documented: "The OpenAPI description has the text `true` for `verified`.",
        served: "A boolean, as in every other list of addresses.",
        mock: "Answers a boolean. The SDK reads no other.",
    },
    Quirk {
        name: "limits-of-agents",
        operations: &["ListUsers", "GetUser"],
        documented: "In the OpenAPI description `livechat` is a text, and in its examples an object with an empty text in \
                 it, or `null`.",
        served: "An object that may have `maxNumberSimultaneousChat`, left out if the agent has none. Whether that is \
                 always a number is not known.",
        mock: "Answers an object or leaves it out. In the SDK it is an object, and `Agent::max_chats` reads the \
                 number from a number or a text.",
    },
    Quirk {
        name: "agent-status-argument",
        operations: &["SetAgentStatus"],
        documented: "The OpenAPI description has `agentId` alone: the call turns the status round.",
        served: "`status` may say which one is wanted.",
        mock: "Takes both. The SDK does not repeat the call after a lost answer.",
    },
    Quirk {
        name: "agent-data-of-any-shape",
        operations: &["SaveAgentInfo"],
        documented: "The OpenAPI description has three arguments, and does not say what `agentData` may hold.",
        served: "Not known beyond that.",
        mock: "Takes any `agentData`, and keeps of it what is not empty in place of what the agent had. Departments that \
               do not exist are passed over, which the hint says. Who is no agent is refused with \
               `error-user-is-not-agent`.",
    },
    Quirk {
        name: "status-that-is-so-already",
        operations: &["SetAgentStatus"],
        documented: "Nothing.",
        served: "A status that the agent has already is answered before it is asked who may change it. Business hours may \
                 forbid others: `error-business-hours-are-closed`.",
        mock: "Answers it so, and tells nobody of a change.",
    },
    Quirk {
        name: "new-agents-and-their-status",
        operations: &["AddUser", "RemoveUser"],
        documented: "Nothing but the roles.",
        served: "A new agent takes conversations at once, unless offline. Who is removed leaves all departments. A user who \
                 did not have the role is not removed.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "how-visitors-are-looked-for",
        operations: &["SearchVisitors", "AutocompleteVisitors", "SearchChats"],
        documented: "That there is a text to look for.",
        served: "Names are found by a part, in any case. Whether the case of a `searchText` counts, and whether a suggestion \
                 is found by the beginning of its name alone, is not known; conditions of a selector are put to the database.",
        mock: "The case of a `searchText` counts. Suggestions are found by any part of the name, and conditions are fields \
               with values, not queries.",
    },
    Quirk {
        name: "transcript-email-keys",
        operations: &["CloseRoomByUser"],
        documented: "The OpenAPI description requires nothing of `transcriptEmail`.",
        served: "`sendToVisitor` is required, and `email` and `subject` of `requestData` if that is there.",
        mock: "Requires them. In the SDK they are not optional.",
    },
    Quirk {
        name: "room-info-keys",
        operations: &["SaveRoomInfo"],
        documented: "The OpenAPI description requires neither `guestData` nor `roomData`, but its examples are error responses \
                 for a lack of them.",
        served: "Both are required.",
        mock: "Requires both.",
    },
    Quirk {
        name: "rooms-fields-and-query",
        operations: &["ListRooms"],
        documented: "The OpenAPI description has `fields` and `query`, in the language of the database.",
        served: "7 warns that they will go; 8 ignores them, unless an unsafe setting is on.",
        mock: "Takes and ignores them. The SDK does not send them.",
    },
    Quirk {
        name: "users-without-counters",
        operations: &["ListUsers"],
        documented: "The example of the OpenAPI description has neither counters nor `success`.",
        served: "All of them, as every list.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "rooms-filters-as-text",
        operations: &["ListRooms"],
        documented: "The OpenAPI description calls `createdAt`, `closedAt` and `customFields` objects, and gives them texts.",
        served: "Objects as JSON text. A range whose end is no date is refused with a sentence, and so are custom fields that \
                 are no JSON; a range that is none, in the words of the parser, which quote it.",
        mock: "Does so, and quotes nothing: `Unexpected token in JSON` or `Unexpected end of JSON input`. Takes for dates what \
               has a time and a zone.",
    },
    Quirk {
        name: "rooms-tags-are-a-list",
        operations: &["ListRooms"],
        documented: "In the OpenAPI description `tags` is a text, called a list.",
        served: "A list, each tag as `tags[]`.",
        mock: "Takes a list.",
    },
    Quirk {
        name: "search-chats-without-filters",
        operations: &["SearchChats"],
        documented: "The OpenAPI description says that conversations are listed which are served and closed.",
        served: "Without filters all are; a filter counts if its text is `true`, and any other text is as good as \
                 none.",
        mock: "Takes any text. The SDK sends `true` or `false`.",
    },
    Quirk {
        name: "answer-to-taking-an-inquiry",
        operations: &["TakeInquiry"],
        documented: "The published types promise the `inquiry`, the OpenAPI description does not.",
        served: "Nothing but `success`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "permission-by-type",
        operations: &["ListUsers"],
        documented: "The permission depends on the type of user.",
        served: "Agents take `transfer-livechat-guest` or `edit-omnichannel-contact`, managers \
                 `view-livechat-manager`; the error response is 403 `unauthorized`.",
        mock: "The operation's own definition can name one rule, so it asks for a login alone, and the rest is up \
                 to the behaviour.",
    },
    Quirk {
        name: "nobody-is-null",
        operations: &["GetUser", "GetInquiry"],
        documented: "Nothing.",
        served: "A user who is not of the type and a room without an inquiry are no errors: 200 with `null`.",
        mock: "Does as servers do. In the SDK they are `None`.",
    },
    Quirk {
        name: "error-response-without-a-reason",
        operations: &["RemoveUser"],
        documented: "Nothing.",
        served: "An unknown user, or one without the role, is 400 with `success` alone: neither text nor code.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "get-that-joins",
        operations: &["JoinRoom"],
        documented: "A `GET` as any other.",
        served: "It changes the room: one more takes part, and a message says so.",
        mock: "Does as servers do. The SDK does not repeat it after a lost answer.",
    },
    Quirk {
        name: "count-is-the-one-asked-for",
        operations: &["ListRoomMessages"],
        documented: "Nothing.",
        served: "`count` is the number asked for, not how many messages the page has.",
        mock: "The example does so too. The SDK goes by `offset` and `total`.",
    },
    Quirk {
        name: "rooms-without-source",
        operations: &["ListRoomFilters"],
        documented: "The example begins with an empty source.",
        served: "So it is where rooms of old servers are left.",
        mock: "Does so too. In the SDK all of a source is optional.",
    },
    Quirk {
        name: "loose-flags",
        operations: &["ListRooms"],
        documented: "`open` and `onhold` are booleans, `queued` is a text.",
        served: "All are texts: `true`, `t` and `1` set `onhold` and `queued`; `open` knows `true` and `false`, and \
                 any other word lists all rooms. `queued` comes before the others. 8 takes a name in quotation marks for the \
                 whole name; whether 7 does is not known.",
        mock: "Reads them as servers do, and names as 8 with every version.",
    },
    Quirk {
        name: "codes-in-other-dress",
        operations: &["ForwardRoom", "HoldRoom"],
        documented: "Nothing.",
        served: "`This_conversation_is_already_closed`, `Not_authorized` and `error-room-onHold` are codes as well.",
        mock: "Keeps them to the letter.",
    },
];
