//! The capabilities of the editor that matter here, and those of the server.

use std::path::PathBuf;

use firstaid_text::PositionEncoding;
use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DocumentLinkOptions, InitializeParams, InitializeResult,
    MarkupKind, PositionEncodingKind, RenameOptions, ServerCapabilities, ServerInfo, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFolders, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

use crate::convert::path_of;
use crate::parent::Parent;

/// The editor: its folders and its capabilities.
pub(crate) struct Client {
    /// The one guide to serve, whatever the editor opens.
    pub(crate) root: Option<PathBuf>,
    /// The folders that it has open; none if there is a `root`.
    pub(crate) folders: Vec<PathBuf>,
    /// Its process, looked up before it gets an answer: one that ends at once is noticed, too.
    pub(crate) parent: Option<Parent>,
    pub(crate) encoding: PositionEncoding,
    /// Whether edits may name the version of the document that they apply to.
    pub(crate) has_versioned_edits: bool,
    /// Whether it can be asked to report changed files.
    pub(crate) watches_files: bool,
    /// Whether it renders Markdown in hovers; otherwise they are plain text.
    pub(crate) renders_markdown: bool,
}

impl Client {
    pub(crate) fn new(params: &InitializeParams, root: Option<PathBuf>) -> Self {
        let capabilities = &params.capabilities;
        let folders = match &params.workspace_folders_initialize_params.workspace_folders {
            Some(WorkspaceFolders::WorkspaceFolderList(folders)) if !folders.is_empty() => {
                folders.iter().map(|folder| &folder.uri).collect()
            }
            #[expect(deprecated, reason = "editors that support one folder only send it")]
            _ => params.root_uri.iter().collect::<Vec<_>>(),
        };
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let hover = capabilities.text_document.as_ref().and_then(|it| it.hover.as_ref());
        let formats = hover.and_then(|it| it.content_format.as_ref());
        let encodings = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_deref());
        Self {
            folders: folders.into_iter().filter(|_| root.is_none()).filter_map(path_of).collect(),
            root: root.map(|root| std::path::absolute(&root).unwrap_or(root)),
            parent: params.process_id.and_then(Parent::new),
            encoding: encoding(encodings.unwrap_or_default()),
            has_versioned_edits: edits.and_then(|it| it.document_changes).unwrap_or_default(),
            watches_files: watched.and_then(|it| it.dynamic_registration).unwrap_or_default(),
            renders_markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
        }
    }
}

/// The encoding that is cheapest to convert among those that the editor offers. Every editor supports UTF-16.
fn encoding(offered: &[PositionEncodingKind]) -> PositionEncoding {
    let preferred =
        [(PositionEncodingKind::UTF8, PositionEncoding::Utf8), (PositionEncodingKind::UTF32, PositionEncoding::Utf32)];
    let found = preferred.into_iter().find(|(kind, _)| offered.contains(kind));
    found.map_or(PositionEncoding::Utf16, |(_, encoding)| encoding)
}

/// The answer to `initialize`.
pub(crate) fn initialize_result(client: &Client) -> serde_json::Value {
    let encoding = match client.encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
        ..CodeActionOptions::default()
    };
    let triggers = ["(", "#", "/"].map(str::to_owned).to_vec();
    let completion = CompletionOptions { trigger_characters: Some(triggers), ..CompletionOptions::default() };
    let rename = RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() };
    let capabilities = ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(actions.into()),
        completion_provider: Some(completion),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        rename_provider: Some(rename.into()),
        document_link_provider: Some(DocumentLinkOptions::default()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities::new(Some(true), Some(true.into()))),
            ..WorkspaceOptions::default()
        }),
        ..ServerCapabilities::default()
    };
    let info = ServerInfo { name: "firstaid".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let result = InitializeResult { capabilities, server_info: Some(info) };
    serde_json::to_value(result).unwrap_or_default()
}
