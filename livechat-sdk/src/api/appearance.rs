//! Appearance: the settings that say how the widget looks and what it says.

mod get_appearance;
mod set_appearance;

pub use self::{
    get_appearance::{GetAppearance, GetAppearanceResponse},
    set_appearance::{AppearanceChange, SetAppearance, SetAppearanceResponse},
};
