//! From an admitted request to its answer.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::sync::watch;
use tokio::time::timeout;
use url::form_urlencoded;

use super::desk::{Decision, Desk, Edit, Failure, Resolution, Saved};
use super::html::{self, Typed, Unresolved, Which};
use super::view::{Choice, Picture};

/// Maximum time that an answer about changes waits for one.
const POLL: Duration = Duration::from_secs(25);

/// Nothing but the server's own style and script is loaded, no page may frame this one, and forms go nowhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// That of a picture: one in SVG loads and runs nothing either, wherever it is opened.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/// Begins the names of the fields that say what is chosen for a conflict, and what was typed for it.
const CHOICE: &str = "choice-";
const TEXT: &str = "text-";

/// What is asked for.
pub(super) enum Route {
    Home,
    Pages { locale: String, which: Which },
    Page { locale: String, name: String, which: Which },
    Block { locale: String, name: String, key: String },
    Save { edit: Edit, then_next: bool },
    Conflicts { locale: String, name: String },
    Resolve(Resolution),
    Picture { id: String },
    Asset { kind: &'static str, text: &'static str },
    Changes(Option<u64>),
    None,
}

/// The route of a path after the token. No part of it is ever looked up among files.
pub(super) fn route(path: &str, query: &str, form: Option<&str>) -> Route {
    let text = form.unwrap_or(query);
    let mut fields: HashMap<String, String> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let mut field = |name: &str| fields.remove(name).unwrap_or_default();
    let asset = |kind, text| Route::Asset { kind, text };
    let which = |show: &str| if show == "work" { Which::Work } else { Which::All };
    match (path, form.is_some()) {
        ("", false) => Route::Home,
        ("pages", false) => Route::Pages { locale: field("locale"), which: which(&field("show")) },
        ("page", false) => Route::Page { locale: field("locale"), name: field("name"), which: which(&field("show")) },
        ("block", false) => Route::Block { locale: field("locale"), name: field("name"), key: field("block") },
        ("block", true) => {
            let then = field("then");
            let edit = Edit {
                locale: field("locale"),
                name: field("name"),
                key: field("block"),
                version: field("version"),
                text: typed(&field("text")),
                is_unsure: field("unsure") == "yes",
                is_reviewed: then == "reviewed",
            };
            Route::Save { edit, then_next: then == "next" }
        }
        ("conflicts", false) => Route::Conflicts { locale: field("locale"), name: field("name") },
        ("conflicts", true) => {
            let (locale, name, version) = (field("locale"), field("name"), field("version"));
            Route::Resolve(Resolution { locale, name, version, decisions: decisions(&fields) })
        }
        ("picture", false) => Route::Picture { id: field("id") },
        ("style.css", false) => asset("text/css; charset=utf-8", html::STYLE),
        ("script.js", false) => asset("text/javascript; charset=utf-8", html::SCRIPT),
        ("icon.svg", false) => asset("image/svg+xml", html::ICON),
        ("changes", false) => Route::Changes(field("since").parse().ok()),
        _ => Route::None,
    }
}

