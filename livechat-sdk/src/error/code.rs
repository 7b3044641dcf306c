use crate::open_enum::open_enum;

open_enum! {
    /// The server's code for what went wrong, such as `invalid-token`.
    ///
    /// The variants are the codes that callers of the operations here may want to tell apart. Any other code is kept as
    /// it came: compare it with its text.
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
        /// The room that was to be handed on is closed.
        ConversationClosed = "This_conversation_is_already_closed",
        /// Nobody is there, and the workspace takes no conversations then.
        NoAgentOnline = "no-agent-online",
        /// Nobody is there in the department that the room was to be handed on to.
        NoAgentsInDepartment = "error-no-agents-online-in-department",
        /// The room is with this department already.
        SameDepartment = "error-forwarding-chat-same-department",
        /// The livechat is switched off.
        OmnichannelDisabled = "error-omnichannel-is-disabled",
        /// There is no such message.
        InvalidMessage = "invalid-message",
        /// The message is longer than the workspace lets it be.
        MessageTooLong = "message-length-exceeds-character-limit",
        /// Somebody else wrote the message, or the workspace does not let messages be changed.
        ActionNotAllowed = "error-action-not-allowed",
        /// There is no such visitor, or the room is another's.
        InvalidVisitor = "error-invalid-visitor",
        /// A visitor with open rooms cannot be removed.
        VisitorHasOpenRooms = "visitor-has-open-rooms",
        /// The workspace has no such custom field.
        InvalidCustomField = "invalid-custom-field",
        /// Nothing of what was sent can be kept.
        InvalidData = "invalid-data",
        /// There is no such agent, or nobody serves the room.
        InvalidAgent = "invalid-agent",
        /// Nobody is there to serve the visitor.
        AgentNotFound = "agent-not-found",
        /// No visitor has this id.
        VisitorNotFound = "visitor-not-found",
        /// There is no such department.
        InvalidDepartment = "error-invalid-department",
        /// The e-mail address is none.
        InvalidEmail = "error-invalid-email",
        /// An argument is missing, superfluous or of the wrong type.
        InvalidParams = "invalid-params",
        /// The order asked for is none.
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
