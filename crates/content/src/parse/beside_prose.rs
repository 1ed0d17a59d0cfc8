//! Addresses that stand neither in prose nor in the target of a link, and that readers or their browsers use all the
//! same: in code, attributes, styles, scripts, templates and attribute lists.

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

/// The first host behind a program of the network, in code: `wget host/file`, `ssh user@host`.
static OF_COMMAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?:^|[\s|;&(]) (?: curl | wget | ssh | scp | sftp | ftp | telnet | ncat? | ping | dig | host | nslookup
            | whois | git\s+clone | rsync | --keyserver ) \b [^\n|;&]{0,160}? [\s=]
            (?:[\w.+-]+@)? ( [a-z0-9-]+ (?:\.[a-z0-9-]+)* \.[a-z][a-z0-9-]+ ) (?: [/:\s`] | $ )",
    )
    .expect("a valid pattern")
});

/// Endings of names in commands that are files and no hosts.
const FILES: [&str; 16] =
    ["asc", "deb", "dmg", "exe", "gpg", "gz", "html", "img", "iso", "json", "key", "md", "py", "sh", "sig", "txt"];

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
            for hit in OF_COMMAND.captures_iter(inside).filter_map(|hit| hit.get(1)) {
                let ending = hit.as_str().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                if !FILES.contains(&ending.as_str()) {
                    let url = TokenKind::Url(format!("//{}", hit.as_str()).into());
                    found.push(Token::new(url, TextRange::from(hit.range()).shift(at)));
                }
            }
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
