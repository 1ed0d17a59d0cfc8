//! From files to pages, and from pages to a guide.
//!
//! [`parse`] reads front matter, Markdown blocks, tokens, prose and anchors. It never fails: what is wrong with a page
//! is in [`Page::problems`], and the rest of the page is there all the same. Every range is in bytes of the file.
//! [`load_guide`] reads all pages of a folder, and [`Guide`] finds pages by path, key and link. This crate says where
//! things are; it must never judge them.

mod addresses;
mod anchor;
mod config;
mod declared;
mod front_matter;
mod guess;
mod guide;
pub mod html;
mod key;
mod layout;
mod load;
mod load_data;
mod locale;
mod markdown;
mod node;
mod outline;
mod overlay;
mod page;
mod parse;
pub mod paths;
mod piece;
mod problem;
mod prose;
mod scan;
mod submodules;
mod target;
mod token;
mod walk;
mod words;
mod yaml;

pub use anchor::{AnchorDialect, nearest};
pub use config::{ContentConfig, Generator, LanguageFrom, LocaleConfig, Patterns};
pub use front_matter::{FrontMatter, front_matter};
pub use guess::{Guess, GuessError, guess};
pub use guide::{Guide, Resolved, Unpublished, reads_data};
pub use key::PageKey;
pub use layout::{Layout, LayoutError};
pub use load::{LoadError, Step, load_guide};
pub use load_data::folder_of_pattern;
pub use locale::{Locale, gettext_modifier};
pub use markdown::{Markup, Part};
pub use node::{Entry, Node, ScalarStyle, Value};
pub use outline::Outline;
pub use page::{Block, BlockKind, Comment, Foreign, Heading, List, ListItem, Page};
pub use parse::{MAX_PAGE_BYTES, holds_text, parse, parse_data};
pub use piece::OPAQUE;
pub use problem::{Problem, ProblemKind};
pub use prose::ProseText;
pub use scan::{hex_digits, mentions_key};
pub use target::Target;
pub use token::{Link, LinkStyle, Token, TokenKind};
pub use words::Word;
pub use yaml::parse_yaml;
