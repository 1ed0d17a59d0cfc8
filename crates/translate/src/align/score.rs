//! How well stretches of two pages fit each other, as a log-likelihood ratio: what their being a translation makes
//! likely, against what it would be by chance.

use super::features::{Class, Features, Shape};
use super::shared::Evidence;

/// The most segments of one side in a pair.
pub(super) const MOST: usize = 3;

/// What no pair may be.
pub(super) const NEVER: f32 = -1e9;
/// Of a segment that has no counterpart.
const SKIP: f32 = -3.2;
/// Of two neighbours that changed places, besides their pairs.
pub(super) const SWAP: f32 = -4.0;
/// By how many segments the longer side of a pair has.
const COUNT: [f32; MOST] = [-0.13, -4.8, -7.0];

/// Variance of the log of a ratio of lengths: of long segments, more for each letter that is missing to that, and of
/// texts that have nothing to do with each other.
const LONG: f32 = 0.035;
const SHORT: f32 = 6.0;
const UNRELATED: f32 = 1.2;
/// Letters that every segment counts more than it has, since a word more or less matters little in short ones.
const EXTRA: f32 = 4.0;

/// Keys together cost no more than this.
const LEAST_SHARED: f32 = -6.0;
const OTHER_LEVEL: f32 = -0.5;
const OTHER_LISTS: f32 = -0.3;
const OTHER_QUOTES: f32 = -0.5;
/// How many segments [`usual`] counts as beside those that were seen on the page.
const PRIOR: f32 = 12.0;

const CLASSES: [Class; Class::COUNT] =
    [Class::Heading, Class::Title, Class::Paragraph, Class::Item, Class::Cell, Class::Verbatim];

/// How likely the translation of a segment of a class is of each class.
fn usual(class: Class) -> [f32; Class::COUNT] {
    match class {
        Class::Heading => [0.9, 0.07, 0.005, 0.02, 0.0025, 0.0025],
        Class::Title => [0.06, 0.7, 0.2, 0.03, 0.005, 0.005],
        Class::Paragraph => [0.005, 0.03, 0.9, 0.055, 0.005, 0.005],
        Class::Item => [0.005, 0.02, 0.045, 0.92, 0.005, 0.005],
        Class::Cell => [0.005, 0.01, 0.01, 0.01, 0.96, 0.005],
        Class::Verbatim => [0.005, 0.005, 0.005, 0.005, 0.005, 0.975],
    }
}

/// How two pages relate, as far as is known.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// Log of the letters of the target for one of the source.
    pub(super) log_ratio: f32,
    /// How often segments of one class were found with such of another.
    pub(super) seen: [[u32; Class::COUNT]; Class::COUNT],
}

/// One to [`MOST`] neighbours as one.
#[derive(Clone, Copy)]
struct Run {
    /// `None` if they cannot be one.
    shape: Option<Shape>,
    log_length: f32,
    /// What the right length says for a pair, and how fast that falls.
    gain: f32,
    slope: f32,
    missing: f32,
}

/// The segments of two pages, ready to be compared.
pub(super) struct Scorer {
    source: Vec<[Run; MOST]>,
    target: Vec<[Run; MOST]>,
    shared: Vec<Vec<(u32, f32)>>,
    classes: [[f32; Class::COUNT]; Class::COUNT],
    log_ratio: f32,
    /// Of a segment that has no counterpart.
    pub(super) skip: f32,
}

impl Scorer {
    pub(super) fn new(source: &Features, target: &Features, evidence: Evidence) -> Self {
        Self {
            source: runs(source, &evidence.missing_source),
            target: runs(target, &evidence.missing_target),
            shared: evidence.shared,
            classes: [[0.0; Class::COUNT]; Class::COUNT],
            log_ratio: 0.0,
            skip: SKIP,
        }
    }

