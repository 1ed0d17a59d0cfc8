//! The packages of a release, made of the binary under test, installed from their files into empty environments and run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::repo::Repo;
use crate::support::{BINARY, Run, Tree, has_peers, repository};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folder with the packages for this machine; made once.
fn packages() -> &'static Tree {
    static MADE: OnceLock<Tree> = OnceLock::new();
    MADE.get_or_init(|| {
        let made = Tree::empty();
        // Without what only a debugger reads, the binary has half the size.
        run(Command::new("strip").arg("-o").arg(made.path("firstaid")).arg(BINARY));
        let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
        let mut pack = Command::new("bash");
        pack.arg(repository().join(".github/release/packages.sh")).args([VERSION, &target]);
        pack.args([made.path("firstaid"), made.path("packages")]);
        // The size is of no interest here.
        run(pack.env("DPKG_DEB_COMPRESSOR_TYPE", "gzip").env("DPKG_DEB_COMPRESSOR_LEVEL", "1"));
        made
    })
}

/// The package whose name has an ending.
fn package(ending: &str) -> PathBuf {
    let mut files =
        std::fs::read_dir(packages().path("packages")).expect("a folder").map(|it| it.expect("a file").path());
    files.find(|path| path.to_string_lossy().ends_with(ending)).unwrap_or_else(|| panic!("no {ending}"))
}

fn run(command: &mut Command) -> Run {
    Run::of(command).exits(0)
}

