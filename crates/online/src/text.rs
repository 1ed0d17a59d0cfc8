//! The text of a page, reduced to what comparisons need. Only its hashes are ever stored.

use std::collections::HashSet;

use encoding_rs::{Encoding, UTF_8};
use firstaid_ledger::PagePrint;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use jiff::civil::Date;

/// Minimum number of words of a page that can be compared with another.
const MIN_WORDS: usize = 6;
/// The same for a page with scripts, which may be the shell of an application that renders its pages itself.
const MIN_WORDS_WITH_SCRIPTS: usize = 30;
/// Minimum number of words of the main text of a page that has a fingerprint.
const MIN_PRINT_WORDS: usize = 30;
/// Maximum length of a title in a fingerprint, in characters.
const MAX_PRINT_TITLE: usize = 100;
/// Maximum length of a language tag in a fingerprint, in bytes.
const MAX_LANG: usize = 20;
/// Maximum number of words of a page on which a phrase such as "not found" counts anywhere; on others only in the
/// title.
const MAX_MISSING_WORDS: usize = 60;
/// Maximum number of words of a page that are read.
const MAX_WORDS: usize = 20_000;
/// Bytes of text that are read for each of these words.
const BYTES_PER_WORD: usize = 16;
/// Maximum number of words of a parked page; a guide that explains parked domains has more.
const MAX_PARKED_WORDS: usize = 400;
/// Minimum number of the 64 bits of a similarity hash in which unrelated pages differ. The mean is 32, the standard
/// deviation 4.
const MIN_UNRELATED_BITS: u32 = 25;
/// Maximum number of bits in which two versions of one page differ.
const MAX_SAME_BITS: u32 = 3;
/// Length of a title, in bytes, after which no more text is added to it.
const MAX_TITLE: usize = 500;
/// Bytes at the start of a page in which its character set is looked for (HTML standard, "encoding sniffing
/// algorithm").
const SNIFFED_BYTES: usize = 1024;

/// The text of a page and what it is compared by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct PageText {
    pub(crate) title: String,
    /// The words in lower case, with a space between them.
    pub(crate) words: String,
    word_count: usize,
    /// FNV-1a hash of the words.
    hash: u64,
    /// `SimHash` of the words.
    similarity: u64,
    /// The language that the page says it is in.
    pub(crate) lang: String,
    /// The text inside of `main` and `article`, as it is.
    main: String,
    /// `SimHash` of the main text, if it is long enough.
    main_similarity: Option<u64>,
    pub(crate) has_scripts: bool,
    ids: HashSet<String>,
    scripts: String,
}

impl PageText {
    /// Reads a page, as HTML if `is_html`. The words leave out the page's own path `own_path`, because a "not found"
    /// page often quotes it.
    pub(crate) fn new(text: &str, is_html: bool, own_path: &str) -> Self {
        let mut page = if is_html { read_html(text) } else { Self { words: text.to_owned(), ..Self::default() } };
        let own_path = own_path.to_lowercase();
        let lower = page.words.to_lowercase();
        let plain = if own_path.len() > 3 { lower.replace(&own_path, " ") } else { lower };
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        page.hash = words.iter().fold(FNV_START, |hash, word| fnv(fnv(hash, word.as_bytes()), b" "));
        page.similarity = similarity(&words);
        page.word_count = words.len();
        let main = std::mem::take(&mut page.main).to_lowercase();
        let of_main: Vec<&str> =
            main.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        page.main_similarity = if of_main.len() >= MIN_PRINT_WORDS {
            Some(similarity(&of_main))
        } else {
            (words.len() >= MIN_PRINT_WORDS).then_some(page.similarity)
        };
        page.words = words.join(" ");
        page
    }

    /// The signature for the ledger; `None` for a page with too few words.
    pub(crate) fn signature(&self) -> Option<String> {
        (self.word_count >= MIN_WORDS).then(|| format!("{:016x}", self.similarity))
    }

