//! Machine translation over the network: LibreTranslate, DeepL, and any server that speaks OpenAI's protocol.
//!
//! Unlike a link's host, the server is one that the user named, so it may have a private address. It gets the text of
//! the guide and nothing else. Its key is never shown, and never sent unencrypted to another computer.
//! `firstaid_translate::machine` checks its answers.

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
