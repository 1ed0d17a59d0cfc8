//! The header of a catalog: the translation of the empty message.

use firstaid_content::{Locale, gettext_modifier};
use jiff::civil::DateTime;

use super::decode::foreign;
use super::entry::Entry;
use super::plural::plural_forms;
use crate::error::Problem;

/// The metadata of a catalog: lines of `Key: value`, with the comments and flags of its entry.
///
/// Lines keep their order, and unknown lines stay. A header without an entry is not written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Header {
    entry: Option<Entry>,
}

impl Header {
    /// The header of a new catalog of `project`, complete for `msgfmt -c`. `revised` is in UTC.
    pub fn for_locale(locale: &Locale, project: &str, revised: DateTime) -> Self {
        let mut header = Self::default();
        header.set("Project-Id-Version", project);
        header.set("Report-Msgid-Bugs-To", "");
        header.set("PO-Revision-Date", &revised.strftime("%Y-%m-%d %H:%M+0000").to_string());
        header.set("Last-Translator", "");
        header.set("Language-Team", "");
        header.set("Language", &gettext_name(locale));
        header.set("MIME-Version", "1.0");
        header.set("Content-Type", "text/plain; charset=UTF-8");
        header.set("Content-Transfer-Encoding", "8bit");
        if let Some(forms) = plural_forms(locale) {
            header.set("Plural-Forms", forms);
        }
        header
    }

    /// The header of a template of `project`. `created` is in UTC.
    pub fn for_template(project: &str, created: DateTime) -> Self {
        let mut header = Self::default();
        header.set("Project-Id-Version", project);
        header.set("Report-Msgid-Bugs-To", "");
        header.set("POT-Creation-Date", &created.strftime("%Y-%m-%d %H:%M+0000").to_string());
        header.set("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE");
        header.set("Last-Translator", "");
        header.set("Language-Team", "");
        header.set("Language", "");
        header.set("MIME-Version", "1.0");
        header.set("Content-Type", "text/plain; charset=UTF-8");
        header.set("Content-Transfer-Encoding", "8bit");
        header
    }

    /// The header with this entry, whose message is empty. The text was decoded, and files are written as UTF-8: the
    /// header says so from here on.
    pub(super) fn read(entry: Entry) -> Result<Self, Problem> {
        let mut header = Self { entry: Some(entry) };
        match header.charset() {
            Some(charset)
                if ["utf-8", "utf8", "us-ascii", "ascii", "charset"].contains(&&*charset.to_ascii_lowercase()) => {}
            Some(charset) if foreign(charset).is_some() => header.set("Content-Type", "text/plain; charset=UTF-8"),
            Some(charset) => return Err(Problem::UnknownCharset(charset.to_owned())),
            None => {}
        }
        Ok(header)
    }

    /// The entry with its comments and flags; `None` if the catalog has no header.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_ref()
    }

    /// The entry, to change its comments and flags. Creates an empty header if there is none.
    pub fn entry_mut(&mut self) -> &mut Entry {
        self.entry.get_or_insert_with(|| Entry::untranslated(None, String::new()))
    }

    /// Keys and values in order; a line without a colon is a key with an empty value.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.text().lines().map(|line| {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            (key.trim(), value.trim())
        })
    }

    /// The value of the first line with this key, in any letter case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields().find(|(have, _)| have.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// Changes the first line with this key, or adds one at the end. Line breaks in `value` become spaces.
    pub fn set(&mut self, key: &str, value: &str) {
        let line = format!("{key}: {}\n", value.split(['\r', '\n']).collect::<Vec<_>>().join(" "));
        let old = self.text();
        let mut text = String::with_capacity(old.len() + line.len());
        let mut is_done = false;
        for have in old.split_inclusive('\n') {
            if !is_done && have.split_once(':').is_some_and(|(have, _)| have.trim().eq_ignore_ascii_case(key)) {
                text.push_str(&line);
                is_done = true;
            } else {
                text.push_str(have);
            }
        }
        if !is_done {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&line);
        }
        self.entry_mut().strings = vec![text];
    }

    /// Adds the fields of `template` that this header lacks, if it lacks the one that every reader needs: the type of
    /// the content with its charset. Its own fields keep their values, save those that `xgettext` leaves to be filled
    /// in.
    pub(crate) fn complete(&mut self, template: &Self) {
        if self.charset() == Some("CHARSET") {
            for key in ["Content-Type", "Content-Transfer-Encoding", "Language"] {
                let is_open = self.get(key).is_none_or(|value| value.is_empty() || key != "Language");
                if let Some(value) = template.get(key).filter(|_| is_open) {
                    let value = value.to_owned();
                    self.set(key, &value);
                }
            }
        }
        if self.get("Content-Type").is_some() {
            return;
        }
        let own: Vec<(String, String)> = self.fields().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let text = template.text().to_owned();
        self.entry_mut().strings = vec![text];
        for (key, value) in own {
            self.set(&key, &value);
        }
    }

    /// `UTF-8` of `text/plain; charset=UTF-8`.
    fn charset(&self) -> Option<&str> {
        let (_, charset) = self.get("Content-Type")?.split_once("charset=")?;
        charset.split([' ', '\t', ';']).next()
    }

    fn text(&self) -> &str {
        self.entry.as_ref().map_or("", Entry::string)
    }
}

