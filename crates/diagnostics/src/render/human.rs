use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstyle::AnsiColor;
use firstaid_text::SourceFile;

use crate::render::alike::{Shown, collapse};
use crate::render::{Style, excerpt::Excerpt, words::suggestion};
use crate::{FileDiagnostics, NoteKind, Related, Severity, visible, visible_line};

pub(super) fn severity_style(severity: Severity) -> anstyle::Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::BrightBlue,
    };
    color.on_default().bold()
}

pub(super) fn render(file: &FileDiagnostics, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width);
    for shown in collapse(&file.diagnostics) {
        frame(&file.source, &shown, &renderer, out)?;
    }
    Ok(())
}

fn frame(source: &SourceFile, shown: &Shown<'_>, renderer: &Renderer, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = shown.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let place = source.line_column(diagnostic.range.start());
    let excerpt = Excerpt::new(source.text(), source.lines(), diagnostic.range);

    let path = visible_line(source.path());
    let annotation = AnnotationKind::Primary.span(excerpt.range);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line as usize).annotation(annotation);
    let title = level.primary_title(visible_line(&diagnostic.message)).id(diagnostic.rule.0);
    let mut group: Group<'_> = if excerpt.is_cut {
        let origin = Origin::path(path).line(place.line as usize).char_column(place.column as usize);
        title.element(origin).element(snippet)
    } else {
        title.element(snippet.path(path))
    };
    if let Some(related) = &diagnostic.related {
        group = beside(group, related);
    }
    if let Some(fix) = &diagnostic.fix {
        group = group.element(Level::HELP.message(visible(&suggestion(fix)).into_owned()));
    }
    for note in &diagnostic.notes {
        let text = visible(&note.text);
        group = group.element(match note.kind {
            NoteKind::Help => Level::HELP.message(text),
            NoteKind::Note => Level::NOTE.message(text),
            NoteKind::Source => Level::NOTE.message(format!("source: {text}")),
        });
    }
    if let Some(more) = shown.more(source) {
        group = group.element(Level::NOTE.message(more));
    }
    writeln!(out, "{}\n", renderer.render(&[group]))
}

/// Another file's place under the finding's own.
fn beside<'a>(group: Group<'a>, related: &'a Related) -> Group<'a> {
    let Related { source, range, label } = related;
    let excerpt = Excerpt::new(source.text(), source.lines(), *range);
    let annotation = AnnotationKind::Context.span(excerpt.range).label(*label);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line as usize).annotation(annotation);
    let path = visible_line(source.path());
    if excerpt.is_cut {
        let place = source.line_column(range.start());
        let origin = Origin::path(path).line(place.line as usize).char_column(place.column as usize);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(path))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use firstaid_text::TextRange;

    use super::*;
    use crate::{Diagnostic, RuleName};

    #[test]
    fn the_source_stands_under_the_finding_with_its_own_path_and_lines() {
        let source = Arc::new(SourceFile::new("en/a.md", "# A\n\nTwo \u{202e}hours.\n"));
        let finding =
            Diagnostic::new(RuleName("number-mismatch"), Severity::Warning, TextRange::new(0, 3), "it differs")
                .related(&source, TextRange::new(5, 8), "the source");
        let file = FileDiagnostics::new(Arc::new(SourceFile::new("es/a.md", "Tres horas.\n")), vec![finding]);
        let mut out = Vec::new();
        render(&file, Style { color: false, width: 100 }, &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        assert_eq!(
            lines,
            [
                "warning[number-mismatch]: it differs",
                " --> es/a.md:1:1",
                "  |",
                "1 | Tres horas.",
                "  | ^^^",
                "  |",
                " ::: en/a.md:3:1",
                "  |",
                "3 | Two �hours.",
                "  | --- the source",
                "",
            ]
        );
    }
}
