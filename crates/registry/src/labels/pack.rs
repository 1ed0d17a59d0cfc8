//! A pack: its header, and its locales, each unpacked when first asked for.

use std::collections::HashSet;
use std::sync::OnceLock;

use firstaid_text::gunzip;
use serde::Deserialize;

use super::form::label_form;
use super::former::{FORMER, FORMER_TABLE, FormerLabel};
use super::parents::{PARENTS, PARENTS_COLUMN, Parents};
use super::table::Labels;
use crate::{PartialDate, RegistryError};

/// Where an app runs, as far as its labels differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    Desktop,
    Windows,
    Macos,
    Linux,
    Android,
    Ios,
    Web,
}

impl Platform {
    /// Whether the app runs on telephones and tablets.
    pub fn is_mobile(self) -> bool {
        matches!(self, Self::Android | Self::Ios)
    }
}

/// The labels of an app on a platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelPack {
    /// The name of the app, as the registry of tools has it if it does.
    pub app: String,
    /// Other names that pages use.
    #[serde(default)]
    pub names: Vec<String>,
    pub platform: Platform,
    pub version: String,
    /// Where the strings come from.
    pub source: String,
    /// SPDX identifier of the licence of the strings.
    pub licence: String,
    /// When that version was published.
    pub date: PartialDate,
    /// The text of [`KEYS`], if the pack has columns.
    #[serde(skip)]
    keys: Option<Bytes>,
    /// The files of [`PARENTS`] and [`PARENTS_COLUMN`], read when first asked for.
    #[serde(skip)]
    parent_table: Option<Bytes>,
    #[serde(skip)]
    parent_column: Option<Bytes>,
    #[serde(skip)]
    parents: OnceLock<Parents>,
    /// The files of [`FORMER_TABLE`] and [`FORMER`], read when first asked for.
    #[serde(skip)]
    former_table: Option<Bytes>,
    #[serde(skip)]
    former_packed: Option<Bytes>,
    #[serde(skip)]
    former: OnceLock<Vec<FormerLabel>>,
    /// In order of the tags.
    #[serde(skip)]
    locales: Vec<LocaleFile>,
}

/// The file of the keys of all columns, a line each.
const KEYS: &str = "keys.txt.gz";

/// A column: line *n* has the labels of line *n* of [`KEYS`], with tabs between several.
const COLUMN: &str = ".txt.gz";

/// A table of lines `key<TAB>label`, as people write it.
const TABLE: &str = ".tsv";

/// The labels of one locale, unpacked once.
#[derive(Clone, Debug)]
struct LocaleFile {
    locale: Box<str>,
    bytes: Bytes,
    is_column: bool,
    labels: OnceLock<Labels>,
}

