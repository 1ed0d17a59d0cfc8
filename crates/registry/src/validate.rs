//! Checks of single entries, beyond the types of their fields. Each returns the first problem as a message.

use crate::{Brand, Claim, Confidence, GlossaryEntry, Host, HostStatus, Key, Organisation, Sense, Status, Tool};

pub(crate) fn tool(tool: &Tool) -> Option<String> {
    named(&tool.name, &[&tool.aliases, &tool.variants, &tool.accepted])
        .or_else(|| source(&tool.source))
        .or_else(|| tool.hosts.iter().find_map(|host| host_name(host)))
        .or_else(|| locales(&tool.ordinary_in))
        .or_else(|| {
            let needs_note = !matches!(tool.status, Status::Alive) && tool.note.is_none();
            needs_note.then(|| format!("{}: a `note` must say what happened", tool.name))
        })
        .or_else(|| {
            let lacks_new_name = tool.status == Status::Renamed && tool.replacement.is_empty();
            lacks_new_name.then(|| format!("{}: `renamed` needs the new name as `replacement`", tool.name))
        })
        .or_else(|| {
            let itself = tool.replacement.iter().any(|name| name.eq_ignore_ascii_case(&tool.name));
            itself.then(|| format!("{} is its own replacement", tool.name))
        })
        .or_else(|| {
            let outdated = tool.outdated.as_ref()?;
            let is_version = outdated.below.split('.').all(|part| part.parse::<u32>().is_ok());
            let wrong = || format!("{}: `{}` is not a version such as `2.10`", tool.name, outdated.below);
            if is_version { source(&outdated.source) } else { Some(wrong()) }
        })
        .or_else(|| {
            let Sense { names, beside, without } = tool.sense.as_ref()?;
            let is_blank = names.iter().chain(beside).chain(without).any(|text| text.trim().is_empty());
            let lacks = is_blank || names.is_empty() || beside.is_empty();
            lacks.then(|| format!("{}: `sense` needs `names`, and words that stand `beside` them", tool.name))
        })
}

pub(crate) fn brand(brand: &Brand) -> Option<String> {
    named(&brand.name, &[&brand.aliases, &brand.variants, &brand.accepted])
        .or_else(|| source(&brand.source))
        .or_else(|| locales(&brand.ordinary_in))
}

pub(crate) fn organisation(organisation: &Organisation) -> Option<String> {
    named(&organisation.name, &[&organisation.aliases, &organisation.variants, &organisation.accepted])
        .or_else(|| source(&organisation.source))
        .or_else(|| organisation.hosts.iter().chain(organisation.locales.values()).find_map(|host| host_name(host)))
        .or_else(|| organisation.locales.keys().find_map(|tag| language("locales", tag)))
        .or_else(|| locales(&organisation.ordinary_in))
        .or_else(|| {
            organisation.contacts.iter().find_map(|contact| {
                let name = &organisation.name;
                if contact.email.is_some() == contact.phone.is_some() {
                    return Some(format!("{name}: a contact has either an `email` or a `phone`"));
                }
                if contact.key.is_some() && contact.email.is_none() {
                    return Some(format!("{name}: a `key` belongs to an `email`"));
                }
                if contact.key_url.is_some() && contact.key.is_none() {
                    return Some(format!("{name}: a `key-url` belongs to a `key`"));
                }
                if let Some(wrong) = contact.key_url.as_deref().filter(|url| !is_https(url)) {
                    return Some(format!("{name}: `{wrong}` is not an address that begins with `https://`"));
                }
                let digits = contact.key.iter().map(|key| key.bytes().filter(u8::is_ascii_hexdigit).count()).next();
                let wrong = digits.filter(|&digits| digits != 40 && digits != 64)?;
                Some(format!("{name}: the key has {wrong} digits; a fingerprint has 40 (v4) or 64 (v6)"))
            })
        })
}

