//! Works out the stance of each mention of a page.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::{Block, BlockKind, Page, ProseText};
use firstaid_language::stance::{
    Sentence, Subject, Token, TokenKind as Kind, cue, header_cue, heading_cue, is_denying_answer,
};
use firstaid_registry::{EntryRef, PartialDate, Registry};
use firstaid_text::floor_char_boundary;

use super::Stance;
use super::dates::{day_of, is_before, is_change_log};
use super::lists::Leads;
use super::sections::{HeadingStance, Sections};
use super::sentences::Cut;
use super::subject::Named;
use super::tables::Tables;
use crate::names::{Mention, MentionKind};

/// Maximum wrong spellings of a page whose sentences are read. A page with more does not show them on purpose.
const MAX_FORMS: usize = 256;

/// Maximum bytes between the mark that begins a crossed-out text and a name in it.
const MAX_STRUCK: usize = 200;

/// Maximum bytes of an answer that are read: its first word decides.
const MAX_ANSWER: usize = 40;

/// The data of a page by which stances are told.
pub struct Stances<'p> {
    page: &'p Page,
    prose: &'p ProseText,
    language: &'p str,
    cut: Cut<'p>,
    leads: Leads,
    /// Made when the first name in a table is asked about.
    tables: OnceCell<Tables>,
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
    let (day, is_history) = (day_of(page), is_change_log(page));
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
        mention.stance = if is_history || is_older(day, subject) {
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
            tables: OnceCell::new(),
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
        let own = match (own, lead) {
            (None | Some(Stance::Advised), Some(lead)) => {
                let lead = self.cut.last_of(lead);
                let sentence = self.cut.read_behind(lead, range.clone());
                self.ask(&sentence, name.start, subject).or(own)
            }
            (own, _) => own,
        }
        .unwrap_or(Stance::Plain);
        if !own.is_advice() || subject.is_spelling {
            return own;
        }
        if block.is_some_and(|block| self.is_struck(block, name)) || self.is_denied_by_answer(block, &range) {
            return Stance::Gone;
        }
        let is_in_table = block.is_some_and(|block| block.kind == BlockKind::TableCell);
        is_in_table.then(|| self.of_cell(name, subject)).flatten().unwrap_or(own)
    }

    /// What the other cells of its row and the headers of its table say of a name.
    fn of_cell(&self, name: &Range<usize>, subject: &Named<'_>) -> Option<Stance> {
        let tables = self.tables.get_or_init(|| Tables::new(self.page, self.prose));
        let (at, cell) = self.prose.block_around(name.start);
        let own = self.cut.near(at..at + cell.len(), name);
        let beside = tables.around(at);
        let of_header = beside.headers.into_iter().find_map(|header| {
            let near = self.cut.near(header.prose.clone(), &header.prose);
            header_cue(self.language, &self.cut.read(near), header.is_own)
        });
        of_header.or_else(|| {
            beside.row.into_iter().find_map(|cell| {
                let cell = self.cut.near(cell.clone(), &(cell.start..cell.start));
                let sentence = self.cut.read_beside(own.clone(), cell);
                self.ask(&sentence, name.start, subject).filter(|stance| !stance.is_advice())
            })
        })
    }

    /// Whether a name is crossed out.
    fn is_struck(&self, block: &Block, name: &Range<usize>) -> bool {
        let at = self.prose.source_range(name.clone()).start() as usize;
        let text = self.page.source.text();
        let start = floor_char_boundary(text, at.saturating_sub(MAX_STRUCK)).max(block.range.start() as usize);
        let is_open = |text: &str| text.matches("~~").count() % 2 == 1;
        let behind = text.get(at..block.range.end() as usize);
        start < at && is_open(&text[start..at]) && behind.is_some_and(|behind| behind.contains("~~"))
    }

    /// Whether a sentence is a question and the next begins with a no. A heading is one question.
    fn is_denied_by_answer(&mut self, block: Option<&Block>, question: &Range<usize>) -> bool {
        let text = self.prose.text();
        let is_heading = block.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)));
        let question = if is_heading {
            let (at, heading) = self.prose.block_around(question.start);
            at..at + heading.len()
        } else {
            question.clone()
        };
        if !text[..question.end].trim_end().ends_with('?') {
            return false;
        }
        let rest = text[question.end..].trim_start();
        let start = text.len() - rest.len();
        let end = floor_char_boundary(text, (start + MAX_ANSWER).min(text.len()));
        is_denying_answer(self.language, &self.cut.read(start..end))
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
