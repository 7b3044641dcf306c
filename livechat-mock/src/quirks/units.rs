//! Units and monitors.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "departments-that-units-restrict",
        operations: &["ListDepartments", "GetDepartment", "AutocompleteDepartments", "ListAvailableDepartments"],
        documented: "`onlyMyDepartments` asks for the departments that the caller is part of.",
        served: "It changes something only where there are units, and for agents and monitors who are no managers: they see the \
                 departments that they work in, and those of the units that they monitor.",
        mock: "Does so.",
    },
    Quirk {
        name: "rooms-that-units-restrict",
        operations: &["ListRooms", "ListChatHistory", "SearchChats", "ListContactHistory"],
        documented: "Nothing.",
        served: "As soon as there is a unit, agents and monitors who are no managers find only rooms of the units that they \
                 monitor in lists; an agent who monitors none finds no room, not even an own one. It takes up to ten seconds \
                 until a change shows. Which lists are restricted is not known of all.",
        mock: "Does so, in these lists, and at once. Rooms that are asked for by id are shown as before.",
    },
    Quirk {
        name: "department-leaves-its-unit",
        operations: &["CreateDepartment", "UpdateDepartment"],
        documented: "`departmentUnit` names the unit, and is optional.",
        served: "A department that is updated without it leaves its unit, unless it is the last one there. A unit that nobody \
                 knows, or that the caller may not manage, is passed over silently. Rooms that are there already keep their unit.",
        mock: "Does so, and says in the hint what it passed over. A community server passes the argument over.",
    },
    Quirk {
        name: "numbers-of-units",
        operations: &["CreateUnit", "UpdateUnit", "RemoveMonitor"],
        documented: "`numMonitors` and `numDepartments`.",
        served: "Users who are no monitors are passed over, and counted by 7 all the same; departments are counted as sent, also \
                 those that nobody knows. A unit that loses a department to another, or a monitor, keeps its number.",
        mock: "Does so, and names in the hint who is no monitor, and which department there is not.",
    },
    Quirk {
        name: "units-beside-the-envelope",
        operations: &["GetUnit", "DeleteUnit"],
        documented: "`success` alone for a unit that is deleted, and nothing about one that nobody knows.",
        served: "The whole body is the number of deleted records, `1`, or `null`.",
        mock: "Answers so. The SDK reads what is documented too.",
    },
    Quirk {
        name: "permissions-about-units",
        operations: &["ListUnits", "ListUnitMonitors"],
        documented: "The OpenAPI description asks for `manage-livechat-units`.",
        served: "Anybody who is logged in lists units, and sees those that the caller monitors; their monitors take \
                 `manage-livechat-monitors`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "monitors-twice",
        operations: &["AddMonitor", "RemoveMonitor"],
        documented: "Nothing.",
        served: "What is said about a user who is a monitor already, or is none, is not known.",
        mock: "Succeeds in the first case, and answers `error-removing-monitor` in the second.",
    },
    Quirk {
        name: "unit-of-the-widget",
        operations: &["GetConfig"],
        documented: "`businessUnit`, and nothing about it.",
        served: "It limits the departments that are offered. What is said to a unit that nobody knows is not known.",
        mock: "Offers the departments of the unit, and none of an unknown one. A community server offers all.",
    },
];
