//! What a page says, boiled down to what can be compared: never kept, only its hashes are.

use std::collections::HashSet;

use encoding_rs::{Encoding, UTF_8};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A page with fewer words says too little to be compared with another.
const FEW_WORDS: usize = 6;
/// The same for one with scripts: it may be the shell of a program that draws its pages itself.
const FEW_WORDS_WITH_SCRIPTS: usize = 30;
/// A page of so few words says in them that it is none.
const MAX_MISSING_WORDS: usize = 60;
/// Words beyond this make no difference, only work.
const MAX_WORDS: usize = 20_000;
/// A parked page has little besides; a guide that explains parked domains has more words.
const MAX_PARKED_WORDS: usize = 400;
/// Of 64 bits; two pages that have nothing to do with each other differ in 32, give or take 4.
const UNRELATED: u32 = 25;
const SAME: u32 = 3;

/// What a page is like.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct PageText {
    pub(crate) title: String,
    /// In lower case, a space between words.
    pub(crate) words: String,
    word_count: usize,
    hash: u64,
    similarity: u64,
    pub(crate) has_scripts: bool,
    ids: HashSet<String>,
    scripts: String,
}

impl PageText {
    /// Reads a page, as HTML if `is_html`. `own` is left out of the comparison: what a page that cannot be found says
    /// of its own address.
    pub(crate) fn new(text: &str, is_html: bool, own: &str) -> Self {
        let mut page = if is_html { read_html(text) } else { Self { words: text.to_owned(), ..Self::default() } };
        let own = own.to_lowercase();
        let lower = page.words.to_lowercase();
        let plain = if own.len() > 3 { lower.replace(&own, " ") } else { lower };
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        page.hash = words.iter().fold(FNV_START, |hash, word| fnv(fnv(hash, word.as_bytes()), b" "));
        page.similarity = similarity(&words);
        page.word_count = words.len();
        page.words = words.join(" ");
        page
    }

    /// The signature for the ledger; none for a page that says too little.
    pub(crate) fn signature(&self) -> Option<String> {
        (self.word_count >= FEW_WORDS).then(|| format!("{:016x}", self.similarity))
    }

    pub(crate) fn is_short(&self) -> bool {
        self.word_count < if self.has_scripts { FEW_WORDS_WITH_SCRIPTS } else { FEW_WORDS }
    }

    /// Whether the page has so little to say that it may be a parked one.
    pub(crate) fn is_thin(&self) -> bool {
        self.word_count <= MAX_PARKED_WORDS
    }

    /// What a page that is none says so in: its title, and its words if they are few.
    pub(crate) fn headline(&self) -> (&str, &str) {
        (&self.title, if self.word_count <= MAX_MISSING_WORDS { &self.words } else { "" })
    }

    /// The page without what [`Self::is_like`] and [`Self::headline`] need not know: some hundred bytes.
    pub(crate) fn essence(self) -> Self {
        let words = self.headline().1.to_owned();
        Self { words, ids: HashSet::new(), scripts: String::new(), ..self }
    }

    /// Whether two pages of one site say the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.title == other.title
            && !self.is_short()
            && (self.hash == other.hash || (self.similarity ^ other.similarity).count_ones() <= SAME)
    }

    /// Whether the page has the id or the named anchor, or has it in another letter case, or may make it by a script.
    pub(crate) fn find_id(&self, fragment: &str) -> IdFound<'_> {
        if self.ids.contains(fragment) {
            return IdFound::Yes;
        }
        if self.scripts.contains(fragment) || self.word_count < FEW_WORDS && self.has_scripts {
            return IdFound::PerhapsByScript;
        }
        let lower = fragment.to_lowercase();
        let mut near: Vec<&String> = self.ids.iter().filter(|id| id.to_lowercase() == lower).collect();
        near.sort();
        near.first().map_or(IdFound::No, |id| IdFound::OtherCase(id))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum IdFound<'a> {
    Yes,
    No,
    OtherCase(&'a str),
    PerhapsByScript,
}

/// Whether the ledger's signature is that of a page which has nothing to do with this one.
pub(crate) fn is_unrelated(signature: &str, page: &PageText) -> bool {
    let known = u64::from_str_radix(signature, 16);
    page.word_count >= FEW_WORDS && known.is_ok_and(|known| (known ^ page.similarity).count_ones() >= UNRELATED)
}