/// An installed binary lints a guide that it has never seen, and nothing else of the environment.
fn lints(binary: &Path) {
    let guide = Tree::empty().with("docs/page.md", "# Page\n\nUse Ostel.\n").with("mkdocs.yml", "site_name: x\n");
    let mut lint = Command::new(binary);
    lint.current_dir(guide.root()).args(["lint", "--format", "concise"]);
    Run::of(&mut lint).exits(1).says("docs/page.md:3:5: error[stale-tool]");
    run(Command::new(binary).arg("--version")).says(VERSION);
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the test packs for Linux")]
fn the_wheel_is_installed_by_pip() {
    if !has_peers(&["wheel", "npm", "dpkg-deb", "strip", "python3"]) {
        return;
    }
    let home = Tree::empty();
    run(Command::new("python3").args(["-m", "venv"]).arg(home.path("env")));
    let mut pip = Command::new(home.path("env/bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]);
    run(pip.arg(package(".whl")));
    lints(&home.path("env/bin/firstaid"));
    let mut pip = Command::new(home.path("env/bin/python"));
    let shown = run(pip.args(["-m", "pip", "show", "--files", "firstaid"]));
    shown.says(&format!("Version: {VERSION}")).says("licenses/dictionary-de");
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the test packs for Linux")]
fn the_package_of_npm_is_installed_by_npm() {
    if !has_peers(&["wheel", "npm", "dpkg-deb", "strip", "python3"]) {
        return;
    }
    let home = Tree::empty().with("package.json", "{}\n");
    let mut npm = Command::new("npm");
    npm.current_dir(home.root()).env("npm_config_cache", home.path("cache"));
    run(npm.args(["install", "--offline", "--silent", "--no-audit", "--no-fund"]).arg(package(".tgz")));
    lints(&home.path("node_modules/.bin/firstaid"));
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the test packs for Linux")]
fn the_package_of_debian_is_installed_by_dpkg() {
    if !has_peers(&["wheel", "npm", "dpkg-deb", "dpkg", "strip", "python3"]) {
        return;
    }
    let system = Tree::empty().with("var/lib/dpkg/status", "").with("var/lib/dpkg/info/format", "1\n");
    system.write("var/lib/dpkg/updates/.keep", "");
    std::fs::remove_file(system.path("var/lib/dpkg/updates/.keep")).expect("an empty folder");
    let dpkg = || {
        let mut dpkg = Command::new("dpkg");
        dpkg.args(["--force-not-root", "--root"]).arg(system.root());
        dpkg
    };
    run(dpkg().arg("--install").arg(package(".deb")));
    lints(&system.path("usr/bin/firstaid"));
    run(dpkg().args(["--status", "firstaid"])).says("Status: install ok installed");
    run(dpkg().args(["--verify", "firstaid"]));
    for file in ["man/man1/firstaid-lint.1.gz", "bash-completion/completions/firstaid", "doc/firstaid/copyright"] {
        assert!(system.path("usr/share").join(file).is_file(), "{file}");
    }
}

/// The sample of the handbook, with the wheel by its path.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the test packs for Linux")]
fn pre_commit_installs_the_wheel() {
    if !has_peers(&["wheel", "npm", "dpkg-deb", "strip", "python3", "pre-commit", "git"]) {
        return;
    }
    let page = std::fs::read_to_string(repository().join("docs/ci.md")).expect("a file");
    let blocks = page.split("\n```yml\n").skip(1).filter_map(|it| it.split("\n```\n").next());
    let sample = blocks.into_iter().find(|it| it.contains("language: python")).expect("the sample");
    let wheel = package(".whl");
    assert!(sample.contains("[firstaid==VERSION]"), "{sample}");
    let sample = sample.replace("[firstaid==VERSION]", &format!("[\"{}\"]", wheel.display()));
    let repo = Repo::new(Tree::page("# Page\n\nGmal.\n").with(".pre-commit-config.yaml", sample));
    repo.tree.write("content/en/Page.md", "# Page\n\nGmal.\n\nOstel.\n");
    repo.git(&["add", "--all"]);
    let home = Tree::empty();
    let mut command = Command::new("pre-commit");
    command.current_dir(repo.tree.root()).env("PRE_COMMIT_HOME", home.root()).arg("run");
    // What it installs beside the wheel comes with virtualenv.
    command.envs([("PIP_NO_INDEX", "1"), ("PIP_NO_BUILD_ISOLATION", "0"), ("VIRTUALENV_SETUPTOOLS", "bundle")]);
    let run = Run::of(&mut command).exits(1).says("error[stale-tool]");
    assert!(!run.stdout.contains("misspelled-brand"), "{}", run.stdout);
}

#[test]
fn an_unknown_machine_is_refused() {
    let mut pack = Command::new("bash");
    pack.arg(repository().join(".github/release/packages.sh")).args([VERSION, "mips-unknown-none", BINARY]);
    let out = Tree::empty();
    Run::of(pack.arg(out.path("packages"))).exits(2).warns("no package is known for mips-unknown-none");
}

#[test]
fn the_formula_of_homebrew_names_every_archive_with_its_checksum() {
    let sum = |n: usize| format!("{n:064x}");
    let targets =
        ["aarch64-apple-darwin", "aarch64-unknown-linux-musl", "x86_64-apple-darwin", "x86_64-unknown-linux-musl"];
    let lines = targets.iter().enumerate().map(|(n, target)| format!("{}  firstaid-v1.2.3-{target}.tar.gz\n", sum(n)));
    let tree = Tree::empty().with("SHA256SUMS", lines.collect::<String>()).with("empty", "");
    let formula = |sums: &str| {
        let mut write = Command::new("bash");
        write.arg(repository().join(".github/release/formula.sh"));
        Run::of(write.arg("v1.2.3").arg(tree.path(sums)).arg("owner/guide"))
    };
    let written = formula("SHA256SUMS").exits(0).says("version \"1.2.3\"");
    for (n, target) in targets.iter().enumerate() {
        let address = format!(
            "url \"https://github.com/owner/guide/releases/download/v1.2.3/firstaid-v1.2.3-{target}.tar.gz\"\n      sha256 \"{}\"",
            sum(n)
        );
        assert!(written.stdout.contains(&address), "{}", written.stdout);
    }
    formula("empty").exits(2);
    if has_peers(&["ruby"]) {
        tree.write("firstaid.rb", &written.stdout);
        run(Command::new("ruby").arg("-c").arg(tree.path("firstaid.rb")));
    }
}

/// Nothing here can build it, so a linter reads it.
#[test]
fn the_container_file_has_no_flaws() {
    if has_peers(&["hadolint"]) {
        run(Command::new("hadolint").arg(repository().join("Containerfile")));
    }
}
