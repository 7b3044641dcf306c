//! What staff do with conversations.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "messages-of-strangers",
        operations: &["SendMessages"],
        documented: "Nothing.",
        served: "Up to 8.0 a token that is new is refused with `error-invalid-token`, although the visitor is registered by then. \
                 Which later release takes it is not known.",
        mock: "Refuses it up to 8.0, and takes it from 8.4 on.",
    },
    Quirk {
        name: "who-hands-on",
        operations: &["ForwardRoom", "ReturnInquiry", "ListTransferHistory"],
        documented: "Nothing.",
        served: "`userType` is `visitor`, `agent` or `user`. What tells the last two apart is not said.",
        mock: "The user who serves the room is its agent, any other member of staff a user.",
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
        served: "`Not_authorized`, unless the caller has `on-hold-others-livechat-room`, as managers, monitors and \
                 administrators have at first. The last word has to be the agent's.",
        mock: "Does so. Where nobody wrote anything, the visitor waits. What is closed is on hold no longer.",
    },
    Quirk {
        name: "tags-add-up",
        operations: &["CloseRoomByUser", "CloseRoom"],
        documented: "Tags may be given when a room is closed.",
        served: "A department may require some: then an agent gives one, or the room has one already, and the department \
                 has to have tags of its own. Those come beside the others in any case. Visitors need to give none.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "closing-by-force",
        operations: &["CloseRoomByUser"],
        documented: "`forceClose` closes rooms that are in disorder.",
        served: "8 does so where `Omnichannel_allow_force_close_conversations` is on, which it is not on a fresh server, \
                 and says nothing where it is off. A room that is closed already is closed again. Of two who close a room at \
                 once, one is refused, with one of several errors.",
        mock: "Does as servers do. It handles one call after the other, so that the second is refused as one that comes \
               later; `Fault::fail` responds with `error-room-cannot-be-closed-try-again`.",
    },
    Quirk {
        name: "transcript-asked-for-before",
        operations: &["CloseRoomByUser", "CloseRoom", "RequestTranscript"],
        documented: "A transcript that was asked for is sent when the room is closed.",
        served: "The caller may override it with `sendToVisitor`.",
        mock: "Who closes has the last word; without one, the wish counts. It shows in the note about closing: the mock \
               sends no mail.",
    },
    Quirk {
        name: "particulars-of-strangers",
        operations: &["SaveRoomInfo"],
        documented: "The OpenAPI description refuses an unknown room alone.",
        served: "What is said of an unknown visitor, and of a custom field with a wrong value, is not known.",
        mock: "`error-invalid-visitor`, and the words that visitors are told about custom fields; then nothing is saved. \
               Custom fields that are not defined are ignored silently, and an empty text changes nothing.",
    },
    Quirk {
        name: "patterns-of-custom-fields",
        operations: &["ListRooms"],
        documented: "An object of keys and values.",
        served: "Values are JavaScript's patterns, regardless of case, and match texts alone. One that is none is \
                 `Invalid regular expression: /…/i: ` and the reason.",
        mock: "Does so, with the reason in words of its own. Patterns with look-around and back references, which it does not know, \
               are taken for the text itself.",
    },
    Quirk {
        name: "rooms-of-units",
        operations: &["ListRooms"],
        documented: "Rooms of business units, on premium servers.",
        served: "Rooms that name a unit in `departmentAncestors`: since they came to a department of it, or since it was \
                 saved with their department.",
        mock: "Does so. A community server passes the units over.",
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
        documented: "`twilio` is the one provider. Neither error responses nor effects are described.",
        served: "Three providers, of which `SMS_Service` is one, where `SMS_Enabled` is on, which it is not on a fresh server. The \
                 visitor is found by the number, or registered; the text goes into an open room of source `sms`, or opens one. \
                 The first picture or the like is fetched; within which time, up to which size, and of which media type it then is, \
                 is not known, nor what `format` is of one that can neither be seen nor heard. Newest servers check the provider's \
                 signature.",
        mock: "Does so, also beside a room that the visitor has open another way, since nobody knows whether servers refuse \
               that. It checks no signature. Its server fetches what comes with a message, from this machine \
               alone unless it is let go anywhere, within 10 seconds and up to 10 MiB; in process nobody does. What cannot be \
               fetched, and what visitors may not upload, is stored as servers store what they could not fetch. The media \
               type is the one that the provider names, or else the one of the answer; `format` is its second part.",
    },
];
