//! What a word does for the negations of a sentence.

/// The role of a phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// A negation by itself: "not", "never".
    Negator,
    /// Accompanies a negator ("no … nadie"); a negation by itself only at the head of a clause.
    Concord,
    /// Accompanies a negator; a negation by itself only in a clause of very few words.
    BoundConcord,
    /// A word of concord that extends a negation to another item: "no … ni".
    Coordinator,
    /// Not a negation although it has a negator: "not only".
    Neutral,
    /// A negation of a relative clause: "that does not".
    InRelative,
    /// A word that a negator is a part of, and that has nothing to do with it: "不同", different.
    Unrelated,
    /// Neutral in the translation of an English sentence that has one of these words.
    When(&'static str),
    /// Can replace a negator: "avoid", "refuse".
    Like,
    /// Can replace a negator in the translation of an English sentence that has one of these words.
    LikeWhen(&'static str),
    /// Says a denial of such an English sentence otherwise, but is no denial by itself: "empty" for "has nothing".
    OtherwiseWhen(&'static str),
    /// Can replace a negator, and is translated by a word of the same kind: "unknown".
    Privative,
    /// Expresses absence, and is translated by a word of the same kind: "without".
    Without,
    /// Other languages may translate it by a negation: "only", "hardly".
    Hint,
    /// [`Class::Hint`] of an added negation anywhere in the sentence, but no sign that its verb is denied: "only".
    WeakHint,
    /// A verb that is denied as an idiom: "don't forget".
    Idiom,
    /// Forbids at the head of a clause: "do not", "never".
    Forbid,
    /// Must have a negator behind it in the translation of an English sentence that has one of the words before `but`
    /// and none of the words behind it: "пока … не" for "until".
    NeedsBehind(&'static str),
    /// Must have a negator before it, under the same condition: "لا … إلا" for "only".
    NeedsBefore(&'static str),
}

/// A set of classes. Classes whose phrases are kept by their place are not in it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Classes(u16);

impl Classes {
    pub(super) const fn of(class: Class) -> Self {
        Self(match class {
            Class::Negator => 1,
            Class::Concord => 1 << 1,
            Class::BoundConcord => 1 << 2,
            Class::Coordinator => 1 << 3,
            Class::Like => 1 << 4,
            Class::Without => 1 << 5,
            Class::Hint => 1 << 6,
            Class::Forbid => 1 << 7,
            Class::Privative => 1 << 8,
            Class::Idiom => 1 << 9,
            Class::WeakHint => 1 << 10,
            Class::Neutral
            | Class::Unrelated
            | Class::InRelative
            | Class::When(_)
            | Class::LikeWhen(_)
            | Class::OtherwiseWhen(_)
            | Class::NeedsBehind(_)
            | Class::NeedsBefore(_) => 0,
        })
    }

    pub(super) fn add(&mut self, class: Class) {
        self.0 |= Self::of(class).0;
    }

    pub(super) fn has(self, class: Class) -> bool {
        self.0 & Self::of(class).0 != 0
    }
}

pub(super) fn class(key: &'static str) -> Option<Class> {
    Some(match key {
        "negator" => Class::Negator,
        "concord" => Class::Concord,
        "bound concord" => Class::BoundConcord,
        "coordinator" => Class::Coordinator,
        "neutral" => Class::Neutral,
        "in a relative clause" => Class::InRelative,
        "unrelated" => Class::Unrelated,
        "like" => Class::Like,
        "privative" => Class::Privative,
        "idiom" => Class::Idiom,
        "without" => Class::Without,
        "hint" => Class::Hint,
        "weak hint" => Class::WeakHint,
        "forbid" => Class::Forbid,
        _ => {
            let of = |start: &str, class: fn(&'static str) -> Class| key.strip_prefix(start).map(class);
            of("ahead of a negator ", Class::NeedsBehind)
                .or_else(|| of("behind a negator ", Class::NeedsBefore))
                .or_else(|| of("like when ", Class::LikeWhen))
                .or_else(|| of("otherwise when ", Class::OtherwiseWhen))
                .or_else(|| of("when ", Class::When))?
        }
    })
}
