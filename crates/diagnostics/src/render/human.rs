use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use firstaid_text::LineColumn;

use crate::render::excerpt::Excerpt;
use crate::render::explanation::suggestion;
use crate::render::group::{Group, group_equal};
use crate::render::place::{Places, PlacesCache};
use crate::render::{ShownPaths, Style};
use crate::{FileDiagnostics, NoteKind, Related, Severity, visible, visible_line};

/// The elements of a frame.
type Elements<'a> = annotate_snippets::Group<'a>;

pub(super) fn render(file: &FileDiagnostics, paths: &ShownPaths, style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width);
    let (places, mut related) = (Places::new(&file.source), PlacesCache::default());
    for group in group_equal(&file.diagnostics) {
        frame(&places, &mut related, paths, &group, &renderer, out)?;
    }
    Ok(())
}

fn frame<'a>(
    places: &Places<'_>,
    related_places: &mut PlacesCache<'a>,
    paths: &ShownPaths,
    group: &Group<'a>,
    renderer: &Renderer,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let diagnostic = group.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let excerpt = Excerpt::new(places, diagnostic.range);

    let shown = paths.path(places.source.path());
    let path = visible_line(&shown);
    let annotation = AnnotationKind::Primary.span(excerpt.range);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line as usize).annotation(annotation);
    let title = level.primary_title(visible_line(&diagnostic.message)).id(diagnostic.rule.0);
    let mut elements = if excerpt.is_cut {
        let LineColumn { line, column } = places.line_column(diagnostic.range.start());
        let origin = Origin::path(path).line(line as usize).char_column(column as usize);
        title.element(origin).element(snippet)
    } else {
        title.element(snippet.path(path))
    };
    if let Some(related) = &diagnostic.related {
        elements = with_related(elements, related_places.of(&related.source), paths, related);
    }
    if let Some(fix) = &diagnostic.fix {
        elements = elements.element(Level::HELP.message(visible(&suggestion(fix)).into_owned()));
    }
    for note in &diagnostic.notes {
        let text = visible(&note.text);
        elements = elements.element(match note.kind {
            NoteKind::Help => Level::HELP.message(text),
            NoteKind::Note => Level::NOTE.message(text),
            NoteKind::Source => Level::NOTE.message(format!("source: {text}")),
        });
    }
    if let Some(lines) = group.further_lines(places) {
        elements = elements.element(Level::NOTE.message(lines));
    }
    writeln!(out, "{}\n", renderer.render(&[elements]))
}

/// Adds the place in another file below the place of the finding.
fn with_related<'a>(
    elements: Elements<'a>,
    places: &Places<'a>,
    paths: &ShownPaths,
    related: &'a Related,
) -> Elements<'a> {
    let excerpt = Excerpt::new(places, related.range);
    let annotation = AnnotationKind::Context.span(excerpt.range).label(related.label);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line as usize).annotation(annotation);
    let path = visible_line(&paths.path(places.source.path())).into_owned();
    if excerpt.is_cut {
        let LineColumn { line, column } = places.line_column(related.range.start());
        let origin = Origin::path(path).line(line as usize).char_column(column as usize);
        return elements.element(origin).element(snippet);
    }
    elements.element(snippet.path(path))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use firstaid_text::{SourceFile, TextRange};

    use super::*;
    use crate::{Diagnostic, RuleName};

    #[test]
    fn a_related_place_is_shown_below_with_its_own_path_and_lines() {
        let source = Arc::new(SourceFile::new("en/a.md", "# A\n\nTwo \u{202e}hours.\n"));
        let finding =
            Diagnostic::new(RuleName("number-mismatch"), Severity::Warning, TextRange::new(0, 3), "it differs")
                .related(&source, TextRange::new(5, 8), "the source");
        let file = FileDiagnostics::new(Arc::new(SourceFile::new("es/a.md", "Tres horas.\n")), vec![finding]);
        let mut out = Vec::new();
        render(&file, &ShownPaths::FromRoot, Style { color: false, width: 100 }, &mut out).unwrap();
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
