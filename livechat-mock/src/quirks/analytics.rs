//! What surprises about figures.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "overview-is-a-list",
        operations: &["GetAnalyticsOverview", "GetAgentOverview"],
        documented: "A list without anything around it. Nothing about names that there are not.",
        served: "That list, or `{\"success\":true}` for an unknown name and for dates that cannot be read. An empty name is \
                 refused with `invalid-chart-name`.",
        mock: "Does as servers do. In the SDK such figures are `None`.",
    },
    Quirk {
        name: "charts-data-path",
        operations: &["GetChartData"],
        documented: "The OpenAPI description has `livechat` twice in the path.",
        served: "`livechat/analytics/dashboards/charts-data`. The path that is documented is a slip.",
        mock: "Answers both. The SDK sends the one that servers answer.",
    },
    Quirk {
        name: "agents-status-group",
        operations: &["GetAgentStatusCounts"],
        documented: "In the OpenAPI description `_id` is a text, and in its example `null`.",
        served: "`null`, which is the database's group of all agents. Without an agent there are no numbers at all.",
        mock: "Does as servers do. The SDK does not show it.",
    },
    Quirk {
        name: "messages-of-agents",
        operations: &["GetAgentOverview"],
        documented: "In the OpenAPI description every figure is a text, that of messages too.",
        served: "The number of messages is a number. It counts those of visitors too, and a conversation without any as one.",
        mock: "Does as servers do. The SDK reads a number or a text.",
    },
    Quirk {
        name: "order-of-agents",
        operations: &["GetAgentOverview"],
        documented: "Nothing.",
        served: "Figures are ordered by the number at the beginning of their text, so that times are by hours alone.",
        mock: "Does as servers do. Those of the same number are in the order of their rooms.",
    },
    Quirk {
        name: "hours-with-one-blank",
        operations: &["GetAnalyticsOverview", "GetAgentProductivityTotals"],
        documented: "The OpenAPI description has `7AM- 8AM`.",
        served: "`7AM - 8AM`. Which release added the blank is not known.",
        mock: "Writes both blanks with every version. The examples are as they are documented.",
    },
    Quirk {
        name: "answered-or-waiting",
        operations: &["ListDepartmentChatCounts"],
        documented: "The OpenAPI description has a boolean, and does not say what comes without it.",
        served: "Only `true` asks for the conversations that are answered. Any other text, and none, is for those that wait.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "order-of-departments",
        operations: &[
            "ListDepartmentChatCounts",
            "ListDepartmentAverageServiceTimes",
            "ListDepartmentAverageChatDurations",
            "ListDepartmentTotalServiceTimes",
            "ListDepartmentAverageWaitingTimes",
            "ListDepartmentTransferCounts",
            "ListDepartmentAbandonedCounts",
            "ListDepartmentAbandonedPercentages",
        ],
        documented: "Nothing.",
        served: "They are sorted by a field that they do not have, so that there is no order, and `sort` is ignored. What is \
                 without a department has the `_id` `null`.",
        mock: "They are in the order of their first rooms. The SDK sends no `sort`.",
    },
    Quirk {
        name: "pages-without-a-status-of-their-own",
        operations: &["ListDepartmentTotalServiceTimes", "ListDepartmentTransferCounts"],
        documented: "In the OpenAPI description the status is 206.",
        served: "200, as of every other list.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "figures-are-fresh",
        operations: &[
            "GetAnalyticsOverview",
            "GetAgentOverview",
            "GetConversationTotals",
            "GetAgentProductivityTotals",
            "GetChatTotals",
            "GetProductivityTotals",
            "GetChatCounts",
            "GetChatCountsByAgent",
            "GetAgentStatusCounts",
            "GetChatCountsByDepartment",
            "GetTimings",
            "GetChartData",
            "ReportConversationsBySource",
            "ReportConversationsByStatus",
            "ReportConversationsByDepartment",
            "ReportConversationsByTag",
            "ReportConversationsByAgent",
        ],
        documented: "Nothing.",
        served: "The answer to the same call is kept: 5 seconds for dashboards, a minute for overviews and reports.",
        mock: "Makes each anew.",
    },
    Quirk {
        name: "time-zone-of-the-server",
        operations: &[
            "GetAnalyticsOverview",
            "GetAgentOverview",
            "GetConversationTotals",
            "GetAgentProductivityTotals",
            "GetProductivityTotals",
            "GetChartData",
            "ListAgentAvailability",
        ],
        documented: "Nothing.",
        served: "Days are those of the server's own time zone, unless `Default_Timezone_For_Reporting` says otherwise, and \
                 names of days are in its language. More days than any calendar shows are walked through one by one.",
        mock: "The server's zone is UTC, and names of days are English. More than 36,600 days count as dates that cannot be \
               read.",
    },
];
