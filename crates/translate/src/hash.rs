//! The hash that catalogs store.

/// The 64-bit FNV-1a hash. Catalogs and XLIFF files store it, so it must be the same on every machine and in every
/// release.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    extended(0xcbf2_9ce4_8422_2325, bytes)
}

/// The hash of several texts; it differs if bytes move from one text to the next.
pub(crate) fn hash_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let text = |all: u64, text: &str| extended(extended(all, text.as_bytes()), &text.len().to_le_bytes());
    texts.into_iter().fold(hash(b""), text)
}

/// The hash of the bytes of `hash` and of further ones.
fn extended(hash: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(hash, step)
}

/// 24 bits of [`hash`] over several texts, for places where a catalog keeps many.
pub(crate) fn short_hash(parts: &[&[u8]]) -> u32 {
    let all = hash(&parts.join(&0xff));
    ((all ^ (all >> 24) ^ (all >> 48)) & 0x00ff_ffff) as u32
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_are_those_of_the_fnv_specification() {
        assert_eq!(super::hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(super::hash(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn texts_are_told_apart() {
        assert_ne!(super::hash_of(["ab", "c"]), super::hash_of(["a", "bc"]));
        assert_ne!(super::hash_of(["a", ""]), super::hash_of(["a"]));
    }
}
