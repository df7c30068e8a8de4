//! Web and mail addresses in a stretch without blanks.

use std::ops::Range;

use super::lexeme::LexemeKind;
use super::list::{Joint, TokenKind, Tokens};

/// An address: the matcher tokens that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) tokens: Range<usize>,
    pub(super) kind: LexemeKind,
}

/// Last parts of the names of sites that are written without `https://`.
const DOMAINS: [&str; 38] = [
    "ai", "app", "asia", "biz", "blog", "cc", "cloud", "club", "cn", "co", "com", "de", "dev", "edu", "eu",
    "fm", "fr", "gov", "in", "info", "io", "jp", "kr", "me", "net", "online", "org", "ru", "shop", "site",
    "store", "tech", "top", "tv", "uk", "us", "vn", "xyz",
];

/// The addresses in `run`, in order. Every token is looked at a bounded number of times.
pub(super) fn address(text: &str, tokens: &Tokens, run: Range<usize>) -> Vec<Address> {
    let mut found = Vec::new();
    if run.len() < 3 {
        return found;
    }
    let key = |i: usize| if i < run.end { tokens.key(i) } else { "" };
    let mut done = run.start;
    let mut at = run.start;
    while at < run.end {
        let address = match key(at) {
            ":" if key(at + 1) == "/" && key(at + 2) == "/" && at > done => {
                web(tokens, at - 1, at + 3, run.end)
            }
            "@" if at > done => mail(tokens, done, at, run.end),
            "." if at > done => {
                let host = host_end(tokens, at + 1, run.end);
                let site = site(text, tokens, (done, at, host), run.end);
                if site.is_none() {
                    // Every dot up to there is of the same name.
                    at = host.max(at + 1);
                    continue;
                }
                site
            }
            _ => None,
        };
        if let Some(address) = address {
            at = address.tokens.end;
            done = at;
            found.push(address);
        } else {
            at += 1;
        }
    }
    found
}

/// An address with its scheme, at `first`; what follows the slashes begins at `rest`.
fn web(tokens: &Tokens, first: usize, rest: usize, end: usize) -> Option<Address> {
    if !matches!(tokens.key(first), "http" | "https" | "ftp") {
        return None;
    }
    let last = path_end(tokens, rest, end);
    (last > rest).then_some(Address { tokens: first..last, kind: LexemeKind::Url })
}

/// A mail address around the `@` at `at`; its name begins no earlier than `done`.
fn mail(tokens: &Tokens, done: usize, at: usize, end: usize) -> Option<Address> {
    let is_name =
        |i: usize| tokens[i].kind != TokenKind::Mark || matches!(tokens.key(i), "." | "_" | "+" | "%");
    let mut first = (done..at).rev().take_while(|&i| is_name(i)).last()?;
    if tokens[first].kind == TokenKind::Mark {
        first += 1;
    }
    let last = host_end(tokens, at + 1, end);
    let has_dot = (at + 1..last).any(|i| tokens.key(i) == ".");
    (first < at && has_dot).then_some(Address { tokens: first..last, kind: LexemeKind::Email })
}

/// The name of a site whose first dot stands at `dot`, and which ends before `host`; it begins no earlier than `done`.
fn site(
    text: &str,
    tokens: &Tokens,
    (done, dot, host): (usize, usize, usize),
    end: usize,
) -> Option<Address> {
    let is_label = |i: usize| tokens[i].kind != TokenKind::Mark;
    let first =
        (done..dot).rev().take_while(|&i| is_label(i) && (i + 1 == dot || is_glued(tokens, i + 1))).last()?;
    if host <= dot + 1 {
        return None;
    }
    let is_ascii = tokens.span(first, host).of(text).is_ascii();
    let is_domain =
        DOMAINS.binary_search(&tokens.key(host - 1)).is_ok() && tokens[host - 1].joint == Joint::None;
    let is_www = tokens.key(first) == "www";
    // Letters must stand before the dot: 1.000.vn is no site.
    let has_letters = (first..dot).any(|i| tokens[i].kind == TokenKind::Letters);
    if !(is_ascii && has_letters && (is_domain || is_www)) {
        return None;
    }
    let follows = host < end && matches!(tokens.key(host), "/" | "?" | ":") && host + 1 < end;
    let last = if follows { path_end(tokens, host, end) } else { host };
    Some(Address { tokens: first..last, kind: LexemeKind::Url })
}

fn is_glued(tokens: &Tokens, i: usize) -> bool {
    matches!(tokens[i].joint, Joint::None | Joint::Hyphen)
}

/// One past the labels and dots from `at` on; the last is a label.
fn host_end(tokens: &Tokens, at: usize, end: usize) -> usize {
    let mut last = at;
    for i in at..end {
        let is_dot = tokens.key(i) == "." && i > at && tokens[i - 1].kind != TokenKind::Mark;
        if tokens[i].kind == TokenKind::Mark && !is_dot {
            break;
        }
        if !is_dot {
            last = i + 1;
        }
    }
    last
}

/// One past the path from `at` on; a mark at its end is the sentence's.
fn path_end(tokens: &Tokens, at: usize, end: usize) -> usize {
    let goes_on = |i: usize| {
        tokens[i].kind != TokenKind::Mark
            || matches!(
                tokens.key(i),
                "." | "/"
                    | "?"
                    | "#"
                    | "&"
                    | "="
                    | "%"
                    | "~"
                    | "_"
                    | "-"
                    | ":"
                    | "+"
                    | ","
                    | "@"
                    | "!"
                    | ";"
                    | "$"
                    | "*"
            )
    };
    let reach = at + (at..end).take_while(|&i| goes_on(i)).count();
    let trail =
        (at..reach).rev().take_while(|&i| tokens[i].kind == TokenKind::Mark && tokens.key(i) != "/").count();
    reach - trail
}
