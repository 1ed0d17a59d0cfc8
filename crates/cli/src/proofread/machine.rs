use anyhow::Result;
use firstaid_translate::proofread::Proofreader;

use super::args::{ProofreadArgs, ProofreadMachine};

/// The machine that the command line names.
pub(super) fn machine(args: &ProofreadArgs) -> Result<Option<Box<dyn Proofreader>>> {
    let Some(ProofreadMachine::Openai) = args.machine else { return Ok(None) };
    Ok(Some(Box::new(args.access.chat_model(args.url.as_deref())?)))
}
