//! Ledgers merge in any order to the same bytes, and keep everything that a verdict needs.

use firstaid_ledger::{
    Address, AddressEntry, Attestation, Cause, Class, DomainEntry, DomainName, DomainSource, Encryption, FragmentSeen,
    FragmentState, KeyEntry, KeyFacts, KeyName, KeySource, Ledger, LinkUrl, Observation, Outcome, PagePrint, Policy,
    Registration, Sighting, SourceKind, verdict,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const CLASSES: [Class; 10] = [
    Class::Alive,
    Class::Moved,
    Class::Gone,
    Class::NoSuchHost,
    Class::TlsBroken,
    Class::Unstable,
    Class::SoftNotFound,
    Class::Blocked,
    Class::Unreachable,
    Class::Hijacked,
];

#[derive(Clone, Debug)]
enum Event {
    Seen(Observation, Option<(String, FragmentSeen)>),
    /// Two visits of one machine, which compares the pages.
    Visits(Observation, Observation),
    Attested(Attestation),
    Key(KeyEntry),
    Address(AddressEntry),
    Domain(DomainEntry),
    Unknown(String),
}

fn source() -> impl Strategy<Value = KeySource> {
    (0..3usize).prop_map(|n| KeySource::new([SourceKind::Wkd, SourceKind::Vks, SourceKind::Hkp][n], "one.org"))
}

fn outcome<T: Clone + std::fmt::Debug + 'static>(found: impl Strategy<Value = T>) -> impl Strategy<Value = Outcome<T>> {
    prop_oneof![
        2 => found.prop_map(|it| Outcome::Found(Box::new(it))),
        1 => Just(Outcome::Absent),
        1 => "[a-c]".prop_map(Outcome::Failed),
    ]
}

fn facts() -> impl Strategy<Value = KeyFacts> {
    (day(), prop::option::of(day()), any::<bool>()).prop_map(|(signed, expires, sha1)| KeyFacts {
        signed,
        of: None,
        created: date(2020, 1, 1),
        expires,
        revoked: None,
        algorithm: "ed25519".to_owned(),
        sha1,
        encryption: expires.map_or(Encryption::Open, Encryption::Until),
        addresses: vec!["help@one.org".to_owned()],
    })
}

fn key(n: u8) -> KeyName {
    KeyName::parse(&format!("{n:040}")).expect("valid")
}

fn key_event() -> impl Strategy<Value = Event> {
    let keys = prop::collection::vec((0..3u8).prop_map(key), 1..3);
    let registration =
        (0..3u8).prop_map(|n| Registration { registrar: Some(n.to_string()), ..Registration::default() });
    prop_oneof![
        (0..2u8, day(), outcome(registration)).prop_map(|(n, on, result)| {
            let domain = DomainName::parse(&format!("d{n}.org")).expect("valid");
            Event::Domain(DomainEntry::new(domain, vec![Sighting { on, at: DomainSource::Rdap, result }]))
        }),
        (0..3u8, day(), source(), outcome(facts()))
            .prop_map(|(n, on, at, result)| { Event::Key(KeyEntry::new(key(n), vec![Sighting { on, at, result }])) }),
        (0..2u8, day(), source(), outcome(keys)).prop_map(|(n, on, at, result)| {
            let address = Address::parse(&format!("a{n}@one.org")).expect("valid");
            Event::Address(AddressEntry::new(address, vec![Sighting { on, at, result }]))
        }),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0..60i32).prop_map(|n| date(2026, 1, 1).checked_add(jiff::Span::new().days(n)).expect("valid"))
}

fn url() -> impl Strategy<Value = LinkUrl> {
    (0..4u8).prop_map(|n| LinkUrl::parse(&format!("https://example.org/{n}")).expect("valid").0)
}

fn observation() -> impl Strategy<Value = Observation> {
    (day(), 0..CLASSES.len(), prop::option::of(400..403u16), 0..3u8).prop_map(|(on, class, status, n)| {
        let mut it = Observation::new(on, CLASSES[class]);
        it.status = status;
        it.to = (it.class == Class::Moved).then(|| format!("https://example.org/new/{n}"));
        it.page = it.class.is_ok().then(|| {
            let (title, text) = (["Help", "Slots", ""][n as usize].to_owned(), ["0", "f", "5"][n as usize].repeat(16));
            Box::new(PagePrint { on, title, lang: None, text })
        });
        it.cause = (it.class == Class::Unstable).then_some([Cause::TimeOut, Cause::Reset, Cause::Refused][n as usize]);
        it
    })
}

fn attestation() -> impl Strategy<Value = Attestation> {
    (day(), 0..2u8).prop_map(|(on, n)| Attestation {
        on,
        by: format!("person {n}"),
        note: "seen".to_owned(),
        of: (n == 0).then(|| "gone".to_owned()),
    })
}

