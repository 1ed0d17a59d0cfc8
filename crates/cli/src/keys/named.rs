use anyhow::{Result, bail};
use firstaid_ledger::KeyName;
use firstaid_lint::GuideKey;

/// A key that the command line names; it must be of the guide.
pub(super) fn named_key(text: &str, keys: &[GuideKey]) -> Result<KeyName> {
    let digits: String = text.trim_start_matches("0x").chars().filter(|c| !c.is_whitespace()).collect();
    let Some(key) = KeyName::parse(&digits) else { bail!("`{text}` is not the fingerprint of a key") };
    if !keys.iter().any(|it| it.key == key) {
        bail!("neither a page nor the registry has the key {key}");
    }
    Ok(key)
}
