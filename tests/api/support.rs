//! A server of a test's own, and its answers as trees.

#[path = "support/conformity.rs"]
mod conformity;

use axum::body::{self, Body};
use axum::http::{Request, Response};
use parlel_ec2::{Config, LifecycleArg, app};
use quick_xml::Reader;
use quick_xml::events::Event;
use tower::ServiceExt as _;

const COUNTS: [&str; 2] = ["MinCount", "MaxCount"];

/// When every test begins.
pub const NOW: &str = "2026-01-31T12:00:00Z";

/// A client of a server that nobody else talks to.
#[derive(Clone)]
pub struct Ec2 {
    router: axum::Router,
    account: String,
    region: String,
}

/// What came back in place of an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
}

impl Ec2 {
    pub fn new() -> Self {
        Self::with(Config::default())
    }

    /// Transitions take time; [`Ec2::advance`] lets it pass.
    pub fn with_aws_lifecycle() -> Self {
        Self::with(Config { lifecycle: LifecycleArg::Aws, ..Config::default() })
    }

    pub fn with(config: Config) -> Self {
        Self {
            router: app(&config.deterministic(42, NOW)).unwrap(),
            account: "000000000000".to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    /// The same server, asked for another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self { region: region.to_owned(), ..self.clone() }
    }

    /// The same server, asked by another account.
    pub fn as_account(&self, account: &str) -> Self {
        Self { account: account.to_owned(), ..self.clone() }
    }

    /// The answer to a request that must succeed.
    #[track_caller]
    pub fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Xml {
        self.ask(action, parameters).unwrap_or_else(|refusal| panic!("{action}: {refusal:?}"))
    }

    /// The refusal of a request that must not succeed, as (code, message).
    #[track_caller]
    pub fn refused(&self, action: &str, parameters: &[(&str, &str)]) -> (String, String) {
        match self.ask(action, parameters) {
            Err(refusal) => (refusal.code, refusal.message),
            Ok(answer) => panic!("{action} was not refused: {answer:?}"),
        }
    }

    pub fn ask(&self, action: &str, parameters: &[(&str, &str)]) -> Result<Xml, Refusal> {
        let mut form = vec![("Action", action), ("Version", "2016-11-15")];
        form.extend(parameters);
        // Clients always send the counts of a launch.
        if action == "RunInstances" && !parameters.iter().any(|(name, _)| COUNTS.contains(name)) {
            form.extend(COUNTS.map(|name| (name, "1")));
        }
        let form = serde_urlencoded::to_string(form).unwrap();
        let request = Request::post("/")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header(
                "authorization",
                format!(
                    "AWS4-HMAC-SHA256 Credential={}/20260131/{}/ec2/aws4_request, \
                     SignedHeaders=host, Signature=0",
                    self.account, self.region
                ),
            )
            .body(Body::from(form))
            .unwrap();
        let (status, text) = self.send(request);
        let xml = Xml::parse(&text);
        if status == 200 {
            conformity::check(action, &xml);
            return Ok(xml);
        }
        let error = xml.at("Errors.Error").expect("a refusal has an error");
        let member = |name| error.text(name).to_owned();
        Err(Refusal { status, code: member("Code"), message: member("Message") })
    }

    /// Any request at all, for what lies beside the API.
    pub fn send(&self, request: Request<Body>) -> (u16, String) {
        let (status, _, text) = self.send_for_headers(request);
        (status, text)
    }

    pub fn send_for_headers(&self, request: Request<Body>) -> (u16, axum::http::HeaderMap, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body::to_bytes(body, usize::MAX).await.unwrap();
            (parts.status.as_u16(), parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    /// A control route, with a JSON body or none.
    pub fn control(&self, method: &str, path: &str, body: &str) -> serde_json::Value {
        let request = Request::builder()
            .method(method)
            .uri(format!("/_parlel/{path}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let (status, text) = self.send(request);
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: u32) {
        self.control("PUT", "clock", &format!("{{\"advanceSeconds\":{seconds}}}"));
    }

    /// All rows that the server holds, by account, region and kind.
    pub fn state(&self) -> serde_json::Value {
        let mut state = self.control("GET", "state", "");
        for account in state["accounts"].as_object_mut().unwrap().values_mut() {
            for region in account.as_object_mut().unwrap().values_mut() {
                let mut kinds = region["kinds"].take();
                for kind in kinds.as_object_mut().unwrap().values_mut() {
                    *kind = kind["rows"].take();
                }
                *region = kinds;
            }
        }
        state["accounts"].take()
    }
}

/// An element: its name, its text, what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Xml {
    pub name: String,
    pub text: String,
    pub children: Vec<Xml>,
}

impl Xml {
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => {
                    let name = String::from_utf8(start.name().0.to_vec()).unwrap();
                    open.push(Self { name, ..Self::default() });
                }
                Event::Empty(start) => {
                    let name = String::from_utf8(start.name().0.to_vec()).unwrap();
                    let element = Self { name, ..Self::default() };
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Text(text) => open.last_mut().unwrap().text += &text.decode().unwrap(),
                Event::GeneralRef(reference) => {
                    let entity = format!("&{};", reference.decode().unwrap());
                    let text = quick_xml::escape::unescape(&entity).unwrap().into_owned();
                    open.last_mut().unwrap().text += &text;
                }
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        open.pop().unwrap().children.remove(0)
    }

    /// The first element at a dotted path; the `item`s of lists are steps: `vpcSet.item.vpcId`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        self.all_at(path).into_iter().next()
    }

    pub fn all_at(&self, path: &str) -> Vec<&Self> {
        path.split('.').fold(vec![self], |found, name| {
            found
                .into_iter()
                .flat_map(|element| element.children.iter().filter(move |c| c.name == name))
                .collect()
        })
    }

    /// The text at a path, which must be there.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        &self.at(path).unwrap_or_else(|| panic!("no {path} in {self:?}")).text
    }

    /// The texts of all elements at a path.
    pub fn texts(&self, path: &str) -> Vec<&str> {
        self.all_at(path).into_iter().map(|element| element.text.as_str()).collect()
    }

    pub fn has(&self, path: &str) -> bool {
        self.at(path).is_some()
    }
}
