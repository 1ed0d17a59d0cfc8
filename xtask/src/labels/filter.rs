//! Which strings of an app are labels: what its menus, settings, buttons and dialogs show in a few words.

use std::collections::BTreeSet;

use super::string::AppString;

/// Maximum letters of a label. The longest settings of Firefox have about 80.
const MAX_LETTERS: usize = 90;

/// Maximum words of a label; the longest settings of Firefox have 13.
const MAX_WORDS: usize = 14;

/// Minimum letters beside a placeholder, so that what it stands for cannot be everything.
const MIN_LETTERS_BESIDE_PLACEHOLDER: usize = 7;

/// Ends of keys whose strings nobody reads: keys to press, sizes, words of a search.
const KEYS_OF_NO_LABELS: [&str; 8] =
    [".accesskey", ".key", ".commandkey", ".style", ".searchkeywords", ".alt", "-shortcut", ".accessKey"];

/// Files of strings that readers of a guide do not meet: tools of developers, errors in a console, names of languages
/// and regions (those of time zones are told by a part of the file's name), policies of administrators, pages about the
/// inside of the program.
const FILES_OF_NO_LABELS: &str = "aboutGlean aboutLogging aboutNetworking aboutPolicies aboutProcesses aboutRobots \
    aboutServiceWorkers aboutSupport aboutTelemetry aboutThirdParty aboutUrlClassifier aboutWebrtc aboutWindowsMessages \
    aboutdebugging accessibility animationinspector appstrings boxmodel caps changes compatibility console csp cspErrors \
    css debugger debugger-paused-reasons device dom eyedropper font-inspector graphs har highlighters htmlparser \
    inspector jsonview key-shortcuts keys languageNames layout layout_errors mathml memory menus netError netmonitor \
    network-throttling nsserrors performance perftools platformKeys policies-descriptions policy-messages regionNames \
    responsive sourceeditor storage storage-inspector styleeditor styleinspector svg toolbox toolbox-options tooltips \
    url-classifier viewSource webconsole webconsole-commands xmlparser xslt xul defaultagent touchbar aboutMozilla";

/// The labels among strings, by locale and key, each once.
pub(crate) fn labels(strings: Vec<AppString>) -> BTreeSet<AppString> {
    strings.into_iter().filter(is_label).collect()
}

fn is_label(string: &AppString) -> bool {
    let AppString { file, key, text, .. } = string;
    let is_for_readers = !file.contains("timezones")
        && !FILES_OF_NO_LABELS.split_whitespace().any(|it| it == file)
        && !KEYS_OF_NO_LABELS.iter().any(|end| key.ends_with(end));
    is_for_readers && is_short(text) && !is_sentence(text) && !has_too_many_placeholders(text)
}

fn is_short(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.chars().count() <= MAX_LETTERS
        && text.split_whitespace().count() <= MAX_WORDS
        && !text.contains(['\n', '\t'])
        && !text.contains("://")
}

/// Whether a text ends as a sentence, or has more than one.
fn is_sentence(text: &str) -> bool {
    let is_ellipsis = text.ends_with("...");
    !is_ellipsis && text.ends_with(['.', '。', '।', '!', '！', '۔'])
        || [". ", "。", "! "].iter().any(|it| text.contains(it))
}

fn has_too_many_placeholders(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    match text.matches("{}").count() {
        0 => false,
        // What begins with a number or a name counts something: "3 tabs".
        1 => {
            letters < MIN_LETTERS_BESIDE_PLACEHOLDER
                || text.trim_start_matches(['"', '“', '„', '«', '‘', ' ', '\u{a0}']).starts_with("{}")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_kept(file: &str, key: &str, text: &str) -> bool {
        is_label(&AppString { locale: "en".into(), file: file.into(), key: key.into(), text: text.into() })
    }

    #[test]
    fn a_label_is_a_few_words_that_readers_see() {
        assert!(is_kept("preferences", "lock-screen.label", "Lock the vault when the lid is closed"));
        assert!(is_kept("menus2", "open.label", "Open with {}"));
        assert!(is_kept("preferences", "x", "More…") && is_kept("preferences", "x", "More..."));
        assert!(!is_kept("preferences", "x.accesskey", "L"));
        assert!(!is_kept("netmonitor", "x.label", "Headers"));
        assert!(!is_kept("preferences", "x", "The vault was locked. Open it again"));
        assert!(!is_kept("preferences", "x", "The vault was locked."));
        assert!(!is_kept("preferences", "x", "{} of {} items") && !is_kept("preferences", "x", "By {} MB"));
        assert!(!is_kept("preferences", "x", "{} vaults locked"));
        assert!(!is_kept("preferences", "x", "“{}” was locked"));
    }
}
