//! What surprises: where documentation and servers disagree, what clients rely on although it looks wrong, and what we had
//! to choose because nobody says.

/// Something that surprises, and what the mock does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirk {
    /// A short name, to refer to it.
    pub name: &'static str,
    /// The operations that it is about, by the names of their types; all of them, or what is beside them, if there are none.
    pub operations: &'static [&'static str],
    /// What the documentation says.
    pub documented: &'static str,
    /// What servers do, as far as that is known.
    pub served: &'static str,
    /// What the mock does, and why.
    pub mock: &'static str,
}

/// Everything that surprises about the operations that there are.
///
/// "7" and "8" are the server's lines of those numbers. "The documentation" is the page about visitors that has an example
/// for each operation; where the published OpenAPI description is meant, it says so.
///
/// ```
/// for quirk in livechat_mock::KNOWN_QUIRKS.iter().filter(|quirk| quirk.operations.contains(&"GetVisitorInfo")) {
///     println!("{}: {}", quirk.name, quirk.mock);
/// }
/// ```
pub const KNOWN_QUIRKS: &[Quirk] = &[
    // The documentation's own slips.
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
        mock: "Leaves it out as 8.5 and keeps it as 8.4 and 7.0. In the SDK it is optional.",
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
        name: "nothing-about-refusals",
        operations: &[],
        documented: "No error, no limit and no permission.",
        served: "At least nine envelopes of errors, 10 calls a minute for each route and address (5 for registering), and \
                 permissions.",
        mock: "Has the servers' errors, limits and permissions; the limits are switched on by whoever wants them.",
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
    // What servers do, and nobody would guess.
    Quirk {
        name: "missing-visitor-of-0.70",
        operations: &["GetVisitor"],
        documented: "Nothing about unknown tokens.",
        served: "400 `[invalid-token]`; servers of the 0.70 line answer 200 without a visitor.",
        mock: "Answers 400. The SDK reads the old answer as the same error.",
    },
    Quirk {
        name: "found-by-phone-or-email",
        operations: &["RegisterVisitor"],
        documented: "Registering a visitor.",
        served: "The visitor who has the token is updated; else the one who has the phone number, who keeps the old token; \
                 else the one who has the e-mail address, whose token is replaced. Only then is one made.",
        mock: "Does as servers do: an application has to use the token of the answer.",
    },
    Quirk {
        name: "custom-fields-lost-by-phone",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "If the visitor is found by phone number, 7 writes the custom fields by the token that was sent, which is \
                 nobody's: they are lost. 8 writes them.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "unknown-custom-fields",
        operations: &["RegisterVisitor"],
        documented: "Custom fields are stored.",
        served: "Only those that the workspace defines for visitors; others are left out without a word. 0.70 refused \
                 them with `invalid-custom-field`.",
        mock: "Does as servers since then do. `World::documented` defines `address`, so that the example works.",
    },
    Quirk {
        name: "email-is-not-checked",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "7 refuses what does not look like an address with `error-invalid-email`; 8 checks it and ignores the \
                 result.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "two-wordings-for-a-department",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "An unknown department is `The provided department is invalid [error-invalid-department]` for 7 and the \
                 bare `error-invalid-department` for 8.",
        mock: "Does either, by version; the code is the same.",
    },
    Quirk {
        name: "first-guest-is-the-second",
        operations: &["RegisterVisitor"],
        documented: "`guest-7`, `guest-4`, `guest-2`.",
        served: "The counter starts at 1 and is raised before it is used: the first guest of a fresh server is `guest-2`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "room-only-decides-about-access",
        operations: &["ListChatHistory"],
        documented: "The history of a room and a visitor.",
        served: "All rooms of the visitor, whatever room is named; the room only decides whether the caller may see them, \
                 and an unknown visitor has an empty list.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "counts-are-lowered",
        operations: &["ListPagesVisited", "ListChatHistory"],
        documented: "Nothing.",
        served: "A `count` above 100 becomes 100 without a word; 0 asks for all, where the workspace allows it.",
        mock: "Does as servers do, and 0 asks for all.",
    },
    Quirk {
        name: "null-is-a-wrong-type",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "`null` for what may be left out is refused: `Expected string, got null in field visitor.name`.",
        mock: "Does as servers do. The SDK leaves out what is not set.",
    },
    Quirk {
        name: "three-styles-of-validation",
        operations: &[],
        documented: "The OpenAPI description has `Match error: …` for registering and `… [invalid-params]` elsewhere.",
        served: "Newest servers drop the bracketed code from the text for routes that moved to the new router, \
                 `page.visited` among them; `errorType` stays.",
        mock: "Does each, by route and version.",
    },
    Quirk {
        name: "order-of-checks",
        operations: &[],
        documented: "Nothing.",
        served: "7 looks at the arguments before the permission, 8 after: the same wrong call is 400 for one and 403 for \
                 the other.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "not-logged-in-wording",
        operations: &["LogOut", "GetMe", "GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "The OpenAPI description has `status` and `message`.",
        served: "Those two up to 7.0; later `success` and `error` as well, with the same sentence twice. Before 8 the \
                 answer is held back for half a second or more.",
        mock: "Words it by version, and never holds it back: a test gains nothing by waiting.",
    },
    Quirk {
        name: "no-permission-of-old",
        operations: &["GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "The OpenAPI description has 403 and a sentence with `[error-unauthorized]`.",
        served: "So it is; up to about 4.7 it was 400 `error-not-authorized`.",
        mock: "Answers 403. The SDK reads both.",
    },
    Quirk {
        name: "rate-limit-in-a-sentence",
        operations: &[],
        documented: "Nothing.",
        served: "429 without `Retry-After`: the seconds are in the text, and `X-RateLimit-Reset` has the moment in \
                 milliseconds. All addresses share a route's moment.",
        mock: "Does as servers do. The SDK reads both.",
    },
    Quirk {
        name: "error-is-a-number",
        operations: &["LogIn"],
        documented: "Nothing.",
        served: "A wrong password is 401 with `error` 403, a number, and the words in `message`.",
        mock: "Does as servers do. The SDK's code is `403`.",
    },
    Quirk {
        name: "logins-without-success",
        operations: &["LogIn", "LogOut"],
        documented: "`status` and `data`.",
        served: "`success` came late in the 7 line for logging in.",
        mock: "Answers it as 8.4 and later. The SDK fills it in where it is missing.",
    },
    Quirk {
        name: "typing-errors",
        operations: &[],
        documented: "Nothing.",
        served: "`TOTP Maximun Failed Attempts Reached` and, up to 7, `Internal error occured`.",
        mock: "Its examples keep them to the letter: clients compare texts.",
    },
    // Conversations, from the visitor's side.
    Quirk {
        name: "open-room-is-a-get",
        operations: &["OpenRoom"],
        documented: "A `GET` for a room that is there or is made.",
        served: "It has all the effects of making one: a message, an inquiry, an agent who is assigned.",
        mock: "Is a `GET` as well. The SDK does not repeat it after a lost answer.",
    },
    Quirk {
        name: "fields-of-other-rooms",
        operations: &["OpenRoom"],
        documented: "The OpenAPI description's example has `default`, `ro`, `sysMes` and `customFields`.",
        served: "Rooms that a channel was made of, or that an app wrote to, may have them; a livechat has no use for \
                 them.",
        mock: "Its examples are without them, and the SDK ignores them.",
    },
    Quirk {
        name: "transfer-route-of-7",
        operations: &["TransferRoom"],
        documented: "The OpenAPI description has `visitor/department.transfer`.",
        served: "So have late servers of the 7 line and newer ones. Up to 7 there is `room.transfer`, which answers \
                 the room.",
        mock: "Answers both paths with every version. The SDK tries the newer first, and its answer may have a room.",
    },
    Quirk {
        name: "visitor-status-path",
        operations: &["SetVisitorStatus"],
        documented: "The OpenAPI description has `visitors.status`.",
        served: "`visitor.status`, as the published types.",
        mock: "Answers both. The SDK sends the latter, and the other form on request.",
    },
    Quirk {
        name: "call-status",
        operations: &["SetCallStatus"],
        documented: "Nothing: neither the documentation nor the OpenAPI description has the operation.",
        served: "There from 4.2 up to 7, gone in 8.",
        mock: "Answers with every version: a test should be free to try.",
    },
    Quirk {
        name: "unmarked-required-arguments",
        operations: &["SubmitSurvey", "SendMessage", "SendMessages", "EditMessage"],
        documented: "The OpenAPI description requires neither the name and value of a survey's answer, nor the parts \
                     of a message's agent, nor a visitor's token, nor anything for an edit.",
        served: "All of these are required.",
        mock: "Requires them. The SDK always sends them.",
    },
    Quirk {
        name: "offline-message-department",
        operations: &["SendOfflineMessage"],
        documented: "The OpenAPI description requires `department` and `host`.",
        served: "Both may be left out.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "ts-called-ls",
        operations: &["EditMessage", "DeleteMessage", "ListMessageHistory"],
        documented: "The OpenAPI description's examples have `ls` where a message's `ts` belongs.",
        served: "`ts`, as in every message: the examples were changed by mistake.",
        mock: "Its examples have `ts`. In the SDK a message cannot do without.",
    },
    Quirk {
        name: "history-without-counters",
        operations: &["ListMessageHistory"],
        documented: "The OpenAPI description has `unreadNotLoaded` beside the messages.",
        served: "`messages` and nothing else.",
        mock: "Its example has the messages alone. The SDK knows no counter, so the list is none that comes in pages.",
    },
    Quirk {
        name: "history-arguments-without-effect",
        operations: &["ListMessageHistory"],
        documented: "`ls`, `end` and `limit`.",
        served: "`offset` as well; `sort`, `count` and `searchText` are taken and do nothing.",
        mock: "Takes them all. The SDK has those that do something.",
    },
    Quirk {
        name: "transcript-wording",
        operations: &["SendTranscript"],
        documented: "The OpenAPI description has `Livechat transcript sent`.",
        served: "`Omnichannel transcript sent`, translated.",
        mock: "Its example has the latter.",
    },
    Quirk {
        name: "capital-key",
        operations: &["SetCustomFields"],
        documented: "`Key` in the answer, `key` in the request.",
        served: "So it is.",
        mock: "Its example has the capital, and so has the SDK's answer type.",
    },
    Quirk {
        name: "hidden-agents",
        operations: &["GetAgentInfo", "GetNextAgent"],
        documented: "An agent with names and addresses.",
        served: "`{\"hiddenInfo\":true}` and no more, where the workspace hides its agents.",
        mock: "Has an example of either. In the SDK everything about the agent is optional.",
    },
    Quirk {
        name: "no-next-agent",
        operations: &["GetNextAgent"],
        documented: "An agent.",
        served: "Nothing but `success` if the visitor has an open room.",
        mock: "Has an example of either. In the SDK the agent is optional.",
    },
    Quirk {
        name: "action-links",
        operations: &["GetConfig"],
        documented: "The OpenAPI description has a list `theme.actionLinks`.",
        served: "An object with a list for each kind of call.",
        mock: "Its example has the object. The SDK reads both.",
    },
    Quirk {
        name: "text-limit",
        operations: &["GetConfig"],
        documented: "The OpenAPI description calls `limitTextLength` a boolean.",
        served: "`false`, or the number of characters.",
        mock: "Has an example of either. The SDK reads both.",
    },
    Quirk {
        name: "typing-errors-of-visitors",
        operations: &["TransferRoom", "DeleteVisitor", "GetConfig", "SubmitSurvey"],
        documented: "`agentResposiveness`.",
        served: "That one, `error-transefing-chat`, `error-transfering-chat` and `An error ocurred while deleting \
                 visitor`.",
        mock: "Its examples keep them to the letter: clients compare texts.",
    },
    Quirk {
        name: "sms-answer-is-no-json",
        operations: &["ReceiveSms"],
        documented: "The OpenAPI description answers the text `<Response></Response>`.",
        served: "What the provider wants to read: for Twilio an XML document.",
        mock: "Answers the text as it stands, as `text/plain`. In the folder of examples it is a JSON string.",
    },
    Quirk {
        name: "upload-token-in-a-header",
        operations: &["UploadFile"],
        documented: "The token travels in the header `x-visitor-token`, the file in a form.",
        served: "So it is. Without the header 403 `unauthorized`; refusals about the file have a `reason` and no `error`.",
        mock: "Does as servers do. Fields of the form that are called `token` or `rid` change nothing.",
    },
    Quirk {
        name: "words-about-files",
        operations: &["UploadFile"],
        documented: "The OpenAPI description has some of the words.",
        served: "More than one for the same: a missing file is `error-no-file-uploaded` or `No file uploaded [error-no-file]`, \
                 one that is too large `error-file-too-large`, with and without a sentence, or `error-size-not-allowed`. \
                 Which one is met on 7 depends on how the form is read.",
        mock: "As 8 and later: the reason `error-no-file-uploaded`, and the sentence with `error-file-too-large`. As 7: \
               the sentence with `error-no-file`, and the reason `error-size-not-allowed` with the size that is allowed.",
    },
    Quirk {
        name: "broken-forms",
        operations: &["UploadFile"],
        documented: "Nothing.",
        served: "Not known.",
        mock: "A form that cannot be read to its end, or has more than 100 parts, counts as one without a file; the hint says \
               what is wrong with it. Fields are cut after 1 MiB.",
    },
    Quirk {
        name: "names-and-types-of-files",
        operations: &["UploadFile"],
        documented: "The examples have a picture's measures and a preview in the attachment.",
        served: "Both are made from the picture. The name is kept without folders.",
        mock: "Looks into no file: it makes neither, and guesses no type. Names are kept without folders and control \
               characters, 255 bytes of them, and are `file` if nothing is left.",
    },
    Quirk {
        name: "protected-files",
        operations: &["UploadFile"],
        documented: "Nothing about who may get a file at the address that an attachment has.",
        served: "Everybody, if the setting `FileUpload_ProtectFiles` is off. It is on unless changed: then it takes a login, or \
                 `rc_room_type=l`, `rc_rid` and `rc_token` with a room and its visitor's token, in the query or in cookies.",
        mock: "Does as servers do. The room need not be the file's.",
    },
    Quirk {
        name: "plain-routes",
        operations: &[],
        documented: "Users, permissions, settings, subscriptions and messages of agents are described with other parts of the \
                     API.",
        served: "All of them, for every kind of room and with more fields than these.",
        mock: "Has what a livechat test sets its scene with, for livechat rooms, in the stateful mode: `info`, \
               `users.create`, `users.delete`, `users.setStatus`, `permissions.update`, `settings/:id`, \
               `subscriptions.getOne`, `channels.info`, `rooms.get`, `chat.sendMessage`, and `method.call` with the methods that \
               realtime has. New users are offline. A \
               permission or a setting that the mock does not go by is refused, so that a slip shows. A message for a \
               closed room is refused with `room-closed`, and an `_id` that is there already is answered with its message.",
    },
    Quirk {
        name: "words-of-plain-routes",
        operations: &[],
        documented: "Nothing, among what is known of livechat.",
        served: "Which words each version has for these refusals is not known.",
        mock: "Has the same for all versions. `users.*`: `error-field-unavailable`, `error-user-param-not-provided`, \
               `error-invalid-user`, `error-action-not-allowed` and `error-invalid-status`, each behind a sentence. \
               `permissions.update`: `Invalid permission` and `Invalid role`, with the code under `errorType` alone. \
               `settings/:id`: nothing but `success`. `channels.info`: `error-room-param-not-provided` and \
               `error-room-not-found`, the latter for a room that the caller may not see too. `rooms.get`: \
               `error-updatedSince-param-invalid`. `chat.sendMessage` borrows the words of livechat's operations. A file \
               that is not there, or not for the caller, is refused with an empty body.",
    },
    Quirk {
        name: "limits-of-8",
        operations: &["SendTranscript", "SendOfflineMessage"],
        documented: "Nothing.",
        served: "8 takes 5 transcripts in a minute and one offline message in 5 seconds; 7 has its usual limit of 10 \
                 calls for both.",
        mock: "Has the limits of 8 with every version.",
    },
    // What is not established, and what we chose.
    Quirk {
        name: "unknown-path-of-7",
        operations: &[],
        documented: "Nothing.",
        served: "8 answers 404 with the text `404 Not Found`. With 7 the web application answers, nobody wrote down what.",
        mock: "Answers as 8 for every version: whatever 7 sends, it is no answer of the API, and clients have to cope.",
    },
    Quirk {
        name: "wrong-method",
        operations: &[],
        documented: "Nothing.",
        served: "7 answers 405 with `API endpoint does not exist` and `Allow`; 8 as for an unknown path.",
        mock: "Does either, by version. `HEAD` counts as a wrong method, since no route is known to take it.",
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
        name: "negative-count",
        operations: &["ListPagesVisited", "ListChatHistory"],
        documented: "Nothing.",
        served: "`count` and `offset` are not checked, and what the database makes of a negative number or of a word is not \
                 known.",
        mock: "Answers 400: a test should not pass by it.",
    },
    Quirk {
        name: "body-limit-of-8",
        operations: &[],
        documented: "Nothing.",
        served: "7 reads 50 MB; the limit of 8 is not known.",
        mock: "The server reads 50 MiB with every version, unless it is told otherwise.",
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
        served: "Whoever has the permission `api-bypass-rate-limit`; which roles have it at first is not known.",
        mock: "Gives it to the roles `admin`, `bot` and `app`.",
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
               do not exist are passed over. Who is no agent is refused with `error-user-is-not-agent`, as by the older \
               method of the same name.",
    },
    Quirk {
        name: "status-that-is-so-already",
        operations: &["SetAgentStatus"],
        documented: "Nothing.",
        served: "A status that the agent has already is answered before it is asked who may change it. Business hours may \
                 forbid others: `error-business-hours-are-closed`.",
        mock: "Answers it so, and tells nobody of a change. It has no business hours.",
    },
    Quirk {
        name: "new-agents-and-their-status",
        operations: &["AddUser", "RemoveUser"],
        documented: "Nothing but the roles.",
        served: "A new agent takes conversations at once, unless offline. Who is removed leaves all departments. A user who \
                 did not have the role is removed with success.",
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
        documented: "The OpenAPI description requires neither `guestData` nor `roomData`, but its examples are refusals \
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
                 are no JSON; what is said about a range that is no JSON is not known.",
        mock: "Reads JSON text, and takes for dates what has a time and a zone.",
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
                 `view-livechat-manager`; the refusal is 403 `unauthorized`.",
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
        name: "refusal-without-a-reason",
        operations: &["RemoveUser"],
        documented: "Nothing.",
        served: "An unknown user is 400 with `success` alone: neither text nor code.",
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
                 any other word lists all rooms.",
        mock: "Reads them as servers do.",
    },
    Quirk {
        name: "codes-in-other-dress",
        operations: &["ForwardRoom", "HoldRoom"],
        documented: "Nothing.",
        served: "`This_conversation_is_already_closed`, `Not_authorized` and `error-room-onHold` are codes as well.",
        mock: "Keeps them to the letter.",
    },
    // What staff do with conversations.
    Quirk {
        name: "who-hands-on",
        operations: &["ForwardRoom", "ReturnInquiry", "ListTransferHistory"],
        documented: "Nothing.",
        served: "`userType` is `visitor`, `agent` or `user`. What tells the last two apart is not said.",
        mock: "Whoever serves the room is its agent, anybody else of the staff a user.",
    },
    Quirk {
        name: "departments-in-a-circle",
        operations: &["ForwardRoom", "TransferRoom"],
        documented: "Nothing.",
        served: "A department without anybody may have another stand in, which may have another; how far that goes is \
                 not known.",
        mock: "Goes on until somebody is there, or until a department comes again: then nobody is, and nothing was \
               changed.",
    },
    Quirk {
        name: "return-to-a-department",
        operations: &["ReturnInquiry"],
        documented: "A room may go back into a department's queue.",
        served: "What is said of a department that does not exist is not known.",
        mock: "Refuses it with `error-invalid-department`, as the other operations that take one. A room that nobody \
               serves stays where it is.",
    },
    Quirk {
        name: "hold-of-others",
        operations: &["HoldRoom", "ResumeRoom"],
        documented: "Nothing about rooms that others serve.",
        served: "`Not_authorized`, unless the caller has a permission; its name and who has it are not documented. The \
                 last word has to be the agent's.",
        mock: "Calls the permission `on-hold-others-livechat-room`, which managers, monitors and administrators have. \
               Where nobody wrote anything, the visitor waits. What is closed is on hold no longer.",
    },
    Quirk {
        name: "tags-add-up",
        operations: &["CloseRoomByUser", "CloseRoom"],
        documented: "Tags may be given when a room is closed.",
        served: "A department may require some. Whether those count that the room has already is not said.",
        mock: "They count, and those given come beside them; so a visitor can close a room that has one.",
    },
    Quirk {
        name: "closing-by-force",
        operations: &["CloseRoomByUser"],
        documented: "`forceClose` closes rooms that are in disorder.",
        served: "Newer servers do so where the workspace allows it, which a fresh one does not.",
        mock: "Takes it, and does as servers do that do not allow it.",
    },
    Quirk {
        name: "transcript-asked-for-before",
        operations: &["CloseRoomByUser", "CloseRoom", "RequestTranscript"],
        documented: "A transcript that was asked for is sent when the room is closed.",
        served: "Whoever closes may say otherwise, with `sendToVisitor`.",
        mock: "Who closes has the last word; without one, the wish counts. It shows in the note about closing: the mock \
               sends no mail.",
    },
    Quirk {
        name: "particulars-of-strangers",
        operations: &["SaveRoomInfo"],
        documented: "The OpenAPI description refuses an unknown room alone.",
        served: "What is said of an unknown visitor, and of a custom field with a wrong value, is not known.",
        mock: "`error-invalid-visitor`, and the words that visitors are told about custom fields; then nothing is saved. \
               Custom fields that are not defined are ignored without a word, and an empty text changes nothing.",
    },
    Quirk {
        name: "no-priorities",
        operations: &["SaveRoomInfo"],
        documented: "`priorityId` and `slaId` set the room's priority and service level.",
        served: "Those that the workspace defines, on premium servers.",
        mock: "No operation here defines one, so that both are of no effect.",
    },
    Quirk {
        name: "patterns-of-custom-fields",
        operations: &["ListRooms"],
        documented: "An object of keys and values.",
        served: "Values are patterns, regardless of case, and match texts alone. What is said of one that is no pattern \
                 is not known.",
        mock: "Does so, with patterns of its own kind, which know no look-around and no back references. What is none is \
               taken for the text itself.",
    },
    Quirk {
        name: "rooms-of-units",
        operations: &["ListRooms"],
        documented: "Rooms of business units, on premium servers.",
        served: "Rooms of the units' departments.",
        mock: "Goes by `parentId` and `ancestors` of departments. No operation here makes units: a world can have them.",
    },
    Quirk {
        name: "agents-of-the-queue",
        operations: &["ListQueue"],
        documented: "Agents, departments and numbers of conversations. The order is not said.",
        served: "Entries have an `_id` too, of a form that is not documented.",
        mock: "Lists who serves an open room, the most first, by department. `_id` is an object of both ids, and is left \
               out where there is no department.",
    },
    Quirk {
        name: "text-messages",
        operations: &["ReceiveSms"],
        documented: "`twilio` is the one provider. Neither refusals nor effects are described.",
        served: "The visitor is found by the number, or registered; the text goes into an open room, or opens one of \
                 source `sms`. Other providers and refusals are not known.",
        mock: "Does so, always answers in Twilio's form, and goes on with an open room whichever way it was opened. \
               Another provider is 404, and a message from no number `error-invalid-visitor`.",
    },
    // Departments, custom fields, triggers, appearance and contacts.
    Quirk {
        name: "department-archive-path",
        operations: &["ArchiveDepartment", "UnarchiveDepartment"],
        documented: "The OpenAPI description has `department/archive/{_id}` and `department/unarchive/{_id}`.",
        served: "The other way round: `department/{_id}/archive` and `department/{_id}/unarchive`.",
        mock: "Answers both. The SDK sends what servers answer.",
    },
    Quirk {
        name: "autocomplete-answers-items",
        operations: &["AutocompleteDepartments"],
        documented: "The OpenAPI description's example is a page of whole departments.",
        served: "`items`, each with `_id` and `name`, and no counters.",
        mock: "Answers `items`.",
    },
    Quirk {
        name: "empty-texts-of-forms",
        operations: &["ListDepartments", "ListDepartmentsById"],
        documented: "The OpenAPI description has `\"\"` for lists and numbers that nobody filled in, and `\"10\"` \
                     for a number.",
        served: "They store what the form sent, of whichever kind.",
        mock: "Writes lists and numbers. The SDK reads an empty text as nothing, and a number out of a text.",
    },
    Quirk {
        name: "department-lists-of-objects",
        operations: &["ListDepartments"],
        documented: "The OpenAPI description has objects in `departmentsAllowedToForward` and `chatClosingTags`.",
        served: "Texts: ids and tags.",
        mock: "Answers texts.",
    },
    Quirk {
        name: "agents-of-departments",
        operations: &["CreateDepartment", "UpdateDepartment", "SetDepartmentAgents"],
        documented: "The OpenAPI description requires `agentId` in one place of three, has `count` and `order` as \
                     texts, and leaves `username` out of an example.",
        served: "`agentId` is needed everywhere; the source asks for `username` beside it, and for numbers.",
        mock: "Requires `agentId` alone, so that the documented examples work. The SDK's constructor takes both.",
    },
    Quirk {
        name: "ids-are-a-list",
        operations: &["ListDepartmentsById"],
        documented: "The OpenAPI description has `ids` as one text.",
        served: "A list, `ids[]=`; one text is `The 'ids' param must be an array`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "limit-of-departments",
        operations: &["CreateDepartment", "CheckDepartmentCreation"],
        documented: "Nothing.",
        served: "Without a licence a workspace has one department at most; whether 8 still limits them is not known.",
        mock: "Has no limit, so that tests can create several; `World::set_department_limit` sets one.",
    },
    Quirk {
        name: "removal-of-departments",
        operations: &["DeleteDepartment"],
        documented: "Nothing.",
        served: "8 can refuse it with `error-department-removal-disabled`; by which setting, and whether a fresh server \
                 does, is not known.",
        mock: "Allows it. The setting `Omnichannel_enable_department_removal`, whose name is our choice, forbids it, \
               but not to 7. Other departments name the removed one no longer.",
    },
    Quirk {
        name: "refused-fallbacks",
        operations: &["CreateDepartment", "UpdateDepartment"],
        documented: "Nothing.",
        served: "A family of refusals, `error-fallback-department-*`; which ones it has is not known.",
        mock: "Has two: `-circular` for a department that stands in for itself, `-not-found` for one that nobody knows.",
    },
    Quirk {
        name: "agents-as-given",
        operations: &["CreateDepartment", "UpdateDepartment", "SetDepartmentAgents"],
        documented: "Nothing.",
        served: "What becomes of users whom nobody knows, and of a `count` and `order` that are left out, is not known.",
        mock: "Passes over such users, and leaves alone what is left out. The user name is the user's own, whatever was \
               sent. Who may not add agents updates a department without them.",
    },
    Quirk {
        name: "units-of-departments",
        operations: &["CreateDepartment", "UpdateDepartment"],
        documented: "`departmentUnit` names the unit.",
        served: "Units are the Enterprise edition's.",
        mock: "Takes the argument and passes it over.",
    },
    Quirk {
        name: "selectors-of-departments",
        operations: &["AutocompleteDepartments"],
        documented: "The OpenAPI description has a `conditions` in the selector.",
        served: "A query of the database; how many departments are answered is not known.",
        mock: "Passes the conditions over, and answers ten at most, by name, as for visitors.",
    },
    Quirk {
        name: "usual-orders",
        operations: &[
            "ListDepartmentAgents",
            "ListArchivedDepartments",
            "ListCustomFields",
            "ListTriggers",
            "SearchContacts",
        ],
        documented: "Nothing.",
        served: "The order of these lists, where none is asked for, is not known.",
        mock: "Sorts agents by `username`, custom fields by `label`, the others by `name`.",
    },
    Quirk {
        name: "refusals-with-other-statuses",
        operations: &["UnarchiveDepartment", "SearchContact"],
        documented: "The OpenAPI description has 400 for a missing login and for a missing permission.",
        served: "401 and 403, as everywhere.",
        mock: "Answers 401 and 403.",
    },
    Quirk {
        name: "unknown-is-null",
        operations: &["GetDepartment", "GetCustomField", "GetTrigger", "GetContactById", "ListContactChannels"],
        documented: "Nothing.",
        served: "200 with `null` where what was asked for does not exist; 8 answers 404 for `contacts.get`.",
        mock: "Has both among its examples. In the SDK the answer is optional.",
    },
    Quirk {
        name: "custom-field-to-save",
        operations: &["SaveCustomField"],
        documented: "The OpenAPI description requires nothing of a custom field, leaves `customFieldId` out for a \
                     new one, and has `true` for `visibility`.",
        served: "`field`, `label`, `scope` and `visibility` are needed, the last is a word, and `customFieldId` is \
                 `null` for a new one.",
        mock: "Takes a missing id as `null`. The SDK sends `null`: the one place where it does.",
    },
    Quirk {
        name: "custom-field-without-key",
        operations: &["SaveCustomField"],
        documented: "The OpenAPI description's answer has no `_id`.",
        served: "So it is, although every other answer has it.",
        mock: "Answers without it. In the SDK it is optional here.",
    },
    Quirk {
        name: "custom-field-not-found-in-two-spellings",
        operations: &["SaveCustomField", "DeleteCustomField"],
        documented: "Nothing.",
        served: "`Custom Field Not found` when saving, `Custom field not found` when deleting.",
        mock: "Its examples keep both to the letter.",
    },
    Quirk {
        name: "words-of-triggers",
        operations: &["SaveTrigger"],
        documented: "The OpenAPI description does not require the `name` of a condition or an action.",
        served: "Both are required, and have to be among the known words.",
        mock: "Requires them. The SDK's constructors always send them.",
    },
    Quirk {
        name: "trigger-without-id",
        operations: &["SaveTrigger"],
        documented: "`success` alone.",
        served: "So it is: who creates a trigger does not learn its id.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "appearance-is-a-list",
        operations: &["SetAppearance"],
        documented: "The OpenAPI description's body is a list, the only one of the API.",
        served: "So it is; an object, and a body that is no JSON, is `must be array [invalid-params]`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "appearance-values",
        operations: &["GetAppearance"],
        documented: "The OpenAPI description's schema has `value` and `packageValue` as booleans; its examples have texts.",
        served: "A text, a number, a boolean or a list, by setting.",
        mock: "Answers any. In the SDK it is any JSON.",
    },
    Quirk {
        name: "custom-field-keeps-its-key",
        operations: &["SaveCustomField"],
        documented: "Nothing.",
        served: "What a known field becomes if `field` is another key is not known.",
        mock: "Leaves the key as it is, and what is not given too.",
    },
    Quirk {
        name: "unknown-triggers",
        operations: &["SaveTrigger", "DeleteTrigger"],
        documented: "Nothing.",
        served: "What is said to an id that nobody knows is not known.",
        mock: "Succeeds and changes nothing.",
    },
    Quirk {
        name: "settings-of-the-appearance",
        operations: &["GetAppearance", "SetAppearance"],
        documented: "The OpenAPI description shows eight of the settings.",
        served: "A list of settings may be changed, and one that is not on it is `invalid-setting`. Which ones it has, and \
                 what becomes of a value of another type, is not known.",
        mock: "Has those that shape the widget. A value of another type is `invalid-setting` too, but for a number that \
               is sent as a text; then nothing is changed.",
    },
    Quirk {
        name: "contact-is-a-visitor",
        operations: &["SaveContact", "GetContact", "SearchContact"],
        documented: "The OpenAPI description calls them obsolete, and leaves out how one is looked up by id.",
        served: "A contact is a visitor here: `contact` is the visitor's id, or the visitor.",
        mock: "Looks a visitor up by `contactId`; that name is our choice, since no source has it.",
    },
    Quirk {
        name: "examples-about-contacts",
        operations: &["CreateContact", "UpdateContact", "GetContactById", "ListContactHistory"],
        documented: "The OpenAPI description writes `customFileds`, wants `emails` in an update, names no key of an \
                     update's body, puts `error: ` before a refusal, and answers a history without one.",
        served: "`customFields`; an update needs `contactId` alone; refusals are worded as everywhere; `history` \
                 and counters.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "contact-manager-in-two-forms",
        operations: &["UpdateContact", "GetContactById", "SearchContacts"],
        documented: "The OpenAPI description has an id, and an object with names where contacts are searched for.",
        served: "So it is.",
        mock: "Answers either. The SDK reads both as `ContactOwner`.",
    },
    Quirk {
        name: "contacts-of-visitors",
        operations: &["RegisterVisitor", "OpenRoom", "CreateContact", "ListContactChannels"],
        documented: "Nothing.",
        served: "A visitor has a contact: 8 puts `contactId` on rooms, names them after the contact, copies custom fields to \
                 it and notes where they conflict. When the contact comes to be is not known.",
        mock: "Makes contacts through their own operations alone, without channels. Where `World::add_contact` gives one a \
               channel, that visitor's rooms name it; custom fields are not copied.",
    },
    Quirk {
        name: "contact-as-updated",
        operations: &["CreateContact", "UpdateContact"],
        documented: "Nothing.",
        served: "Whether custom fields replace those that are stored, and in which order refusals come, is not known.",
        mock: "Replaces them. First comes the manager, then each field: that it is none, then that its value is wrong.",
    },
    Quirk {
        name: "history-of-contacts",
        operations: &["ListContactHistory"],
        documented: "Nothing.",
        served: "Whether open rooms are part of it, in which order, and what is said to an unknown contact is not known.",
        mock: "Answers all rooms, the newest first; an unknown contact has none.",
    },
    Quirk {
        name: "existence-by-several",
        operations: &["CheckContactExistence"],
        documented: "One of three arguments; the OpenAPI description has the words for none of them.",
        served: "The words for several are not known.",
        mock: "Refuses several with the last of the words for none.",
    },
    Quirk {
        name: "count-of-contacts",
        operations: &["SearchContacts"],
        documented: "`count` is how many there are on the page.",
        served: "7.0 echoes how many were asked for.",
        mock: "Does either, by version. 0, which asks for all, stays 0.",
    },
    Quirk {
        name: "search-for-a-visitor",
        operations: &["SaveContact", "SearchContact", "GetContact"],
        documented: "Nothing.",
        served: "How a visitor is found, and what is said if nothing is asked for or nobody is found, is not known.",
        mock: "Saves as a registration does, but nobody is online because of it. A search wants all that is given to be \
               true and refuses to look for nothing; nobody is an answer without `contact`.",
    },
    // Realtime.
    Quirk {
        name: "realtime-token-of-the-room",
        operations: &[],
        documented: "The example of `stream-livechat-room` gives `token` alone.",
        served: "Servers refuse that: `stream-room-messages` and `stream-livechat-room` look at `visitorToken`, \
                 `stream-notify-room` at `token`.",
        mock: "Does as servers do, and the log says which of the two is missing.",
    },
    Quirk {
        name: "realtime-refusal-of-a-subscription",
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
               before, without an estimate.",
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
        documented: "Nothing about refusals of the method `sendMessage`.",
        served: "Who may write decides; what is said in each case is not known.",
        mock: "Whoever is logged in writes into open rooms that they may see; all else is `error-not-allowed`. A \
               message that is there already is answered as it is, if it is this room's.",
    },
    Quirk {
        name: "realtime-methods-of-visitors",
        operations: &[],
        documented: "`livechat:getInitialData`, `livechat:registerGuest`, `sendMessageLivechat` and others.",
        served: "Most were to go at 7.0; `sendMessageLivechat` is to go at 9.0.",
        mock: "Has none of them but `livechat:setUpConnection`, and answers 404: REST has them all.",
    },
    Quirk {
        name: "realtime-limits",
        operations: &[],
        documented: "Nothing.",
        served: "How many subscriptions a connection may have is not known.",
        mock: "1000, with ids and events' names of at most 256 bytes; one more is refused with \
               `too-many-subscriptions`. Methods are not counted.",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use livechat_sdk::ENDPOINTS;

    use super::*;

    #[test]
    fn every_quirk_has_a_name_of_its_own_and_known_operations() {
        let names: HashSet<_> = KNOWN_QUIRKS.iter().map(|quirk| quirk.name).collect();
        assert_eq!(names.len(), KNOWN_QUIRKS.len());
        for quirk in KNOWN_QUIRKS {
            for operation in quirk.operations {
                assert!(ENDPOINTS.iter().any(|endpoint| endpoint.name == *operation), "{}: {operation}", quirk.name);
            }
            for sentence in [quirk.documented, quirk.served, quirk.mock] {
                assert!(sentence.ends_with('.') && !sentence.contains("  "), "{}: {sentence}", quirk.name);
            }
        }
    }
}