    /// The fingerprint for the ledger; `None` for a page with too few words. `says_lang` is false if the server chooses
    /// the language by visitor.
    pub(crate) fn print(&self, on: Date, says_lang: bool) -> Option<PagePrint> {
        let text = format!("{:016x}", self.main_similarity?);
        let title: String = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = title.chars().filter(|c| !c.is_control()).take(MAX_PRINT_TITLE).collect();
        let is_tag = |tag: &&str| {
            let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            !tag.is_empty() && tag.len() <= MAX_LANG && tag.bytes().all(fine)
        };
        let lang = Some(self.lang.trim()).filter(|_| says_lang).filter(is_tag).map(str::to_owned);
        Some(PagePrint { on, title, lang, text })
    }

    /// Whether the page has too few words to be compared.
    pub(crate) fn is_short(&self) -> bool {
        self.word_count < if self.has_scripts { MIN_WORDS_WITH_SCRIPTS } else { MIN_WORDS }
    }

    /// Whether the page has few enough words to be that of a parked domain.
    pub(crate) fn is_thin(&self) -> bool {
        self.word_count <= MAX_PARKED_WORDS
    }

    /// The text in which a phrase such as "not found" counts: the title, and the words of a short page.
    pub(crate) fn headline(&self) -> (&str, &str) {
        (&self.title, if self.word_count <= MAX_MISSING_WORDS { &self.words } else { "" })
    }

    /// The page with only the data that [`Self::is_same_as`] and [`Self::headline`] use: some hundred bytes.
    pub(crate) fn summary(self) -> Self {
        let words = self.headline().1.to_owned();
        Self { words, ids: HashSet::new(), scripts: String::new(), ..self }
    }

    /// Whether two pages of one site have the same text.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.title == other.title
            && !self.is_short()
            && (self.hash == other.hash || (self.similarity ^ other.similarity).count_ones() <= MAX_SAME_BITS)
    }

    /// Whether the page has an id or a named anchor, exactly or in another letter case, or a script that may create it.
    pub(crate) fn find_id(&self, fragment: &str) -> IdFound<'_> {
        if self.ids.contains(fragment) {
            return IdFound::Yes;
        }
        if self.scripts.contains(fragment) || self.word_count < MIN_WORDS && self.has_scripts {
            return IdFound::PerhapsByScript;
        }
        let lower = fragment.to_lowercase();
        let mut similar: Vec<&String> = self.ids.iter().filter(|id| id.to_lowercase() == lower).collect();
        similar.sort();
        similar.first().map_or(IdFound::No, |id| IdFound::OtherCase(id))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum IdFound<'a> {
    Yes,
    No,
    OtherCase(&'a str),
    PerhapsByScript,
}

/// Whether a signature of the ledger is that of a page unrelated to this one.
pub(crate) fn is_unrelated(signature: &str, page: &PageText) -> bool {
    let known = u64::from_str_radix(signature, 16);
    page.word_count >= MIN_WORDS
        && known.is_ok_and(|known| (known ^ page.similarity).count_ones() >= MIN_UNRELATED_BITS)
}

