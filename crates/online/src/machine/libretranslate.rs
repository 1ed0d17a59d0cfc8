//! LibreTranslate: `POST /translate`.

use firstaid_translate::Glossary;
use firstaid_translate::machine::{Limits, Machine, MachineError};
use reqwest::Method;
use serde_json::{Value, json};

use super::Server;

/// A LibreTranslate server. It has no glossaries; terms are replaced before a text is sent.
#[derive(Debug)]
pub struct LibreTranslate {
    server: Server,
}

impl LibreTranslate {
    pub fn new(server: Server) -> Self {
        Self { server }
    }
}

impl Machine for LibreTranslate {
    fn name(&self) -> &'static str {
        "libretranslate"
    }

    fn limits(&self) -> Limits {
        Limits { texts: 20, characters: 2000 }
    }

    fn knows_terms(&self) -> bool {
        false
    }

    fn translate(&self, texts: &[String], from: &str, glossary: &Glossary) -> Result<Vec<String>, MachineError> {
        let (source, target) = (language(from), language(glossary.locale()));
        let mut body = json!({ "q": texts, "source": source, "target": target, "format": "html" });
        if let Some(key) = &self.server.key {
            body["api_key"] = key.as_str().into();
        }
        let answer =
            self.server.request(&Method::POST, "/translate", None, Some(&body)).map_err(|error| match error {
                MachineError::Status { status: 400, message } if message.contains("is not supported") => {
                    MachineError::Languages { from: source, to: target }
                }
                error => error,
            })?;
        strings(&answer["translatedText"])
    }
}

fn strings(value: &Value) -> Result<Vec<String>, MachineError> {
    let texts = value.as_array().and_then(|it| it.iter().map(|it| it.as_str().map(str::to_owned)).collect());
    texts.ok_or_else(|| MachineError::Unreadable("no list of texts in `translatedText`".to_owned()))
}

/// A locale as LibreTranslate writes it: the language, and the scripts and countries that it distinguishes.
fn language(locale: &str) -> String {
    match locale {
        "pt-BR" | "zh-Hant" | "zh-Hans" => locale.to_owned(),
        "zh-TW" | "zh-HK" => "zh-Hant".to_owned(),
        "zh" | "zh-CN" => "zh-Hans".to_owned(),
        _ => locale.split('-').next().unwrap_or(locale).to_ascii_lowercase(),
    }
}
