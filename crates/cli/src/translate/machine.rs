//! The translation machines of `translate draft`.

use std::time::Duration;

use anyhow::{Context, Result};
use firstaid_online::machine::{ChatModel, DeepL, Key, LibreTranslate, Server};
use firstaid_translate::machine::Machine;

use super::args::{DraftArgs, MachineArg};

/// Timeout of a request: long enough for a language model on a slow computer.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(120);
/// The default port of LibreTranslate.
const LIBRETRANSLATE: &str = "http://127.0.0.1:5000";
/// The default port of Ollama.
pub(crate) const CHAT: &str = "http://127.0.0.1:11434";

/// The machine that the command line names.
pub(super) fn machine(args: &DraftArgs) -> Result<Option<Box<dyn Machine>>> {
    let Some(kind) = args.machine else { return Ok(None) };
    let key = args.key_env.as_deref().map(Key::from_variable).transpose()?;
    let server = |default: &str, key: Option<Key>| {
        Server::new(args.url.as_deref().unwrap_or(default), key, args.allow_remote, TIMEOUT)
            .context("--allow-remote allows sending texts to another computer")
    };
    Ok(Some(match kind {
        MachineArg::Libretranslate => Box::new(LibreTranslate::new(server(LIBRETRANSLATE, key)?)),
        MachineArg::Deepl => {
            let key = key.context("--key-env: name the variable that holds the key for DeepL")?;
            Box::new(DeepL::new(server(DeepL::address(&key), Some(key.clone()))?))
        }
        MachineArg::Openai => {
            let model = args.model.as_deref().context("--model: name the model to ask")?;
            Box::new(ChatModel::new(server(CHAT, key)?, model))
        }
    }))
}
