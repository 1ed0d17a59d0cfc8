/// The last boundary between characters at or before an offset of a text.
///
/// # Panics
/// When the offset is beyond the end of the text.
pub fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    assert!(at <= text.len(), "an offset of the text");
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::floor_char_boundary as floor;

    #[test]
    fn offsets_inside_of_a_character_go_to_its_beginning() {
        assert_eq!([0, 1, 2, 3, 4].map(|at| floor("aé€", at)), [0, 1, 1, 3, 3]);
        assert_eq!(floor("aé€", 6), 6);
    }
}
