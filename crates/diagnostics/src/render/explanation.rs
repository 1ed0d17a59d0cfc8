use crate::{Applicability, Diagnostic, Fix, NoteKind};

/// What a finding says, a line each: its message, what to write instead, and its notes. Not yet fit for a terminal.
pub(super) fn explained(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.fix.as_ref().map(|fix| format!("help: {}", suggestion(fix))));
    lines.extend(diagnostic.notes.iter().map(|note| match note.kind {
        NoteKind::Help => format!("help: {}", note.text),
        NoteKind::Note => format!("note: {}", note.text),
        NoteKind::Source => format!("source: {}", note.text),
    }));
    lines.join("\n")
}

/// What the fix does, and the option that does it.
pub(super) fn suggestion(fix: &Fix) -> String {
    let option = match fix.applicability {
        Applicability::Safe => " (--fix)",
        Applicability::Unsafe => " (--unsafe-fixes)",
        Applicability::DisplayOnly => "",
    };
    let mut chars = fix.title.chars();
    let first = chars.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}{option}", chars.as_str())
}
