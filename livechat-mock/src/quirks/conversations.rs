//! Conversations, from the visitor's side.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
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
        served: "Rooms that a channel was made of, or that an app wrote to, may have them. `sysMes` has the kinds of system \
                 messages that the room's history leaves out; a livechat has no use for the others.",
        mock: "Does so. Its examples are without them. The SDK has `customFields`, and keeps the others in `other`.",
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
        name: "last-seen-without-effect",
        operations: &["ListMessageHistory"],
        documented: "`ls` is the last seen timestamp.",
        served: "It serves a count of unread messages that is not answered: all messages come, and a text that is no date \
                 is ignored.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "counted-twice",
        operations: &["OpenRoom", "CloseRoom", "ForwardRoom"],
        documented: "Nothing.",
        served: "8 announces its notes that a conversation started, was handed on, or was closed: they count twice in `msgs`, \
                 become `lastMessage` and are unread by others. Other notes count once and do nothing else. What becomes of \
                 those about joining, holding, priorities and pages, and what 7 does, is not known.",
        mock: "Does so with every version, and counts the unknown ones among the others.",
    },
    Quirk {
        name: "links-that-quote",
        operations: &["SendMessage"],
        documented: "Nothing.",
        served: "A link into the workspace with `msg=` and the id of a message that the author may see attaches that message. \
                 How deep quotes go by default, and what is listed of other links, is not known.",
        mock: "Does so, with `Message_QuoteChainLimit` 2, and lists links with nothing but their `url`.",
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
        served: "What the provider wants to read: for Twilio an XML document, for Mobex `ACK/Jasmin`, for Voxtelesys JSON.",
        mock: "Answers so. The documented example is `text/plain`; in the folder of examples it is a JSON string.",
    },
    Quirk {
        name: "upload-token-in-a-header",
        operations: &["UploadFile"],
        documented: "The token travels in the header `x-visitor-token`, the file in a form.",
        served: "So it is. Without the header 403 `unauthorized`; error responses about the file have a `reason` and no `error`.",
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
        name: "files-in-a-sandbox",
        operations: &["UploadFile"],
        documented: "Nothing.",
        served: "Which headers files are served with is not established.",
        mock: "Serves them with a policy that runs nothing and sends no form, `nosniff`, and for pages of all origins: it is a \
               program on a developer's machine.",
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
        mock: "Has what a livechat test prepares itself with, for livechat rooms, in the stateful mode: \
               `users.create`, `users.delete`, `users.setStatus`, `permissions.update`, `settings/:id`, \
               `subscriptions.getOne`, `channels.info`, `rooms.info`, `rooms.get`, `chat.sendMessage`, `chat.postMessage`, \
               `chat.getMessage`, and `method.call` with the methods that realtime has. New users are offline. A \
               permission that the mock does not go by is refused, so that a slip shows. A message for a \
               closed room is refused with `room-closed`, and an `_id` that is there already is answered with its message. A reply \
               to a message of another room, or to none, is kept as it is, and no thread counts it. One that is shown in its \
               thread alone is unread by nobody.",
    },
    Quirk {
        name: "words-of-plain-routes",
        operations: &[],
        documented: "Nothing, among what is known of livechat.",
        served: "Which words each version has for these error responses is not known.",
        mock: "Has the same for all versions. `users.*`: `error-field-unavailable`, `error-user-param-not-provided`, \
               `error-invalid-user`, `error-action-not-allowed` and `error-invalid-status`, each behind a sentence. \
               `permissions.update`: `Invalid permission` and `Invalid role`, with the code under `errorType` alone. \
               `settings/:id`: nothing but `success`. `channels.info`: `error-room-param-not-provided` and \
               `error-room-not-found`, the latter for a room that the caller may not see too. `rooms.get`: \
               `error-updatedSince-param-invalid`. `chat.sendMessage` and `chat.postMessage` borrow the words of livechat's operations for rooms, and \
               refuse custom fields that the workspace does not allow with `Custom fields not enabled`. `chat.getMessage`: \
               nothing but `success` for a message that is not there. `rooms.info`: as `channels.info`, but `not-allowed` for a \
               room that the caller may not see. A file \
               that is not there, or not for the caller, is refused with an empty body.",
    },
    Quirk {
        name: "limits-of-8",
        operations: &["SendTranscript", "SendOfflineMessage"],
        documented: "Nothing.",
        served: "8 takes 5 transcripts in a minute and one offline message in 5 seconds; 7 has its usual limit of 10 \
                 calls for both.",
        mock: "Has the limits of its version, as the SDK's `Meta::call_limit` tells them.",
    },
];
