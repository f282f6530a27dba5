//! Whatever stands in a request's body, the answer is a document, and none of the server's faults.
#![no_main]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use libfuzzer_sys::fuzz_target;
use parlel_ec2::{Config, app};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

const NOW: &str = "2026-01-31T12:00:00Z";

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().unwrap());

fuzz_target!(|body: &[u8]| {
    let request = Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .body(Body::from(body.to_vec()))
        .unwrap();
    let (status, text) = RUNTIME.block_on(async {
        // A new server each time, so that a form alone shows again what it found.
        let server = app(&Config::default().deterministic(42, NOW)).unwrap();
        let answer = server.oneshot(request).await.unwrap();
        let status = answer.status();
        (status, to_bytes(answer.into_body(), usize::MAX).await.unwrap())
    });
    let fault = status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED;
    assert!(!fault, "{status}");
    let text = std::str::from_utf8(&text).expect("an answer is UTF-8");
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    while reader.read_event().expect("an answer is XML") != Event::Eof {}
});
