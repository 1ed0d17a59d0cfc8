//! Scores pairs of segments. A score is a natural log-likelihood ratio: the segments are translations of each other,
//! against their being unrelated.

use super::features::{Class, Features, Shape};
use super::part::{MAX_RUN, Part};
use super::ratio::number;
use super::shared::{Evidence, Row, SharedKeys};

/// Score of a gap: one or more consecutive unpaired segments of one side.
pub(super) const GAP: f32 = -2.4;
/// Score of each unpaired segment, in addition to [`GAP`].
pub(super) const LONE: f32 = -0.8;
/// Score of two neighbours that changed places, in addition to their pairs.
pub(super) const SWAP: f32 = -4.0;
/// Score of a heading and the segment after it, in addition to their pairs: translators drop whole sections rather than
/// parts of two.
pub(super) const SECTION: f32 = 2.0;
/// Score of a pair by the number of segments of its longer side.
const COUNT: [f32; MAX_RUN] = [-0.13, -4.8, -7.0];

/// Variance of the log length ratio of long segments.
const LONG_VARIANCE: f32 = 0.035;
/// Additional variance for short segments, divided by their letters.
const SHORT_VARIANCE: f32 = 6.0;
/// Additional variance for unrelated segments.
const UNRELATED_VARIANCE: f32 = 1.2;
/// Letters added to the length of each segment, so that one word more or less changes the ratio of short ones little.
const EXTRA_LETTERS: f32 = 4.0;

/// Minimum score of the lengths of a pair.
const MIN_LENGTH_SCORE: f32 = -8.0;
/// Minimum score of the keys of a pair.
const MIN_KEY_SCORE: f32 = -4.5;
/// Score of two headings of different levels.
const OTHER_LEVEL: f32 = -0.5;
/// Score for each level of difference in list nesting, for three levels at most.
const OTHER_LISTS: f32 = -0.3;
/// Score for each level of difference in quote nesting, for three levels at most.
const OTHER_QUOTES: f32 = -0.5;
/// Weight of [`usual`], in segments, beside the pairs seen on the page.
const PRIOR: f32 = 12.0;

const CLASSES: [Class; Class::COUNT] =
    [Class::Heading, Class::Title, Class::Paragraph, Class::Item, Class::Cell, Class::Verbatim];

/// Usual probability of each class for the translation of a segment of this class.
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

/// How the segments of two pages relate.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// Log of the number of target letters for each source letter.
    pub(super) log_ratio: f32,
    /// Number of pairs seen, by the classes of source and target.
    pub(super) seen: [[u32; Class::COUNT]; Class::COUNT],
}

/// One to [`MAX_RUN`] neighbours, taken as one side of a pair.
#[derive(Clone, Copy)]
struct Run {
    /// The common shape; `None` if these segments cannot be one side of a pair.
    shape: Option<Shape>,
    log_length: f32,
    /// Score of a counterpart of exactly the expected length.
    gain: f32,
    /// Loss for the squared difference from the expected log length.
    slope: f32,
    /// Score if the counterpart has none of the keys of the run.
    missing: f32,
}

/// The segments of two pages, ready to be compared.
pub(super) struct Scorer {
    /// Runs by first segment, then by length less one.
    source: Vec<[Run; MAX_RUN]>,
    target: Vec<[Run; MAX_RUN]>,
    /// Scores of keys that runs of the source share with segments of the target.
    source_rows: [Vec<Row>; MAX_RUN],
    /// Scores of keys that runs of the target share with segments of the source.
    target_rows: [Vec<Row>; MAX_RUN],
    /// Scores by the classes of source and target.
    classes: [[f32; Class::COUNT]; Class::COUNT],
    log_ratio: f32,
    /// Weight of unpaired segments: 1, or 0 if segments need no counterpart.
    pub(super) gap_weight: f32,
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
            gap_weight: 1.0,
        }
    }

    /// The scorer of some of the segments, given by their sorted indices. None of them needs a counterpart.
    pub(super) fn subset(&self, source: &[usize], target: &[usize]) -> Self {
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
            gap_weight: 0.0,
        }
    }

    /// Numbers of source and target segments.
    pub(super) fn sides(&self) -> (usize, usize) {
        (self.source.len(), self.target.len())
    }

    /// For each source segment, the target segments that share keys with the run of `len` segments from it.
    pub(super) fn source_rows(&self, len: usize) -> &[Row] {
        &self.source_rows[len - 1]
    }

    /// For each target segment, the source segments that share keys with the run of `len` segments from it.
    pub(super) fn target_rows(&self, len: usize) -> &[Row] {
        &self.target_rows[len - 1]
    }

    /// Whether the source segment is a heading and the target segment is or may be one.
    pub(super) fn begins_section(&self, source: usize, target: usize) -> bool {
        let class = |run: &Run| run.shape.map(|shape| shape.class);
        class(&self.source[source][0]) == Some(Class::Heading)
            && matches!(class(&self.target[target][0]), Some(Class::Heading | Class::Title))
    }

    /// Sets how the pages relate. Must be called before pairs are scored.
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

    /// The score of a pair of `a` source segments from `i` and `b` target segments from `j`, both at least one.
    /// `shared` is the score of their common keys. `None` if they cannot be a pair.
    pub(super) fn pair(&self, (i, a): (usize, usize), (j, b): (usize, usize), shared: f32) -> Option<f32> {
        let (source, target) = (&self.source[i][a - 1], &self.target[j][b - 1]);
        let (from, to) = (source.shape?, target.shape?);
        let off = target.log_length - source.log_length - self.log_ratio;
        let length = (source.gain - source.slope * off * off).max(MIN_LENGTH_SCORE);
        let keys = (source.missing + target.missing + shared).max(MIN_KEY_SCORE);
        let classes = self.classes[from.class as usize][to.class as usize];
        Some(COUNT[a.max(b) - 1] + classes + layout(from, to) + length + keys)
    }

    /// The score of a pair with a single segment on one side; negative infinity if it cannot be a pair.
    pub(super) fn part(&self, part: Part) -> f32 {
        let Part { source, a, target, b } = part;
        self.pair((source, a), (target, b), self.shared(part)).unwrap_or(f32::NEG_INFINITY)
    }

    /// The score of the common keys of a pair with a single segment on one side.
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

/// The score of differences in heading level and nesting.
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
        let letters = number(letters as usize) + EXTRA_LETTERS;
        let variance = LONG_VARIANCE + SHORT_VARIANCE / letters;
        Run {
            shape: (to - from == len && features.follows[from + 1..to].iter().all(|&it| it))
                .then(|| as_one(&features.shapes[from..to]))
                .flatten(),
            log_length: letters.ln(),
            gain: 0.5 * ((UNRELATED_VARIANCE + variance) / variance).ln(),
            slope: 0.5 * (1.0 / variance - 1.0 / (UNRELATED_VARIANCE + variance)),
            missing: evidence.missing[len - 1][from],
        }
    };
    (0..features.len()).map(|n| std::array::from_fn(|len| run(n, len + 1))).collect()
}

/// The common shape of neighbours that a translator may have joined, or made of one: all paragraphs or all items.
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
