//! The operations, by resource: one module for each, one file for each operation.
//!
//! # Optional arguments
//!
//! A request's `new` takes what the operation requires. Each other argument has a setter of its name, and is not sent
//! unless it is set. A setter takes a value, or what turns into one. The fields are public: an `Option` that you have
//! goes into its field as it is, and extends a list.
//!
//! ```
//! use livechat_sdk::{DepartmentId, rooms::ListRooms};
//!
//! fn open_rooms(name: Option<String>, department: Option<DepartmentId>) -> ListRooms {
//!     let mut request = ListRooms::new().open(true).count(100);
//!     request.room_name = name;
//!     request.department_id.extend(department);
//!     request
//! }
//! ```

pub mod agents;
pub mod analytics;
pub mod appearance;
pub mod authentication;
pub mod business_hours;
pub mod canned_responses;
pub mod contacts;
pub mod custom_fields;
pub mod departments;
pub mod files;
pub mod inquiries;
pub mod integrations;
pub mod livechat;
pub mod messages;
pub mod monitors;
pub mod outbound;
pub mod priorities;
pub mod reports;
pub mod rooms;
pub mod server;
pub mod sla_policies;
pub mod tags;
pub mod transcripts;
pub mod triggers;
pub mod units;
pub mod users;
pub mod visitors;
