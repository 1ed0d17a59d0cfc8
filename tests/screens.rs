//! The screens of the handbook are what a terminal shows: `FIRSTAID_WRITE_SCREENS=1` writes them anew.

use std::env;
use std::fs;

use anstyle::{Ansi256Color, RgbColor};
use anstyle_svg::{Palette, Term};

use crate::support::terminal::{command_on_terminal, on_terminal};
use crate::support::{Tree, repository};

/// Width of a column, in pixels.
const PIXELS: usize = 9;

/// The sixteen colours of a terminal: black to white, then the bright ones.
const DARK: Palette = palette([
    0x1e_1e1e, 0xf1_4c4c, 0x23_d18b, 0xe5_e510, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xd4_d4d4, 0x66_6666, 0xf1_4c4c,
    0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xe5_e5e5,
]);
const LIGHT: Palette = palette([
    0x24_292f, 0xcf_222e, 0x11_6329, 0x8a_4b00, 0x09_69da, 0x82_50df, 0x1b_7c83, 0x6e_7781, 0x57_606a, 0xa4_0e26,
    0x1a_7f37, 0x8a_4b00, 0x09_69da, 0xa4_75f9, 0x31_92aa, 0xff_ffff,
]);

const fn palette(colors: [u32; 16]) -> Palette {
    let mut rgb = [RgbColor(0, 0, 0); 16];
    let mut n = 0;
    while n < 16 {
        let [_, red, green, blue] = colors[n].to_be_bytes();
        rgb[n] = RgbColor(red, green, blue);
        n += 1;
    }
    Palette(rgb)
}

fn guide() -> Tree {
    let calls = "# Calls\n\nCall with Ostel.\n\nWrite to us with Gmal, and do it before you leave: our address stands on the page on [trust](Trust.md#our-key), and everyone who lost a device needs it.\n";
    let llamadas = "# Llamadas\n\nLlama con Ostel.\n\nEscríbenos, y hazlo antes de salir: nuestra dirección está en la página sobre la [confianza](Trust.md#our-key).\n";
    Tree::empty()
        .with("firstaid.toml", "")
        .with("content/en/Calls.md", calls)
        .with("content/en/Trust.md", "# Trust\n\n## Our keys\n\nCall us first.\n")
        .with("content/es/Calls.md", llamadas)
        .with("content/es/Trust.md", "# Confianza\n\n## Nuestras llaves\n\nLlámanos primero.\n")
}

#[test]
fn screens_in_the_handbook_are_what_a_terminal_shows() {
    let tree = guide();
    for columns in [80, 120] {
        let shown = on_terminal(tree.root(), columns, &[]);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert!(plain.contains("error[stale-tool]") && plain.lines().count() > 20, "{plain}");
        is_in_the_handbook("", columns, &shown);
    }
}

#[test]
fn screens_of_the_first_day_are_what_a_terminal_shows() {
    for columns in [80, 120] {
        let tree = never_linted();
        let shown = command_on_terminal(tree.root(), columns, &["init"]);
        assert!(shown.contains("not sure") && shown.contains("next:"), "{shown}");
        is_in_the_handbook("init-", columns, &shown);
        let shown = on_terminal(tree.root(), columns, &["--statistics"]);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert!(plain.contains("60  error    misspelled-brand"), "{plain}");
        is_in_the_handbook("statistics-", columns, &shown);
    }
}

/// A guide in two languages that nobody has linted yet.
fn never_linted() -> Tree {
    let config = "site_name: Guide\ntheme:\n  custom_dir: overrides\nplugins:\n  - i18n:\n      languages:\n        - locale: en\n        - locale: es\n";
    let start = "# Start\n\nSee [calls](calls.md) and [the list](list.md), or [EFF](http://www.eff.org/).\n";
    Tree::empty()
        .with("mkdocs.yml", config)
        .with("overrides/main.html", "")
        .with("cspell.json", "{\"words\": [\"onionsite\"]}")
        .with("po/ar.po", "")
        .with("docs/index.md", start)
        .with("docs/calls.md", format!("# Calls\n\n{}", "Call with Ostel, or write to a Gmal address.\n\n".repeat(60)))
        .with("docs/calls.es.md", format!("# Llamadas\n\n{}", "Usa Ostel, o escribe a Gmal.\n\n".repeat(60)))
        .with("docs/terms.rst", "Terms\n=====\n")
}

/// The screens of this name in the handbook show a text; they are written first if that is asked for.
#[track_caller]
fn is_in_the_handbook(name: &str, columns: u16, shown: &str) {
    for (theme, palette, [text, ground]) in [("dark", DARK, [15, 0]), ("light", LIGHT, [0, 15])] {
        let term =
            Term::new().palette(palette).fg_color(Ansi256Color(text).into()).bg_color(Ansi256Color(ground).into());
        let svg = term.min_width_px(usize::from(columns) * PIXELS).render_svg(shown);
        let file = repository().join(format!("docs/screens/{name}{columns}-{theme}.svg"));
        if env::var_os("FIRSTAID_WRITE_SCREENS").is_some() {
            fs::write(&file, &svg).expect("a screen is written");
        }
        let old = fs::read_to_string(&file).unwrap_or_default();
        assert!(old == svg, "{} is not what is shown; set FIRSTAID_WRITE_SCREENS=1", file.display());
    }
}