pub(crate) fn glossary_entry(entry: &GlossaryEntry) -> Option<String> {
    if entry.term.trim().is_empty() {
        return Some("a term is empty".to_owned());
    }
    entry.translations.iter().find_map(|(locale, translation)| {
        let place = format!("{}, in `{locale}`", entry.term);
        let correct = || std::iter::once(&translation.term).chain(&translation.stems);
        if let Some(wrong) = correct().chain(&translation.forbidden).find(|form| !is_form(form)) {
            return Some(format!("{place}: `{wrong}` is not a form: write words, with `*` only at their start or end"));
        }
        if translation.term.contains('*') {
            return Some(format!("{place}: `*` is for stems, not for the term itself"));
        }
        if entry.do_not_translate && translation.term != entry.term {
            return Some(format!("{place}: a term that is not translated must stay as it is"));
        }
        let is_correct = |form: &&String| correct().any(|it| it.to_lowercase() == form.to_lowercase());
        let both = translation.forbidden.iter().find(is_correct)?;
        Some(format!("{place}: `{both}` is both correct and forbidden"))
    })
}

/// Whether a form of a term consists of words with letters or digits, and `*` only at the start or end of a word.
fn is_form(form: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.strip_prefix('*').unwrap_or(word);
        let bare = bare.strip_suffix('*').unwrap_or(bare);
        bare.contains(char::is_alphanumeric) && !bare.contains('*')
    };
    !form.trim().is_empty() && form.split_whitespace().all(is_word)
}

pub(crate) fn host(host: &Host) -> Option<String> {
    host_name(&host.host)
        .or_else(|| source(&host.source))
        .or_else(|| {
            let wrong = host.paths.iter().find(|path| !path.starts_with(['/', '*']))?;
            Some(format!("{}: the path `{wrong}` must begin with `/`", host.host))
        })
        .or_else(|| {
            let moved = host.status == HostStatus::Moved;
            (moved != host.to.is_some())
                .then(|| format!("{}: `to` is required with `moved`, and not allowed without", host.host))
        })
        .or_else(|| {
            let needs_note = host.status != HostStatus::Live && host.note.is_none();
            needs_note.then(|| format!("{}: a `note` must say what happened", host.host))
        })
}

pub(crate) fn key(key: &Key) -> Option<String> {
    let Key { key: typed, owner, .. } = key;
    source(&key.source)
        .or_else(|| {
            let digits = typed.bytes().filter(u8::is_ascii_hexdigit).count();
            let is_plain = typed.bytes().all(|b| b == b' ' || b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
            let wrong = !is_plain || digits != 40 && digits != 64;
            wrong.then(|| format!("{owner}: `{typed}` is not 40 or 64 digits in groups, with capital letters"))
        })
        .or_else(|| {
            let lone = key.confidence != Confidence::Low && key.also.is_empty();
            lone.then(|| format!("{owner}: a key that only one place has is of low confidence"))
        })
        .or_else(|| key.purpose.trim().is_empty().then(|| format!("{owner}: `for` must say what the key is for")))
        .or_else(|| {
            let wrong = key.url.as_deref().filter(|url| !is_https(url))?;
            Some(format!("{owner}: `{wrong}` is not an address that begins with `https://`"))
        })
}

pub(crate) fn claim(claim: &Claim) -> Option<String> {
    let is_lower_word =
        |word: &&String| !word.is_empty() && **word == word.to_lowercase() && !word.contains(char::is_whitespace);
    named(&claim.claim, &[])
        .or_else(|| source(&claim.source))
        .or_else(|| locales(std::slice::from_ref(&claim.language)))
        .or_else(|| {
            let wrong = claim.words.is_empty() || !claim.words.iter().all(|word| is_lower_word(&word));
            wrong.then(|| format!("{}: `words` must be one or more single words in lower case", claim.claim))
        })
        .or_else(|| {
            let is_blank = |text: &String| text.trim().is_empty();
            let phrases = || claim.with.iter().flatten().chain(&claim.without);
            let empty = claim.pattern.as_ref().is_some_and(is_blank) || is_blank(&claim.now) || phrases().any(is_blank);
            empty.then(|| format!("{}: `with`, `without`, `pattern` and `now` must not be empty", claim.claim))
        })
        .or_else(|| {
            let none = claim.pattern.is_none() && claim.with.is_empty();
            none.then(|| format!("{}: a claim has `with` or a `pattern`", claim.claim))
        })
}

fn named(name: &str, forms: &[&Vec<String>]) -> Option<String> {
    let is_wrong = |text: &str| text.trim().is_empty() || text.trim() != text;
    if is_wrong(name) {
        return Some("a name must not be empty, nor begin or end with whitespace".to_owned());
    }
    let wrong = forms.iter().flat_map(|forms| forms.iter()).find(|form| is_wrong(form) || *form == name)?;
    Some(format!("{name}: `{wrong}` is empty, has whitespace around it, or is the name itself"))
}

/// A key that is fetched in the clear could be anybody's.
fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

fn source(source: &str) -> Option<String> {
    source.trim().is_empty().then(|| "a `source` must say where this can be read".to_owned())
}

fn host_name(host: &str) -> Option<String> {
    let fine = !host.is_empty()
        && !host.starts_with("www.")
        && host.contains('.')
        && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    (!fine).then(|| format!("`{host}` is not a host name in lower case without `www.`"))
}

fn locales(locales: &[String]) -> Option<String> {
    locales.iter().filter(|tag| *tag != "*").find_map(|tag| language("ordinary-in", tag))
}

fn language(key: &str, tag: &str) -> Option<String> {
    let fine = tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_lowercase());
    let or_all = if key == "ordinary-in" { ", nor `*`" } else { "" };
    (!fine).then(|| format!("{key}: `{tag}` is not a language such as `en`{or_all}"))
}

