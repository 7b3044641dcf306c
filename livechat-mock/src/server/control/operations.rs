//! Operations, by the names that tests give them.

use super::answer::{Problem, Result};
use crate::{catalogue::named, hint::edits, operation::Operation};

/// The one operation with this name.
pub(super) fn find(name: &str) -> Result<&'static Operation> {
    let found = named(name).map_err(|unknown| Problem::wrong(unknown.to_string()))?;
    match found[..] {
        [operation] => Ok(operation),
        _ => {
            let names: Vec<_> = found.iter().map(|operation| operation.meta.operation().to_string()).collect();
            Err(Problem::wrong(format!(
                "{name:?} is the path of several operations; write one of {}",
                names.join(", ")
            )))
        }
    }
}

/// Refuses arguments that an operation does not have.
pub(super) fn check_arguments<'a>(operation: &Operation, given: impl IntoIterator<Item = &'a String>) -> Result<()> {
    // It takes any.
    let Some(known) = (operation.names)() else { return Ok(()) };
    let Some(unknown) = given.into_iter().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
    let lower = |name: &str| name.chars().take(100).collect::<String>().to_ascii_lowercase().into_bytes();
    let nearest = known.iter().min_by_key(|name| edits(&lower(unknown), &lower(name)));
    let hint = match nearest {
        Some(nearest) => format!("the nearest is {nearest:?}; all are {}", known.join(", ")),
        None => "it has none".to_owned(),
    };
    Err(Problem::wrong(format!("{} has no argument {unknown:?}; {hint}", operation.meta.operation())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;

    #[test]
    fn a_path_of_several_operations_does_not_stand_for_one() {
        assert_eq!(find("livechat/visitor").unwrap().info.unwrap().name, "RegisterVisitor");
        assert!(find("/api/v1/livechat/message/{_id}").is_err());
    }

    #[test]
    fn arguments_are_known_by_their_names() {
        let check = |name: &str, given: &[&str]| {
            let given: Vec<_> = given.iter().map(|&name| name.to_owned()).collect();
            check_arguments(find(name).unwrap(), &given)
        };
        assert!(check("GetVisitor", &["token"]).is_ok() && check("RegisterVisitor", &["visitor"]).is_ok());
        for (name, given) in
            [("GetVisitor", "Token"), ("RegisterVisitor", "token"), ("livechat::GetRoutingConfig", "x")]
        {
            assert!(check(name, &[given]).is_err(), "{name} {given}");
        }
        let taking_any = catalogue().operations().iter().filter(|operation| (operation.names)().is_none());
        assert!(taking_any.count() < 12, "else they are not read");
    }
}
