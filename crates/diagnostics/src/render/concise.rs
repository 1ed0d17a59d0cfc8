use std::io::{self, Write};

use crate::render::{Style, human::severity_style};
use crate::{FileDiagnostics, visible_line};

pub(super) fn render(file: &FileDiagnostics, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let path = visible_line(file.source.path());
    for diagnostic in &file.diagnostics {
        let place = file.source.line_column(diagnostic.range.start());
        let color = if style.color { severity_style(diagnostic.severity) } else { anstyle::Style::new() };
        writeln!(
            out,
            "{path}:{}:{}: {color}{}[{}]{color:#} {}",
            place.line,
            place.column,
            diagnostic.severity,
            diagnostic.rule,
            visible_line(&diagnostic.message)
        )?;
    }
    Ok(())
}
