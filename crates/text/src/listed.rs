/// "A", "A and B", "A, B and C"; `word` stands before the last.
pub fn listed(names: &[String], word: &str) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} {word} {last}", first.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_between_all_but_the_last_two() {
        let names = ["A", "B", "C"].map(str::to_owned);
        let all = [0, 1, 2, 3].map(|n| listed(&names[..n], "or"));
        assert_eq!(all, ["", "A", "A or B", "A, B or C"]);
    }
}
