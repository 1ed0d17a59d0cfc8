//! How commands reach the machine that they ask: a service, or a language model on this computer.

use clap::Args;

#[derive(Args)]
pub(crate) struct MachineAccess {
    /// Name of the model
    #[arg(long, value_name = "NAME", requires = "machine")]
    model: Option<String>,
    /// Environment variable that holds the API key
    #[arg(long, value_name = "VARIABLE", requires = "machine")]
    key_env: Option<String>,
    /// Allow sending texts to another computer
    #[arg(long, requires = "machine")]
    allow_remote: bool,
}

#[cfg(feature = "online")]
mod online {
    use std::time::Duration;

    use anyhow::{Context, Result};
    use firstaid_online::machine::{ChatModel, Key, Server};

    use super::MachineAccess;

    /// Timeout of a request: long enough for a language model on a slow computer.
    const TIMEOUT: Duration = Duration::from_secs(120);
    /// The default port of Ollama.
    const CHAT: &str = "http://127.0.0.1:11434";

    impl MachineAccess {
        pub(crate) fn key(&self) -> Result<Option<Key>> {
            Ok(self.key_env.as_deref().map(Key::from_variable).transpose()?)
        }

        pub(crate) fn server(&self, url: &str, key: Option<Key>) -> Result<Server> {
            Server::new(url, key, self.allow_remote, TIMEOUT)
                .context("--allow-remote allows sending texts to another computer")
        }

        /// The model at a URL, by default on this computer.
        pub(crate) fn chat_model(&self, url: Option<&str>) -> Result<ChatModel> {
            let server = self.server(url.unwrap_or(CHAT), self.key()?)?;
            let model = self.model.as_deref().context("--model: name the model to ask")?;
            Ok(ChatModel::new(server, model))
        }
    }
}
