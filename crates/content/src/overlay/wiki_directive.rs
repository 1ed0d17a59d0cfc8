//! The syntax of ikiwiki's directives: `[[!name key="value" other]]` (`preprocess` of its `IkiWiki.pm`).

use std::ops::Range;

/// A directive; ranges are bytes of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Directive<'a> {
    pub(super) name: &'a str,
    pub(super) params: Vec<Param<'a>>,
    /// After its brackets.
    pub(super) end: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Param<'a> {
    /// Empty for a value without a key.
    pub(super) key: &'a str,
    /// Without its quotes.
    pub(super) value: Range<usize>,
}

fn is_of_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// The directive at an offset, where the text has `[[!`. An error is how far the text was read in vain.
pub(super) fn directive_at(text: &str, at: usize) -> Result<Directive<'_>, usize> {
    let bytes = text.as_bytes();
    let run = |from: usize, is_in: &dyn Fn(u8) -> bool| bytes[from..].iter().take_while(|b| is_in(**b)).count();
    let from = at + 3;
    let mut next = from + run(from, &is_of_name);
    let name = &text[from..next];
    let mut params = Vec::new();
    if name.is_empty() {
        return Err(next);
    }
    loop {
        let blanks = run(next, &|b| b.is_ascii_whitespace());
        next += blanks;
        if text[next..].starts_with("]]") {
            return Ok(Directive { name, params, end: next + 2 });
        }
        if blanks == 0 && params.is_empty() || next >= text.len() {
            return Err(next);
        }
        let key = run(next, &|b| is_of_name(b) || b == b'.');
        let key = if bytes.get(next + key) == Some(&b'=') { &text[next..next + key] } else { "" };
        next += if key.is_empty() { 0 } else { key.len() + 1 };
        let (value, after) = value_at(text, next)?;
        params.push(Param { key, value });
        next = after;
    }
}

/// The value at an offset, and where the text goes on after it.
fn value_at(text: &str, at: usize) -> Result<(Range<usize>, usize), usize> {
    let rest = &text[at..];
    for quote in ["\"\"\"", "'''", "\""] {
        if let Some(inner) = rest.strip_prefix(quote) {
            let len = inner.find(quote).ok_or(text.len())?;
            let from = at + quote.len();
            return Ok((from..from + len, from + len + quote.len()));
        }
    }
    if let Some(inner) = rest.strip_prefix("<<") {
        // The end of a here document is its name on a line of its own.
        let name = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
        if name > 0 && inner[name..].starts_with('\n') {
            let close = format!("\n{}", &inner[..name]);
            let from = at + 2 + name + 1;
            let len = text[from - 1..].find(&close).ok_or(text.len())?.saturating_sub(1);
            return Ok((from..from + len, from + len + close.len()));
        }
    }
    let is_in = |c: char| !c.is_whitespace() && !matches!(c, '"' | ']');
    let len = rest.find(|c| !is_in(c)).unwrap_or(rest.len());
    if len == 0 { Err(at) } else { Ok((at..at + len, at + len)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match directive_at(text, 0) {
            Ok(directive) => {
                let params = directive.params.iter().map(|it| format!("{}={}", it.key, &text[it.value.clone()]));
                let params: Vec<String> = params.collect();
                format!("{} {} | {}", directive.name, params.join(", "), &text[directive.end..])
            }
            Err(_) => "none".to_owned(),
        }
    }

    #[test]
    fn values_have_every_kind_of_quotes() {
        assert_eq!(shown("[[!toc]] x"), "toc  |  x");
        assert_eq!(
            shown("[[!img a/b.png size=\"20x\" alt=\"A lock]] é\"]]."),
            "img =a/b.png, size=20x, alt=A lock]] é | ."
        );
        assert_eq!(
            shown("[[!if test=\"a\"\n then=\"\"\"say \"b\" x\"\"\" else='''c''' ]]"),
            "if test=a, then=say \"b\" x, else=c | "
        );
        assert_eq!(shown("[[!note text=<<END\none]] two\nEND\n]]"), "note text=one]] two | ");
        assert_eq!(shown("[[!note text=<<E\nE ]]"), "note text= | ");
    }

    #[test]
    fn what_ikiwiki_leaves_as_text_is_none() {
        for text in ["[[! toc]]", "[[!toc", "[[!toc]", "[[!a b=\"c]]", "[[!a b]c]]", "[[!a\"b\"]]"] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }
}
