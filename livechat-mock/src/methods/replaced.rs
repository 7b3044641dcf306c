//! Methods that do what an operation does.

use std::{
    marker::PhantomData,
    net::{IpAddr, Ipv4Addr},
    sync::LazyLock,
};

use http::HeaderMap;
use livechat_sdk::{
    JsonObject, Timestamp, UserId,
    ddp::Ejson,
    endpoint::Auth,
    units::{CreateUnit, UpdateUnit},
};
use serde_json::Value;

use crate::{
    Edition, ServerError, World,
    arguments::FormError,
    contract::Contracts,
    hint, json,
    operation::{Call, Origin, Simulate, Source, WrittenResponse},
    realtime::methods::{Done, Failure, Method, Outcome, no_method},
};

/// A call that no request is around: nothing is known of its connection.
pub(super) fn call<'a>(user: Option<&'a UserId>, world: &'a mut World, now: Timestamp) -> Call<'a> {
    static NO_HEADERS: LazyLock<HeaderMap> = LazyLock::new(HeaderMap::new);
    Call {
        world,
        origin: Origin { address: IpAddr::V4(Ipv4Addr::LOCALHOST), now, source: Source::Client },
        caller: user,
        headers: &NO_HEADERS,
        form: Err(FormError::NotAForm),
        late: None,
        limiter: None,
        hint: None,
        outgoing: None,
    }
}

/// Lets an operation do what it does. The result is its response, with dates as realtime has them and without `success`;
/// none if that is all.
pub(super) fn run<E: Simulate>(request: &E, call: &mut Call<'_>, method: &str) -> Result<Option<Value>, Failure> {
    let response = request.respond(call).map_err(|error| Failure::of_response(&error, method))?;
    let WrittenResponse { body, .. } = response.into();
    // Of the texts alone, as responses are read elsewhere.
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let read = serde_json::from_str::<E::Response>(text).and_then(|read| serde_json::to_value(Ejson(read)));
    let mut result = read.map_err(|error| Failure::plain(format!("the response of {} is none: {error}", E::META)))?;
    if let Value::Object(fields) = &mut result {
        fields.remove("success");
        if fields.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(result))
}

/// Reads what passed its checks into an operation's type.
pub(super) fn read<E: Simulate>(arguments: JsonObject) -> Result<E, Failure> {
    json::read(Value::Object(arguments)).map_err(|error| {
        let text = format!("{} has not the form that {} takes", error.path(), E::META);
        Failure::plain("livechat-mock keeps less than servers do here").hint(Some(text))
    })
}

/// A method in whose place there is an operation now.
pub(super) struct Replaced<E> {
    name: &'static str,
    /// What the parameters are called among the operation's arguments; the keys of one that is called `*` are arguments
    /// themselves.
    params: &'static [&'static str],
    adapt: fn(&mut JsonObject),
    /// What of the response is the result; all of it if nothing is named.
    result: Option<&'static str>,
    contracts: Contracts,
    operation: PhantomData<fn() -> E>,
}

/// A method that is replaced by an operation.
pub(super) fn by<E: Simulate>(name: &'static str, params: &'static [&'static str]) -> Box<Replaced<E>> {
    Box::new(Replaced {
        name,
        params,
        adapt: |_| (),
        result: None,
        contracts: Contracts::new(&E::META, E::CONTRACT, E::CONTENTS),
        operation: PhantomData,
    })
}

impl<E: Simulate> Replaced<E> {
    /// Changes what is called otherwise.
    pub(super) fn adapted(mut self: Box<Self>, adapt: fn(&mut JsonObject)) -> Box<Self> {
        self.adapt = adapt;
        self
    }

    /// Gives one value of the response.
    pub(super) fn giving(mut self: Box<Self>, key: &'static str) -> Box<Self> {
        self.result = Some(key);
        self
    }

    /// Refuses a caller, or a server without the licence: there the method is not defined.
    fn admit(&self, call: &Call<'_>) -> Result<(), Failure> {
        if let Some(module) = E::META.required_module().filter(|_| call.world.edition() == Edition::Community) {
            return Err(Failure::from(no_method(self.name)).hint(Some(hint::unlicensed(&E::META, module))));
        }
        let is_logged_in = call.caller.is_some() || E::META.auth() != Auth::Login;
        if is_logged_in && E::META.required_permissions().allow(|permission| call.is_permitted(permission)) {
            return Ok(());
        }
        Err(Failure::not_allowed(self.name))
    }

    /// The parameters as the operation's arguments, checked as those are.
    fn arguments(&self, params: &[Value], world: &World) -> Result<E, Failure> {
        let mut fields = JsonObject::new();
        for (name, value) in self.params.iter().zip(params).filter(|(_, value)| !value.is_null()) {
            match (*name, value) {
                ("*", Value::Object(more)) => fields.extend(more.clone()),
                ("*", _) => return Err(Failure::mismatch_of("Match error: Expected object, got another type")),
                (name, value) => {
                    fields.insert(name.to_owned(), value.clone());
                }
            }
        }
        (self.adapt)(&mut fields);
        let mut in_path = JsonObject::new();
        for name in E::META.route().arguments() {
            match fields.remove(name) {
                Some(Value::String(text)) => in_path.insert(name.to_owned(), text.into()),
                Some(_) => return Err(Failure::mismatch_of("Match error: Expected string, got another type")),
                None => return Err(Failure::mismatch_of("Match error: Expected string, got undefined")),
            };
        }
        let version = world.server_version();
        let mut body = Value::Object(fields);
        let checked = self.contracts.of(version).check_body(&mut body, version);
        checked.map_err(|error| Failure::of_response(&error, self.name))?;
        let Value::Object(mut fields) = body else { return Err(internal(world)) };
        fields.extend(in_path);
        read(fields)
    }
}

fn internal(world: &World) -> Failure {
    Failure::of_response(&ServerError::internal(world.server_version()), "")
}

impl<E: Simulate> Method for Replaced<E> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn call(&self, params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
        let mut call = call(user, world, now);
        self.admit(&call)?;
        let request = self.arguments(params, call.world)?;
        let mut result = run(&request, &mut call, self.name)?;
        if let Some(key) = self.result {
            result = result.and_then(|mut result| result.get_mut(key).map(Value::take));
        }
        Ok(Done { result, dropped: call.hint.take().map(Into::into), ..Done::default() })
    }
}

/// `livechat:saveUnit`, which is an operation for units that there are, and another one for those that there are not.
pub(super) struct SaveUnit {
    create: Box<Replaced<CreateUnit>>,
    update: Box<Replaced<UpdateUnit>>,
}

impl SaveUnit {
    pub(super) fn boxed(name: &'static str) -> Box<Self> {
        Box::new(Self {
            create: by(name, &["", "unitData", "unitMonitors", "unitDepartments"]),
            update: by(name, &["id", "unitData", "unitMonitors", "unitDepartments"]),
        })
    }
}

impl Method for SaveUnit {
    fn name(&self) -> &'static str {
        self.create.name
    }

    fn call(&self, params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
        match params.first() {
            None | Some(Value::Null) => self.create.call(params, user, world, now),
            Some(_) => self.update.call(params, user, world, now),
        }
    }
}
