use firstaid_ledger::LinkUrl;
use jiff::civil::Date;

/// A copy of a page in a web archive.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PageCopy {
    pub on: Date,
    pub url: LinkUrl,
}

impl PageCopy {
    /// A copy by the address that an archive gave for it. `None` unless the address itself says that it is a copy of the
    /// page: nobody can have readers sent elsewhere.
    pub(super) fn of(page: &LinkUrl, address: &str, on: Date) -> Option<Self> {
        let (url, _) = LinkUrl::parse(address)?;
        // Archives have the same copies with both schemes.
        let secure = url.as_str().strip_prefix("http://").map(|rest| format!("https://{rest}"));
        let url = match secure {
            Some(secure) => LinkUrl::parse(&secure)?.0,
            None => url,
        };
        (plain(url.original()?.as_str()) == plain(page.as_str())).then_some(Self { on, url })
    }
}

/// An address without what archives drop: the scheme, `www.`, and a slash at the end.
fn plain(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

/// The day of a time such as `20201203040506`.
pub(super) fn day(time: &str) -> Option<Date> {
    let is_time = time.len() >= 8 && time.bytes().all(|byte| byte.is_ascii_digit());
    let digits = |from: usize, to: usize| time.get(from..to)?.parse::<i16>().ok().filter(|_| is_time);
    Date::new(digits(0, 4)?, digits(4, 6)?.try_into().ok()?, digits(6, 8)?.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_an_address_of_the_page_itself_is_a_copy_of_it() {
        let page = LinkUrl::parse("https://www.one.org/a?b").unwrap().0;
        let copy = |address: &str| PageCopy::of(&page, address, date(2020, 1, 2)).map(|it| it.url.as_str().to_owned());
        for address in [
            "http://web.archive.org/web/20200102030405/http://one.org/a?b",
            "https://web.archive.org/web/20200102030405/https://www.one.org:443/a?b",
        ] {
            assert!(copy(address).unwrap().starts_with("https://web.archive.org/web/20200102030405/http"), "{address}");
        }
        for address in [
            "https://web.archive.org/web/2020/https://two.org/a?b",
            "https://evil.org/web/2020/https://one.org/a?b",
            "https://one.org/a?b",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(copy(address), None, "{address}");
        }
    }

    #[test]
    fn the_day_of_a_time_is_read() {
        assert_eq!(day("20201203040506"), Some(date(2020, 12, 3)));
        for time in ["", "2020", "20201303", "2020120\u{e9}", "-2020120"] {
            assert_eq!(day(time), None, "{time}");
        }
    }
}
