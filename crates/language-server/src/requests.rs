//! From the name of a request to what answers it.

use gen_lsp_types::{CompletionList, Location};
use lsp_server::{ErrorCode, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::view::View;
use crate::{actions, completion, definition, hover, links, references, rename, symbols};

/// What the guide says to a request at this moment. While there is no guide, the answer is `null`.
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
            Err(error) => wrong_params(request, &error),
        },
        "textDocument/documentLink" => with(view, request, links::document_links),
        "textDocument/documentSymbol" => with(view, request, symbols::of_page),
        "workspace/symbol" => with(view, request, symbols::of_guide),
        method => {
            let message = format!("{method} is nothing that this server does");
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
        Err(error) => wrong_params(request, &error),
    }
}

fn parsed<P: DeserializeOwned>(request: &Request) -> serde_json::Result<P> {
    P::deserialize(&request.params)
}

/// A request whose parameters are of another kind than its method has.
fn wrong_params(request: Request, error: &serde_json::Error) -> Response {
    let message = format!("{}: {error}", request.method);
    Response::new_err(request.id, ErrorCode::InvalidParams as i32, message)
}
