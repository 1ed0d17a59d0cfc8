//! Finds bare URLs, e-mail addresses, onion hosts, phone numbers, OpenPGP fingerprints and key ids in running text.
//! Works on prose or code and knows nothing of Markdown.

mod addresses;
mod context;
mod found;
mod hex;
mod keys;
mod phones;

pub(crate) use addresses::{AddressParts, addresses, onion_in};
pub use context::mentions_key;
pub(crate) use found::Found;
pub use hex::hex_digits;
pub(crate) use keys::{keys, keys_within};
pub(crate) use phones::{phone_in, phones};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::TokenKind;

    fn found(text: &str) -> Vec<String> {
        let mut all = addresses(text, AddressParts::of(text));
        all.extend(keys(text));
        all.into_iter()
            .map(|found| {
                let kind = match found.kind {
                    TokenKind::Url(_) => "url",
                    TokenKind::Email(_) => "email",
                    TokenKind::Onion(_) => "onion",
                    TokenKind::Fingerprint => "fingerprint",
                    TokenKind::KeyId => "key-id",
                    _ => "?",
                };
                format!("{kind}:{}", &text[found.range])
            })
            .collect()
    }

    #[test]
    fn bare_addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            found("See https://eff.org/a_(b), or www.eff.org."),
            ["url:https://eff.org/a_(b)", "url:www.eff.org"]
        );
        assert_eq!(found("https://www.eff.org/\u{a0}und"), ["url:https://www.eff.org/"]);
        assert_eq!(
            found("Go to «https://eff.org/»، or mail help@accessnow.org!"),
            ["url:https://eff.org/", "email:help@accessnow.org"]
        );
        assert_eq!(found("node.js and README.md are files"), Vec::<String>::new());
    }

    #[test]
    fn letters_of_another_script_and_isolates_end_an_address() {
        for text in [
            "اكتب إلى\u{2066}help@accessnow.org\u{2069}",
            "وhelp@accessnow.org",
            "help@accessnow.orgو",
            "请写信至help@accessnow.org联系",
            "כתבו ל\u{2068}help@accessnow.org\u{2069}.",
        ] {
            assert_eq!(found(text), ["email:help@accessnow.org"], "{text}");
        }
        assert_eq!(found("müller@bücher.de"), ["email:müller@bücher.de"]);
        assert_eq!(found("inf\u{43e}o@eff.org"), ["email:inf\u{43e}o@eff.org"]);
        assert_eq!(found("\u{2066}https://eff.org/\u{2069}"), ["url:https://eff.org/"]);
    }

    #[test]
    fn onion_hosts_are_found_by_their_ending() {
        assert_eq!(found("at 5qlhz3jow7zhxtpx.onion today"), ["onion:5qlhz3jow7zhxtpx.onion"]);
    }

    #[test]
    fn grouped_fingerprints_need_no_words_around_them() {
        let v4 = "6CE6 221C 98EC F399 A04C  41B8 C46B ED33 32E8 A2BC";
        assert_eq!(found(&format!("x {v4} y")), [format!("fingerprint:{v4}")]);
    }

    #[test]
    fn unbroken_digits_are_a_fingerprint_only_after_words_about_keys() {
        let digits = "6CE6221C98ECF399A04C41B8C46BED3332E8A2BC";
        assert_eq!(found(&format!("PGP key {digits}")), [format!("fingerprint:{digits}")]);
        assert_eq!(found(&format!("commit {}", digits.to_lowercase())), Vec::<String>::new());
        assert_eq!(found(&format!("GPG signature, SHA-1 checksum {digits}")), Vec::<String>::new());
    }

    #[test]
    fn a_fingerprint_cut_short_and_glued_to_a_word_is_still_found() {
        let text = "PGP Schlüssel-Fingerprint: 67AC DDCF B90kompromittierten Computer zu schützen.";
        assert_eq!(found(text), ["fingerprint:67AC DDCF B90"]);
        assert_eq!(found("Fingerprint6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC").len(), 1);
    }

    #[test]
    fn a_wrong_letter_stays_in_the_fingerprint() {
        let text = "PGP: 6CE6 221C 98EC F399 AO4C 41B8 C46B ED33 32E8 A2BC";
        assert_eq!(found(text), [format!("fingerprint:{}", &text[5..])]);
    }

    #[test]
    fn a_wrong_letter_stays_at_either_end_too() {
        for typed in [
            "GCE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC",
            "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 O2BC",
            "6CE6221C98ECF399A04C41B8C46BED3332E8A2BO",
            "GCE6221C98ECF399A04C41B8C46BED3332E8A2BC",
        ] {
            assert_eq!(found(&format!("PGP key fingerprint: {typed}")), [format!("fingerprint:{typed}")]);
        }
        let v4 = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        assert_eq!(found(&format!("PGP Code: {v4}")), [format!("fingerprint:{v4}")]);
        let mistyped = "6CE6G21C98ECF399A04C41B8C46BED3332E8A2BC";
        assert_eq!(found(&format!("PGP key {mistyped}")), [format!("fingerprint:{mistyped}")]);
    }

    #[test]
    fn a_key_id_before_a_fingerprint_is_no_part_of_it() {
        let v4 = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        for between in [" ", ": ", " - "] {
            let text = format!("PGP key 0x32E8A2BC{between}{v4}");
            assert_eq!(found(&text), ["key-id:0x32E8A2BC".to_owned(), format!("fingerprint:{v4}")], "{text}");
        }
    }

    #[test]
    fn numbers_behind_a_whole_fingerprint_are_no_part_of_it() {
        let v4 = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        for after in [" 2015", ". 2015 was", " - 4096 bits", ", since 2015", ". 1234 5678"] {
            assert_eq!(found(&format!("PGP: {v4}{after}")), [format!("fingerprint:{v4}")], "{after}");
        }
        let long = format!("{v4} 41B8");
        assert_eq!(found(&format!("PGP: {long}")), [format!("fingerprint:{long}")]);
    }

    #[test]
    fn key_ids_need_words_about_keys() {
        assert_eq!(found("gpg --recv-keys 0x32E8A2BC"), ["key-id:0x32E8A2BC"]);
        assert_eq!(found("the key ID C46BED3332E8A2BC"), ["key-id:C46BED3332E8A2BC"]);
        assert_eq!(found("on 20140501 at 0x1234ABCD"), Vec::<String>::new());
        assert_eq!(found("our release key 0x32E8A2BC"), ["key-id:0x32E8A2BC"]);
        assert_eq!(found("0x32E8A2BC is my OpenPGP key"), ["key-id:0x32E8A2BC"]);
        assert_eq!(found("It was at 0x32E8A2BC. Take a PGP key"), Vec::<String>::new());
        assert_eq!(found("Copy 32E8A2BC to your PGP keys"), Vec::<String>::new());
    }

    #[test]
    fn words_before_a_part_of_a_text_count() {
        let text = "Our OpenPGP key is `0x32E8A2BC`, not\n`0xA2BC32E8`, commit `32e8a2bc`.";
        let part = |code: &str| {
            let at = text.find(code).unwrap();
            keys_within(text, at..at + code.len()).len()
        };
        assert_eq!(["`0x32E8A2BC`", "`0xA2BC32E8`", "`32e8a2bc`"].map(part), [1, 0, 0]);
    }

    #[test]
    fn numbers_and_words_are_left_alone() {
        for text in [
            "PGP +33 1 4483 6056 and 2014 2015 2016 2017 2018 2019",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "PGP is a decade old and became a de facto standard in 1997",
            "a bad face fed dead beef",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
