//! Reading keys, armored or not, within bounds.

use std::io::{BufReader, Read};

use firstaid_ledger::KeyName;
use pgp::armor::{Dearmor, DearmorOptions};
use pgp::composed::{SignedPublicKey, SignedPublicKeyParser};
use pgp::packet::{Packet, PacketParser};
use pgp::types::KeyDetails;

/// Maximum bytes of a file or an answer with keys.
const MAX_BYTES: usize = 1 << 20;
/// Maximum packets in it. Keys with thousands of signatures by strangers have more; they are made to hurt.
const MAX_PACKETS: usize = 4000;
/// Maximum keys in it.
const MAX_KEYS: usize = 32;
/// Maximum armored blocks in it.
const MAX_BLOCKS: usize = 32;

const BEGIN: &[u8] = b"-----BEGIN PGP PUBLIC KEY BLOCK-----";
const END: &[u8] = b"-----END PGP PUBLIC KEY BLOCK-----";

/// An OpenPGP public key with its user ids, subkeys and signatures. None of them is verified.
#[derive(Clone, Debug)]
pub struct Certificate(pub(super) SignedPublicKey);

impl Certificate {
    /// The fingerprint of its primary key.
    pub fn fingerprint(&self) -> Option<KeyName> {
        KeyName::parse(&format!("{:X}", self.0.primary_key.fingerprint()))
    }
}

/// Why bytes are no keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("larger than {} KiB", MAX_BYTES >> 10)]
    TooLarge,
    #[error("more than {MAX_PACKETS} packets")]
    TooManyPackets,
    #[error("no OpenPGP key")]
    NoKey,
}

/// The keys in a file or an answer: armored blocks, in a text or a page, or binary.
pub fn read_certificates(bytes: &[u8]) -> Result<Vec<Certificate>, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut packets = Vec::new();
    if find(bytes, BEGIN).is_some() {
        for block in blocks(bytes).take(MAX_BLOCKS) {
            let options = DearmorOptions::new().set_limit(MAX_BYTES);
            push_packets(Dearmor::with_options(block, options), &mut packets)?;
        }
    } else {
        push_packets(bytes, &mut packets)?;
    }
    let keys = SignedPublicKeyParser::from_packets(packets.into_iter().map(Ok).peekable());
    let keys: Vec<Certificate> = keys.take(MAX_KEYS).filter_map(Result::ok).map(Certificate).collect();
    if keys.is_empty() { Err(Unreadable::NoKey) } else { Ok(keys) }
}

/// Adds the packets that can be read; others say nothing.
fn push_packets(from: impl Read, packets: &mut Vec<Packet>) -> Result<(), Unreadable> {
    for (n, packet) in PacketParser::new(BufReader::new(from)).enumerate() {
        if n + packets.len() > MAX_PACKETS {
            return Err(Unreadable::TooManyPackets);
        }
        packets.extend(packet);
    }
    Ok(())
}

/// The armored blocks in a text, each from its first line to its last.
fn blocks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let start = find(rest, BEGIN)?;
        let end = start + find(&rest[start..], END)? + END.len();
        let block = &rest[start..end];
        rest = &rest[end..];
        Some(block)
    })
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|it| it == part)
}
