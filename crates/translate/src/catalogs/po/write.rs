//! Writes PO files as `msgcat` does.

use std::collections::HashSet;
use std::fmt;

use super::catalog::Catalog;
use super::entry::{Entry, Previous};
use super::fold::write_field;

/// Maximum width of a line of references, in bytes: `PAGE_WIDTH` of gettext.
const PAGE_WIDTH: usize = 79;

impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        let wrap = !self.style.unwrapped;
        let active = self.entries.iter().filter(|entry| !entry.obsolete);
        for entry in self.header.entry().into_iter().chain(active) {
            separate(&mut out);
            write_comments(&mut out, entry, "#| ", wrap);
            write_message(&mut out, entry, "", wrap);
        }
        for entry in self.entries.iter().filter(|entry| entry.obsolete && is_worth_keeping(entry)) {
            separate(&mut out);
            write_comments(&mut out, entry, "#~| ", wrap);
            write_message(&mut out, entry, "#~ ", wrap);
        }
        if !self.trailing.is_empty() {
            separate(&mut out);
        }
        for line in &self.trailing {
            out.push_str(line);
            out.push('\n');
        }
        if self.style.crlf {
            out = out.replace('\n', "\r\n");
        }
        f.write_str(&out)
    }
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Whether an obsolete entry is written. gettext drops all without a translation; those with a person's comment stay
/// here.
fn is_worth_keeping(entry: &Entry) -> bool {
    !entry.comments.is_empty() || entry.strings.iter().any(|string| !string.is_empty())
}

fn write_comments(out: &mut String, entry: &Entry, previous_prefix: &str, wrap: bool) {
    let wrap = wrap && is_wrapped(entry);
    for (marker, lines) in [("#", &entry.comments), ("#.", &entry.extracted)] {
        for line in lines.iter().flat_map(|comment| comment.split('\n')) {
            out.push_str(marker);
            if !line.is_empty() {
                out.push(' ');
                out.push_str(line);
            }
            out.push('\n');
        }
    }
    write_references(out, &entry.references);
    let flags = written_flags(entry);
    if !flags.is_empty() {
        out.push_str("#, ");
        out.push_str(&flags.join(", "));
        out.push('\n');
    }
    if let Some(Previous { context, id, plural }) = &entry.previous {
        let fields = [("msgctxt", context.as_ref()), ("msgid", Some(id)), ("msgid_plural", plural.as_ref())];
        for (name, value) in fields {
            if let Some(value) = value {
                write_field(out, previous_prefix, name, value, wrap);
            }
        }
    }
}

/// Writes each reference once, in lines of at most [`PAGE_WIDTH`] bytes.
fn write_references(out: &mut String, references: &[String]) {
    let mut seen = HashSet::new();
    let mut column = 0;
    for reference in references {
        let name = reference.trim_start_matches("./");
        if !seen.insert(name) {
            continue;
        }
        if column == 0 || column + name.len() + 1 > PAGE_WIDTH {
            out.push_str(if column == 0 { "#:" } else { "\n#:" });
            column = 2;
        }
        out.push(' ');
        out.push_str(name);
        column += name.len() + 1;
    }
    if column > 0 {
        out.push('\n');
    }
}

fn write_message(out: &mut String, entry: &Entry, prefix: &str, wrap: bool) {
    let wrap = wrap && is_wrapped(entry);
    if let Some(context) = &entry.context {
        write_field(out, prefix, "msgctxt", context, wrap);
    }
    write_field(out, prefix, "msgid", &entry.id, wrap);
    if let Some(plural) = &entry.plural {
        write_field(out, prefix, "msgid_plural", plural, wrap);
        write_field(out, prefix, "msgstr[0]", entry.string(), wrap);
        for (n, string) in entry.strings.iter().enumerate().skip(1) {
            write_field(out, prefix, &format!("msgstr[{n}]"), string, wrap);
        }
    } else {
        write_field(out, prefix, "msgstr", entry.string(), wrap);
    }
}

fn is_wrapped(entry: &Entry) -> bool {
    !entry.has_flag("no-wrap")
}

/// The flags that gettext knows in the order of gettext, then other flags in their own order.
///
/// Flags without effect are dropped, as in gettext: `fuzzy` without a translation, and `wrap`. gettext drops the
/// formats of an obsolete message too; here they stay, because the message may come back.
fn written_flags(entry: &Entry) -> Vec<&str> {
    let rank = |flag: &str| match flag {
        "fuzzy" => Some(0),
        "no-wrap" => Some(usize::MAX - 1),
        _ if flag.starts_with("range:") => Some(usize::MAX - 2),
        _ => {
            let language = flag.strip_prefix("no-").unwrap_or(flag).strip_suffix("-format")?;
            FORMATS.iter().position(|&format| format == language).map(|at| 1 + at)
        }
    };
    let mut seen = HashSet::new();
    let has_no_effect = |flag: &str| match flag {
        "fuzzy" => entry.string().is_empty(),
        "wrap" => true,
        _ => false,
    };
    let flags = entry.flags.iter().map(String::as_str);
    let mut flags: Vec<&str> = flags.filter(|&flag| !has_no_effect(flag) && seen.insert(flag)).collect();
    flags.sort_by_key(|flag| rank(flag).unwrap_or(usize::MAX));
    flags
}

