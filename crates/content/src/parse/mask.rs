use firstaid_text::TextRange;

use crate::page::Page;
use crate::piece::{Piece, PieceKind};

/// Replaces the prose under each mask by one opaque piece. The masks are in order.
pub(super) fn mask(page: &mut Page, masks: &[TextRange]) {
    let mut pieces: Vec<Piece> = Vec::with_capacity(page.pieces.len() + 2 * masks.len());
    let old = std::mem::take(&mut page.pieces);
    let mut is_shown = vec![false; masks.len()];
    for block in &mut page.blocks {
        let (from, to) = block.pieces;
        let start = pieces.len() as u32;
        for piece in &old[from as usize..to as usize] {
            let first = masks.partition_point(|mask| mask.end() <= piece.range.start());
            let mut at = piece.range.start();
            for (n, mask) in masks.iter().enumerate().skip(first) {
                if !mask.overlaps(piece.range) {
                    break;
                }
                if piece.kind == PieceKind::Verbatim && at < mask.start() {
                    pieces.push(Piece { range: TextRange::new(at, mask.start()), kind: PieceKind::Verbatim });
                }
                if !std::mem::replace(&mut is_shown[n], true) {
                    pieces.push(Piece { range: *mask, kind: PieceKind::Opaque });
                }
                at = mask.end();
            }
            if at == piece.range.start() {
                pieces.push(*piece);
            } else if piece.kind == PieceKind::Verbatim && at < piece.range.end() {
                pieces.push(Piece { range: TextRange::new(at, piece.range.end()), kind: PieceKind::Verbatim });
            }
        }
        block.pieces = (start, pieces.len() as u32);
    }
    page.pieces = pieces;
}
