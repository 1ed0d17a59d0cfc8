use firstaid_content::*;
use firstaid_text::SourceFile;
use firstaid_translate::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let p = |f: &str, l: &str| {
        parse(
            PageKey { locale: Locale::new(l).unwrap(), name: "P".into() },
            SourceFile::new(f, std::fs::read_to_string(f).unwrap()),
            AnchorDialect::GitHub,
        )
    };
    let (s, t) = (p(&a[1], "en"), p(&a[2], &a[3]));
    let (ss, ts) = (segments(&s), segments(&t));
    for q in align(&s, &ss, &t, &ts) {
        let f = |g: &[Segment], p: &Page| {
            g.iter()
                .map(|x| p.text()[x.range].chars().take(50).collect::<String>().replace('\n', " "))
                .collect::<Vec<_>>()
                .join(" | ")
        };
        println!(
            "{:.3} {:?} {:?} [{}] => [{}]",
            q.confidence,
            q.source,
            q.target,
            f(&ss[q.source.clone()], &s),
            f(&ts[q.target.clone()], &t)
        );
    }
}
