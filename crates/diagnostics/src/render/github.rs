use std::io::{self, Write};

use crate::render::explanation::explanation;
use crate::render::place::{Place, Places, PlacesCache};
use crate::render::{Run, Style, concise};
use crate::{Diagnostic, Severity, visible, visible_line};

/// Maximum number of annotations of each level that GitHub shows for a step; it drops the others without notice.
const MAX_ANNOTATIONS: usize = 10;

/// Annotations, errors first. Findings that GitHub would not show are counted in a last annotation and listed in the
/// log.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let of = |severity: Severity| run.findings().filter(move |(_, found)| found.severity == severity);
    let is_over = Severity::ALL.into_iter().any(|severity| of(severity).nth(MAX_ANNOTATIONS).is_some());
    // The last annotation is a notice as well.
    let limit = |severity: Severity| MAX_ANNOTATIONS - usize::from(is_over && severity == Severity::Info);
    let mut places = PlacesCache::default();
    for severity in Severity::ALL {
        for (file, diagnostic) in of(severity).take(limit(severity)) {
            annotation(run, places.of(&file.source), diagnostic, out)?;
        }
    }
    if !is_over {
        return Ok(());
    }
    let rest: Vec<(Severity, usize)> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, of(severity).skip(limit(severity)).count()))
        .filter(|&(_, count)| count > 0)
        .collect();
    let counts: Vec<String> = rest.iter().map(|&(severity, count)| counted(severity, count)).collect();
    let counts = counts.join(", ");
    writeln!(out, "::notice title=firstaid::{counts} more than GitHub shows; the log of this step lists them")?;
    writeln!(out, "::group::{counts} more")?;
    for (severity, _) in rest {
        for (file, diagnostic) in of(severity).skip(limit(severity)) {
            let path = run.path(&file.source);
            concise::line(&path, places.of(&file.source), diagnostic, Style { color: false, width: 0 }, out)?;
        }
    }
    writeln!(out, "::endgroup::")
}

fn annotation(run: &Run<'_>, places: &Places<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let Place { line, column, end_line, end_column } = places.place(diagnostic.range);
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let path = run.path(places.source);
    write!(out, "::{command} title={},file={}", diagnostic.rule, property(&visible_line(&path)))?;
    write!(out, ",line={line},endLine={end_line},col={column}")?;
    // GitHub accepts an end column only if the range is on one line.
    if line == end_line {
        write!(out, ",endColumn={end_column}")?;
    }
    writeln!(out, "::{}", data(&visible(&explanation(diagnostic))))
}

fn counted(severity: Severity, count: usize) -> String {
    match (severity, count) {
        (Severity::Info, _) => format!("{count} info"),
        (_, 1) => format!("1 {severity}"),
        _ => format!("{count} {severity}s"),
    }
}

/// The message of a command, escaped as `@actions/core` does it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, escaped as `@actions/core` does it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::FileDiagnostics;
    use crate::render::testing::{file, found, run};

    fn lines(files: &[FileDiagnostics]) -> Vec<String> {
        let mut out = Vec::new();
        render(&run(files), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn an_annotation_has_the_place_the_message_and_the_notes() {
        let file = file(
            "en/A, b.md",
            "é Gmal\nx\n",
            vec![
                found(3..7, Severity::Error, "100 % wrong").help("write `Gmail`").source("x"),
                found(3..9, Severity::Info, "two lines"),
            ],
        );
        assert_eq!(
            lines(&[file]),
            [
                "::error title=some-rule,file=guide/en/A%2C b.md,line=1,endLine=1,col=3,endColumn=7::\
             100 %25 wrong%0Ahelp: write `Gmail`%0Asource: x",
                "::notice title=some-rule,file=guide/en/A%2C b.md,line=1,endLine=2,col=3::two lines",
            ]
        );
    }

    #[test]
    fn annotations_are_limited_and_errors_come_first() {
        let warnings = (0..12).map(|n| found(n..n + 1, Severity::Warning, "w"));
        let infos = (0..10).map(|n| found(n..n + 1, Severity::Info, "i"));
        let first = file("en/A.md", "0123456789abc", warnings.chain(infos).collect());
        let second = file("en/B.md", "x", vec![found(0..1, Severity::Error, "e")]);
        let lines = lines(&[first, second]);
        let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
        assert_eq!((count("::error "), count("::warning "), count("::notice ")), (1, 10, 10));
        assert!(lines[0].starts_with("::error "));
        let last = lines.iter().position(|line| line.starts_with("::notice title=firstaid::")).unwrap();
        assert_eq!(
            &lines[last..],
            [
                "::notice title=firstaid::2 warnings, 1 info more than GitHub shows; the log of this step lists them",
                "::group::2 warnings, 1 info more",
                "guide/en/A.md:1:11: warning[some-rule] w",
                "guide/en/A.md:1:12: warning[some-rule] w",
                "guide/en/A.md:1:10: info[some-rule] i",
                "::endgroup::",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_page_cannot_issue_commands(message in any::<String>(), path in "[a-z:%,\n\r ]{1,12}") {
            let message = format!("{message}\n::error::x\r::debug::x%0A##[add-mask]x");
            let path = format!("::error::{path}##[group]");
            let finding = || found(0..1, Severity::Error, &message).note(message.clone());
            let many: Vec<Diagnostic> = (0..12).map(|_| finding()).collect();
            let commands = lines(&[file(&path, "x", many)]);
            prop_assert_eq!(commands.len(), 15, "{:#?}", commands);
            for (n, line) in commands.iter().enumerate() {
                let ours = match n {
                    0..10 => line.starts_with("::error title=some-rule,file=guide/%3A") && line.contains(",line=1,"),
                    10 => line.starts_with("::notice title=firstaid::2 errors more"),
                    11 => line == "::group::2 errors more",
                    14 => line == "::endgroup::",
                    _ => crate::commands::triggers(line).is_empty(),
                };
                prop_assert!(ours && !line.contains("##["), "{}", line);
            }
        }
    }
}
