//! DeepL: `POST /v2/translate`, with a glossary kept under `/v3/glossaries`.

use std::sync::Mutex;

use firstaid_translate::Glossary;
use firstaid_translate::machine::{Limits, Machine, MachineError};
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};

use super::{Key, Server};

/// DeepL, for which every request needs a key.
#[derive(Debug)]
pub struct DeepL {
    server: Server,
    /// Name and id of the glossary in use.
    glossary: Mutex<Option<(String, String)>>,
}

impl DeepL {
    pub fn new(server: Server) -> Self {
        Self { server, glossary: Mutex::default() }
    }

    /// The server for a key. Keys of free accounts end in `:fx`.
    pub fn address(key: &Key) -> &'static str {
        if key.as_str().ends_with(":fx") { "https://api-free.deepl.com" } else { "https://api.deepl.com" }
    }

    fn authorization(&self) -> Option<HeaderValue> {
        self.server.key.as_ref().and_then(|key| key.header("DeepL-Auth-Key"))
    }

    /// The id of a DeepL glossary with these terms, created if there is none. Its name contains a hash of its entries,
    /// so that the next run finds it. Glossaries of ours with other entries for the same languages are deleted.
    fn glossary_id(&self, from: &str, glossary: &Glossary) -> Result<Option<String>, MachineError> {
        let (source, target) = (primary(from), primary(glossary.locale()));
        let entries = entries(glossary);
        if entries.is_empty() {
            return Ok(None);
        }
        let prefix = format!("firstaid {source}-{target} ");
        let name = format!("{prefix}{:016x}", hash(&entries));
        let mut known = self.glossary.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, id)) = known.as_ref().filter(|(known, _)| *known == name) {
            return Ok(Some(id.clone()));
        }
        let request = |method: &Method, path: &str, body: Option<&Value>| {
            let answer = self.server.request(method, path, self.authorization().as_ref(), body);
            answer.map_err(|error| match error {
                MachineError::Status { status, message } if status < 500 => {
                    MachineError::Glossary(format!("status {status}: {message}"))
                }
                error => error,
            })
        };
        let list = request(&Method::GET, "/v3/glossaries", None)?;
        let all = list["glossaries"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut id = None;
        for (theirs, its_id) in all.iter().filter_map(|it| Some((it["name"].as_str()?, it["glossary_id"].as_str()?))) {
            if theirs == name {
                id = Some(its_id.to_owned());
            } else if theirs.starts_with(&prefix) && is_id(its_id) {
                request(&Method::DELETE, &format!("/v3/glossaries/{its_id}"), None)?;
            }
        }
        let id = if let Some(id) = id {
            id
        } else {
            let dictionary = json!({
                "source_lang": source, "target_lang": target, "entries": entries, "entries_format": "tsv"
            });
            let created =
                request(&Method::POST, "/v3/glossaries", Some(&json!({ "name": name, "dictionaries": [dictionary] })))?;
            let id = created["glossary_id"].as_str();
            id.ok_or_else(|| MachineError::Unreadable("no `glossary_id`".to_owned()))?.to_owned()
        };
        *known = Some((name, id.clone()));
        Ok(Some(id))
    }
}

impl Machine for DeepL {
    fn name(&self) -> &'static str {
        "deepl"
    }

    fn limits(&self) -> Limits {
        // DeepL accepts 50 texts and 128 KiB; a character takes up to four bytes.
        Limits { texts: 50, characters: 25_000 }
    }

    fn knows_terms(&self) -> bool {
        true
    }

    fn translate(&self, texts: &[String], from: &str, glossary: &Glossary) -> Result<Vec<String>, MachineError> {
        let mut body = json!({
            "text": texts,
            "source_lang": primary(from).to_ascii_uppercase(),
            "target_lang": target(glossary.locale()),
            "tag_handling": "xml",
            "preserve_formatting": true,
        });
        if let Some(id) = self.glossary_id(from, glossary)? {
            body["glossary_id"] = id.into();
        }
        let answer = self.server.request(&Method::POST, "/v2/translate", self.authorization().as_ref(), Some(&body));
        let answer = answer.map_err(|error| match error {
            MachineError::Status { status: 400, message } if message.contains("_lang") => {
                MachineError::Languages { from: from.to_owned(), to: glossary.locale().to_owned() }
            }
            error => error,
        })?;
        let texts = answer["translations"]
            .as_array()
            .and_then(|all| all.iter().map(|it| it["text"].as_str().map(str::to_owned)).collect());
        texts.ok_or_else(|| MachineError::Unreadable("no list of texts in `translations`".to_owned()))
    }
}

/// Entries as lines of source, tab and translation. Terms that are not translated are sent as tags, and need no entry.
fn entries(glossary: &Glossary) -> String {
    let terms = glossary.terms().iter().filter(|term| !term.is_kept);
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> =
        terms.map(|term| format!("{}\t{}", clean(&term.source), clean(&term.translation))).collect();
    lines.join("\n")
}

/// FNV-1a: the same in every release, because later releases look for the glossary by its name.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn primary(locale: &str) -> String {
    locale.split('-').next().unwrap_or(locale).to_ascii_lowercase()
}

/// A locale as DeepL's target language, which needs a region for English and Portuguese.
fn target(locale: &str) -> String {
    match locale {
        "en" => "EN-US".to_owned(),
        "pt" => "PT-PT".to_owned(),
        "zh" | "zh-CN" => "ZH-HANS".to_owned(),
        "zh-TW" | "zh-HK" => "ZH-HANT".to_owned(),
        "en-GB" | "en-US" | "pt-BR" | "pt-PT" | "zh-Hans" | "zh-Hant" => locale.to_ascii_uppercase(),
        _ => primary(locale).to_ascii_uppercase(),
    }
}
