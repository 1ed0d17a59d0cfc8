//! Settings in JavaScript: objects with the `l10nId` of their string, and lists of further objects in them.
//!
//! Read as nested brackets, names and strings, without understanding more of the language: a file that is something else
//! only tells which strings it names.

use super::Places;

/// A group of settings: an object that has `items`.
pub(super) struct Group {
    pub(super) name: String,
    /// Its own string, or those of its settings.
    pub(super) top: Vec<String>,
}

/// A page of the settings: an object that has `groupIds`.
pub(super) struct Pane {
    pub(super) name: String,
    pub(super) titles: Vec<String>,
    pub(super) parents: Vec<String>,
    pub(super) groups: Vec<String>,
}

/// Adds what a script says.
pub(super) fn read(text: &str, places: &mut Places) {
    let objects = objects(text);
    let is_settings = objects.iter().any(|it| it.has("items") || it.has("groupIds"));
    for (n, object) in objects.iter().enumerate() {
        for (key, text) in &object.strings {
            match &**key {
                "l10nId" if is_settings => match title_around(&objects, n) {
                    Some(parent) => places.put(text, parent),
                    None if is_top_of_group(&objects, n) || object.has("items") || object.has("groupIds") => {}
                    None => {
                        places.elsewhere.insert(text.clone());
                    }
                },
                "search-l10n-ids" => {
                    let parent = object.string("l10nId").or_else(|| title_around(&objects, n));
                    for inner in parent.into_iter().flat_map(|_| names_of_list(text)) {
                        places.put(inner, parent.unwrap_or_default());
                    }
                }
                "parent" | "groupIds" | "id" | "value" => {}
                _ => {
                    places.elsewhere.insert(text.clone());
                }
            }
        }
        let strings =
            |key: &str| object.strings.iter().filter(|(it, _)| it == key).map(|(_, text)| text.clone()).collect();
        if object.has("items") {
            let titles: Vec<String> = strings("l10nId");
            let top = if titles.is_empty() { tops(&objects, n) } else { titles };
            places.groups.push(Group { name: object.name.clone(), top });
        }
        if object.has("groupIds") {
            let (titles, parents, groups) = (strings("l10nId"), strings("parent"), strings("groupIds"));
            places.panes.push(Pane { name: object.name.clone(), titles, parents, groups });
        }
    }
}

/// The names of strings in a list with commas, without the attributes.
pub(super) fn names_of_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(|it| it.trim().split('.').next().unwrap_or_default()).filter(|it| !it.is_empty())
}

#[derive(Default)]
struct Object {
    /// The property that it is the value of, or that of the list that it is in.
    name: String,
    around: Option<usize>,
    /// Strings in the values of its properties, with the names of these.
    strings: Vec<(String, String)>,
    keys: Vec<String>,
}

impl Object {
    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|it| it == key)
    }

    fn string(&self, key: &str) -> Option<&str> {
        self.strings.iter().find(|(it, _)| it == key).map(|(_, text)| &**text)
    }
}

/// The string of the nearest object around an object that has one.
fn title_around(objects: &[Object], n: usize) -> Option<&str> {
    let mut around = objects[n].around;
    while let Some(at) = around {
        if let Some(title) = objects[at].string("l10nId") {
            return Some(title);
        }
        around = objects[at].around;
    }
    None
}

/// Whether an object is in a group that has no string of its own.
fn is_top_of_group(objects: &[Object], n: usize) -> bool {
    let mut around = objects[n].around;
    while let Some(at) = around {
        if objects[at].has("items") {
            return true;
        }
        around = objects[at].around;
    }
    false
}

/// The strings inside of an object that has none, each with no other around it.
fn tops(objects: &[Object], group: usize) -> Vec<String> {
    let is_inside = |mut n: usize| loop {
        match objects[n].around {
            Some(at) if at == group => return true,
            Some(at) => n = at,
            None => return false,
        }
    };
    let inside = (group + 1..objects.len()).filter(|&n| is_inside(n) && title_around(objects, n).is_none());
    inside.filter_map(|n| objects[n].string("l10nId").map(str::to_owned)).collect()
}

/// The objects and blocks of a script, each behind the one around it.
fn objects(text: &str) -> Vec<Object> {
    let mut objects = vec![Object::default()];
    // The object of each open bracket; that of `[` and `(` is the one around it.
    let mut open = vec![0];
    let mut keys: Vec<String> = vec![String::new()];
    let mut last = String::new();
    for token in tokens(text) {
        let at = *open.last().unwrap_or(&0);
        match token {
            Token::Name(name) => name.clone_into(&mut last),
            Token::Text(text) => {
                objects[at].strings.push((keys[at].clone(), text.to_owned()));
                text.clone_into(&mut last);
            }
            // In `a ? "x" : "y"` the colon follows a value of its property.
            Token::Mark(b':') => {
                let is_key = !objects[at].strings.last().is_some_and(|(key, text)| *text == last && !key.is_empty())
                    || last == "search-l10n-ids";
                if is_key {
                    keys[at].clone_from(&last);
                    objects[at].keys.push(last.clone());
                }
            }
            Token::Mark(b'{') => {
                let name = keys[at].clone();
                objects.push(Object { name, around: Some(at), ..Object::default() });
                keys.push(String::new());
                open.push(objects.len() - 1);
            }
            Token::Mark(b'[' | b'(') => open.push(at),
            Token::Mark(b'}' | b']' | b')') if open.len() > 1 => {
                open.pop();
            }
            Token::Mark(b',' | b';')
                if open.iter().rev().take(2).collect::<Vec<_>>().windows(2).all(|it| it[0] != it[1]) =>
            {
                keys[at].clear();
            }
            Token::Mark(_) => {}
        }
    }
    objects
}

enum Token<'a> {
    Name(&'a str),
    /// The inside of a string.
    Text(&'a str),
    Mark(u8),
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            if rest.starts_with("//") {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
            } else if rest.starts_with("/*") {
                rest = &rest[rest.find("*/").map_or(rest.len(), |end| end + 2)..];
            } else if matches!(first, '"' | '\'' | '`') {
                let inner = &rest[1..];
                let end = inner.find([first, '\n']).unwrap_or(inner.len());
                rest = &inner[(end + 1).min(inner.len())..];
                return Some(Token::Text(&inner[..end]));
            } else {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-');
                let len = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
                let (token, len) = if len > 0 {
                    (Token::Name(&rest[..len]), len)
                } else {
                    (Token::Mark(rest.as_bytes()[0]), first.len_utf8())
                };
                rest = &rest[len..];
                return Some(token);
            }
        }
    })
}