/// Decodes a body by the character set of its `Content-Type`, else by the one that the page declares, else as UTF-8.
pub(crate) fn decode(body: &[u8], content_type: &str) -> String {
    let label = |text: &str| {
        let at = text.to_ascii_lowercase().find("charset=")? + "charset=".len();
        let label = text[at..].trim_start_matches(['"', '\'', ' ']);
        let label = label.split(['"', '\'', ';', ' ', '>', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    };
    let head = || String::from_utf8_lossy(&body[..body.len().min(SNIFFED_BYTES)]).into_owned();
    let encoding = label(content_type).or_else(|| label(&head())).unwrap_or(UTF_8);
    encoding.decode(body).0.into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Id,
    Lang,
    Other,
}

fn read_html(text: &str) -> PageText {
    const HIDDEN: [&[u8]; 4] = [b"script", b"style", b"template", b"noscript"];
    let mut page = PageText::default();
    let mut element: Vec<u8> = Vec::new();
    let mut attribute = Attribute::Other;
    let mut budget = MAX_WORDS * BYTES_PER_WORD;
    let is_main = |name: &[u8]| name == b"main" || name == b"article";
    let mut main_depth = 0_usize;
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                element = name.to_vec();
                page.has_scripts |= name == b"script";
                main_depth += usize::from(is_main(name));
                page.words.push(' ');
            }
            CallbackEvent::AttributeName { name } => {
                let names = name == b"id" || name == b"name" && element == b"a";
                let says_lang = name == b"lang" && element == b"html";
                attribute = match (names, says_lang) {
                    (true, _) => Attribute::Id,
                    (_, true) => Attribute::Lang,
                    _ => Attribute::Other,
                };
            }
            CallbackEvent::AttributeValue { value } if attribute == Attribute::Id => {
                let id = String::from_utf8_lossy(value).into_owned();
                // GitHub and others put this prefix before the anchors of users' headings, and a script drops it.
                if let Some(plain) = id.strip_prefix("user-content-") {
                    page.ids.insert(plain.to_owned());
                }
                page.ids.insert(id);
            }
            CallbackEvent::AttributeValue { value } if attribute == Attribute::Lang => {
                page.lang = String::from_utf8_lossy(value).into_owned();
            }
            CallbackEvent::EndTag { name } => {
                main_depth = main_depth.saturating_sub(usize::from(is_main(name)));
                page.main.push_str(if main_depth > 0 { " " } else { "" });
                if name == element {
                    element.clear();
                }
                page.words.push(' ');
            }
            CallbackEvent::String { value } => {
                let value = String::from_utf8_lossy(value);
                if element == b"script" {
                    page.scripts += &value;
                } else if element == b"title" && page.title.len() < MAX_TITLE {
                    page.title += value.trim();
                } else if !HIDDEN.contains(&&*element) && budget > 0 {
                    budget = budget.saturating_sub(value.len());
                    page.words += &value;
                    if main_depth > 0 {
                        page.main.push(' ');
                        page.main += &value;
                    }
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

/// FNV-1a. Unlike the standard library's hashes it is the same on every machine and in every version.
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

/// Mixes all bits of an FNV hash (the finalizer of `SplitMix64`).
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
    fn similar_pages_are_the_same_and_others_are_not() {
        let missing = |path: &str| {
            let text = format!("<title>Oops</title>There is no page at {path} here, we are very sorry about that.");
            PageText::new(&text, true, path)
        };
        assert!(missing("/a/one").is_same_as(&missing("/a/xk37fh29")));
        assert!(!missing("/a/one").is_same_as(&page(PAGE)));
        assert!(!page("ok").is_same_as(&page("ok")), "too short to say");
        let known = page(PAGE).signature().unwrap();
        assert!(!is_unrelated(&known, &page(&PAGE.replace("second", "third"))));
        let other = "Buy this domain today from our marketplace of premium names, best prices for investors, call now";
        assert!(is_unrelated(&known, &page(other)));
    }

    #[test]
    fn a_fingerprint_is_of_the_main_text() {
        let on = jiff::civil::date(2026, 11, 23);
        let around = |nav: &str, main: &str| {
            page(&format!("<html lang=en-GB><title>A\n page</title><nav>{nav}</nav><main>{main}</main>"))
        };
        let text =
            "Choose a service that encrypts what it stores and turn on a second factor for every account. ".repeat(3);
        let print = around("home", &text).print(on, true).unwrap();
        assert_eq!((&*print.title, print.lang.as_deref(), print.on), ("A page", Some("en-GB"), on));
        let other_nav =
            "today in the shop there is a sale of slots and poker with a bonus for all who spin now".repeat(9);
        assert_eq!(around(&other_nav, &text).print(on, true).unwrap().text, print.text);
        assert_eq!(around("home", &text).print(on, false).unwrap().lang, None);
        assert_eq!(around("home", "Short.").print(on, true), None);
        let long = page(&format!("<title>{}</title><html lang='<b>'>{text}", "x".repeat(400)));
        let print = long.print(on, true).unwrap();
        assert_eq!((print.title.len(), print.lang), (MAX_PRINT_TITLE, None));
    }

    #[test]
    fn any_character_set_is_decoded() {
        assert_eq!(decode(b"caf\xe9", "text/html; charset=ISO-8859-1"), "caf\u{e9}");
        assert_eq!(decode(b"<meta charset=\"windows-1251\">\xcf", ""), "<meta charset=\"windows-1251\">\u{41f}");
        assert_eq!(decode("\u{e9}".as_bytes(), "text/html"), "\u{e9}");
        assert_eq!(decode(b"\xff\xfe\0", "text/html; charset=nonsense").chars().count(), 1);
    }
}
