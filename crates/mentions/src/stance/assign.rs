//! Works out the stance of each mention of a page.

use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::{Block, BlockKind, Page, ProseText};
use firstaid_language::stance::{Sentence, Subject, Token, TokenKind as Kind, cue, heading_cue};
use firstaid_registry::{EntryRef, PartialDate, Registry};

use super::Stance;
use super::dates::{day_of, is_before};
use super::lists::Leads;
use super::sections::{HeadingStance, Sections};
use super::sentences::Cut;
use super::subject::Named;
use crate::names::{Mention, MentionKind};

/// Maximum wrong spellings of a page whose sentences are read. A page with more does not show them on purpose.
const MAX_FORMS: usize = 256;

/// The data of a page by which stances are told.
pub struct Stances<'p> {
    page: &'p Page,
    prose: &'p ProseText,
    language: &'p str,
    cut: Cut<'p>,
    leads: Leads,
    /// How many more wrong spellings are read.
    forms_left: usize,
}

/// Sets the stance of every mention of a page whose stance a rule may ask for; all others are [`Stance::Plain`].
pub fn assign(mentions: &mut [Mention], page: &Page, prose: &ProseText, registry: &Registry) {
    let subjects: Vec<Option<Named<'_>>> = mentions.iter().map(|mention| Named::new(mention, registry)).collect();
    let is_spelled_wrong = |mention: &Mention| matches!(mention.kind, MentionKind::Wrong | MentionKind::WrongCase);
    if subjects.iter().all(Option::is_none) && !mentions.iter().any(is_spelled_wrong) {
        return;
    }
    let names: Vec<Range<usize>> = mentions.iter().map(|mention| mention.range.clone()).collect();
    let mut stances = Stances::new(page, prose, page.key.locale.language(), &names);
    let sections = sections(&mut stances, mentions, &subjects);
    let day = day_of(page);
    // The last name whose own sentence said that it is gone, and the block of it.
    let mut buried: Option<(EntryRef, usize)> = None;
    for (mention, subject) in mentions.iter_mut().zip(&subjects) {
        let Some(subject) = subject else {
            if is_spelled_wrong(mention) {
                mention.stance = stances.of_form(&mention.range);
            }
            continue;
        };
        let at = prose.source_range(mention.range.clone()).start();
        let (block, _) = prose.block_around(mention.range.start);
        let own = stances.of_name(&mention.range, subject);
        mention.stance = if is_older(day, subject) {
            Stance::Dated
        } else {
            match own {
                Stance::Plain | Stance::Advised => {
                    let above = sections.stance(at, mention.entry);
                    let beside = buried.filter(|it| *it == (mention.entry, block) && own == Stance::Plain);
                    let above = above.filter(|&stance| own == Stance::Plain || stance == Stance::Left);
                    above.or(beside.map(|_| Stance::Gone)).unwrap_or(own)
                }
                own => own,
            }
        };
        if matches!(own, Stance::Gone | Stance::Former) {
            buried = Some((mention.entry, block));
        }
    }
}

impl<'p> Stances<'p> {
    /// `names` are the ranges of all mentions in the prose, in order.
    pub fn new(page: &'p Page, prose: &'p ProseText, language: &'p str, names: &'p [Range<usize>]) -> Self {
        Self {
            page,
            prose,
            language,
            cut: Cut::new(prose, names),
            leads: Leads::new(page, prose),
            forms_left: MAX_FORMS,
        }
    }

    /// Whether a text of the prose, a wrong spelling of a name, is shown on purpose or is an ordinary word; or else plain.
    pub fn of_form(&mut self, range: &Range<usize>) -> Stance {
        let Some(left) = self.forms_left.checked_sub(1) else { return Stance::Plain };
        self.forms_left = left;
        let is_lower = self.prose.text()[range.clone()].chars().all(|c| !c.is_uppercase());
        match self.of_name(range, &Named::spelling()) {
            Stance::WrongForm => Stance::WrongForm,
            Stance::CommonNoun if is_lower => Stance::CommonNoun,
            _ => Stance::Plain,
        }
    }

