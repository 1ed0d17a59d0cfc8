mod counts;
mod gained;
mod kept;
mod lost;

use super::*;

fn changes(language: &str, pairs: &[(&str, &str)]) -> Vec<Option<Change>> {
    pairs.iter().map(|(source, target)| change("en", source, language, target)).collect()
}
