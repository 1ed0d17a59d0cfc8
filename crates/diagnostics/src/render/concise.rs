use std::io::{self, Write};

use firstaid_text::SourceFile;

use crate::render::{Style, human::severity_style};
use crate::{Diagnostic, FileDiagnostics, visible_line};

pub(super) fn render(file: &FileDiagnostics, style: Style, out: &mut dyn Write) -> io::Result<()> {
    file.diagnostics.iter().try_for_each(|found| line(file.source.path(), &file.source, found, style, out))
}

/// One finding, under a path.
pub(super) fn line(
    path: &str,
    source: &SourceFile,
    diagnostic: &Diagnostic,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let place = source.line_column(diagnostic.range.start());
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
