//! Labels that older versions of an app show.

use super::form::label_form;

/// The file of a pack as people write it: lines `locale<TAB>key<TAB>label`.
pub const FORMER_TABLE: &str = "former.tsv";

/// The name of the same file compressed, before its ending.
pub const FORMER: &str = "former";

/// A label that the app has renamed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FormerLabel {
    pub locale: Box<str>,
    pub key: Box<str>,
    pub label: Box<str>,
}

impl FormerLabel {
    /// The labels of a file; lines of another form are skipped.
    pub fn read(text: &str) -> Vec<Self> {
        let row = |line: &str| {
            let mut columns = line.splitn(3, '\t').map(Box::from);
            Some(Self { locale: columns.next()?, key: columns.next()?, label: columns.next()? })
        };
        text.lines().filter_map(row).collect()
    }

    /// A file of labels, each once, in order.
    pub fn write(labels: &[Self]) -> String {
        let mut lines: Vec<String> =
            labels.iter().map(|it| format!("{}\t{}\t{}\n", it.locale, it.key, it.label)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.concat()
    }

    /// Whether readers of a locale saw a text, in the form that [`label_form`] gives.
    pub(super) fn is(&self, form: &str, locale: &str) -> bool {
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_owned();
        let is_seen = *self.locale == *locale || *self.locale == language(locale);
        is_seen && label_form(&self.label) == form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_read_as_written() {
        let text = "de\tlock\tZuschließen\nen\tlock\tLock vault\n";
        let mut labels = FormerLabel::read(text);
        labels.reverse();
        labels.push(labels[0].clone());
        assert_eq!(FormerLabel::write(&labels), text);
        assert_eq!(FormerLabel::read("no tabs\n\n"), []);
        assert!(labels[0].is("lock vault", "en-GB") && !labels[0].is("lock vault", "de"));
    }
}
