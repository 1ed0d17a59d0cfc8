use std::io::{self, Write};

use firstaid_text::LineColumn;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::render::Run;
use crate::render::explanation::explanation;
use crate::render::place::Places;
use crate::{Diagnostic, FileDiagnostics, visible, visible_line};

/// Number of tests and of failed tests, of one suite or of all suites.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
}

/// One suite per page and one test per finding: a finding that fails the run is a failure, any other is a skipped test.
/// A run without findings has one test that passed, because some readers take an empty report for a missing one.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = run.files.iter().map(|file| count(run, file)).fold(Counts::default(), |all, one| Counts {
        tests: all.tests + one.tests,
        failures: all.failures + one.failures,
    });
    let tests = all.tests.max(1).to_string();
    let attributes =
        [("name", "firstaid"), ("tests", &tests), ("failures", &all.failures.to_string()), ("errors", "0")];
    xml.create_element("testsuites").with_attributes(attributes).write_inner_content(|xml| {
        if all.tests == 0 {
            return passed(xml);
        }
        run.files.iter().try_for_each(|file| suite(run, file, xml))
    })?;
    writeln!(xml.into_inner())
}

fn count(run: &Run<'_>, file: &FileDiagnostics) -> Counts {
    let failures = file.diagnostics.iter().filter(|found| found.severity >= run.fail_on).count();
    Counts { tests: file.diagnostics.len(), failures }
}

fn passed(xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let attributes = [("name", "firstaid"), ("tests", "1"), ("failures", "0"), ("errors", "0"), ("skipped", "0")];
    xml.create_element("testsuite").with_attributes(attributes).write_inner_content(|xml| {
        let attributes = [("name", "lint"), ("classname", "firstaid")];
        xml.create_element("testcase").with_attributes(attributes).write_empty().map(drop)
    })?;
    Ok(())
}

fn suite(run: &Run<'_>, file: &FileDiagnostics, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let Counts { tests, failures } = count(run, file);
    let places = Places::new(&file.source);
    let path = run.path(&file.source);
    let path = visible_line(&path);
    let attributes = [
        ("name", &*path),
        ("tests", &tests.to_string()),
        ("failures", &failures.to_string()),
        ("errors", "0"),
        ("skipped", &(tests - failures).to_string()),
    ];
    xml.create_element("testsuite").with_attributes(attributes).write_inner_content(|xml| {
        file.diagnostics.iter().try_for_each(|diagnostic| test(run, &places, &path, diagnostic, xml))
    })?;
    Ok(())
}

fn test(
    run: &Run<'_>,
    places: &Places<'_>,
    path: &str,
    diagnostic: &Diagnostic,
    xml: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    let LineColumn { line, column } = places.line_column(diagnostic.range.start());
    let name = format!("{} at {line}:{column}", diagnostic.rule);
    let outcome = if diagnostic.severity >= run.fail_on { "failure" } else { "skipped" };
    let message = visible_line(&diagnostic.message);
    let details = format!("{path}:{line}:{column}: {}", visible(&explanation(diagnostic)));
    xml.create_element("testcase").with_attributes([("name", &*name), ("classname", path)]).write_inner_content(
        |xml| {
            let attributes = [("type", diagnostic.severity.as_str()), ("message", &*message)];
            let outcome = xml.create_element(outcome).with_attributes(attributes);
            outcome.write_text_content(BytesText::new(&details)).map(drop)
        },
    )?;
    Ok(())
}
