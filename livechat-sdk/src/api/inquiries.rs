//! Inquiries: the rooms that wait in the queue for an agent.

mod get_inquiry;
mod list_inquiries;
mod list_queued_inquiries;
mod return_inquiry;
mod set_inquiry_sla;
mod take_inquiry;

pub use self::{
    get_inquiry::{GetInquiry, GetInquiryResponse},
    list_inquiries::{ListInquiries, ListInquiriesResponse},
    list_queued_inquiries::{ListQueuedInquiries, ListQueuedInquiriesResponse},
    return_inquiry::{ReturnInquiry, ReturnInquiryResponse},
    set_inquiry_sla::SetInquirySla,
    take_inquiry::{TakeInquiry, TakeInquiryOptions},
};
