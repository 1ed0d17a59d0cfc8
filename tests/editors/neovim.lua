-- Opens $PAGE, waits for findings, applies the first quick fix on the word of $RULE, saves, and waits until the rule
-- finds nothing. Prints what it saw as JSON.

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
