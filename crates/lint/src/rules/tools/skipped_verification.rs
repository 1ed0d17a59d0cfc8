use std::cell::LazyCell;

use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::{shows_wrong_forms, warns};
use firstaid_language::negation::{denials, forbids};
use firstaid_language::sentences::sentences;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::{TextRange, floor_char_boundary};

use crate::rules::links::private_host::is_private;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds commands that turn off the verification of a server, a download or a package: `wget --no-check-certificate`.
///
/// Others are `curl -k`, `apt-get --allow-unauthenticated` and `ssh -o StrictHostKeyChecking=no`.
///
/// ## Why
/// Readers copy commands as they are. Without the check, anybody between them and the server can send them another
/// program, and they do not notice. Such options come into guides as the remedy for an error message, which was the
/// warning that the reader needed.
///
/// ## Example
/// ````markdown
/// ```
/// wget --no-check-certificate https://dist.torproject.org/torbrowser.tar.xz
/// ```
/// ````
///
/// ## Use instead
/// ````markdown
/// ```
/// wget https://dist.torproject.org/torbrowser.tar.xz
/// ```
/// ````
///
/// ## Fix
/// None: a person must find out why the check failed.
///
/// ## Not reported
/// Sentences that forbid or explain the command, an option that is named without an address or a file, private and local
/// hosts, which have no public certificate, and downloads on a page that verifies them by a signature or a checksum.
///
/// ## When not to use it
/// On pages about the tests of a network, whose readers want to see what a forged certificate does.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("skipped-verification"), severity: Severity::Warning, check: Check::Page(check) };

/// A program and its options that skip a verification.
struct Program {
    names: &'static [&'static str],
    /// Whole words of the command, or their begin if they end in `=`.
    options: &'static [&'static str],
    /// The letter that does the same among other letters: `-fsSk`.
    letter: Option<char>,
    skips: &'static str,
}

const CERTIFICATE: &str = "whether the server is the right one";
const SIGNATURE: &str = "whether the package is the right one";

const PROGRAMS: [Program; 8] = [
    Program { names: &["wget"], options: &["--no-check-certificate"], letter: None, skips: CERTIFICATE },
    Program { names: &["curl"], options: &["--insecure"], letter: Some('k'), skips: CERTIFICATE },
    Program {
        names: &["git"],
        options: &["http.sslVerify=false", "http.sslverify=false"],
        letter: None,
        skips: CERTIFICATE,
    },
    Program {
        names: &["pip", "pip3"],
        options: &["--trusted-host", "--trusted-host="],
        letter: None,
        skips: CERTIFICATE,
    },
    Program {
        names: &["ssh", "scp", "sftp", "sshfs"],
        options: &["StrictHostKeyChecking=no", "-oStrictHostKeyChecking=no"],
        letter: None,
        skips: CERTIFICATE,
    },
    Program {
        names: &["apt", "apt-get", "aptitude"],
        options: &["--allow-unauthenticated", "--allow-insecure-repositories", "--force-yes"],
        letter: None,
        skips: SIGNATURE,
    },
    Program { names: &["dnf", "yum"], options: &["--nogpgcheck", "--no-gpgchecks"], letter: None, skips: SIGNATURE },
    Program { names: &["zypper"], options: &["--no-gpg-checks"], letter: None, skips: SIGNATURE },
];

/// What verifies a download after it.
const VERIFIERS: [&str; 8] =
    ["gpg --verify", "gpg2 --verify", "gpgv ", "sha256sum", "sha512sum", "shasum ", "minisign ", "signify "];

/// Options of curl without a value, of one letter: they can stand in one word.
const LETTERS: &str = "afgGiIjJkKlLnNOpqRsSvZ012346#";

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let code = || cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Code).map(|token| token.range);
    let is_verified =
        LazyCell::new(|| code().any(|range| VERIFIERS.iter().any(|verifier| cx.text(range).contains(verifier))));
    for range in code() {
        let found: Vec<Skip<'_>> = cx.text(range).lines().flat_map(commands).filter_map(skipped).collect();
        if found.is_empty() || is_denied(cx, range) {
            continue;
        }
        for Skip { option, program } in found {
            if program.skips == CERTIFICATE && !program.names.contains(&"ssh") && *is_verified {
                continue;
            }
            let start = (option.as_ptr() as usize - cx.page.text().as_ptr() as usize) as u32;
            let place = TextRange::new(start, start + option.len() as u32);
            let message = format!("with `{option}`, {} does not check {}", program.names[0], program.skips);
            report
                .push(report.found(place, message).help("leave the option out, and say what to do if the check fails"));
        }
    }
}

struct Skip<'a> {
    option: &'a str,
    program: &'static Program,
}

/// The commands of a line of code.
fn commands(line: &str) -> impl Iterator<Item = &str> {
    let line = if line.trim_start().starts_with("# ") { "" } else { line };
    line.split([';', '|', '&', '`'])
}

