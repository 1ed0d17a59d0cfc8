use std::io::{self, Write};

use crate::render::place::Places;
use crate::render::style::severity_style;
use crate::render::{ShownPaths, Style};
use crate::{Diagnostic, FileDiagnostics, visible_line};

pub(super) fn render(file: &FileDiagnostics, paths: &ShownPaths, style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let (places, path) = (Places::new(&file.source), paths.path(file.source.path()));
    file.diagnostics.iter().try_for_each(|found| line(&path, &places, found, style, out))
}

/// One finding, under a path.
pub(super) fn line(
    path: &str,
    places: &Places<'_>,
    diagnostic: &Diagnostic,
    style: Style,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let place = places.line_column(diagnostic.range.start());
    let color = if style.color { severity_style(diagnostic.severity) } else { anstyle::Style::new() };
    writeln!(
        out,
        "{}:{}:{}: {color}{}[{}]{color:#} {}",
        visible_line(path),
        place.line,
        place.column,
        diagnostic.severity,
        diagnostic.rule,
        visible_line(&diagnostic.message)
    )
}
