use std::ops::Range;

use super::units::Unit;

/// A number in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity {
    /// Both readings, in thousandths: `1.500` is 1.5 or 1500. Equal if there is only one reading.
    pub values: [u64; 2],
    pub unit: Option<Unit>,
    pub range: Range<usize>,
    pub kind: QuantityKind,
}

/// How sure it is that a text gives a number, the least sure first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum QuantityKind {
    /// It may be the translation of a number, and may be no number at all.
    Possible,
    /// In words; another language may express it without a number.
    Words,
    /// In digits.
    Digits,
}

/// The number one, in thousandths.
pub(super) const ONE: u64 = 1000;

impl Quantity {
    /// Whether two quantities are equal: 24 hours are a day. If one has no unit, the numbers alone are compared.
    pub fn equals(&self, other: &Self) -> bool {
        match (self.unit, other.unit) {
            (Some(unit), Some(its)) => {
                let readings = self.values.iter().flat_map(|&a| other.values.iter().map(move |&b| (a, b)));
                readings.into_iter().any(|(a, b)| Unit::are_equal((a, unit), (b, its)))
            }
            _ => self.has_same_value(other),
        }
    }

    /// Whether the numbers are equal, whatever their units.
    pub fn has_same_value(&self, other: &Self) -> bool {
        self.values.iter().any(|value| other.values.contains(value))
    }
}
