//! Dispatch: the handler for each request.

use gen_lsp_types::{CompletionList, Location};
use lsp_server::{ErrorCode, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::view::View;
use crate::{actions, completion, definition, document_links, hover, references, rename, symbols};

/// The answer to a request; `null` while there is no guide.
pub(crate) fn answer(view: Option<&View<'_>>, request: Request) -> Response {
    match &*request.method {
        "textDocument/codeAction" => with(view, request, actions::code_actions),
        "textDocument/completion" => {
            with(view, request, |view, params| -> Option<CompletionList> { completion::completion(view, params) })
        }
        "textDocument/definition" => {
            with(view, request, |view, params| -> Vec<Location> { definition::definition(view, params) })
        }
        "textDocument/references" => with(view, request, references::references),
        "textDocument/hover" => with(view, request, hover::hover),
        "textDocument/prepareRename" => with(view, request, rename::prepare),
        "textDocument/rename" => match parsed(&request) {
            Ok(params) => match view.map(|view| rename::rename(view, &params)).transpose() {
                Ok(edit) => Response::new_ok(request.id, edit.flatten()),
                Err(refusal) => Response::new_err(request.id, ErrorCode::InvalidParams as i32, refusal.to_owned()),
            },
            Err(error) => invalid_params(request, &error),
        },
        "textDocument/documentLink" => with(view, request, document_links::document_links),
        "textDocument/documentSymbol" => with(view, request, symbols::document_symbols),
        "workspace/symbol" => with(view, request, symbols::workspace_symbols),
        method => {
            let message = format!("`{method}` is not supported");
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
        }
    }
}

fn with<P: DeserializeOwned, R: Serialize>(
    view: Option<&View<'_>>,
    request: Request,
    f: impl FnOnce(&View<'_>, &P) -> R,
) -> Response {
    match parsed(&request) {
        Ok(params) => Response::new_ok(request.id, view.map(|view| f(view, &params))),
        Err(error) => invalid_params(request, &error),
    }
}

fn parsed<P: DeserializeOwned>(request: &Request) -> serde_json::Result<P> {
    P::deserialize(&request.params)
}

/// The answer to a request whose parameters do not fit its method.
fn invalid_params(request: Request, error: &serde_json::Error) -> Response {
    let message = format!("{}: {error}", request.method);
    Response::new_err(request.id, ErrorCode::InvalidParams as i32, message)
}
