//! Departments, custom fields, triggers, appearance and contacts.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
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
        operations: &["ListDepartments", "ListDepartmentsById", "ListUnitDepartments"],
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
        served: "Creating takes `agentId`, and refuses `username`; changing the agents takes both since 7.13; changing \
                 the department takes `username` and ignores it. Numbers pass as texts.",
        mock: "Does as servers do. The SDK has a type for each.",
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
        mock: "The community edition has this limit with every version, and the enterprise edition none; \
               `World::set_department_limit` sets another.",
    },
    Quirk {
        name: "removal-of-departments",
        operations: &["DeleteDepartment"],
        documented: "Nothing.",
        served: "8 removes one where `Omnichannel_enable_department_removal` is on, which it is not on a fresh server. Its rooms lose \
                 it, and departments that fall back to it; only premium servers take it from those that may forward to it.",
        mock: "Does so from 7.13; 7.0 does not ask for the setting.",
    },
    Quirk {
        name: "invalid-fallback-departments",
        operations: &["CreateDepartment", "UpdateDepartment"],
        documented: "Nothing.",
        served: "Two: a department that stands in for itself, and one that nobody knows. The first has no `details`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "agents-as-given",
        operations: &["CreateDepartment", "UpdateDepartment", "SetDepartmentAgents"],
        documented: "Nothing.",
        served: "Users whom nobody knows are passed over, and a `count` or `order` that is left out is 0, also where there was \
                 another.",
        mock: "Does so. The user name is the user's own, whatever was sent. Who may not add agents updates a department without \
               them.",
    },
    Quirk {
        name: "departments-wrong-in-two-ways",
        operations: &["CreateDepartment", "UpdateDepartment"],
        documented: "Nothing.",
        served: "What is wrong with its agents shows when the department is stored already.",
        mock: "Matches them with the department, and stores nothing that is refused.",
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
        operations: &["ListDepartmentAgents", "ListArchivedDepartments", "ListCustomFields", "ListTriggers"],
        documented: "Nothing.",
        served: "The order of these lists, where none is asked for, is not known.",
        mock: "Sorts agents by `username`, custom fields by `label`, the others by `name`.",
    },
    Quirk {
        name: "error-responses-with-other-statuses",
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
        served: "Of a new field with `_id`, of one that is changed without: what was sent, and no key.",
        mock: "Does as servers do. In the SDK it is optional here.",
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
        served: "So it is; an object, and a body that is no JSON, is `must be array`, before 8.8 \
                 `must be array [invalid-params]`.",
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
        served: "A known field keeps its key, whatever `field` says, and what is not sent. What a `null` that is sent makes of \
                 it is not known.",
        mock: "Does so, and takes `null` for what is not sent.",
    },
    Quirk {
        name: "unknown-triggers",
        operations: &["SaveTrigger", "DeleteTrigger"],
        documented: "Nothing.",
        served: "An id that nobody knows is no error, and nothing is stored.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "settings-of-the-appearance",
        operations: &["GetAppearance", "SetAppearance"],
        documented: "The OpenAPI description shows eight of the settings.",
        served: "A list of settings may be changed, and one that is not on it is `invalid-setting`. A value of another type is \
                 coerced: a text that is not `true` is false, a text that begins with no digit is 0. A list with an unknown \
                 key is skipped silently.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "settings-without-effect",
        operations: &[],
        documented: "Nothing.",
        served: "Each setting does something, and a value of any type is stored. What `FileUpload_MaxFilesPerMessage` means for \
                 what visitors send is not known.",
        mock: "Has all settings of livechat and of text messages, keeps what is stored, and takes a value of another type for \
               true, false or a number as JavaScript does; `World::set_setting` refuses it. It goes by those that change what \
               its operations do. Webhooks and external services apart, no setting makes it send anything out (transcripts, \
               offline messages by mail or into a channel, text messages, the queue's URL), look up the domain of an address, \
               keep leads with visitors, or change what only the pages of a server show. The page at `/livechat` is not held to \
               `Livechat_AllowedDomainsList`. There is no `FileUpload_MaxFilesPerMessage`: an upload is one file, and one with \
               more is refused.",
    },
    Quirk {
        name: "contact-is-a-visitor",
        operations: &["SaveContact", "GetContact", "SearchContact"],
        documented: "The OpenAPI description calls them obsolete, and leaves out how one is looked up by id.",
        served: "A contact is a visitor here: `contact` is the visitor's id, or the visitor, looked up by `contactId`. The newest leave the \
                 token out; since when is not known.",
        mock: "Does as servers do, and leaves the token out from 8.5, as `visitors.info` does.",
    },
    Quirk {
        name: "examples-about-contacts",
        operations: &["CreateContact", "UpdateContact", "GetContactById", "ListContactHistory"],
        documented: "The OpenAPI description writes `customFileds`, wants `emails` in an update, names no key of an \
                     update's body, puts `error: ` before an error response, and answers a history without one.",
        served: "`customFields`; an update needs `contactId` alone; error responses are worded as everywhere; `history` \
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
        served: "8 finds or makes a contact when a room is opened: by visitor and channel, by an address that was saved before, or from \
                 the visitor. `contactId` is on the room, which has the contact's name; custom fields are copied, and conflicts \
                 noted. How far 7.0 does so is not known.",
        mock: "Does so with every version. 7.0 has `contactId` in the room's copy of the visitor, and rooms have the visitor's name.",
    },
    Quirk {
        name: "contact-as-updated",
        operations: &["CreateContact", "UpdateContact"],
        documented: "Nothing.",
        served: "Custom fields replace those that are stored, but for keys that nobody defines any more. The manager is checked first, \
                 then the fields in the order of their definitions, then keys that are none.",
        mock: "Does as servers do. A list or an object is no value.",
    },
    Quirk {
        name: "history-of-contacts",
        operations: &["ListContactHistory"],
        documented: "Nothing.",
        served: "Conversations that are over, the last to close first. The `source` counts on premium servers alone.",
        mock: "Does so: the enterprise edition looks at it.",
    },
    Quirk {
        name: "existence-by-several",
        operations: &["CheckContactExistence"],
        documented: "One of three arguments; the OpenAPI description has the words for none of them.",
        served: "Exactly one. What else is sent is refused with four lines: one for each of the three, and one that says \
                 that none of them fits.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "count-of-contacts",
        operations: &["SearchContacts"],
        documented: "`count` is how many there are on the page.",
        served: "It echoes how many were asked for.",
        mock: "Does as servers do. 0, which asks for all, stays 0.",
    },
    Quirk {
        name: "search-for-a-visitor",
        operations: &["SaveContact", "SearchContact", "GetContact"],
        documented: "Nothing.",
        served: "Saving finds the visitor by token or address, and replaces what is not given by nothing, the phone number apart. A \
                 search finds the first of whom all is true, by parts of the custom fields that can be searched; nobody is \
                 `null`.",
        mock: "Does as servers do. Required custom fields are wanted of every save, also where none are given.",
    },
];
