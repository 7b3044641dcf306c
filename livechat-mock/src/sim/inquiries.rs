//! Inquiries.

mod get_inquiry;
mod list_inquiries;
mod list_queued_inquiries;
mod return_inquiry;
mod set_inquiry_sla;
mod take_inquiry;
