//! Inquiries.

mod get_inquiry;
mod list_inquiries;
mod list_queued_inquiries;
mod return_inquiry;
mod take_inquiry;