    /// The same for some of the segments, by their numbers in order, of which none has to have a counterpart.
    pub(super) fn of(&self, source: &[usize], target: &[usize]) -> Self {
        let some = |runs: &[[Run; MOST]], kept: &[usize]| -> Vec<[Run; MOST]> {
            let run = |at: usize, len: usize| {
                let first = kept[at];
                let is_run = kept.get(at + len).is_some_and(|&last| last == first + len);
                Run { shape: runs[first][len].shape.filter(|_| is_run), ..runs[first][len] }
            };
            (0..kept.len()).map(|at| std::array::from_fn(|len| run(at, len))).collect()
        };
        let row = |&n: &usize| {
            let found = self.shared[n].iter().filter_map(|&(place, counts)| {
                target.binary_search(&(place as usize)).ok().map(|place| (place as u32, counts))
            });
            found.collect()
        };
        Self {
            source: some(&self.source, source),
            target: some(&self.target, target),
            shared: source.iter().map(row).collect(),
            classes: self.classes,
            log_ratio: self.log_ratio,
            skip: 0.0,
        }
    }

    pub(super) fn sides(&self) -> (usize, usize) {
        (self.source.len(), self.target.len())
    }

    /// The target segments that share keys with a source segment, in order, and what that counts.
    pub(super) fn shared(&self, source: usize) -> &[(u32, f32)] {
        &self.shared[source]
    }

    /// Takes for granted how the pages relate.
    pub(super) fn relate(&mut self, target: &Features, relation: &Relation) {
        let mut all = [0.5_f32; Class::COUNT];
        for shape in &target.shapes {
            all[shape.class as usize] += 1.0;
        }
        let sum: f32 = all.iter().sum();
        for class in CLASSES {
            let seen = &relation.seen[class as usize];
            let total = PRIOR + seen.iter().sum::<u32>() as f32;
            for (n, usual) in usual(class).into_iter().enumerate() {
                let likely = (PRIOR * usual + seen[n] as f32) / total;
                self.classes[class as usize][n] = (likely / (all[n] / sum)).ln().max(-6.0);
            }
        }
        self.log_ratio = relation.log_ratio;
    }

    /// The score of a pair of `a` source segments from `i` and `b` target segments from `j`, both at least one, that
    /// share what counts `shared`.
    pub(super) fn pair(&self, (i, a): (usize, usize), (j, b): (usize, usize), shared: f32) -> f32 {
        let (source, target) = (&self.source[i][a - 1], &self.target[j][b - 1]);
        let (Some(from), Some(to)) = (source.shape, target.shape) else { return NEVER };
        let off = target.log_length - source.log_length - self.log_ratio;
        let length = (source.gain - source.slope * off * off).max(-8.0);
        let keys = (source.missing + target.missing + shared).max(LEAST_SHARED);
        COUNT[a.max(b) - 1] + self.classes[from.class as usize][to.class as usize] + layout(from, to) + length + keys
    }
}

fn layout(from: Shape, to: Shape) -> f32 {
    let level = if from.class == Class::Heading && to.class == Class::Heading && from.level != to.level {
        OTHER_LEVEL
    } else {
        0.0
    };
    let lists = from.lists.abs_diff(to.lists).min(3) as f32;
    let quotes = from.quotes.abs_diff(to.quotes).min(3) as f32;
    level + lists * OTHER_LISTS + quotes * OTHER_QUOTES
}

fn runs(features: &Features, missing: &[f32]) -> Vec<[Run; MOST]> {
    let run = |from: usize, len: usize| {
        let to = (from + len).min(features.len());
        let letters: u32 = features.lengths[from..to].iter().sum();
        let letters = letters as f32 + EXTRA;
        let variance = LONG + SHORT / letters;
        Run {
            shape: (to - from == len).then(|| as_one(&features.shapes[from..to])).flatten(),
            log_length: letters.ln(),
            gain: 0.5 * ((UNRELATED + variance) / variance).ln(),
            slope: 0.5 * (1.0 / variance - 1.0 / (UNRELATED + variance)),
            missing: missing[from..to].iter().sum(),
        }
    };
    (0..features.len()).map(|n| std::array::from_fn(|len| run(n, len + 1))).collect()
}

/// The shape of neighbours that may have become one, or come from one: all paragraphs or all items.
fn as_one(shapes: &[Shape]) -> Option<Shape> {
    let [first, rest @ ..] = shapes else { return None };
    if rest.is_empty() {
        return Some(*first);
    }
    let text = |class| if class == Class::Title { Class::Paragraph } else { class };
    let class = text(first.class);
    let is_text = matches!(class, Class::Paragraph | Class::Item);
    (is_text && rest.iter().all(|shape| text(shape.class) == class)).then_some(Shape { class, ..*first })
}
