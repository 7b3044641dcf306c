//! The documentation's commands, to the letter, against what the SDK sends.

use serde_json::{Map, Value};

use crate::{
    fixtures::{assert_quirk, differences, fixtures},
    operations::{Operation, operations, path_arguments},
};

const COMMANDS: &str = include_str!("../program/documented-commands.sh");

struct Command {
    method: &'static str,
    path: &'static str,
    query: &'static str,
    body: Option<&'static str>,
}

fn commands() -> Vec<Command> {
    COMMANDS.trim().split("\n\n").map(Command::parse).collect()
}

impl Command {
    fn parse(text: &'static str) -> Self {
        let url = text.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        let target = url.strip_prefix("http://localhost:3000").unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let body = text.split_once("-d '").map(|(_, body)| body.trim_end().strip_suffix('\'').unwrap());
        Self { method: if text.contains("-X POST") { "POST" } else { "GET" }, path, query, body }
    }

    /// The body, put right.
    fn body(&self, operation: &Operation) -> Value {
        let Some(body) = self.body else { return Value::Object(Map::new()) };
        serde_json::from_str(body).unwrap_or_else(|_| {
            assert_quirk("register-command-lacks-a-brace", operation.name);
            serde_json::from_str(&format!("{body}}}")).expect("only the last brace is missing")
        })
    }
}

#[test]
fn the_sdk_sends_what_the_documented_commands_send() {
    let commands = commands();
    assert_eq!(commands.len(), 6);
    for command in commands {
        let (operation, route) = operations()
            .into_iter()
            .find_map(|operation| {
                let route = operation.meta.routes().copied().find(|route| {
                    path_arguments(route.template(), command.path).is_some()
                        && operation.meta.method().as_str() == command.method
                })?;
                Some((operation, route))
            })
            .unwrap_or_else(|| panic!("no operation is {} {}", command.method, command.path));
        let path_arguments = path_arguments(route.template(), command.path).unwrap();
        let mut arguments = command.body(&operation);
        let pairs = command.query.split('&').filter_map(|pair| pair.split_once('='));
        for (name, value) in path_arguments.into_iter().chain(pairs) {
            arguments[name] = Value::from(value);
        }

        let sent = operation.encode(&arguments, &route).unwrap();
        assert_eq!(sent.path, command.path);
        assert_eq!(sent.query, command.query);
        match sent.body {
            Some(sent) => {
                let sent: Value = serde_json::from_slice(&sent).unwrap();
                assert_eq!(differences(&command.body(&operation), &sent), [].into());
            }
            None => assert!(command.body.is_none()),
        }

        let fixtures = fixtures(&operation.folder());
        let example = fixtures.iter().find(|fixture| fixture.name == "request").unwrap().json();
        let differences: Vec<_> = differences(&example, &arguments).into_keys().collect();
        if command.path.contains("room-id") {
            assert_quirk("chat-history-literal-path", operation.name);
            assert_eq!(differences, ["/roomId", "/visitorId"]);
        } else {
            assert!(differences.is_empty(), "{}: {differences:?}", operation.name);
        }
    }
}
