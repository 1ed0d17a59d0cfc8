//! What `cargo xtask lint` compiles: a newcomer waits for all of it.

use std::process::Command;

#[test]
fn the_gate_compiles_neither_the_network_nor_openpgp() {
    let tree = |features: &[&str], package: &str| {
        let output = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--offline",
                "--locked",
                "--edges",
                "normal,build",
                "--prefix",
                "none",
                "--package",
                package,
            ])
            .args(features)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let names = String::from_utf8(output.stdout).expect("UTF-8");
        names.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    let has = |tree: &[String], name: &str| tree.iter().any(|it| it == name);
    let gate = tree(&[], "xtask");
    assert!(has(&gate, "firstaid-lint"));
    for crate_name in ["firstaid-online", "pgp", "reqwest", "rustls", "tokio", "firstaid-language-server"] {
        assert!(!has(&gate, crate_name), "{crate_name}");
    }
    // Links are probed without OpenPGP, too.
    let links = tree(&["--no-default-features", "--features", "online,lsp"], "firstaid-cli");
    assert!(has(&links, "reqwest") && !has(&links, "pgp"));
    assert!(has(&tree(&["--no-default-features", "--features", "keys"], "firstaid-cli"), "pgp"));
}
