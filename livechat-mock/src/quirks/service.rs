//! Tags, service levels, priorities, the order of the queue and canned responses.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "tag-without-a-name",
        operations: &["SaveTag"],
        documented: "The OpenAPI description does not require `tagData.name`.",
        served: "Neither do servers; what they store then is not known.",
        mock: "Refuses it with `invalid-params` and a hint. The SDK demands a name.",
    },
    Quirk {
        name: "tags-with-one-name",
        operations: &["SaveTag"],
        documented: "Nothing.",
        served: "The database refuses a second tag of a name, in its own words: `E11000 duplicate key error` and more.",
        mock: "Does so. What follows these words is made up.",
    },
    Quirk {
        name: "nothing-to-replace",
        operations: &["SaveTag", "UpdateSlaPolicy"],
        documented: "Nothing.",
        served: "An id that nobody knows is no error: the answer is as if it was saved, and nothing is.",
        mock: "Does so.",
    },
    Quirk {
        name: "updates-with-a-time",
        operations: &["SaveTag", "UpdateSlaPolicy"],
        documented: "The OpenAPI description has `_updatedAt` in answers about what was updated.",
        served: "Servers up to about 8.5 have it there; newer ones do not.",
        mock: "Answers it below 8.5.",
    },
    Quirk {
        name: "tag-not-found-in-brackets",
        operations: &["DeleteTag"],
        documented: "The OpenAPI description has `Tag not found` alone.",
        served: "`Tag not found [tag-not-found]`, with `errorType` and `details`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "description-of-a-policy",
        operations: &["CreateSlaPolicy", "UpdateSlaPolicy"],
        documented: "The OpenAPI description requires `description` for creating, and has no body for updating.",
        served: "It is optional. Updating takes what creating takes; whether a description that is left out stays is not known.",
        mock: "Does as servers do. What is left out is gone.",
    },
    Quirk {
        name: "unknown-policy-to-delete",
        operations: &["DeleteSlaPolicy", "GetSlaPolicy"],
        documented: "Nothing.",
        served: "`SLA with id … not found` has the status 404 for looking it up, and 400 for deleting it.",
        mock: "Does so.",
    },
    Quirk {
        name: "new-due-time",
        operations: &["UpdateSlaPolicy"],
        documented: "Nothing.",
        served: "It reaches the inquiries of open rooms, and not the rooms' own `estimatedWaitingTimeQueue`. Only rooms that the \
                 caller may see count where units restrict that.",
        mock: "Does so.",
    },
    Quirk {
        name: "terms-of-a-new-room",
        operations: &["OpenRoom"],
        documented: "Nothing.",
        served: "The room has the service level's id alone; its inquiry has the rest. 7 leaves a room behind when it refuses a \
                 priority.",
        mock: "Does so, and leaves none behind.",
    },
    Quirk {
        name: "unknown-terms-of-a-room",
        operations: &["SaveRoomInfo"],
        documented: "`priorityId` and `slaId` set the room's priority and service level.",
        served: "Empty ones take them from the room. What is said of unknown ones is not known.",
        mock: "Passes unknown ones over, and says so in the hint. Without a licence both are of no effect.",
    },
    Quirk {
        name: "one-of-two-for-a-priority",
        operations: &["UpdatePriority"],
        documented: "The OpenAPI description requires `name`.",
        served: "`name` or `reset`, and not both. `{\"reset\":false}` makes the priority `dirty`, whatever becomes of its name.",
        mock: "Does so, and keeps the name. The SDK has a constructor for each.",
    },
    Quirk {
        name: "names-of-priorities",
        operations: &["ListPriorities", "UpdatePriority", "OpenRoom"],
        documented: "The OpenAPI description sorts by name, and looks for a text.",
        served: "A priority has no name until it is given one: no text finds it, it comes first in the order of names, and another \
                 one may be called after its level.",
        mock: "Does so. The five have the ids of the documentation's example.",
    },
    Quirk {
        name: "notes-are-silent",
        operations: &["SetRoomPriority", "UnsetRoomPriority", "SetInquirySla"],
        documented: "Nothing.",
        served: "Whether their system messages count as unread and become the room's last message is not known.",
        mock: "They do not, as those of agents who come and go.",
    },
    Quirk {
        name: "canned-responses-deleted-by-body",
        operations: &["DeleteCannedResponse"],
        documented: "The OpenAPI description has the id in the path.",
        served: "Since 7.12; before, and still, in a body. The older form has headers that call it deprecated.",
        mock: "Answers both, and calls the older form deprecated from 7.13 on. The SDK sends the newer form, and falls back to the \
               older.",
    },
    Quirk {
        name: "canned-responses-without-owner",
        operations: &["SaveCannedResponse"],
        documented: "Nothing.",
        served: "An update replaces all but who created it, and when: one in the scope of a user has no owner then, whoever \
                 updates it.",
        mock: "Does so.",
    },
    Quirk {
        name: "canned-responses-of-any-department",
        operations: &["ListCannedResponses"],
        documented: "The OpenAPI description has `tags` as a text, and `fields`.",
        served: "`tags[]=`, and no `fields`. With `departmentId`, whoever asks sees what is kept for that department.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "readers-of-canned-responses",
        operations: &["SaveCannedResponse", "DeleteCannedResponse"],
        documented: "Nothing.",
        served: "The stream `canned-responses` tells of what is saved and deleted. Who may read it is not known, nor what agents are \
                 told who join a department or leave one.",
        mock: "Lets in who has `view-canned-responses`, and tells everybody everything; it tells nothing about departments.",
    },
    Quirk {
        name: "order-beside-the-queues-own",
        operations: &["ListQueuedInquiries"],
        documented: "`sort` is the order.",
        served: "Its fields come first, and those of the queue's own order keep their directions: `{\"ts\":-1}` changes nothing. Of \
                 those that came at once, the one that was changed last is first; one version sorts by `queuedAt` too.",
        mock: "Does so, without `queuedAt`.",
    },
];
