//! Compressed data that ships inside the binary.

/// Bytes before the deflated data, without optional fields; bytes behind it.
const HEADER: usize = 10;
const TRAILER: usize = 8;

/// The text in a gzip file (RFC 1952) of a single member whose header has no optional fields, as `gzip -n` writes it;
/// `None` for anything else.
///
/// The checksum is not verified. The size at the end of the file is believed only up to [`MAX_RATIO`], so that a short
/// file cannot ask for much memory.
pub fn gunzip(file: &[u8]) -> Option<String> {
    let deflated = file.get(HEADER..file.len().checked_sub(TRAILER)?)?;
    let has_plain_header = file.starts_with(&[0x1f, 0x8b, 8, 0]);
    let size = u32::from_le_bytes(*file.last_chunk()?) as usize;
    if !has_plain_header || size > deflated.len().saturating_mul(MAX_RATIO) {
        return None;
    }
    let mut text = vec![0; size];
    let unpacked = miniz_oxide::inflate::decompress_slice_iter_to_slice(
        &mut text,
        std::iter::once(deflated),
        /* zlib_header: */ false,
        /* ignore_adler32: */ true,
    );
    (unpacked == Ok(size)).then(|| String::from_utf8(text).ok())?
}

/// Maximum size of deflated data unpacked, as a multiple of its own; deflate cannot reach more.
const MAX_RATIO: usize = 1032;

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'a\tb\n' | gzip -9n`.
    const FILE: [u8; 24] =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0xe4, 0x4c, 0xe2, 2, 0, 0xce, 0x94, 0x11, 0x1a, 4, 0, 0, 0];

    #[test]
    fn a_file_is_unpacked_and_a_damaged_one_refused() {
        assert_eq!(gunzip(&FILE).as_deref(), Some("a\tb\n"));
        (0..FILE.len()).for_each(|len| assert_eq!(gunzip(&FILE[..len]), None));
        let mut bomb = FILE;
        bomb[20..].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(gunzip(&bomb), None);
    }
}