fn event() -> impl Strategy<Value = Event> {
    let state = prop_oneof![
        Just(FragmentState::Missing),
        Just(FragmentState::Present),
        Just(FragmentState::Scripted),
        Just(FragmentState::OtherCase("A".to_owned())),
    ];
    let fragment =
        prop::option::of((day(), state).prop_map(|(on, state)| ("a".to_owned(), FragmentSeen { on, state })));
    prop_oneof![
        20 => (observation(), fragment).prop_map(|(seen, fragment)| Event::Seen(seen, fragment)),
        4 => (observation(), observation()).prop_map(|(first, second)| Event::Visits(first, second)),
        1 => attestation().prop_map(Event::Attested),
        1 => (0..2u8, attestation()).prop_map(|(n, it)| Event::Key(KeyEntry::new(key(n), Vec::new()).with_attestation(it))),
        1 => (0..2u8, attestation()).prop_map(|(n, it)| {
            let domain = DomainName::parse(&format!("d{n}.org")).expect("valid");
            Event::Domain(DomainEntry::new(domain, Vec::new()).with_attestation(it))
        }),
        8 => key_event(),
        1 => "[a-z]{1,8}".prop_map(Event::Unknown),
    ]
}

fn ledger(events: &[(LinkUrl, Event)]) -> Ledger {
    events.iter().fold(Ledger::default(), |ledger, (url, event)| {
        let mut one = Ledger::default();
        match event.clone() {
            Event::Seen(seen, fragment) => one.observe(url, seen, fragment.into_iter().collect()),
            Event::Visits(first, second) => {
                one.observe(url, first, Vec::new());
                one.observe(url, second, Vec::new());
            }
            Event::Attested(attested) => {
                let text = serde_json::json!({ "url": url.as_str(), "attested": attested }).to_string();
                one = Ledger::parse("one", &text).expect("valid").0;
            }
            Event::Key(entry) => one.add_key(entry),
            Event::Address(entry) => one.add_address(entry),
            Event::Domain(entry) => one.add_domain(entry),
            Event::Unknown(line) => one = Ledger::parse("one", &line).expect("valid").0,
        }
        ledger.merge(one)
    })
}

fn events() -> impl Strategy<Value = Vec<(LinkUrl, Event)>> {
    prop::collection::vec((url(), event()), 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in events(), b in events(), c in events()) {
        let [a, b, c] = [ledger(&a), ledger(&b), ledger(&c)];
        let join = |x: &Ledger, y: &Ledger| x.clone().merge(y.clone());
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a.clone());
        prop_assert_eq!(join(&join(&a, &b), &b), join(&a, &b));
    }

    #[test]
    fn any_order_and_any_split_of_the_observations_is_the_same_ledger(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        at in 0..81usize,
    ) {
        let whole = ledger(&events);
        prop_assert_eq!(&ledger(&shuffled), &whole);
        let (left, right) = shuffled.split_at(at.min(shuffled.len()));
        prop_assert_eq!(ledger(left).merge(ledger(right)).to_text(), whole.to_text());
    }

    #[test]
    fn what_is_written_is_read_again(events in events()) {
        let ledger = ledger(&events);
        let text = ledger.to_text();
        let (read, _) = Ledger::parse("l", &text).unwrap();
        prop_assert_eq!(&read, &ledger);
        prop_assert_eq!(read.to_text(), text);
    }

    /// A shorter ledger gives the same verdict as all that was ever seen would.
    #[test]
    fn failures_since_the_page_was_there_are_counted_in_full(seen in prop::collection::vec(observation(), 1..16)) {
        let url = LinkUrl::parse("https://example.org/").unwrap().0;
        let mut ledger = Ledger::default();
        for it in &seen {
            ledger.observe(&url, it.clone(), Vec::new());
        }
        let ok = seen.iter().filter(|it| it.class.is_ok()).map(|it| it.on).max();
        let mut gone: Vec<Date> =
            seen.iter().filter(|it| it.class == Class::Gone && Some(it.on) > ok).map(|it| it.on).collect();
        gone.sort();
        gone.dedup();
        let kept: Vec<Date> = ledger.get(&url).unwrap().seen().iter()
            .filter(|it| it.class == Class::Gone).map(|it| it.on).collect();
        prop_assert_eq!(kept, gone);
        // Any day can be judged.
        for n in 0..60 {
            let today = date(2026, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
            verdict(ledger.get(&url), &Policy::default(), today);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", lines in prop::collection::vec("[{}\"a-z:,\\[\\]<=>|\n]{0,60}", 0..8)) {
        for text in [text, lines.join("\n")] {
            if let Ok((ledger, _)) = Ledger::parse("l", &text) {
                let written = ledger.to_text();
                prop_assert_eq!(Ledger::parse("l", &written).unwrap().0.to_text(), written);
            }
        }
    }
}
