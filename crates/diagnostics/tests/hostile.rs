//! Findings on hostile pages: every report stays valid, and controls neither a terminal nor a CI runner.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use firstaid_diagnostics::{
    Applicability, Diagnostic, FileDiagnostics, Fix, Format, RuleInfo, RuleName, Run, Severity, ShownPaths, Style,
};
use firstaid_testing::cases;
use firstaid_text::{SourceFile, TextRange};
use jsonschema::Validator;
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value;

const RULE: RuleName = RuleName("some-rule");

/// Attacks on terminals, CI runners and report formats.
const PAYLOADS: [&str; 14] = [
    "\n::error file=x::pwned\n",
    "%0A::set-output name=a::b",
    "##[add-mask]x",
    "##vso[task.setvariable variable=a]b",
    "\r\n::stop-commands::x",
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "\u{9b}31m\u{202e}\u{2028}",
    "]]></failure><testsuite/>",
    "\u{0}\u{fffe}\u{ffff}\u{8}",
    "</script><img src=x onerror=alert(1)>",
    "![a](https://evil.example/x.png) [b](c) @all #1",
    "\"}],\"x\":[{\"",
    "{0} [x](1) ```\n# h",
    "::group::\u{85}::endgroup::",
];

fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(&PAYLOADS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z ]{1,8}",
    ];
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat())
}

fn files() -> impl Strategy<Value = Vec<FileDiagnostics>> {
    let page = (hostile(), hostile(), hostile(), 0_usize..3, prop::sample::select(&Severity::ALL[..]));
    let finding = |(path, text, message, fix, severity): (String, String, String, usize, Severity)| {
        let applicability = [Applicability::DisplayOnly, Applicability::Unsafe, Applicability::Safe][fix];
        let whole = TextRange::new(0, text.len() as u32);
        let found = |range| Diagnostic::new(RULE, severity, range, message.clone()).note(message.clone());
        let fixed = found(whole).fix(Fix::replace(whole, text.as_str(), applicability));
        let source = SourceFile::new(path, text.as_str());
        FileDiagnostics::new(source.into(), vec![fixed.also([whole]), found(TextRange::empty(0))])
    };
    prop::collection::vec(page.prop_map(finding), 0..4)
}

fn rendered(format: Format, files: &[FileDiagnostics]) -> String {
    let rules = [RuleInfo {
        name: RULE,
        severity: Severity::Warning,
        is_off_by_default: false,
        family: "page".to_owned(),
        summary: "Finds it".to_owned(),
        doc: "## What it does\nFinds it.\n".to_owned(),
    }];
    let help = Some("https://example.org/{rule}");
    let run = Run {
        files,
        pages: files.len(),
        locales: &files.iter().map(|file| (file.source.path().to_owned(), "en".to_owned())).collect(),
        rules: &rules,
        version: "1.0.0",
        fail_on: Severity::Error,
        prefix: "",
        shown_paths: &ShownPaths::FromRoot,
        rule_help: help,
    };
    let mut out = Vec::new();
    format.render(&run, Style { color: false, width: 100 }, &mut out).expect("a sink that takes all");
    String::from_utf8(out).expect("UTF-8")
}

fn schema(name: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/schemas").join(name);
    let schema: Value = serde_json::from_slice(&fs::read(path).expect("a schema")).expect("JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
}

static SCHEMAS: LazyLock<[(Format, Validator); 3]> = LazyLock::new(|| {
    [
        (Format::Sarif, schema("sarif-2.1.0.json")),
        (Format::Gitlab, schema("gitlab-code-quality.json")),
        (Format::Rdjson, schema("rdjson.json")),
    ]
});

fn is_valid(schema: &Validator, json: &str) -> Result<(), TestCaseError> {
    let value: Value = serde_json::from_str(json).map_err(|error| TestCaseError::fail(format!("{error}\n{json}")))?;
    let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    prop_assert!(errors.is_empty(), "{:#?}\n{}", errors, json);
    Ok(())
}

/// Whether a line controls neither a terminal nor a CI runner.
fn is_harmless(line: &str) -> bool {
    let names_command = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
    !line.trim_start().starts_with("::")
        && !line.match_indices("##").any(|(at, _)| names_command(&line[at + 2..]))
        && !line.chars().any(|c| c.is_control() && c != '\t' || ('\u{202a}'..='\u{202e}').contains(&c))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn reports_stay_valid(files in files()) {
        for (format, schema) in &*SCHEMAS {
            is_valid(schema, &rendered(*format, &files))?;
        }
        for line in rendered(Format::Jsonl, &files).lines() {
            prop_assert!(serde_json::from_str::<Value>(line).is_ok(), "{}", line);
        }
    }

    #[test]
    fn xml_has_the_findings_and_nothing_else(files in files()) {
        let xml = rendered(Format::Junit, &files);
        let (mut tests, mut suites, mut texts) = (0, 0, 0);
        let mut reader = quick_xml::Reader::from_str(&xml);
        reader.config_mut().check_comments = true;
        loop {
            match reader.read_event().map_err(|error| TestCaseError::fail(format!("{error}\n{xml}")))? {
                Event::Start(tag) | Event::Empty(tag) => {
                    let attributes: Result<Vec<_>, _> = tag.attributes().collect();
                    prop_assert!(attributes.is_ok(), "{}", xml);
                    match tag.name().as_ref() {
                        b"testcase" => tests += 1,
                        b"testsuite" => suites += 1,
                        b"testsuites" | b"failure" | b"skipped" => texts += 1,
                        _ => prop_assert!(false, "{}", xml),
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => prop_assert!(false, "{}", xml),
                _ => {}
            }
        }
        let found = 2 * files.len();
        prop_assert_eq!((tests, suites, texts), (found.max(1), files.len().max(1), found + 1), "{}", xml);
        let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        prop_assert!(xml.chars().all(is_xml), "{:?}", xml);
    }

    #[test]
    fn no_line_controls_a_terminal_or_a_runner(files in files()) {
        use Format::{Concise, Gitlab, Human, Jsonl, Junit, Markdown, Rdjson, Sarif};
        for format in [Human, Concise, Jsonl, Sarif, Gitlab, Junit, Rdjson, Markdown] {
            for line in rendered(format, &files).split('\n') {
                prop_assert!(is_harmless(line), "{:?}: {:?}", format, line);
            }
        }
        for line in rendered(Format::Github, &files).split('\n') {
            let annotation = line.split_once(' ').is_some_and(|(command, rest)| {
                let ours = ["::error", "::warning", "::notice"].contains(&command);
                ours && rest.starts_with("title=some-rule,file=")
            });
            let body = line.trim_start_matches("::");
            prop_assert!(line.is_empty() || annotation && is_harmless(body), "{:?}", line);
        }
    }
}
