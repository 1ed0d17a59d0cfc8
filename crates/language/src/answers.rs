//! Answers by language and word, kept so that each question is worked out once; bounded, so that a stranger's page
//! cannot fill the memory.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;
use thread_local::ThreadLocal;

/// Maximum bytes of a word that is kept in its key; nearly every word is as short.
const MAX_SHORT: usize = 15;

/// A short word as a key: its bytes and, in the last byte, their number. Bytes rather than a number of 128 bits, whose
/// alignment would double the size of the tables.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ShortWord([u8; MAX_SHORT + 1]);

impl ShortWord {
    /// `None` for a longer word.
    fn new(word: &str) -> Option<Self> {
        let mut bytes = [0; MAX_SHORT + 1];
        bytes.get_mut(..word.len()).filter(|_| word.len() <= MAX_SHORT)?.copy_from_slice(word.as_bytes());
        bytes[MAX_SHORT] = word.len() as u8;
        Some(Self(bytes))
    }
}

impl Hash for ShortWord {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(u128::from_le_bytes(self.0));
    }
}

/// Answers by word. A short word is its own key, so that a look-up does not go to the heap to compare it.
pub struct Table<V> {
    short: HashMap<ShortWord, V, FixedState>,
    long: HashMap<Box<str>, V, FixedState>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { short: HashMap::default(), long: HashMap::default() }
    }
}

impl<V> Table<V> {
    pub fn get(&self, word: &str) -> Option<&V> {
        match ShortWord::new(word) {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        }
    }

    pub fn insert(&mut self, word: &str, answer: V) {
        match ShortWord::new(word) {
            Some(key) => drop(self.short.insert(key, answer)),
            None => drop(self.long.insert(word.into(), answer)),
        }
    }

    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

/// Tables by language.
type Tables<V> = HashMap<Box<str>, Table<V>, FixedState>;

pub struct AnswersByLanguage<V: Send>(ThreadLocal<RefCell<Tables<V>>>);

impl<V: Send> Default for AnswersByLanguage<V> {
    fn default() -> Self {
        Self(ThreadLocal::default())
    }
}

impl<V: Send> AnswersByLanguage<V> {
    /// Calls `work` with this thread's table of a language. `work` must limit the size of the table.
    pub fn of<R>(&self, language: &str, work: impl FnOnce(&mut Table<V>) -> R) -> R {
        let mut tables = self.0.get_or_default().borrow_mut();
        if let Some(table) = tables.get_mut(language) {
            return work(table);
        }
        work(tables.entry(language.into()).or_default())
    }
}

/// Maximum answers kept for a language; the table is emptied beyond it.
const MAX_SHARED: usize = 200_000;

/// One table for all threads, for questions whose answer takes microseconds and more.
pub struct SharedAnswers<V>(Mutex<Tables<V>>);

impl<V> Default for SharedAnswers<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> SharedAnswers<V> {
    /// A thread that panicked left whole answers: each is put in at once.
    fn tables(&self) -> MutexGuard<'_, Tables<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone> SharedAnswers<V> {
    /// The answer on a word of a language. It is worked out outside of the lock; two threads may work out the same.
    pub fn get(&self, language: &str, word: &str, answer: impl FnOnce() -> V) -> V {
        let known = |tables: &Tables<V>| tables.get(language)?.get(word).cloned();
        if let Some(answer) = known(&self.tables()) {
            return answer;
        }
        let answer = answer();
        let mut tables = self.tables();
        let table = tables.entry(language.into()).or_default();
        if table.len() >= MAX_SHARED {
            table.clear();
        }
        table.insert(word, answer.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_have_answers_of_their_own() {
        let words = ["", "a", "a\0", "fifteen letters", "sixteen letters!", "\0", "ab", "ba", "ключ", "ключ\0\0\0"];
        let mut table = Table::default();
        for (n, word) in words.into_iter().enumerate() {
            table.insert(word, n);
        }
        assert_eq!(table.len(), words.len());
        for (n, word) in words.into_iter().enumerate() {
            assert_eq!(table.get(word), Some(&n), "{word:?}");
        }
        assert!(table.get("fifteen letterz").is_none() && table.get("b").is_none());
    }
}