#[derive(Clone, Debug)]
enum Bytes {
    Embedded(&'static [u8]),
    Read(Box<[u8]>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

impl LabelPack {
    /// A pack without locales, of the text of its `pack.yaml`.
    pub fn parse(path: &str, text: &str) -> Result<Self, RegistryError> {
        serde_yaml::from_str(text).map_err(|it| {
            let message = it.to_string();
            let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let line = it.location().map_or(1, |location| location.line());
            RegistryError { path: path.to_owned(), line, message: first }
        })
    }

    /// Adds an embedded file; `false` if its name is not that of one of a pack.
    pub(super) fn add_embedded(&mut self, name: &str, bytes: &'static [u8]) -> bool {
        self.add(name, Bytes::Embedded(bytes))
    }

    /// Adds a file of a guide; a file of another name is skipped. `path` is that of `pack.yaml`.
    pub(super) fn add_file(&mut self, path: &str, name: &str, bytes: Vec<u8>) -> Result<(), RegistryError> {
        let error = |line: usize, message: &str| RegistryError {
            path: format!("{}{name}", path.strip_suffix("pack.yaml").unwrap_or(path)),
            line: line as u64,
            message: message.to_owned(),
        };
        // Not unpacked here: most locales of a pack are never asked for. One that is damaged has no labels.
        if name.ends_with(COLUMN) && !bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(error(1, "not a gzip file"));
        }
        if name.ends_with(TABLE) {
            let text = str::from_utf8(&bytes).map_err(|_| error(1, "not UTF-8"))?;
            let is_wrong = |line: &str| !line.is_empty() && !line.contains('\t');
            if let Some(n) = text.lines().position(is_wrong) {
                return Err(error(n + 1, "not a key, a tab and a label"));
            }
        }
        self.add(name, Bytes::Read(bytes.into()));
        Ok(())
    }

    fn add(&mut self, name: &str, bytes: Bytes) -> bool {
        let is_column = name.ends_with(COLUMN);
        if name == KEYS {
            self.keys = Some(bytes);
        } else if name == PARENTS {
            self.parent_table = Some(bytes);
        } else if name == PARENTS_COLUMN {
            self.parent_column = Some(bytes);
        } else if name == FORMER_TABLE {
            self.former_table = Some(bytes);
        } else if name.strip_suffix(COLUMN) == Some(FORMER) {
            self.former_packed = Some(bytes);
        } else if let Some(locale) = name.strip_suffix(COLUMN).or_else(|| name.strip_suffix(TABLE)) {
            let file = LocaleFile { locale: locale.into(), bytes, is_column, labels: OnceLock::new() };
            let at = self.locales.partition_point(|it| *it.locale < *locale);
            self.locales.insert(at, file);
        } else {
            return false;
        }
        true
    }

    /// The lines `key<TAB>label` of a file.
    fn table(&self, file: &LocaleFile) -> String {
        if !file.is_column {
            return String::from_utf8_lossy(file.bytes.get()).into_owned();
        }
        let (keys, column) = (self.unpacked_keys(), unpacked(&file.bytes));
        let mut table = String::with_capacity(keys.len() + column.len());
        for (key, labels) in keys.lines().zip(column.lines()) {
            for label in labels.split('\t').filter(|label| !label.is_empty()) {
                table.extend([key, "\t", label, "\n"]);
            }
        }
        table
    }

    fn unpacked_keys(&self) -> String {
        self.keys.as_ref().map(unpacked).unwrap_or_default()
    }

    fn parents(&self) -> &Parents {
        self.parents.get_or_init(|| {
            let table = self.parent_table.as_ref().map(|bytes| Parents::read(&String::from_utf8_lossy(bytes.get())));
            let mut parents = table.unwrap_or_default();
            if let Some(column) = &self.parent_column {
                parents.add_column(&self.unpacked_keys(), &unpacked(column));
            }
            parents
        })
    }

    /// The tags of the locales, in order.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.locales.iter().map(|file| &*file.locale)
    }

    /// The labels that readers of a locale see: those of the locale itself, else of its language, else of each region
    /// that the pack has of the language.
    pub fn labels(&self, locale: &str) -> impl Iterator<Item = &Labels> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        let exact = |tag: &str| self.locales.iter().any(|file| &*file.locale == tag);
        let tag = [locale, script_region(locale), language].into_iter().find(|tag| exact(tag));
        let is_asked = move |file: &&LocaleFile| match tag {
            Some(tag) => &*file.locale == tag,
            None => file.locale.strip_prefix(language).is_some_and(|rest| rest.starts_with('-')),
        };
        self.locales.iter().filter(is_asked).map(|file| file.labels.get_or_init(|| Labels::new(self.table(file))))
    }

