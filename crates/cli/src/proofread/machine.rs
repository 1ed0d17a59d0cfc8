use anyhow::{Context, Result};
use firstaid_online::machine::{ChatModel, Key, Server};
use firstaid_translate::proofread::Proofreader;

use super::args::{ProofreadArgs, ProofreadMachine};
use crate::translate::{CHAT, TIMEOUT};

/// The machine that the command line names.
pub(super) fn machine(args: &ProofreadArgs) -> Result<Option<Box<dyn Proofreader>>> {
    let Some(ProofreadMachine::Openai) = args.machine else { return Ok(None) };
    let key = args.key_env.as_deref().map(Key::from_variable).transpose()?;
    let server = Server::new(args.url.as_deref().unwrap_or(CHAT), key, args.allow_remote, TIMEOUT)
        .context("--allow-remote allows sending texts to another computer")?;
    let model = args.model.as_deref().context("--model: name the model to ask")?;
    Ok(Some(Box::new(ChatModel::new(server, model))))
}
