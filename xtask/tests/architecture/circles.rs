//! Files that reach each other by imports.

use std::collections::BTreeSet;

use super::imports::Import;

/// The largest sets of at least two files of which each reaches each.
pub(crate) fn of(files: usize, imports: &[Import]) -> Vec<BTreeSet<usize>> {
    let mut next = vec![BTreeSet::new(); files];
    for import in imports {
        next[import.from].insert(import.to);
    }
    let reached: Vec<BTreeSet<usize>> = (0..files).map(|file| reached(file, &next)).collect();
    let circle = |file: usize| reached[file].iter().copied().filter(|&it| reached[it].contains(&file)).collect();
    let circles: BTreeSet<BTreeSet<usize>> = (0..files).map(circle).filter(|it: &BTreeSet<_>| it.len() > 1).collect();
    circles.into_iter().collect()
}

/// What a file imports, directly or through others; itself only in a circle.
fn reached(from: usize, next: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<usize> = next[from].iter().copied().collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(&next[file]);
        }
    }
    reached
}
