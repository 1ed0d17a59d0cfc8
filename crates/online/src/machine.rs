//! Machine translation over the network: LibreTranslate, DeepL, and any server that speaks OpenAI's protocol.
//!
//! Unlike a link, a server here is one that the user named, so that it may be on a private address. It gets the text of
//! the guide and nothing else; its key is never shown, and never sent in the clear to another computer. What it replies
//! is judged by `firstaid_translate::machine`.

mod chat;
mod deepl;
mod key;
mod libretranslate;
mod server;

pub use chat::ChatModel;
pub use deepl::DeepL;
pub use key::Key;
pub use libretranslate::LibreTranslate;
pub use server::Server;
