//! From files to pages: front matter, Markdown blocks, tokens, prose, anchors; and the guide's index of them.
//!
//! Parsing never fails. What cannot be understood is kept in [`Page::problems`], and the rest of the page is
//! there all the same. Every range is in bytes of the file. This crate says where things are; it must never
//! judge them.

mod addresses;
mod anchor;
mod foreign;
mod front_matter;
mod guess;
mod guide;
mod html;
mod layout;
mod load;
mod locale;
mod markdown;
mod outline;
mod overlay;
mod page;
pub mod paths;
mod problem;
mod prose;
mod scan;
mod target;
mod token;
mod yaml;

pub use anchor::{AnchorDialect, Heading, nearest};
pub use foreign::Foreign;
pub use front_matter::{FrontMatter, front_matter};
pub use guess::{GuessError, guess};
pub use guide::{Guide, Resolved};
pub use layout::{ContentConfig, Generator, LanguageFrom, Layout, LayoutError, LocaleConfig, PageKey, Patterns};
pub use load::{LoadError, Step, load_guide};
pub use locale::Locale;
pub use outline::Outline;
pub use page::{Block, BlockKind, Comment, List, ListItem, MAX_PAGE_BYTES, Page, parse};
pub use problem::{Problem, ProblemKind};
pub use prose::{OPAQUE, ProseText, Word};
pub use scan::{hex_digits, mentions_key};
pub use target::Target;
pub use token::{Link, LinkStyle, Token, TokenKind};
pub use yaml::{Entry, Node, ScalarStyle, Value, parse_yaml};