#[cfg(test)]
mod tests {
    use crate::{Registry, Status};

    #[test]
    fn the_embedded_registries_are_not_empty() {
        let registry = Registry::built_in();
        assert!(registry.tools.len() >= 120 && registry.brands.len() >= 250);
        assert!(registry.tools.iter().any(|tool| tool.status == Status::Dead));
    }

    #[test]
    fn a_file_with_a_mistake_is_refused_with_its_line() {
        let mut registry = Registry::default();
        let entry = "- name: Ostel\n  status: dead\n  source: x\n  confidence: high\n";
        let refused =
            |registry: &mut Registry, text: &str| registry.add_guide_file("_data/tools.yaml", text).unwrap_err();
        let error = refused(&mut registry, &format!("# tools\n{entry}"));
        assert_eq!(error.to_string(), "_data/tools.yaml:2: Ostel: a `note` must say what happened");
        let error = refused(&mut registry, &entry.replace("dead", "deceased"));
        assert!(error.line >= 1 && error.message.contains("deceased"), "{error}");
        let error = refused(&mut registry, "- name: [\n");
        assert!(error.line >= 1, "{error}");
        let error = refused(&mut registry, &entry.replace("source", "sauce"));
        assert!(error.message.contains("sauce"), "{error}");
        let lone = entry.replace("  status", "  sense: {names: [Os], beside: []}\n  note: x\n  status");
        let error = refused(&mut registry, &lone);
        assert!(error.message.ends_with("`sense` needs `names`, and words that stand `beside` them"), "{error}");
    }

    #[test]
    fn a_key_is_fetched_over_https_only() {
        let mut registry = Registry::default();
        let contact =
            |more: &str| format!("- name: A\n  source: x\n  contacts:\n    - email: a@b.org\n{more}      source: x\n");
        let key = format!("      key: \"{}\"\n", "0".repeat(40));
        let mut add = |more: &str| registry.add_guide_file("_data/organisations.yaml", &contact(more));
        add(&format!("{key}      key-url: https://b.org/key.asc\n")).unwrap();
        let error = add(&format!("{key}      key-url: http://b.org/key.asc\n")).unwrap_err();
        assert!(error.message.contains("`http://b.org/key.asc`"), "{error}");
        assert!(add("      key-url: https://b.org/key.asc\n").unwrap_err().message.contains("belongs to a `key`"));
    }

    #[test]
    fn a_guide_overrides_and_adds() {
        let mut registry = Registry::built_in();
        let before = registry.tools.len();
        let text = "- name: ostel\n  status: alive\n  source: x\n  confidence: low\n- name: Our App\n  status: alive\n  source: x\n  confidence: low\n";
        registry.add_guide_file("_data/tools.yaml", text).unwrap();
        assert_eq!(registry.tools.len(), before + 1);
        assert!(registry.tools.iter().any(|tool| tool.name == "ostel" && tool.status == Status::Alive));
    }
}
