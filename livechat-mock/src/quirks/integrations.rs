//! Blocking and deleting contacts, deleting rooms, transcripts, and what servers send out.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "blocked-channels",
        operations: &["BlockContact", "UnblockContact"],
        documented: "The OpenAPI description has no errors but of the arguments, and `error-contact-not-found`.",
        served: "It takes a module of its own besides, `contact-id-verification`: without it, `error-action-not-allowed` \
                 alone. The open room of the channel is closed; the English text of the comment is not known for certain. \
                 Earlier releases of 7 close the visitor's open room on any channel. Blocking twice is not established.",
        mock: "The enterprise edition has the module. Closes the room of the channel with every version, with the comment \
               `This channel has been blocked`; blocking twice is a success.",
    },
    Quirk {
        name: "conflicts-of-contacts",
        operations: &["ResolveContactConflicts"],
        documented: "The OpenAPI description's example has a user name as `contactManager`.",
        served: "A user's id; an empty one removes the manager. An empty name counts as none. Custom fields are stored as \
                 they are, whatever the workspace defines.",
        mock: "Does as servers do. `Resolved_Conflicts_Count`, which only the server itself reads, counts those that are wiped.",
    },
    Quirk {
        name: "deleted-contacts",
        operations: &["DeleteContact"],
        documented: "Nothing.",
        served: "The newest answer 400 with `error-contact-not-found` or `error-contact-has-open-rooms`. Another release \
                 answers 404 for the first, and `error-invalid-contact` for all else; which one is not known.",
        mock: "Answers as the newest, with every version that has it. Open rooms keep no contact while the workspace collects \
               what browsers tell, as with visitors.",
    },
    Quirk {
        name: "closed-rooms-of-departments",
        operations: &["DeleteClosedRooms"],
        documented: "No body.",
        served: "`departmentIds` may name departments.",
        mock: "Takes both. The SDK always sends a body.",
    },
    Quirk {
        name: "transcripts-as-files",
        operations: &["RequestPdfTranscript", "CloseRoomByUser"],
        documented: "The OpenAPI description has no errors of its own.",
        served: "The file is made later, and goes into the room and into a conversation between the bot and who asked.",
        mock: "Makes it at once, into the room alone: one page of plain text, with the letters of Latin-1 alone.",
    },
    Quirk {
        name: "webhooks",
        operations: &["TestWebhook", "GetIntegrationSettings", "SetIntegrationSettings"],
        documented: "Success. The schema has all settings as texts.",
        served: "A setting is of the type that it names. The webhook is called, and has to answer 200: else `error-invalid-webhook-response`.",
        mock: "Keeps the settings, and its server sends the test. In process nobody sends it, and so it fails.",
    },
    Quirk {
        name: "events-of-webhooks",
        operations: &[],
        documented: "Nothing of time-outs, tries and order.",
        served: "Servers from 7 try an event five times, with four times the time-out between, until the receiver answers 200, or \
                 anything but 429 and 500 and above. Two events close together may arrive in either order. What servers before \
                 7 do, which `User-Agent` they send, whether an edited message is told, and whether a transfer to an agent is \
                 told as a taking too, is not established.",
        mock: "Does so with every version, without a `User-Agent`, and sends one event at a time, in the order in which they \
               happened, unless a fault reorders them. Edits are not told; a transfer to an agent is told as both, and one that \
               the server makes by itself as a taking alone. `os`, `browser` and the agent's custom fields are left out, and links \
               to files have no token of their own. It sends to the machine that it runs on, unless it is let go anywhere.",
    },
    Quirk {
        name: "leads",
        operations: &[],
        documented: "Nothing.",
        served: "`LeadCapture` is sent when a visitor's message matches one of two patterns, which are JavaScript's. The one of \
                 addresses has no small letters. Whether it matches them all the same, whether edits, text messages and files \
                 count, what an empty pattern and one that cannot be read do, and whether `Message` comes first, is not \
                 established; nor when what was found is kept with the visitor.",
        mock: "Sends it behind `Message`, for each new message of a visitor's, whichever way it comes, and looks at its text alone: \
               edits and system messages are none. Case counts in numbers to call, and not in addresses. It finds nothing with an \
               empty pattern, with one that it cannot read (`World::set_setting` refuses it, and `POST settings/{_id}` \
               takes it with a hint), with one that gives up after a million steps back, and in a text of more than 20,000 bytes. \
               The visitor's record stays as it is.",
    },
    Quirk {
        name: "external-services-of-triggers",
        operations: &["TestExternalService", "CallExternalService"],
        documented: "The OpenAPI description has `timeout` as a text, and not the call for a visitor.",
        served: "A number of milliseconds; a text of digits passes. Private addresses are refused, unless the setting \
                 `SSRF_Allowlist` has them. The text of a failure of the network, and that of a body which is no JSON, are not \
                 known; nor whether redirects are followed, what is sent without `extraData`, how much of an answer is read, \
                 and what a trigger's timeout of 0 stands for.",
        mock: "Its server asks the service, without redirects; in process nobody does, and it answers as for \
               a service that cannot be reached. As with webhooks, an address has to be this machine's own, which servers refuse, \
               unless it is let go anywhere. A body that is no JSON is one of another form. Without `extraData`, \
               or with an empty list, `metadata` is left out. 10 MiB of an answer are read. A timeout that is not above 0 stands \
               for 1000.",
    },
    Quirk {
        name: "outbound-messages",
        operations: &["ListOutboundProviders", "GetOutboundProvider", "SendOutboundMessage"],
        documented: "Nothing: the vendor publishes types, and no validator.",
        served: "Providers come from apps, and a workspace without one has none. The words about arguments that are wrong \
                 are not known.",
        mock: "Has the providers that `World::add_outbound_provider` adds, and sends nothing. Arguments are checked by the \
               published types.",
    },
];