    /// What the sentence of a name says, with the lead of its list.
    fn of_name(&mut self, name: &Range<usize>, subject: &Named<'_>) -> Stance {
        let range = self.cut.around(name);
        let sentence = self.cut.read(range.clone());
        let block = self.block_at(name.start);
        if subject.is_system && is_listed(&sentence, name.start, block.map(|block| block.kind)) {
            return Stance::Bound;
        }
        let own = self.ask(&sentence, name.start, subject);
        let lead = block.and_then(|block| self.leads.of(block.range, block.kind));
        match (own, lead) {
            (None | Some(Stance::Advised), Some(lead)) => {
                let lead = self.cut.last_of(lead);
                let sentence = self.cut.read_behind(lead, range);
                self.ask(&sentence, name.start, subject).or(own)
            }
            (own, _) => own,
        }
        .unwrap_or(Stance::Plain)
    }

    fn ask(&self, sentence: &Sentence<'_>, at: usize, subject: &Named<'_>) -> Option<Stance> {
        let text = self.prose.text();
        let is_new_name = |token: &Token<'_>| subject.is_new_name(token, text);
        let name = sentence.token_at(at)?;
        let subject = Subject {
            is_new_name: &is_new_name,
            is_renamed: subject.is_renamed,
            is_system: subject.is_system,
            is_spelling: subject.is_spelling,
            end_year: subject.end.map(|date| date.year),
        };
        cue(self.language, sentence, name, &subject)
    }

    fn block_at(&self, at: usize) -> Option<&'p Block> {
        let source = self.prose.source_range(at..at + 1);
        let next = self.page.blocks.partition_point(|block| block.range.start() <= source.start());
        self.page.blocks[..next].last()
    }
}

/// What the headings of a page say: those that are about leaving or the end of what they name.
fn sections(stances: &mut Stances<'_>, mentions: &[Mention], subjects: &[Option<Named<'_>>]) -> Sections {
    let (page, prose, language) = (stances.page, stances.prose, stances.language);
    Sections::new(page, prose, |at, len| {
        let sentence = stances.cut.read(at..at + len);
        let all = heading_cue(language, &sentence);
        let first = mentions.partition_point(|mention| mention.range.start < at);
        let own = mentions[first..].iter().zip(&subjects[first..]);
        let own = own.take_while(|(mention, _)| mention.range.end <= at + len);
        let of = own.filter_map(|(mention, subject)| {
            let stance = stances.of_name(&mention.range, subject.as_ref()?);
            matches!(stance, Stance::Gone | Stance::Left).then_some((mention.entry, stance))
        });
        let mut first_of = HashMap::new();
        for (entry, stance) in of {
            first_of.entry(entry).or_insert(stance);
        }
        HeadingStance { of: first_of, all }
    })
}

/// Whether the page is older than what became of a name, and so could not know.
fn is_older(day: Option<PartialDate>, subject: &Named<'_>) -> bool {
    day.zip(subject.end).is_some_and(|(day, end)| is_before(day, end))
}

/// Whether a list item, a cell or a bracket holds names of systems alone: a list of what is supported.
fn is_listed(sentence: &Sentence<'_>, at: usize, kind: Option<BlockKind>) -> bool {
    let tokens = &sentence.tokens;
    let Some(name) = sentence.token_at(at) else { return false };
    let is_label = |token: &Token<'_>| match &token.kind {
        Kind::Name | Kind::Mark(_) => true,
        Kind::Word(_) => token.is_capitalized,
        Kind::Opaque => false,
    };
    if matches!(kind, Some(BlockKind::Item | BlockKind::TableCell)) && tokens.iter().all(is_label) {
        return true;
    }
    let opening = tokens[..name].iter().rposition(|token| token.is_mark('(') || token.is_mark(')'));
    let opening = opening.filter(|&n| tokens[n].is_mark('('));
    let closing = tokens[name..].iter().position(|token| token.is_mark(')'));
    let inside = opening.zip(closing).map(|(opening, closing)| &tokens[opening + 1..name + closing]);
    inside.is_some_and(|inside| inside.iter().all(is_label))
}
