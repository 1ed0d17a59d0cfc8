//! How well stretches of two pages fit each other, as a log-likelihood ratio: what their being a translation makes
//! likely, against what it would be by chance.

use super::features::{Class, Features, Shape};
use super::part::{MAX_RUN, Part};
use super::ratio::number;
use super::shared::{Evidence, Row, SharedKeys};

/// Of segments in a row that have no counterpart, and of each of them.
pub(super) const GAP: f32 = -2.4;
pub(super) const LONE: f32 = -0.8;
/// Of two neighbours that changed places, besides their pairs.
pub(super) const SWAP: f32 = -4.0;
/// Of a heading and what follows it, besides their pairs: what was dropped was more likely a whole section.
pub(super) const SECTION: f32 = 2.0;
/// By how many segments the longer side of a pair has.
const COUNT: [f32; MAX_RUN] = [-0.13, -4.8, -7.0];

/// Variance of the log of a ratio of lengths: of long segments, more for each letter that is missing to that, and of
/// texts that have nothing to do with each other.
const LONG: f32 = 0.035;
const SHORT: f32 = 6.0;
const UNRELATED: f32 = 1.2;
/// Letters that every segment counts more than it has, since a word more or less matters little in short ones.
const EXTRA: f32 = 4.0;

/// A length that is all wrong costs no more than this, nor do keys together.
const LEAST_LENGTH: f32 = -8.0;
const LEAST_SHARED: f32 = -4.5;
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

/// One to [`MAX_RUN`] neighbours as one.
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
    source: Vec<[Run; MAX_RUN]>,
    target: Vec<[Run; MAX_RUN]>,
    /// What runs of the source share with segments of the target, and the other way round.
    source_rows: [Vec<Row>; MAX_RUN],
    target_rows: [Vec<Row>; MAX_RUN],
    classes: [[f32; Class::COUNT]; Class::COUNT],
    log_ratio: f32,
    /// How much it matters that a segment has no counterpart.
    pub(super) gaps: f32,
}

impl Scorer {
    pub(super) fn new(source: &Features, target: &Features, keys: SharedKeys) -> Self {
        let (of_source, of_target) = keys.evidence(source, target);
        Self {
            source: runs(source, &of_source),
            target: runs(target, &of_target),
            source_rows: of_source.rows,
            target_rows: of_target.rows,
            classes: [[0.0; Class::COUNT]; Class::COUNT],
            log_ratio: 0.0,
            gaps: 1.0,
        }
    }

    /// The same for some of the segments, by their numbers in order, of which none has to have a counterpart.
    pub(super) fn of(&self, source: &[usize], target: &[usize]) -> Self {
        let some = |runs: &[[Run; MAX_RUN]], kept: &[usize]| -> Vec<[Run; MAX_RUN]> {
            let run = |at: usize, len: usize| {
                let first = kept[at];
                let is_run = kept.get(at + len).is_some_and(|&last| last == first + len);
                Run { shape: runs[first][len].shape.filter(|_| is_run), ..runs[first][len] }
            };
            (0..kept.len()).map(|at| std::array::from_fn(|len| run(at, len))).collect()
        };
        let rows = |all: &[Vec<Row>; MAX_RUN], from: &[usize], to: &[usize]| -> [Vec<Row>; MAX_RUN] {
            let place =
                |&(place, counts): &(u32, f32)| Some((to.binary_search(&(place as usize)).ok()? as u32, counts));
            let row = |row: &Row| row.iter().filter_map(place).collect();
            std::array::from_fn(|len| from.iter().map(|&n| row(&all[len][n])).collect())
        };
        Self {
            source: some(&self.source, source),
            target: some(&self.target, target),
            source_rows: rows(&self.source_rows, source, target),
            target_rows: rows(&self.target_rows, target, source),
            classes: self.classes,
            log_ratio: self.log_ratio,
            gaps: 0.0,
        }
    }

    pub(super) fn sides(&self) -> (usize, usize) {
        (self.source.len(), self.target.len())
    }