/// The words before `-format` in flags, in the order of gettext's `format_language`.
const FORMATS: [&str; 30] = [
    "c",
    "objc",
    "python",
    "python-brace",
    "java",
    "java-printf",
    "csharp",
    "javascript",
    "scheme",
    "lisp",
    "elisp",
    "librep",
    "ruby",
    "sh",
    "awk",
    "lua",
    "object-pascal",
    "smalltalk",
    "qt",
    "qt-plural",
    "kde",
    "kde-kuit",
    "boost",
    "tcl",
    "perl",
    "perl-brace",
    "php",
    "gcc-internal",
    "gfc-internal",
    "ycp",
];

#[cfg(test)]
mod tests {
    use crate::catalogs::po::parse;

    /// Asserts that output of `msgcat` is written unchanged.
    #[track_caller]
    fn stays(text: &str) {
        assert_eq!(parse("x.po", text).unwrap().to_string(), text);
    }

    #[track_caller]
    fn becomes(text: &str, written: &str) {
        assert_eq!(parse("x.po", text).unwrap().to_string(), written);
        stays(written);
    }

    #[test]
    fn long_strings_start_on_a_line_of_their_own() {
        stays(
            "msgid \"\"\n\
             \"Use a password manager: it remembers passwords that no person could, and it \"\n\
             \"never types them into a site that only looks like yours.\"\n\
             msgstr \"\"\n\
             \"https://example.org/a/very/long/address/that/no/rule/of/line/breaking/would/\"\n\
             \"break/in/two\"\n",
        );
        stays(&format!("msgid \"b\"\nmsgstr \"{}\"\n", "unbreakable".repeat(9)));
    }

    #[test]
    fn each_line_of_a_string_is_a_line() {
        stays("msgid \"one line\\n\"\nmsgstr \"\"\n\"two\\n\"\n\"lines\"\n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        stays(
            "msgid \"a\"\n\
             msgstr \"\"\n\
             \"安全な通信のために、強いパスワードを使い、使い回しをせず、パスワード管理ソフ\"\n\
             \"トに保存してください。\"\n",
        );
    }

    #[test]
    fn comments_and_flags_stand_in_the_order_of_gettext() {
        becomes(
            "#, no-wrap, c-format\n#: b:2 a:1 b:2\n#. theirs\n#mine\n#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n",
            "# mine\n#. theirs\n#: b:2 a:1\n#, fuzzy, c-format, no-wrap\nmsgid \"a\"\nmsgstr \"b\"\n",
        );
    }

    #[test]
    fn long_lines_of_references_are_folded() {
        let paths: Vec<String> = (10..20).map(|n| format!("content/en/Page.md:{n}")).collect();
        becomes(
            &format!("#: {}\nmsgid \"a\"\nmsgstr \"b\"\n", paths.join(" ")),
            &format!(
                "#: {}\n#: {}\n#: {}\n#: {}\nmsgid \"a\"\nmsgstr \"b\"\n",
                paths[..3].join(" "),
                paths[3..6].join(" "),
                paths[6..9].join(" "),
                paths[9]
            ),
        );
    }

    #[test]
    fn obsolete_entries_go_to_the_end_and_empty_ones_are_dropped() {
        becomes(
            "#, fuzzy\n#~| msgid \"o\"\n#~ msgid \"old\"\n#~ msgstr \"viejo\"\n\n#~ msgid \"gone\"\n#~ msgstr \"\"\n\n\
             # a note\n#~ msgid \"noted\"\n#~ msgstr \"\"\n\nmsgid \"new\"\nmsgstr \"nuevo\"\n\n# the end\n",
            "msgid \"new\"\nmsgstr \"nuevo\"\n\n#, fuzzy\n#~| msgid \"o\"\n#~ msgid \"old\"\n#~ msgstr \"viejo\"\n\n\
             # a note\n#~ msgid \"noted\"\n#~ msgstr \"\"\n\n# the end\n",
        );
    }

    #[test]
    fn a_file_without_folds_stays_without_folds() {
        let long =
            "Ein langer Satz, den kein Programm umbrochen hat, weil die Datei ohne Umbruch geführt wird. ".repeat(2);
        stays(&format!("msgid \"a\"\nmsgstr \"{long}\"\n\nmsgid \"b\"\nmsgstr \"\"\n\"{long}\\n\"\n\"end\"\n"));
        // One line that a person typed into a folded file.
        let folded = "msgid \"a\"\nmsgstr \"\"\n\
            \"Ein langer Satz, den ein Programm umbrochen hat, weil die Datei mit Umbruch \"\n\"geführt wird, wie es die Regel \"\n\"ist.\"\n\n";
        let catalog = parse("x.po", &format!("{folded}msgid \"b\"\nmsgstr \"{long}\"\n")).unwrap();
        assert!(!catalog.style.unwrapped);
    }

    #[test]
    fn line_ends_and_flags_of_obsolete_entries_stay() {
        stays(
            "# Ana\r\nmsgid \"a\"\r\nmsgstr \"\"\r\n\"b\\n\"\r\n\"c\"\r\n\r\n#, no-wrap\r\n#~ msgid \"d\"\r\n#~ msgstr \"e\"\r\n",
        );
    }

    #[test]
    fn flags_that_gettext_does_not_know_are_kept() {
        becomes(
            "#, reviewed, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\n#, wrap, fuzzy\nmsgid \"c\"\nmsgstr \"\"\n",
            "#, fuzzy, reviewed\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"\"\n",
        );
    }
}
