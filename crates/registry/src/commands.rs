//! The first words of commands that readers type, from `data/commands.txt`.
//!
//! `alone`: a program that runs the command behind it. `with word`: a program that a `word` follows, which says what to
//! do. `with option`: a program that counts as one only before an option, because its name is also a word.

use std::collections::HashSet;
use std::sync::LazyLock;

static DATA: &str = include_str!("../data/commands.txt");

struct Commands {
    alone: HashSet<&'static str>,
    with_word: HashSet<&'static str>,
    words: HashSet<&'static str>,
    with_option: HashSet<&'static str>,
}

static COMMANDS: LazyLock<Commands> = LazyLock::new(|| Commands {
    alone: values("alone").collect(),
    with_word: values("with word").collect(),
    words: values("word").collect(),
    with_option: values("with option").collect(),
});

fn values(key: &str) -> impl Iterator<Item = &'static str> {
    let lines = DATA.lines().filter_map(move |line| line.strip_prefix(key)?.strip_prefix(": "));
    lines.flat_map(|values| values.split(", "))
}

/// Whether two words that follow each other begin a command: `sudo dd`, `apt install`, `gpg --verify`, `curl -O`.
pub fn begins_command(first: &str, second: &str) -> bool {
    let is_option =
        |text: &str| text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_program = |text: &str| {
        let mut bytes = text.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_lowercase())
            && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
    };
    if !is_program(first) {
        return false;
    }
    COMMANDS.alone.contains(first) && (is_program(second) || is_option(second))
        || COMMANDS.with_word.contains(first) && (COMMANDS.words.contains(second) || is_option(second))
        || COMMANDS.with_option.contains(first) && is_option(second)
        || second.strip_prefix('-').is_some_and(is_option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for key in ["alone", "with word", "word", "with option"] {
            let all: Vec<&str> = values(key).collect();
            assert!(!all.is_empty() && all.is_sorted_by(|a, b| a < b), "{key}");
        }
    }

    #[test]
    fn programs_are_told_from_words() {
        for (first, second) in
            [("sudo", "dd"), ("brew", "install"), ("gpg", "--verify"), ("curl", "-O"), ("foo", "--bar")]
        {
            assert!(begins_command(first, second), "{first} {second}");
        }
        for (first, second) in [("then", "install"), ("find", "it"), ("snap", "a"), ("words", "-"), ("words", "–")] {
            assert!(!begins_command(first, second), "{first} {second}");
        }
    }
}
