use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use firstaid_content::{Guide, Locale, Word};
use firstaid_language::{Dictionaries, Speller};
use firstaid_ledger::{KeyName, KeyUse, Ledger};
use firstaid_mentions::claims::Claims;
use firstaid_mentions::known_hosts::KnownHosts;
use firstaid_mentions::locked::Locked;
use firstaid_mentions::names::Names;
use firstaid_mentions::near_miss::NearMisses;
use firstaid_mentions::registered_keys::RegisteredKeys;
use firstaid_mentions::word_class::{ClassedWord, WordClass, WordClasses};
use firstaid_registry::Registry;
use firstaid_translate::Glossary;
use firstaid_translate::proofread::Proofreading;
use jiff::civil::Date;

use crate::engine::headings::{Appendices, HeadingLevels, SectionNames};
use crate::translation::locales::InLocale;
use crate::{Catalogs, Config};

/// All data that a rule may read besides its page.
pub struct World<'a> {
    pub guide: &'a Guide,
    pub registry: &'a Registry,
    pub config: &'a Config,
    pub today: Date,
    /// What was observed of links; `None` for a guide that keeps no ledger.
    pub ledger: Option<&'a Ledger>,
    /// What was just seen of the links that a change adds; `None` if nobody asked.
    pub new_links: Option<&'a Ledger>,
    /// What machines suggested for paragraphs; `None` if nobody asked one.
    pub(crate) proofreading: Option<&'a Proofreading>,
    pub catalogs: &'a Catalogs,
    pub(crate) names: &'a Names,
    pub(crate) near_misses: &'a NearMisses,
    pub(crate) dictionaries: &'a Dictionaries,
    pub(crate) known_hosts: &'a KnownHosts,
    pub(crate) locked: &'a Locked,
    pub(crate) claims: &'a Claims,
    pub(crate) speller: Speller<'a>,
    pub(crate) locales: HashMap<&'a Locale, InLocale<'a>>,
    /// The addresses and keys of the registry that nobody has confirmed.
    pub(crate) unverified: OnceLock<HashSet<String>>,
    pub(crate) section_names: OnceLock<SectionNames>,
    pub(crate) heading_levels: OnceLock<HeadingLevels>,
    pub(crate) appendices: OnceLock<Appendices>,
    pub(crate) keys: OnceLock<RegisteredKeys>,
    /// How the registry says that its keys are used.
    pub(crate) key_uses: OnceLock<HashMap<KeyName, KeyUse>>,
    pub(super) word_classes: &'a WordClasses,
    pub(super) glossaries: &'a HashMap<String, Glossary>,
}

impl World<'_> {
    /// The OpenPGP keys of the registry.
    pub(crate) fn keys(&self) -> &RegisteredKeys {
        self.keys.get_or_init(|| RegisteredKeys::new(self.registry))
    }

    /// The glossary of a locale, if any of its terms has a translation there.
    pub(crate) fn glossary(&self, locale: &str) -> Option<&Glossary> {
        self.glossaries.get(locale)
    }

    /// The words of a text in a language, each with its class.
    pub(crate) fn classify<'w>(&self, language: &str, words: impl Iterator<Item = Word<'w>>) -> Vec<ClassedWord> {
        let class =
            |word: &str| WordClass::new(word, language, self.names, self.near_misses, self.claims, self.speller);
        self.word_classes.classify(language, words, class)
    }
}
