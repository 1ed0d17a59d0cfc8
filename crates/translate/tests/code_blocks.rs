//! Code blocks that source and page change at the same time: none takes over lines of another one.

use crate::support::World;
use firstaid_testing::{Random, cases};

const EN: &str = "en/Nets.md";
const ES: &str = "es/Nets.md";

/// A code block. Its lines are `ID.N`, so that each tells which block it belongs to.
#[derive(Clone, Debug)]
struct Code {
    id: usize,
    lines: Vec<usize>,
}

/// A page: paragraphs, by their number, and code blocks.
#[derive(Clone, Debug)]
enum Block {
    Text(usize),
    Code(Code),
}

fn page(blocks: &[Block], language: &str) -> String {
    let block = |block: &Block| match block {
        Block::Text(n) => format!("{language} {n}.\n"),
        Block::Code(Code { id, lines }) => {
            let lines: Vec<String> = lines.iter().map(|line| format!("{id}.{line}\n")).collect();
            format!("```\n{}```\n", lines.concat())
        }
    };
    blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

/// Changes the code of one side. `new` are the numbers of new blocks and lines, which no other side uses.
fn edited(blocks: &[Block], random: &mut Random, new: &mut usize) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    for _ in 0..=random.below(2) {
        *new += 1;
        let at = random.below(blocks.len() + 1);
        match (random.below(4), blocks.get_mut(at)) {
            (0, Some(Block::Code(_))) => drop(blocks.remove(at)),
            (1, Some(Block::Code(code))) => code.lines.insert(random.below(code.lines.len() + 1), *new),
            (2, Some(Block::Code(code))) => {
                let line = random.below(code.lines.len());
                code.lines[line] = *new;
            }
            _ => blocks.insert(at, Block::Code(Code { id: *new, lines: vec![*new; 1 + random.below(2)] })),
        }
    }
    blocks
}

/// The code blocks of a page, as the ids of their lines.
fn codes(page: &str) -> Vec<Vec<&str>> {
    let inside = page.split("```\n").skip(1).step_by(2);
    inside.map(|code| code.lines().map(|line| line.split('.').next().unwrap_or_default()).collect()).collect()
}

#[test]
fn no_code_block_takes_over_lines_of_another() {
    let (mut merged, mut refused) = (0, 0);
    for seed in 0..u64::from(cases(400)) {
        let mut random = Random(seed + 1);
        let mut base = Vec::new();
        for n in 0..3 {
            base.push(Block::Text(n));
            for _ in 0..random.below(3) {
                let id = 100 + base.len();
                base.push(Block::Code(Code { id, lines: (0..=random.below(3)).collect() }));
            }
        }
        let mut world = World::new(&[(EN, &page(&base, "Text"))]);
        world.config.publish_at = 0;
        world.sync("es");
        let texts: Vec<(String, String)> = (0..3).map(|n| (format!("Text {n}."), format!("Texto {n}."))).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(source, text)| (&**source, &**text)).collect();
        world.translate("es", "Nets", &texts);
        assert_eq!(world.sync("es"), []);
        assert_eq!(world.page(ES), page(&base, "Texto"));
        let mut new = 1000;
        let (source, own) = (edited(&base, &mut random, &mut new), edited(&base, &mut random, &mut new));
        world.files.insert(EN.to_owned(), page(&source, "Text"));
        world.files.insert(ES.to_owned(), page(&own, "Texto"));
        if !world.sync("es").is_empty() {
            refused += 1;
            assert_eq!(world.page(ES), page(&own, "Texto"), "a conflict leaves the page");
            continue;
        }
        merged += 1;
        let result = world.page(ES);
        let shown = || format!("seed {seed}\n{}\n---\n{}\n---\n{result}", page(&source, "Text"), page(&own, "Texto"));
        let codes = codes(result);
        for code in &codes {
            assert!(code.windows(2).all(|two| two[0] == two[1]), "lines of two blocks in one: {}", shown());
        }
        let mut ids: Vec<&str> = codes.iter().filter_map(|code| code.first().copied()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|two| two[0] != two[1]), "one block in two: {}", shown());
        for n in 0..3 {
            assert!(result.contains(&format!("\nTexto {n}.\n")) || n == 0, "a paragraph is lost: {}", shown());
        }
        world.assert_synced("es");
    }
    assert!(merged > refused, "{merged} merged, {refused} refused");
}
