//! Types that two or more operations share.

mod custom_field;
mod department;
mod message;
mod room;
mod user;
mod visitor;

pub use self::{
    custom_field::{CustomField, CustomFieldScope, CustomFieldVisibility},
    department::Department,
    message::{EditedBy, Message, MessageAuthor, MessageType, Navigation, PageInfo, PageLocation},
    room::{
        ClosedBy, Closer, DepartmentName, Reaction, ResponseBy, ResponseTimes, Room, RoomMetrics, RoomSource,
        RoomSourceType, RoomType, RoomVisitor, ServedBy, ServedByMetrics, TranscriptRequest, VisitorMetrics,
    },
    user::{User, UserEmail, UserStatus},
    visitor::{ContactManager, ExternalId, LastAgent, LastChat, Visitor, VisitorEmail, VisitorPhone, VisitorStatus},
};