    /// What readers of the locale `to` see where readers of `from` see a label: the labels of the same keys, the most
    /// frequent first. Those that differ only in what guides write otherwise are one. None if it is no label.
    pub fn translations(&self, label: &str, from: &str, to: &str) -> Vec<&str> {
        let rows = self.labels(from).flat_map(|labels| labels.find(label));
        let keys: Vec<&str> = rows.map(|row| row.key).collect();
        let mut counted: Vec<(String, &str, usize)> = Vec::new();
        for labels in self.labels(to) {
            for label in keys.iter().flat_map(|key| labels.of_key(key)) {
                let form = label_form(label);
                match counted.iter_mut().find(|(known, ..)| *known == form) {
                    Some((.., count)) => *count += 1,
                    None => counted.push((form, label, 1)),
                }
            }
        }
        counted.sort_by_key(|&(_, _, count)| usize::MAX - count);
        counted.into_iter().map(|(_, label, _)| label).collect()
    }

    /// The labels that older versions show.
    pub fn former(&self) -> &[FormerLabel] {
        self.former.get_or_init(|| {
            let table = self.former_table.iter().map(|bytes| String::from_utf8_lossy(bytes.get()).into_owned());
            let texts = table.chain(self.former_packed.iter().map(unpacked));
            texts.flat_map(|text| FormerLabel::read(&text)).collect()
        })
    }

    /// What the app shows now in the place of a label that older versions show to readers of a locale; none if it is no
    /// such label, or if the app still shows it.
    pub fn renamed(&self, text: &str, locale: &str) -> Vec<&str> {
        let form = label_form(text);
        let former = self.former().iter().filter(|it| it.is(&form, locale));
        let keys: Vec<&str> = former.map(|it| &*it.key).collect();
        if keys.is_empty() || self.shows(text, locale) {
            return Vec::new();
        }
        let mut now: Vec<&str> =
            self.labels(locale).flat_map(|labels| keys.iter().flat_map(|key| labels.of_key(key))).collect();
        now.sort_unstable();
        now.dedup();
        now
    }

    /// The labels that lead to a label, if that of `parent` is none of them. None where the pack does not know: both must
    /// be labels of the locale, and every place of what the text stands for known. A parent of which no more is known
    /// than where it stands may lead to anything, save to what leads to it.
    pub fn misplaced(&self, text: &str, parent: &str, locale: &str) -> Vec<&str> {
        if self.parent_table.is_none() && self.parent_column.is_none() {
            return Vec::new();
        }
        let parents = self.parents();
        let keys = |text: &str| -> HashSet<&str> {
            self.labels(locale).flat_map(|labels| labels.find(text)).map(|row| row.key).collect()
        };
        let (below, above) = (keys(text), keys(parent));
        if below.is_empty() || !below.iter().all(|key| parents.know(key)) {
            return Vec::new();
        }
        let leading = parents.leading();
        let leads = |key: &&str| leading.contains(key);
        let is_menu = above.iter().any(leads) && above.iter().all(|key| leading.contains(key) || !parents.know(key));
        let is_swapped = above.iter().any(|key| parents.lead_to(key, &below));
        if !is_menu && !is_swapped || below.iter().any(|key| parents.lead_to(key, &above)) {
            return Vec::new();
        }
        let places = below.iter().flat_map(|key| parents.of(key));
        let mut shown: Vec<&str> =
            places.flat_map(|key| self.labels(locale).flat_map(move |labels| labels.of_key(key))).collect();
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    /// Whether the app shows a text to readers of a locale.
    pub fn shows(&self, text: &str, locale: &str) -> bool {
        self.labels(locale).any(|labels| !labels.find(text).is_empty())
    }

    /// Whether the pack has labels for readers of a locale. Unpacks nothing.
    pub fn has(&self, locale: &str) -> bool {
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_owned();
        self.locales.iter().any(|file| language(&file.locale) == language(locale))
    }
}

fn unpacked(bytes: &Bytes) -> String {
    gunzip(bytes.get()).unwrap_or_default()
}

/// The region whose edition has a script.
fn script_region(locale: &str) -> &str {
    match locale {
        "zh-Hant" | "zh-HK" | "zh-Hant-TW" | "zh-Hant-HK" => "zh-TW",
        "zh" | "zh-Hans" | "zh-SG" | "zh-Hans-CN" => "zh-CN",
        _ => locale,
    }
}