/// `pt_BR` for `pt-BR`, `sr_RS@latin` for `sr-Latn-RS`, `ca@valencia` for `ca-valencia`. A script for which gettext has
/// no modifier stands after the language, as in Weblate: `zh_Hant`.
fn gettext_name(locale: &Locale) -> String {
    let mut name = locale.language().to_owned();
    let mut modifier = None;
    for subtag in locale.as_str().split('-').skip(1) {
        if let Some(word) = gettext_modifier(subtag) {
            modifier = Some(word);
        } else {
            name.push('_');
            name.push_str(subtag);
        }
    }
    modifier.map_or(name.clone(), |word| format!("{name}@{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(header: &Header) -> &str {
        header.entry().unwrap().string()
    }

    #[test]
    fn lines_keep_their_order_and_unknown_ones_stay() {
        let mut header = Header::default();
        header.entry_mut().strings = vec!["X-Generator: Weblate 5\nno colon\nlanguage: es\nX-Mine: a: b".to_owned()];
        assert_eq!(header.get("Language"), Some("es"));
        assert_eq!(header.get("X-Mine"), Some("a: b"));
        header.set("Language", "fr");
        header.set("X-New", "1\n2");
        assert_eq!(text(&header), "X-Generator: Weblate 5\nno colon\nLanguage: fr\nX-Mine: a: b\nX-New: 1 2\n");
    }

    #[test]
    fn a_header_without_a_charset_is_completed() {
        let template = Header::for_locale(&Locale::new("fr").unwrap(), "Guide", "2026-11-24T09:05:00".parse().unwrap());
        let mut header = Header::default();
        header.set("X-Generator", "a script");
        header.set("Language", "fr_CH");
        header.complete(&template);
        assert_eq!(header.get("Content-Type"), Some("text/plain; charset=UTF-8"));
        assert_eq!((header.get("Language"), header.get("X-Generator")), (Some("fr_CH"), Some("a script")));
        let mut of_xgettext = Header::for_template("Guide", "2026-11-24T09:05:00".parse().unwrap());
        of_xgettext.set("Content-Type", "text/plain; charset=CHARSET");
        of_xgettext.set("Content-Transfer-Encoding", "ENCODING");
        of_xgettext.complete(&template);
        let values = ["Content-Type", "Content-Transfer-Encoding", "Language"].map(|key| of_xgettext.get(key));
        assert_eq!(values, [Some("text/plain; charset=UTF-8"), Some("8bit"), Some("fr")]);
        let complete = header.clone();
        header.complete(&Header::for_locale(
            &Locale::new("es").unwrap(),
            "Other",
            "2026-11-24T09:05:00".parse().unwrap(),
        ));
        assert_eq!(header, complete);
    }

    #[test]
    fn an_empty_header_has_no_entry() {
        assert_eq!(Header::default().entry(), None);
        assert_eq!(Header::default().get("Language"), None);
        assert_eq!(Header::default().fields().count(), 0);
    }

    #[test]
    fn a_new_header_names_the_locale_as_gettext_does() {
        let name = |tag| gettext_name(&Locale::new(tag).unwrap());
        let names = ["es", "pt-BR", "zh-Hant-HK", "sr-Latn", "ku-Arab-IQ", "ca-valencia", "es-419"].map(name);
        assert_eq!(names, ["es", "pt_BR", "zh_Hant_HK", "sr@latin", "ku_IQ@arabic", "ca@valencia", "es_419"]);
        for tag in ["es", "pt_BR", "zh_Hant_HK", "sr_RS@latin", "ku_IQ@arabic", "ca@valencia"] {
            assert_eq!(gettext_name(&Locale::new(tag).unwrap()), tag);
        }
        let revised = "2026-11-24T09:05:00".parse().unwrap();
        let header = Header::for_locale(&Locale::new("pt-BR").unwrap(), "Guide", revised);
        assert_eq!(header.get("PO-Revision-Date"), Some("2026-11-24 09:05+0000"));
        assert_eq!(header.get("Plural-Forms"), Some("nplurals=2; plural=(n > 1);"));
    }
}