    /// By source segment, the target segments in order that share keys with it or the run of `len` from it.
    pub(super) fn source_rows(&self, len: usize) -> &[Row] {
        &self.source_rows[len - 1]
    }

    /// By target segment, the source segments in order that share keys with it or the run of `len` from it.
    pub(super) fn target_rows(&self, len: usize) -> &[Row] {
        &self.target_rows[len - 1]
    }

    /// Whether both segments are headings, or the target's may be one.
    pub(super) fn begins_section(&self, source: usize, target: usize) -> bool {
        let class = |run: &Run| run.shape.map(|shape| shape.class);
        class(&self.source[source][0]) == Some(Class::Heading)
            && matches!(class(&self.target[target][0]), Some(Class::Heading | Class::Title))
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
            let total = PRIOR + number(seen.iter().sum::<u32>() as usize);
            for (n, usual) in usual(class).into_iter().enumerate() {
                let likely = (PRIOR * usual + number(seen[n] as usize)) / total;
                self.classes[class as usize][n] = (likely / (all[n] / sum)).ln().max(-6.0);
            }
        }
        self.log_ratio = relation.log_ratio;
    }

    /// The score of a pair of `a` source segments from `i` and `b` target segments from `j`, both at least one, that
    /// share what counts `shared`; none if they cannot be a pair.
    pub(super) fn pair(&self, (i, a): (usize, usize), (j, b): (usize, usize), shared: f32) -> Option<f32> {
        let (source, target) = (&self.source[i][a - 1], &self.target[j][b - 1]);
        let (from, to) = (source.shape?, target.shape?);
        let off = target.log_length - source.log_length - self.log_ratio;
        let length = (source.gain - source.slope * off * off).max(LEAST_LENGTH);
        let keys = (source.missing + target.missing + shared).max(LEAST_SHARED);
        let classes = self.classes[from.class as usize][to.class as usize];
        Some(COUNT[a.max(b) - 1] + classes + layout(from, to) + length + keys)
    }

    /// The score of a pair that can be one, one of whose sides is a single segment.
    pub(super) fn part(&self, part: Part) -> f32 {
        let Part { source, a, target, b } = part;
        self.pair((source, a), (target, b), self.shared(part)).unwrap_or(f32::NEG_INFINITY)
    }

    /// What the keys count that both sides of a pair have.
    pub(super) fn shared(&self, part: Part) -> f32 {
        let Part { source, a, target, b } = part;
        let (row, place) = if b == 1 {
            (&self.source_rows[a - 1][source], target)
        } else {
            (&self.target_rows[b - 1][target], source)
        };
        row.binary_search_by_key(&(place as u32), |&(place, _)| place).map_or(0.0, |at| row[at].1)
    }
}

fn layout(from: Shape, to: Shape) -> f32 {
    let level = if from.class == Class::Heading && to.class == Class::Heading && from.level != to.level {
        OTHER_LEVEL
    } else {
        0.0
    };
    let apart = |from: u32, to: u32| number(from.abs_diff(to).min(3) as usize);
    level + apart(from.lists, to.lists) * OTHER_LISTS + apart(from.quotes, to.quotes) * OTHER_QUOTES
}

fn runs(features: &Features, evidence: &Evidence) -> Vec<[Run; MAX_RUN]> {
    let run = |from: usize, len: usize| {
        let to = (from + len).min(features.len());
        let letters: u32 = features.lengths[from..to].iter().sum();
        let letters = number(letters as usize) + EXTRA;
        let variance = LONG + SHORT / letters;
        Run {
            shape: (to - from == len && features.follows[from + 1..to].iter().all(|&it| it))
                .then(|| as_one(&features.shapes[from..to]))
                .flatten(),
            log_length: letters.ln(),
            gain: 0.5 * ((UNRELATED + variance) / variance).ln(),
            slope: 0.5 * (1.0 / variance - 1.0 / (UNRELATED + variance)),
            missing: evidence.missing[len - 1][from],
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
    let goes_on =
        |shape: &Shape| text(shape.class) == class && (shape.lists, shape.quotes) == (first.lists, first.quotes);
    (is_text && rest.iter().all(goes_on)).then_some(Shape { class, ..*first })
}
