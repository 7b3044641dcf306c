//! How an engine is set up, so that another can be set up alike.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{BodyLimits, Engine, Mode};
use crate::{
    BuiltInAgent, World, agent::Configuration as AgentConfiguration, fault::Faults, limiter::Limiter,
    request_log::RequestLog,
};

/// What shapes the responses of an engine, beside its world.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    server_version: String,
    no_auth: bool,
    rate_limit: bool,
    fault_seed: u64,
    request_log_size: usize,
    max_body_size: usize,
    max_upload_size: usize,
    /// In replay mode; a world has settings for it.
    cors: Option<String>,
    agent: Option<AgentConfiguration>,
}

impl Engine {
    pub(crate) fn configuration(&self) -> Configuration {
        Configuration {
            server_version: self.version().as_str().to_owned(),
            no_auth: self.no_auth,
            rate_limit: self.limiter.is_some(),
            fault_seed: self.faults.seed(),
            request_log_size: self.log.size(),
            max_body_size: self.body_limits.other,
            max_upload_size: self.body_limits.upload,
            cors: match &self.mode {
                Mode::Replay { cors, .. } => cors.clone(),
                Mode::Stateful { .. } => None,
            },
            agent: self.agent.as_ref().map(BuiltInAgent::configuration),
        }
    }

    /// An engine that is set up so, in a world if there is one.
    ///
    /// # Errors
    ///
    /// What cannot be.
    pub(crate) fn configured(configuration: Configuration, world: Option<World>) -> Result<Self, String> {
        let Configuration { server_version, no_auth, rate_limit, fault_seed, request_log_size, .. } = configuration;
        let Configuration { max_body_size, max_upload_size, cors, agent, .. } = configuration;
        let mut agent = agent.map(BuiltInAgent::configured).transpose().map_err(|error| error.to_string())?;
        let mode = match world {
            None => Mode::Replay {
                version: server_version.parse().map_err(|error: crate::UnknownVersionError| error.to_string())?,
                cors,
            },
            Some(mut world) => {
                if let Some(agent) = &mut agent {
                    agent.join_unless_there(&mut world);
                    agent.restart(&world);
                }
                let world = Arc::new(world);
                Mode::Stateful { initial: world.clone(), world }
            }
        };
        Ok(Self {
            limiter: rate_limit.then(Limiter::default),
            no_auth,
            log: RequestLog::new(request_log_size),
            faults: Faults::new(fault_seed),
            agent,
            body_limits: BodyLimits { upload: max_upload_size, other: max_body_size },
            ..Self::new(mode)
        })
    }
}
