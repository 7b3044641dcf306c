//! Appearance.

mod get_appearance;
mod set_appearance;
