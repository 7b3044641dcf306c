//! A guide: how to test with the mock, in Rust, in other languages, and in continuous integration.

#[cfg(feature = "wiremock")]
#[doc = include_str!("guide/testing.md")]
pub mod testing {}

#[doc = include_str!("guide/other_languages.md")]
pub mod other_languages {}

#[doc = include_str!("guide/continuous_integration.md")]
pub mod continuous_integration {}

#[doc = include_str!("../COVERAGE.md")]
pub mod coverage {}

#[doc = include_str!("../BENCHMARKS.md")]
pub mod benchmarks {}
