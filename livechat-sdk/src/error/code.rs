use crate::open_enum::open_enum;

open_enum! {
    /// The server's code for what went wrong, such as `invalid-token`.
    ///
    /// The variants are the codes that callers may want to distinguish. Any other code is kept as it came: compare it
    /// with its text.
    ///
    /// ```
    /// use livechat_sdk::ErrorCode;
    ///
    /// fn advice(code: &ErrorCode) -> &'static str {
    ///     match code {
    ///         ErrorCode::InvalidToken => "register the visitor",
    ///         ErrorCode::InvalidRoom | ErrorCode::RoomClosed => "open another room",
    ///         other if *other == "error-livechat-off" => "come back later",
    ///         _ => "give up",
    ///     }
    /// }
    /// assert_eq!(advice(&ErrorCode::from("room-closed")), "open another room");
    /// assert_eq!(advice(&ErrorCode::from("error-livechat-off")), "come back later");
    /// ```
    ErrorCode {
        /// No visitor has this token.
        InvalidToken = "invalid-token",
        /// The token is blank.
        BlankToken = "error-invalid-token",
        /// There is no such room, or it is another visitor's.
        InvalidRoom = "invalid-room",
        /// There is no such room.
        NoSuchRoom = "error-invalid-room",
        /// The room is closed.
        RoomClosed = "room-closed",
        /// The room to be transferred is closed.
        ConversationClosed = "This_conversation_is_already_closed",
        /// No agent is available, and the workspace accepts no conversations then.
        NoAgentOnline = "no-agent-online",
        /// No agent is available in the department that the room was to be transferred to.
        NoAgentsInDepartment = "error-no-agents-online-in-department",
        /// The room is with this department already.
        SameDepartment = "error-forwarding-chat-same-department",
        /// The livechat is switched off.
        OmnichannelDisabled = "error-omnichannel-is-disabled",
        /// There is no such message.
        InvalidMessage = "invalid-message",
        /// The message is longer than the workspace lets it be.
        MessageTooLong = "message-length-exceeds-character-limit",
        /// The message is another user's, or the workspace does not allow changing messages.
        ActionNotAllowed = "error-action-not-allowed",
        /// There is no such visitor, or the room is another's.
        InvalidVisitor = "error-invalid-visitor",
        /// A visitor with open rooms cannot be removed.
        VisitorHasOpenRooms = "visitor-has-open-rooms",
        /// The workspace has no such custom field.
        InvalidCustomField = "invalid-custom-field",
        /// Nothing that was sent can be stored.
        InvalidData = "invalid-data",
        /// There is no such agent, or no agent serves the room.
        InvalidAgent = "invalid-agent",
        /// No agent is available to serve the visitor.
        AgentNotFound = "agent-not-found",
        /// The agent has as many conversations as the agent, the department or the workspace allows.
        AgentLimitReached = "error-max-number-simultaneous-chats-reached",
        /// Another conversation is being given to the agent at this moment.
        AgentLocked = "error-agent-is-locked",
        /// Another agent has taken the conversation.
        InquiryTaken = "error-inquiry-taken",
        /// No visitor has this id.
        VisitorNotFound = "visitor-not-found",
        /// There is no such department.
        InvalidDepartment = "error-invalid-department",
        /// The e-mail address is invalid.
        InvalidEmail = "error-invalid-email",
        /// An argument is missing, unknown or of the wrong type.
        InvalidParams = "invalid-params",
        /// The sort order is invalid.
        InvalidSort = "error-invalid-sort",
        /// The caller may not do this with this room.
        NotAllowed = "error-not-allowed",
        /// The caller lacks a permission.
        Unauthorized = "error-unauthorized",
        /// Too many calls in too little time.
        TooManyRequests = "error-too-many-requests",
        /// The login needs a second factor.
        TotpRequired = "totp-required",
    }
}
