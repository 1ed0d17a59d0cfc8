//! Attribute lists (`{: #id lang="fr"}`) of headings, spans and blocks.

use std::collections::HashSet;

use firstaid_text::TextRange;

use super::builder::Builder;
use crate::token::{Token, TokenKind};

impl Builder<'_, '_> {
    /// The id that an attribute list gives to a heading, inside of it or on the line below.
    pub(super) fn heading_attributes(&mut self, range: TextRange) -> Option<Box<str>> {
        let lists = &self.overlay.attributes;
        let first = lists.partition_point(|list| list.range.start() < range.start());
        let mut id = None;
        for list in &lists[first..] {
            // Right after a link or other span, it describes that.
            let is_apart = self.source[..list.range.start() as usize].ends_with([' ', '\t']);
            let inside = !list.own_line && (range.contains(list.range) || list.range.start() <= range.end() + 1);
            let below = list.own_line && !list.is_before && list.range.start() >= range.end() && {
                let between = &self.source[TextRange::new(range.end(), list.range.start())];
                between.trim().is_empty() && between.matches('\n').count() <= 1
            };
            if !inside && !below {
                break;
            }
            if inside && !is_apart {
                continue;
            }
            self.foreign.extend(list.lang.clone().map(|lang| (range, lang)));
            id = list.id.map(|id| self.source[id].into()).or(id);
        }
        id
    }

    /// Applies the attribute list that follows emphasis or a link.
    pub(super) fn span_attributes(&mut self, range: TextRange) {
        let lists = &self.overlay.attributes;
        let at = lists.partition_point(|list| list.range.start() < range.end());
        let list = lists.get(at).filter(|list| list.range.start() == range.end());
        self.foreign.extend(list.and_then(|list| list.lang.clone()).map(|lang| (range, lang)));
    }

    /// Applies attribute lists on lines of their own to the block above or below, and adds the ids of all lists.
    pub(super) fn block_attributes(&mut self) {
        if self.overlay.attributes.is_empty() {
            return;
        }
        let headings: HashSet<&str> = self.page.headings.iter().map(|heading| &*heading.anchor).collect();
        let (blocks, lists) = (&self.page.blocks, &self.page.lists);
        let mut outermost = 0;
        for list in &self.overlay.attributes {
            if let Some(id) = list.id.filter(|&id| !headings.contains(&self.source[id])) {
                self.page.tokens.push(Token::new(TokenKind::Anchor(self.source[id].into()), id));
            }
            let Some(lang) = list.lang.clone().filter(|_| list.own_line) else { continue };
            let next = blocks.partition_point(|block| block.range.start() < list.range.start());
            let block = if list.is_before { blocks.get(next) } else { next.checked_sub(1).and_then(|n| blocks.get(n)) };
            let Some(block) = block.map(|block| block.range) else { continue };
            // At the margin, it describes the list as a whole.
            while lists.get(outermost).is_some_and(|it| it.range.end() < block.end() || it.depth > 0) {
                outermost += 1;
            }
            let at_margin = self.source[..list.range.start() as usize].ends_with('\n');
            let whole = lists.get(outermost).filter(|it| at_margin && it.range.contains(block));
            self.foreign.push((whole.map_or(block, |whole| whole.range), lang));
        }
    }
}
