//! The files of a zip archive, read by its central directory.
//!
//! Tolerant: `omni.ja` of Firefox has its central directory at the begin of the file, and some archives have bytes before
//! their first entry. What cannot be read is skipped.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::string::StringFile;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

/// Maximum bytes of an unpacked file of strings.
const MAX_FILE_BYTES: usize = 8 << 20;

/// The entries whose paths are wanted, unpacked.
pub(crate) fn unpack(archive: &[u8], is_wanted: impl Fn(&str) -> bool) -> Vec<StringFile> {
    let Some(mut at) = directory(archive) else { return Vec::new() };
    let mut files = Vec::new();
    while let Some(entry) = archive.get(at..).filter(|rest| rest.starts_with(ENTRY)) {
        let (Some(name), Some(extra), Some(comment)) = (short(entry, 28), short(entry, 30), short(entry, 32)) else {
            break;
        };
        let path = entry.get(46..46 + name).map(String::from_utf8_lossy).unwrap_or_default();
        if is_wanted(&path)
            && let Some(bytes) = contents(archive, entry)
        {
            files.push(StringFile { path: path.into_owned(), bytes });
        }
        at += 46 + name + extra + comment;
    }
    files
}

/// Where the central directory begins.
fn directory(archive: &[u8]) -> Option<usize> {
    /// An end record and the longest comment behind it.
    const MAX_TAIL: usize = 22 + u16::MAX as usize;
    let tail = archive.len().saturating_sub(MAX_TAIL);
    let end = tail + archive[tail..].windows(END.len()).rposition(|bytes| bytes == END)?;
    let at = long(&archive[end..], 16)?;
    archive.get(at..)?.starts_with(ENTRY).then_some(at)
}

fn contents(archive: &[u8], entry: &[u8]) -> Option<Vec<u8>> {
    let (method, packed, at) = (short(entry, 10)?, long(entry, 20)?, long(entry, 42)?);
    let local = archive.get(at..).filter(|rest| rest.starts_with(LOCAL))?;
    let start = 30 + short(local, 26)? + short(local, 28)?;
    let bytes = local.get(start..start.checked_add(packed)?)?;
    match method {
        0 => Some(bytes.to_vec()),
        8 => decompress_to_vec_with_limit(bytes, MAX_FILE_BYTES).ok(),
        _ => None,
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