/// The option by which a command skips a verification of what it fetches.
fn skipped(command: &str) -> Option<Skip<'_>> {
    let quotes = ['"', '\'', '(', ')'];
    let mut words = command.split_whitespace().map(|word| word.trim_matches(quotes));
    let name =
        words.find(|word| !matches!(*word, "$" | "#" | "sudo" | "doas" | "torsocks" | "torify" | "proxychains"))?;
    let program = PROGRAMS.iter().find(|program| program.names.contains(&name))?;
    let rest: Vec<&str> = words.collect();
    let option = rest.iter().find(|word| program.has(word))?;
    let is_public = |word: &&str| !is_private(&UrlParts::shown(word).bare_host());
    let mut objects = rest.iter().filter(|word| !word.starts_with('-') && *word != option);
    let address = objects.clone().find(|word| word.contains(['.', ':']) && !word.starts_with(['.', '/']));
    let fetches = objects.next().is_some() && address.is_none_or(is_public);
    fetches.then_some(Skip { option, program })
}

impl Program {
    fn has(&self, word: &str) -> bool {
        let is_option = |option: &&str| word == *option || option.ends_with('=') && word.starts_with(*option);
        let has_letter = |letter: char| {
            let letters = word.strip_prefix('-').unwrap_or_default();
            letters.contains(letter) && letters.chars().all(|c| LETTERS.contains(c))
        };
        self.options.iter().any(is_option) || self.letter.is_some_and(has_letter)
    }
}

/// Whether the sentence around code, or that before a block of code, denies something or says that it shows a mistake.
fn is_denied(cx: &PageContext<'_>, code: TextRange) -> bool {
    /// Maximum bytes that are read on each side: many commands in one paragraph must not cost the square of its length.
    const MAX_BYTES: usize = 400;
    let Some((text, at)) = around(cx, code) else { return false };
    let from = floor_char_boundary(text, at.saturating_sub(MAX_BYTES));
    let near = &text[from..floor_char_boundary(text, text.len().min(at + MAX_BYTES))];
    let sentence = sentences(near).into_iter().rfind(|sentence| sentence.start <= at - from);
    let (language, sentence) = (cx.language(), sentence.map_or("", |sentence| &near[sentence]));
    denials(language, sentence).is_some_and(|count| count > 0)
        || forbids(language, sentence)
        || warns(language, sentence)
        || shows_wrong_forms(language, sentence)
}

/// The prose that code stands in, and where it stands there; for a block of code the block before it, and its end.
fn around<'c>(cx: &'c PageContext<'_>, code: TextRange) -> Option<(&'c str, usize)> {
    if let Some(place) = cx.prose.prose_range(code) {
        let (start, block) = cx.prose.block_around(place.start);
        return Some((block, place.start - start));
    }
    let next = cx.page.blocks.partition_point(|block| block.range.end() <= code.start());
    let before = cx.prose.prose_range(cx.page.blocks[..next].last()?.range)?;
    Some((&cx.prose.text()[before.clone()], before.len()))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn options_that_skip_a_verification_are_found() {
        case("skipped-verification").finds("Run `wget «--no-check-certificate» https://tails.net/tails.img` first.\n");
        case("skipped-verification")
            .finds("```\n$ sudo curl -L «-fsSk» \"https://tails.net/tails.img\" -o tails.img\n```\n");
        case("skipped-verification").finds("    apt-get install «--allow-unauthenticated» tor && apt-get update\n");
        case("skipped-verification").finds("    cat list | pip3 install «--trusted-host=pypi.org» onionshare\n");
        case("skipped-verification").finds("    ssh -o «StrictHostKeyChecking=no» me@server.riseup.net\n");
        case("skipped-verification")
            .finds("    git -c «http.sslVerify=false» clone https://github.com/EFForg/rayhunter\n");
    }

    #[test]
    fn what_the_sentence_forbids_or_explains_is_left_alone() {
        case("skipped-verification").finds("Never run `wget --no-check-certificate https://tails.net/tails.img`.\n");
        case("skipped-verification").finds("Do not type this:\n\n```\ncurl -k https://tails.net/tails.img\n```\n");
        case("skipped-verification").finds("Use no proxy. Type:\n\n```\ncurl «-k» https://tails.net/tails.img\n```\n");
        case("skipped-verification").finds("The option `--no-check-certificate`, as `curl -k`, accepts any server.\n");
    }

    #[test]
    fn a_command_is_judged_by_its_own_sentence() {
        let denied = "Never run `curl -k https://tails.net/a`. ";
        let advised = "Run `curl «-k» https://tails.net/b` first. ";
        case("skipped-verification").finds(&format!("{}\n", [denied, advised].concat().repeat(300)));
    }

    #[test]
    fn private_hosts_and_other_options_are_left_alone() {
        case("skipped-verification")
            .finds("    curl -k https://127.0.0.1:9392/\n    curl --insecure https://router.lan/x\n");
        case("skipped-verification")
            .finds("    curl -o k https://tails.net/k\n    curl --keepalive-time 2 https://tails.net/\n");
        case("skipped-verification").finds("    # curl -k https://tails.net/\n    tar -k https://tails.net/\n");
    }

    #[test]
    fn a_download_that_the_page_verifies_is_left_alone() {
        let text = "    curl -k -O https://tails.net/tails.img\n    gpg --verify tails.img.sig\n";
        case("skipped-verification").finds(text);
        case("skipped-verification")
            .finds(&text.replace("gpg --verify", "gpg --list-keys").replace("curl -k", "curl «-k»"));
        case("skipped-verification").finds(&format!("{text}    yum install «--nogpgcheck» tor\n"));
    }
}