/// The text of a body, by the character set of its `Content-Type`, else by what the page says in its first bytes, else
/// UTF-8.
pub(crate) fn decode(body: &[u8], content_type: &str) -> String {
    let label = |text: &str| {
        let at = text.to_ascii_lowercase().find("charset=")? + "charset=".len();
        let label = text[at..].trim_start_matches(['"', '\'', ' ']);
        let label = label.split(['"', '\'', ';', ' ', '>', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    };
    let head = || String::from_utf8_lossy(&body[..body.len().min(1024)]).into_owned();
    let encoding = label(content_type).or_else(|| label(&head())).unwrap_or(UTF_8);
    encoding.decode(body).0.into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Id,
    Other,
}

fn read_html(text: &str) -> PageText {
    const UNSEEN: [&[u8]; 4] = [b"script", b"style", b"template", b"noscript"];
    let mut page = PageText::default();
    let mut element: Vec<u8> = Vec::new();
    let mut attribute = Attribute::Other;
    let mut budget = MAX_WORDS * 16;
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                element = name.to_vec();
                page.has_scripts |= name == b"script";
                page.words.push(' ');
            }
            CallbackEvent::AttributeName { name } => {
                let names = name == b"id" || name == b"name" && element == b"a";
                attribute = if names { Attribute::Id } else { Attribute::Other };
            }
            CallbackEvent::AttributeValue { value } if attribute == Attribute::Id => {
                let id = String::from_utf8_lossy(value).into_owned();
                // GitHub and others name the anchors of a reader's headings so, and find them by script.
                if let Some(plain) = id.strip_prefix("user-content-") {
                    page.ids.insert(plain.to_owned());
                }
                page.ids.insert(id);
            }
            CallbackEvent::EndTag { name } => {
                if name == element {
                    element.clear();
                }
                page.words.push(' ');
            }
            CallbackEvent::String { value } => {
                let value = String::from_utf8_lossy(value);
                if element == b"script" {
                    page.scripts += &value;
                } else if element == b"title" && page.title.len() < 500 {
                    page.title += value.trim();
                } else if !UNSEEN.contains(&&*element) && budget > 0 {
                    budget = budget.saturating_sub(value.len());
                    page.words += &value;
                }
            }
            _ => {}
        }
        None
    });
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(()) = token;
    }
    page
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version, which the standard library's hashes are not.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// `SimHash` (Charikar 2002) over words and pairs of words.
fn similarity(words: &[&str]) -> u64 {
    let single = words.iter().map(|word| fnv(FNV_START, word.as_bytes()));
    let pairs = words.windows(2).map(|pair| fnv(fnv(fnv(FNV_START, pair[0].as_bytes()), b" "), pair[1].as_bytes()));
    let features: HashSet<u64> = single.chain(pairs).map(mix).collect();
    let mut sums = [0i32; 64];
    for feature in features {
        for (bit, sum) in sums.iter_mut().enumerate() {
            *sum += if feature >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    sums.iter().enumerate().fold(0, |hash, (bit, &sum)| hash | u64::from(sum > 0) << bit)
}

/// Spreads what FNV leaves in the low bits (the finalizer of `SplitMix64`).
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><title> Safer  mail </title><h1 id=Top>Safer mail</h1><a name=two></a>\
        <p>Choose a service that encrypts what it stores, and turn on a second factor for every account.\
        <script>make('later')</script><style>.x{}</style>";

    fn page(html: &str) -> PageText {
        PageText::new(html, true, "")
    }

    #[test]
    fn words_ids_and_title_are_read() {
        let page = page(PAGE);
        assert_eq!(page.title, "Safer  mail");
        assert!(page.words.starts_with("safer mail choose a service") && !page.words.contains("make"));
        assert_eq!(page.find_id("Top"), IdFound::Yes);
        assert_eq!(page.find_id("top"), IdFound::OtherCase("Top"));
        assert_eq!(page.find_id("two"), IdFound::Yes);
        assert_eq!(page.find_id("later"), IdFound::PerhapsByScript);
        assert_eq!(page.find_id("never"), IdFound::No);
    }

    #[test]
    fn like_pages_are_like_and_others_are_not() {
        let missing = |path: &str| {
            let text = format!("<title>Oops</title>There is no page at {path} here, we are very sorry about that.");
            PageText::new(&text, true, path)
        };
        assert!(missing("/a/one").is_like(&missing("/a/xk37fh29")));
        assert!(!missing("/a/one").is_like(&page(PAGE)));
        assert!(!page("ok").is_like(&page("ok")), "too short to say");
        let known = page(PAGE).signature().unwrap();
        assert!(!is_unrelated(&known, &page(&PAGE.replace("second", "third"))));
        let other = "Buy this domain today from our marketplace of premium names, best prices for investors, call now";
        assert!(is_unrelated(&known, &page(other)));
    }

    #[test]
    fn any_character_set_is_read() {
        assert_eq!(decode(b"caf\xe9", "text/html; charset=ISO-8859-1"), "caf\u{e9}");
        assert_eq!(decode(b"<meta charset=\"windows-1251\">\xcf", ""), "<meta charset=\"windows-1251\">\u{41f}");
        assert_eq!(decode("\u{e9}".as_bytes(), "text/html"), "\u{e9}");
        assert_eq!(decode(b"\xff\xfe\0", "text/html; charset=nonsense").chars().count(), 1);
    }
}
