pub(crate) fn example(_resource: &str, _operation: &str) -> Option<&'static str> {
    None
}
