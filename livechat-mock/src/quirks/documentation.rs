//! The documentation's own slips.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "register-command-lacks-a-brace",
        operations: &["RegisterVisitor"],
        documented: "The body of the example command lacks its last closing brace.",
        served: "That is no JSON, so the visitor is missing; the example payload beside the command is right.",
        mock: "Refuses it as servers do, and the hint says where the JSON ends. The example request is the payload.",
    },
    Quirk {
        name: "path-argument-called-payload",
        operations: &["GetVisitor"],
        documented: "The token is listed under \"Payload\".",
        served: "It is part of the path.",
        mock: "Takes it from the path alone, as the example command has it.",
    },
    Quirk {
        name: "one-text-for-three-ids",
        operations: &["GetVisitor", "RegisterVisitor", "GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "`iNKE8a6k6cjbqWhWd` stands for a token, for a visitor's id and for a room's id.",
        served: "The three have nothing to do with each other: a token is no id, and the answer is `visitor-not-found` or \
                 `invalid-room`.",
        mock: "Replay answers every id. The stateful mode answers as servers do; the hint says that it was a token. In the \
               SDK the three are types of their own.",
    },
    Quirk {
        name: "commands-without-login",
        operations: &["GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "A login is required, but the example commands send none.",
        served: "401 without `X-User-Id` and `X-Auth-Token`.",
        mock: "Answers 401 with a hint, unless it was started to do without logins, so that the commands can be pasted.",
    },
    Quirk {
        name: "visitors-info-answers-another-id",
        operations: &["GetVisitorInfo"],
        documented: "The example asks for one id and the answer has another.",
        served: "The answer's `_id` is always the one asked for.",
        mock: "Replay answers the example as it stands; the stateful mode answers the visitor asked for.",
    },
    Quirk {
        name: "visitors-info-token",
        operations: &["GetVisitorInfo"],
        documented: "The answer has the visitor's `token`. The OpenAPI description dropped it in 8.5.0; the published types \
                     of 8.8 still require it.",
        served: "Without `token` since 8.5.0, and in 8.4.2, 8.3.4, 8.2.4, 8.1.5, 8.0.6, 7.13.8 and 7.10.12.",
        mock: "Leaves it out from 8.5 on and keeps it in older profiles. In the SDK it is optional.",
    },
    Quirk {
        name: "pages-visited-query-form",
        operations: &["ListPagesVisited"],
        documented: "The room is a query parameter: `visitors.pagesVisited?roomId=`.",
        served: "No server ever answered that: the room has been part of the path since 2.3. It is an unknown path.",
        mock: "Answers both, so that the documented command works. The SDK sends the path, and the other form on request.",
    },
    Quirk {
        name: "pages-visited-without-counters",
        operations: &["ListPagesVisited"],
        documented: "The answer has no `count`, `offset` and `total`.",
        served: "All three, since 2.3.",
        mock: "Replay answers the example without them; the stateful mode answers them. In the SDK they are optional.",
    },
    Quirk {
        name: "pages-visited-of-another-room",
        operations: &["ListPagesVisited"],
        documented: "The answer's `rid` is another room than the one asked for.",
        served: "Every page visit in the answer belongs to the room asked for.",
        mock: "Replay answers the example as it stands; the stateful mode answers the room's own.",
    },
    Quirk {
        name: "page-text-is-not-its-title",
        operations: &["ListPagesVisited"],
        documented: "The text starts with `App test`, while the page's title is `Test`.",
        served: "The text is made of title and address: the example was edited by hand.",
        mock: "Replay answers the example as it stands; the stateful mode makes the text as servers do.",
    },
    Quirk {
        name: "pages-visited-list-arguments",
        operations: &["ListPagesVisited"],
        documented: "Neither the documentation nor the OpenAPI description says that the list comes in pages.",
        served: "`offset`, `count` and `sort` work as in the chat history, and no other argument is taken.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "chat-history-literal-path",
        operations: &["ListChatHistory"],
        documented: "The path has the words `room-id` and `visitor-id`; the ids are listed as query parameters.",
        served: "The words are places for the ids; as query parameters the ids are superfluous and refused.",
        mock: "Takes any text in their places, and refuses the query parameters. In the stateful mode there is no room \
               `room-id`.",
    },
    Quirk {
        name: "chat-history-total",
        operations: &["ListChatHistory"],
        documented: "A total of 14 with a page of one room, for a command that does not ask for pages of one.",
        served: "Pages have 50 rooms unless `count` says otherwise.",
        mock: "Replay answers the example as it stands; the stateful mode has pages of 50.",
    },
    Quirk {
        name: "texts-in-lists-out",
        operations: &["RegisterVisitor"],
        documented: "`phone` and `email` are texts in the request and lists `phone` and `visitorEmails` in the answer; \
                     `customFields` is a list in the request and an object `livechatData` in the answer.",
        served: "So it is: lists of one element, replaced and never appended to.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "visitors-of-old-servers",
        operations: &["GetVisitor", "RegisterVisitor", "GetVisitorInfo"],
        documented: "Visitors have neither `ts` nor `status`.",
        served: "Servers since 1.0 store both; records of older servers stay without.",
        mock: "Replay answers the examples as they stand; the stateful mode stores both. In the SDK they are optional.",
    },
    Quirk {
        name: "page-visit-room-is-optional",
        operations: &["RecordPageVisit"],
        documented: "`rid` is in every example, and nothing says that it may be left out.",
        served: "Optional since 1.3, and neither it nor the token is checked: unknown ones are answered 200 and stored. \
                 0.70 refused them with `invalid-token` and `invalid-room`.",
        mock: "Does as servers since 1.3 do.",
    },
    Quirk {
        name: "page-visit-without-page",
        operations: &["RecordPageVisit"],
        documented: "The answer always has a `page`.",
        served: "`{\"success\":true}` and nothing is stored if `change` is not what the setting \
                 `Livechat_history_monitor_type` names (`url`, unless changed).",
        mock: "Does as servers do. In the SDK the page is optional.",
    },
    Quirk {
        name: "nothing-about-error-responses",
        operations: &[],
        documented: "No error, no limit and no permission.",
        served: "At least nine envelopes of errors, 10 calls a minute for each route and address (5 for registering), and \
                 permissions.",
        mock: "Has the servers' errors, limits and permissions; the limits are off by default.",
    },
    Quirk {
        name: "custom-field-keys",
        operations: &["RegisterVisitor"],
        documented: "The OpenAPI description requires neither `key` nor `value` nor `overwrite` of a custom field.",
        served: "All three are required: `Match error: Missing key 'overwrite' in field visitor.customFields[0]`.",
        mock: "Requires all three. The SDK's `CustomFieldValue` always sends them.",
    },
    Quirk {
        name: "username-of-an-agent",
        operations: &["RegisterVisitor"],
        documented: "The OpenAPI description calls `username` the agent's.",
        served: "It is the visitor's, and counts only when the visitor is new.",
        mock: "Does as servers do.",
    },
];
