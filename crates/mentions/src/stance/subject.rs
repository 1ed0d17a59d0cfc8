//! What the registries know of a mention that decides how its sentence is read.

use firstaid_language::stance::{Token, TokenKind};
use firstaid_registry::{PartialDate, Registry, Status};

use crate::names::{Mention, MentionKind};

/// A mention whose stance matters: a rule may report it.
pub(super) struct Named<'r> {
    /// The names that it has today, or that are recommended in its place.
    new_names: Vec<&'r str>,
    pub(super) is_renamed: bool,
    pub(super) is_system: bool,
    /// Whether it is no mention that a rule on tools reports: only its spelling is asked about.
    pub(super) is_spelling: bool,
    /// When it ended or was renamed.
    pub(super) end: Option<PartialDate>,
}

impl<'r> Named<'r> {
    /// `None` for a mention that no rule on tools, organisations or hosts reports.
    pub(super) fn new(mention: &Mention, registry: &'r Registry) -> Option<Self> {
        if let MentionKind::Former(which) = mention.kind {
            let organisation = registry.organisation(mention.entry)?;
            let end = organisation.former[which as usize].since;
            return Some(Self {
                new_names: vec![&organisation.name],
                is_renamed: true,
                is_system: false,
                is_spelling: false,
                end,
            });
        }
        if let Some(host) = registry.host_entry(mention.entry) {
            let end = host.since;
            return Some(Self { new_names: Vec::new(), is_renamed: false, is_system: false, is_spelling: false, end });
        }
        let tool = registry.tool(mention.entry).filter(|tool| tool.status != Status::Alive)?;
        Some(Self {
            new_names: tool.replacement.iter().map(String::as_str).collect(),
            is_renamed: tool.status == Status::Renamed,
            is_system: tool.is_system,
            is_spelling: false,
            end: tool.since,
        })
    }

    /// A spelling of any name.
    pub(super) fn spelling() -> Self {
        Self { new_names: Vec::new(), is_renamed: false, is_system: false, is_spelling: true, end: None }
    }

    /// Whether a token of the prose is one of the present names. Of `Outlook.com` it is the part before the point.
    pub(super) fn is_new_name(&self, token: &Token<'_>, text: &str) -> bool {
        let typed = &text[token.range.clone()];
        let is_name = |name: &str| name == typed || name.split_once('.').is_some_and(|(stem, _)| stem == typed);
        matches!(token.kind, TokenKind::Name | TokenKind::Word(_)) && self.new_names.iter().any(|name| is_name(name))
    }
}
