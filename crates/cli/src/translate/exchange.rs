//! Exporting XLIFF, TMX and TBX for other tools, and importing XLIFF and TMX.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::Locale;
use firstaid_diagnostics::visible_line;
use firstaid_translate::po::Catalog;
use firstaid_translate::{
    CatalogError, Clash, apply_memory, apply_translations, exchange_state, is_same_language, memory_units, tbx, tmx,
    xliff,
};

use super::args::{ExportArgs, ExportFormat, ImportArgs};
use super::catalog_folders::CatalogPlaces;
use crate::files::{save, save_inside};
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn export(args: &ExportArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = opened.locale(&args.locale)?;
    let source = opened.guide.layout.source();
    let places = opened.catalog_places(&locale)?;
    let text = match args.format {
        ExportFormat::Xliff | ExportFormat::Xliff12 => {
            let catalogs = sorted(&opened, &places, &locale, &args.page)?;
            let pages: Vec<(&str, &Catalog)> = catalogs.iter().map(|(name, catalog)| (&**name, catalog)).collect();
            let is_old = args.format == ExportFormat::Xliff12;
            let export = if is_old { xliff::export_1_2 } else { xliff::export };
            export(source, &locale, &pages, exchange_state)
        }
        ExportFormat::Tmx => {
            let catalogs = sorted(&opened, &places, &locale, &args.page)?;
            let units: Vec<_> =
                catalogs.iter().flat_map(|(name, catalog)| memory_units(name, &locale, catalog)).collect();
            tmx::export(source, &units)
        }
        ExportFormat::Tbx => tbx::export(source, &locale, &opened.registry.glossary),
    };
    match &args.output {
        Some(path) => save(path, &text)?,
        None => anstream::stdout().write_all(text.as_bytes())?,
    }
    Ok(Outcome::Clean)
}

fn sorted(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    pages: &[String],
) -> Result<Vec<(Box<str>, Catalog)>> {
    let mut catalogs: Vec<_> = opened.catalogs(locale, places).into_iter().collect();
    catalogs.retain(|(name, _)| is_wanted(name, pages));
    catalogs.sort_by(|a, b| a.0.cmp(&b.0));
    if catalogs.is_empty() {
        bail!("`{locale}` has no such catalog; `translate sync {locale}` creates catalogs");
    }
    Ok(catalogs)
}

fn is_wanted(page: &str, pages: &[String]) -> bool {
    pages.is_empty() || pages.iter().any(|name| name == page)
}

/// The content of the files to import.
#[derive(Default)]
struct Files {
    translations: Vec<xliff::Translation>,
    /// Units of XLIFF that are not taken.
    refused: Vec<CatalogError>,
    /// Pairs of TMX, each list with the path of its file.
    memories: Vec<(String, tmx::Memory)>,
}

/// Imports XLIFF and TMX files into the catalogs. Every file is read before any catalog is written. What is not taken
/// is listed.
pub(super) fn import(opened: &OpenGuide, locale: &Locale, args: &ImportArgs) -> Result<Outcome> {
    let places = opened.catalog_places(locale)?;
    let mut catalogs = sorted(opened, &places, locale, &[])?;
    let files = read_files(opened, locale, args, &catalogs)?;
    let read = files.translations.len() + files.refused.len();
    let (mut imported, mut same, mut filled) = (0, 0, 0);
    let mut clashes: Vec<Clash> = Vec::new();
    for (name, catalog) in catalogs.iter_mut().filter(|(name, _)| is_wanted(name, &args.page)) {
        let of_page: Vec<_> = files.translations.iter().filter(|it| *it.page == **name).cloned().collect();
        let applied = apply_translations(catalog, &of_page, args.replace);
        let from_memory: usize = files
            .memories
            .iter()
            .map(|(path, memory)| apply_memory(catalog, locale, &file_name(Path::new(path)), &memory.units))
            .sum();
        imported += applied.changed;
        same += applied.same;
        filled += from_memory;
        clashes.extend(applied.clashes);
        if applied.changed + from_memory > 0 && !args.dry_run {
            save_inside(&opened.root, &places.path(name), &catalog.to_string())?;
        }
    }
    for error in &files.refused {
        anstream::println!("{}", visible_line(&error.to_string()));
    }
    for clash in &clashes {
        show(clash, &args.files);
    }
    for (path, memory) in &files.memories {
        note_memory(path, memory, locale);
    }
    if !files.memories.is_empty() {
        note_line(&format!("{filled} untranslated segments filled from memories, as drafts to be reviewed"));
    }
    if read > 0 {
        let refused = files.refused.len();
        note_line(&format!(
            "{read} translations read, {imported} imported, {same} as in the catalogs, {refused} refused, {} in conflict",
            clashes.len()
        ));
    }
    if imported + filled > 0 {
        note_line(&format!("next: `translate sync {locale}`"));
    }
    let is_complete = files.refused.is_empty() && clashes.is_empty();
    Ok(if is_complete { Outcome::Clean } else { Outcome::Findings })
}

