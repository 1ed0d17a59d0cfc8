//! The translation machines of `translate draft`.

use anyhow::{Context, Result};
use firstaid_online::machine::{DeepL, LibreTranslate};
use firstaid_translate::machine::Machine;

use super::args::{DraftArgs, MachineArg};

/// The default port of LibreTranslate.
const LIBRETRANSLATE: &str = "http://127.0.0.1:5000";

/// The machine that the command line names.
pub(super) fn machine(args: &DraftArgs) -> Result<Option<Box<dyn Machine>>> {
    let (Some(kind), access) = (args.machine, &args.access) else { return Ok(None) };
    let url = args.url.as_deref();
    Ok(Some(match kind {
        MachineArg::Libretranslate => {
            Box::new(LibreTranslate::new(access.server(url.unwrap_or(LIBRETRANSLATE), access.key()?)?))
        }
        MachineArg::Deepl => {
            let key = access.key()?.context("--key-env: name the variable that holds the key for DeepL")?;
            Box::new(DeepL::new(access.server(url.unwrap_or(DeepL::address(&key)), Some(key.clone()))?))
        }
        MachineArg::Openai => Box::new(access.chat_model(url)?),
    }))
}
