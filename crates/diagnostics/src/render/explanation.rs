use crate::{Applicability, Diagnostic, Fix, NoteKind};

/// The message of a finding, its fix and its notes, one per line. The text is not yet safe for a terminal.
pub(super) fn explanation(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.to_string();
    let mut add = |label: &str, line: &str| text.extend(["\n", label, ": ", line]);
    if let Some(fix) = &diagnostic.fix {
        add("help", &suggestion(fix));
    }
    for note in &diagnostic.notes {
        let label = match note.kind {
            NoteKind::Help => "help",
            NoteKind::Note => "note",
            NoteKind::Source => "source",
        };
        add(label, &note.text);
    }
    text
}

/// What the fix does, and the option that applies it.
pub(super) fn suggestion(fix: &Fix) -> String {
    let option = match fix.applicability {
        Applicability::Safe => " (--fix)",
        Applicability::Unsafe => " (--unsafe-fixes)",
        Applicability::DisplayOnly => "",
    };
    let title = fix.title();
    let mut chars = title.chars();
    let mut text = String::with_capacity(title.len() + option.len());
    text.extend(chars.next().into_iter().flat_map(char::to_lowercase));
    text.extend([chars.as_str(), option]);
    text
}