fn read_files(
    opened: &OpenGuide,
    locale: &Locale,
    args: &ImportArgs,
    catalogs: &[(Box<str>, Catalog)],
) -> Result<Files> {
    let pages: Vec<(&str, &Catalog)> = catalogs.iter().map(|(name, catalog)| (&**name, catalog)).collect();
    let mut files = Files::default();
    for path in &args.files {
        let shown = path.display().to_string();
        let text = read_text(path)?;
        if is_tmx(&text) {
            let memory = tmx::import(&shown, &text, opened.guide.layout.source())?;
            files.memories.push((shown, memory));
        } else {
            let delivery = xliff::import(&shown, &text, locale, &pages)?;
            files.translations.extend(delivery.translations);
            files.refused.extend(delivery.refused);
        }
    }
    Ok(files)
}

/// The name that catalogs keep of a file: its folders are nobody else's business.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Tells how many pairs a memory has and how many of them are for the locale.
pub(super) fn note_memory(path: &str, memory: &tmx::Memory, locale: &Locale) {
    let usable = memory.units.iter().filter(|unit| is_same_language(&unit.locale, locale)).count();
    let unused = if memory.unused > 0 { format!("; {} texts without a pair", memory.unused) } else { String::new() };
    note_line(&format!("{path}: {} pairs read, {usable} of them into `{locale}`{unused}", memory.units.len()));
}

/// The text of a file in UTF-8 or, as some tools of agencies write it, in UTF-16 with a byte-order mark.
pub(super) fn read_text(path: &Path) -> Result<String> {
    let shown = || path.display().to_string();
    let bytes = fs::read(path).with_context(shown)?;
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).with_context(shown)
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => wide(u16::from_le_bytes),
        Some([0xfe, 0xff]) => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).with_context(shown),
    }
}

/// Whether the first element of a file is that of TMX.
fn is_tmx(text: &str) -> bool {
    let mut names = text.split('<').skip(1).map(str::trim_start);
    names.find(|name| name.starts_with(|c: char| c.is_alphabetic())).is_some_and(|name| name.starts_with("tmx"))
}

fn show(clash: &Clash, files: &[PathBuf]) {
    let file = match files {
        [file] => format!("{}:{}", file.display(), clash.returned.line),
        _ => format!("line {}", clash.returned.line),
    };
    let lines = [
        format!("{file}: {}", clash.reason),
        format!("  source:  {}", clash.returned.id),
        format!("  catalog: {}", clash.current),
        format!("  file:    {}", clash.returned.text),
    ];
    for line in lines {
        anstream::println!("{}", visible_line(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_known_by_its_first_element() {
        assert!(is_tmx("\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">"));
        assert!(!is_tmx("<?xml version=\"1.0\"?><!-- a memory --><xliff>"));
        assert!(!is_tmx("tmx"));
    }

    #[test]
    fn files_in_utf_16_are_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "<tmx>ñ</tmx>";
        for (mark, bytes) in [
            ([0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            ([0xfe, 0xff], text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            fs::write(file.path(), [&mark[..], &bytes].concat()).unwrap();
            assert_eq!(read_text(file.path()).unwrap(), text);
        }
    }
}