/// The text of a field; browsers send CRLF.
fn typed(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn decisions(fields: &HashMap<String, String>) -> Vec<Decision> {
    let of = |name: &'static str| fields.keys().filter_map(move |field| field.strip_prefix(name));
    let keys: BTreeSet<&str> = of(CHOICE).chain(of(TEXT)).collect();
    let value = |start: &str, key: &str| fields.get(&format!("{start}{key}")).map_or("", String::as_str);
    let decision = |key: &str| Decision {
        key: key.to_owned(),
        choice: Choice::parse(value(CHOICE, key)),
        text: typed(value(TEXT, key)),
    };
    keys.into_iter().map(decision).collect()
}

/// Answers with the number of changes as soon as it is another than the client knows, or after a while.
pub(super) async fn changes(known: Option<u64>, mut revision: watch::Receiver<u64>) -> Response<Full<Bytes>> {
    // An error means that the preview ends, which the client will see.
    let _ = timeout(POLL, revision.wait_for(|now| Some(*now) != known)).await;
    let now = *revision.borrow();
    plain(StatusCode::OK, &now.to_string())
}

/// Makes the answer to any other route.
pub(super) fn render(route: Route, desk: &dyn Desk) -> Response<Full<Bytes>> {
    let revision = *desk.revision().borrow();
    let shown = |page: Result<String, Failure>| match page {
        Ok(page) => document(StatusCode::OK, page),
        Err(failure) => failed(&failure, revision),
    };
    match route {
        Route::Home => match desk.home() {
            Ok(home) => match &home.locales[..] {
                [only] => see_other(&html::pages_url(&only.language.locale, Which::All)),
                _ => document(StatusCode::OK, html::home(&home, revision)),
            },
            Err(failure) => failed(&failure, revision),
        },
        Route::Pages { locale, which } => {
            shown(desk.pages(&locale).map(|listing| html::listing(&listing, which, revision)))
        }
        Route::Page { locale, name, which } => {
            shown(desk.page(&locale, &name).map(|page| html::page(&page, which, revision)))
        }
        Route::Block { locale, name, key } => shown(desk.page(&locale, &name).and_then(|page| {
            let block = page.blocks.iter().position(|block| block.key == key).ok_or(Failure::Unknown)?;
            Ok(html::edit(&page, Some(block), &Typed::Nothing, revision))
        })),
        Route::Save { edit, then_next } => save(&edit, then_next, desk),
        Route::Conflicts { locale, name } => {
            shown(desk.page(&locale, &name).map(|page| html::conflicts(&page, None, revision)))
        }
        Route::Resolve(resolution) => resolve(&resolution, desk),
        Route::Picture { id } => desk.picture(&id).map_or_else(|| failed(&Failure::Unknown, revision), picture),
        Route::Asset { kind, text } => response(StatusCode::OK, kind, text.to_owned()),
        Route::Changes(_) | Route::None => failed(&Failure::Unknown, revision),
    }
}

fn save(edit: &Edit, then_next: bool, desk: &dyn Desk) -> Response<Full<Bytes>> {
    let saved = match desk.save(edit) {
        Ok(saved) => saved,
        // What was typed must not be lost with the answer.
        Err(Failure::Failed(why)) => Saved::Refused(why),
        Err(Failure::Unknown) => return unsaved(&[&edit.text], NO_PAGE, desk),
    };
    // The form that follows is of the files as they are after it.
    let revision = *desk.revision().borrow();
    let page = match desk.page(&edit.locale, &edit.name) {
        Ok(page) => page,
        Err(failure) if saved == Saved::Written => return failed(&failure, revision),
        Err(Failure::Failed(why)) => return unsaved(&[&edit.text], &why, desk),
        Err(Failure::Unknown) => return unsaved(&[&edit.text], NO_PAGE, desk),
    };
    let block = page.blocks.iter().position(|block| block.key == edit.key);
    let (status, typed) = match saved {
        Saved::Written => {
            let after = block.map_or(0, |n| n + 1);
            let next = page.blocks[after..].iter().find(|block| block.needs_work()).filter(|_| then_next);
            return see_other(&match next {
                Some(next) => html::block_url(&edit.locale, &edit.name, &next.key),
                None => html::place_url(&edit.locale, &edit.name, Which::All, &edit.key),
            });
        }
        Saved::Refused(why) => (StatusCode::UNPROCESSABLE_ENTITY, Typed::Refused { edit, why }),
        Saved::Conflict => (StatusCode::CONFLICT, Typed::Conflict { edit }),
        Saved::Gone => (StatusCode::CONFLICT, Typed::Gone { edit }),
    };
    document(status, html::edit(&page, block, &typed, revision))
}

fn resolve(resolution: &Resolution, desk: &dyn Desk) -> Response<Full<Bytes>> {
    let Resolution { locale, name, .. } = resolution;
    let typed: Vec<&str> = resolution.decisions.iter().map(|it| &*it.text).collect();
    let saved = match desk.resolve(resolution) {
        Ok(saved) => saved,
        Err(Failure::Failed(why)) => Saved::Refused(why),
        Err(Failure::Unknown) => return unsaved(&typed, NO_PAGE, desk),
    };
    let revision = *desk.revision().borrow();
    let (status, why) = match saved {
        Saved::Written => return see_other(&html::page_url(locale, name, Which::All)),
        Saved::Refused(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
        Saved::Conflict => (StatusCode::CONFLICT, CHANGED.to_owned()),
        Saved::Gone => (StatusCode::CONFLICT, RESOLVED.to_owned()),
    };
    match desk.page(locale, name) {
        Ok(page) => document(status, html::conflicts(&page, Some(&Unresolved { resolution, why }), revision)),
        Err(Failure::Failed(why)) => unsaved(&typed, &why, desk),
        Err(Failure::Unknown) => unsaved(&typed, NO_PAGE, desk),
    }
}

const NO_PAGE: &str = "the guide has no such page any more.";

/// What was typed for a page that cannot be shown, for its author to copy.
fn unsaved(typed: &[&str], why: &str, desk: &dyn Desk) -> Response<Full<Bytes>> {
    document(StatusCode::CONFLICT, html::unsaved(typed, why, *desk.revision().borrow()))
}

const CHANGED: &str = "a file of this page was changed after the form was opened. What you chose and typed is still here: \
                       look at both sides again, then save.";

const RESOLVED: &str = "the page has no conflicts any more: somebody has resolved them since the form was opened.";

fn picture(Picture { media_type, bytes }: Picture) -> Response<Full<Bytes>> {
    let mut response = response(StatusCode::OK, media_type, bytes);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY));
    response
}

fn failed(failure: &Failure, revision: u64) -> Response<Full<Bytes>> {
    match failure {
        Failure::Unknown => {
            document(StatusCode::NOT_FOUND, html::message("Not found", "There is no such page or block.", revision))
        }
        Failure::Failed(why) => {
            document(StatusCode::INTERNAL_SERVER_ERROR, html::message("The guide cannot be shown", why, revision))
        }
    }
}

fn document(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    response(status, "text/html; charset=utf-8", text)
}

pub(super) fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    response(status, "text/plain; charset=utf-8", text.to_owned())
}

/// Leads to a page below the token.
fn see_other(url: &str) -> Response<Full<Bytes>> {
    let mut response = plain(StatusCode::SEE_OTHER, "");
    let target = HeaderValue::from_str(url).unwrap_or(HeaderValue::from_static("."));
    response.headers_mut().insert(header::LOCATION, target);
    response
}

fn response(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Without any referrer, browsers would not say that a form comes from here.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
