//! A real editor drives the real server: headless Neovim opens a page, shows what is wrong with it, mends it, and saves.
//!
//! Where Neovim is not installed the tests say so and pass, unless `FIRSTAID_REQUIRE_PEERS` is set.

mod support;

use std::fs;
use std::process::Command;

use serde_json::Value;
use support::{BINARY, Run, TODAY, Tree, has_peers};

/// Opens `$PAGE`, waits for findings, applies the first quick fix on the word of `$RULE`, saves, and waits until the
/// rule finds nothing. Prints what it saw as JSON.
const SCRIPT: &str = r"
local page, rule = vim.env.PAGE, vim.env.RULE
local function fail(message)
  io.stdout:write(vim.json.encode({ failed = message }))
  vim.cmd('cquit 3')
end
vim.cmd('edit ' .. page)
local client = vim.lsp.start_client({
  name = 'firstaid',
  cmd = { vim.env.FIRSTAID, 'lsp', '--today', vim.env.TODAY },
  root_dir = vim.env.ROOT,
})
vim.lsp.buf_attach_client(0, client)
local function found()
  return vim.tbl_filter(function(it) return it.code == rule end, vim.diagnostic.get(0))
end
local function wait(what, condition)
  if not vim.wait(60000, condition, 10) then fail(what) end
end
wait('no finding', function() return #found() > 0 end)
local first = found()[1]
local line = vim.api.nvim_buf_get_lines(0, first.lnum, first.lnum + 1, false)[1]
local seen = {
  lnum = first.lnum, col = first.col, end_col = first.end_col,
  word = line:sub(first.col + 1, first.end_col), message = first.message,
}
local params = vim.lsp.util.make_range_params()
local at = vim.str_utfindex(line, first.col)
local encoding = vim.lsp.get_client_by_id(client).offset_encoding
if encoding == 'utf-16' then local _, utf16 = vim.str_utfindex(line, first.col); at = utf16 end
params.range = { start = { line = first.lnum, character = at }, ['end'] = { line = first.lnum, character = at } }
params.context = { diagnostics = {}, only = { 'quickfix' } }
local replies = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000) or {}
local actions = (replies[client] or {}).result or {}
if #actions == 0 then fail('no quick fix') end
seen.title, seen.encoding = actions[1].title, encoding
vim.lsp.util.apply_workspace_edit(actions[1].edit, encoding)
vim.cmd('write')
wait('the finding stayed', function() return #found() == 0 end)
io.stdout:write(vim.json.encode(seen))
vim.lsp.stop_client(client)
vim.cmd('qall!')
";

const PAGE: &str = "content/en/Email.md";

/// What Neovim saw of a page with this text, and the text that it saved.
fn edited(text: &str, rule: &str) -> (Value, String) {
    let tree = Tree::page("# Home\n").with(PAGE, text).with("drive.lua", SCRIPT);
    let mut command = Command::new("nvim");
    // Of whoever runs the tests nothing may come in.
    command.args(["--headless", "--clean", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile drive.lua"]);
    command
        .current_dir(tree.root())
        .env("XDG_STATE_HOME", tree.path("state"))
        .env("XDG_CACHE_HOME", tree.path("cache"));
    command.env("FIRSTAID", BINARY).env("TODAY", TODAY).env("ROOT", tree.root()).env("PAGE", PAGE).env("RULE", rule);
    let run = Run::of(&mut command).exits(0);
    let seen = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    (seen, fs::read_to_string(tree.path(PAGE)).expect("the page"))
}

/// The word is found at its bytes, mended, and the rest of the page is as it was.
#[track_caller]
fn mends(text: &str, rule: &str, wrong: &str, right: &str) {
    if !has_peers(&["nvim"]) {
        return;
    }
    let (seen, saved) = edited(text, rule);
    let before = &text[..text.find(wrong).expect("the word is there")];
    let column = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').len();
    assert_eq!(seen["word"], wrong, "{seen}");
    assert_eq!(seen["lnum"], before.matches('\n').count(), "{seen}");
    assert_eq!(seen["col"], column, "{seen}");
    assert_eq!(saved, text.replacen(wrong, right, 1), "{seen}");
}

#[test]
fn neovim_mends_a_word() {
    mends("# Email\n\nMany people write with Gmal, at home.\n", "misspelled-brand", "Gmal", "Gmail");
}

#[test]
fn neovim_mends_a_word_after_arabic() {
    mends("# Email\n\n- قال: «البريد» Gmal.\n", "misspelled-brand", "Gmal", "Gmail");
}

#[test]
fn neovim_mends_a_word_after_emoji() {
    mends("# Email\n\nWrite 🙂👩‍👩‍👧 e\u{301} with Gmal 🙂 now.\n", "misspelled-brand", "Gmal", "Gmail");
}

#[test]
fn neovim_mends_a_word_between_dos_line_ends() {
    mends("# Email\r\n\r\nWrite 🙂 with Gmal.\r\n", "misspelled-brand", "Gmal", "Gmail");
}
