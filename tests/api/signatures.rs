//! Signatures that are checked: whose they are, when they were made, and what they are of.

use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use hmac::{Hmac, KeyInit as _, Mac as _};
use parlel_ec2::{AuthArg, Config};
use sha2::{Digest as _, Sha256};

const KEYS: &str = "[mine]\naws_access_key_id = AKIAMINE\naws_secret_access_key = s3cret\n\
                    aws_account_id = 111122223333\n\
                    [session]\naws_access_key_id = ASIASESSION\naws_secret_access_key = s3cret\n\
                    aws_session_token = token\nexpiration = 2026-01-31T12:30:00Z\n";
const VPCS: &str = "Action=DescribeVpcs&Version=2016-11-15";
const IDENTITY: &str = "Action=GetCallerIdentity&Version=2011-06-15";
const NOW: &str = "20260131T120000Z";

fn server() -> Ec2 {
    let credentials = Some(KEYS.parse().unwrap());
    Ec2::with(Config { auth: AuthArg::Verify, credentials, ..Config::default() })
}

/// A client's signature.
#[derive(Clone, Copy)]
struct Signer<'a> {
    key: &'a str,
    secret: &'a str,
    token: Option<&'a str>,
    moment: &'a str,
    service: &'a str,
}

const MINE: Signer<'_> =
    Signer { key: "AKIAMINE", secret: "s3cret", token: None, moment: NOW, service: "ec2" };

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

impl Signer<'_> {
    fn scope(&self) -> String {
        format!("{}/us-east-1/{}/aws4_request", &self.moment[..8], self.service)
    }

    fn signature(&self, canonical: &str) -> String {
        let digest = hex(&Sha256::digest(canonical));
        let to_sign = format!("AWS4-HMAC-SHA256\n{}\n{}\n{digest}", self.moment, self.scope());
        let hmac = |key: &[u8], text: &str| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        };
        let secret = format!("AWS4{}", self.secret).into_bytes();
        let key = self.scope().split('/').fold(secret, |key, part| hmac(&key, part));
        hex(&hmac(&key, &to_sign))
    }

    fn post(&self, body: &str) -> Request<Body> {
        let digest = hex(&Sha256::digest(body));
        let moment = self.moment;
        let canonical =
            format!("POST\n/\n\nhost:ec2\nx-amz-date:{moment}\n\nhost;x-amz-date\n{digest}");
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders=host;x-amz-date, Signature={}",
            self.key,
            self.scope(),
            self.signature(&canonical)
        );
        let request = Request::post("/")
            .header("host", "ec2")
            .header("x-amz-date", moment)
            .header("authorization", authorization);
        let request = match self.token {
            Some(token) => request.header("x-amz-security-token", token),
            None => request,
        };
        request.body(Body::from(body.to_owned())).unwrap()
    }

    fn presigned(&self, seconds: u32) -> String {
        let credential = format!("{}/{}", self.key, self.scope()).replace('/', "%2F");
        let call = if self.service == "sts" { IDENTITY } else { VPCS };
        let query = format!(
            "{call}&X-Amz-Algorithm=AWS4-HMAC-SHA256&\
             X-Amz-Credential={credential}&X-Amz-Date={}&X-Amz-Expires={seconds}&\
             X-Amz-SignedHeaders=host",
            self.moment
        );
        let nothing = hex(&Sha256::digest(""));
        let canonical = format!("GET\n/\n{query}\nhost:ec2\n\nhost\n{nothing}");
        format!("/?{query}&X-Amz-Signature={}", self.signature(&canonical))
    }
}

fn get(uri: &str) -> Request<Body> {
    Request::get(uri).header("host", "ec2").body(Body::empty()).unwrap()
}

/// Status, code and message of what a request is refused with.
#[track_caller]
fn refused(ec2: &Ec2, request: Request<Body>) -> (u16, String, String) {
    let (status, text) = ec2.send(request);
    let between = |name: &str| {
        let rest = text.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{text}")).1;
        rest.split_once('<').unwrap().0.to_owned()
    };
    (status, between("Code"), between("Message"))
}

fn told(status: u16, code: &str, message: &str) -> (u16, String, String) {
    (status, code.to_owned(), message.to_owned())
}

fn not_validated() -> (u16, String, String) {
    told(401, "AuthFailure", "AWS was not able to validate the provided access credentials")
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
                        provided. Check your AWS Secret Access Key and signing method. Consult the \
                        service documentation for details.";

#[test]
fn what_is_signed_right_is_served() {
    let ec2 = server();
    let (status, text) = ec2.send(MINE.post(VPCS));
    assert!(status == 200 && text.contains("<ownerId>111122223333</ownerId>"), "{text}");
    assert_eq!(ec2.send(MINE.post(VPCS)).0, 200, "again, as it is kept");
    assert_eq!(ec2.send(get(&MINE.presigned(60))).0, 200);
    let session = Signer { key: "ASIASESSION", token: Some("token"), ..MINE };
    assert_eq!(ec2.send(session.post(VPCS)).0, 200);
    let (status, text) = ec2.send(Signer { service: "sts", ..MINE }.post(IDENTITY));
    assert!(status == 200 && text.contains("<Account>111122223333</Account>"), "{text}");
    // The control routes are another matter.
    ec2.control("GET", "requests", "");
}

#[test]
fn sessions_of_this_servers_own_are_known() {
    let ec2 = server();
    let role = "Action=AssumeRole&Version=2011-06-15&RoleSessionName=me&\
                RoleArn=arn:aws:iam::444455556666:role/r";
    let (status, text) = ec2.send(Signer { service: "sts", ..MINE }.post(role));
    assert_eq!(status, 200, "{text}");
    let of = |name: &str| {
        let rest = text.split_once(&format!("<{name}>")).unwrap().1;
        rest.split_once('<').unwrap().0
    };
    let (key, secret, token) = (of("AccessKeyId"), of("SecretAccessKey"), of("SessionToken"));
    let session = Signer { key, secret, token: Some(token), ..MINE };
    let (status, text) = ec2.send(session.post(VPCS));
    assert!(status == 200 && text.contains("444455556666"), "{text}");
    let without = Signer { token: None, ..session };
    assert_eq!(refused(&ec2, without.post(VPCS)), not_validated());
    assert_eq!(
        refused(&ec2, Signer { secret: "x", ..session }.post(VPCS)).1,
        "SignatureDoesNotMatch"
    );
    // Longer than it was to go.
    ec2.advance(3600);
    let late = Signer { moment: "20260131T130000Z", ..session };
    let expired = told(400, "RequestExpired", "Request has expired.");
    assert_eq!(refused(&ec2, late.post(VPCS)), expired);
    let message = "The security token included in the request is expired";
    let late = Signer { service: "sts", ..late };
    assert_eq!(refused(&ec2, late.post(IDENTITY)), told(403, "ExpiredToken", message));
}

#[test]
fn unsigned_requests_are_refused() {
    let ec2 = server();
    // An answer that is kept is for those who may have it.
    assert_eq!(ec2.send(MINE.post(VPCS)).0, 200);
    let unsigned = || Request::post("/").body(Body::from(VPCS)).unwrap();
    let message = "The request must contain the parameter AWSAccessKeyId";
    assert_eq!(refused(&ec2, unsigned()), told(400, "MissingParameter", message));
    let identity = Request::post("/").body(Body::from(IDENTITY)).unwrap();
    let message = "Request is missing Authentication Token";
    assert_eq!(refused(&ec2, identity), told(403, "MissingAuthenticationToken", message));
    let old = get("/?Action=DescribeVpcs&AWSAccessKeyId=AKIAMINE&SignatureVersion=2&Signature=x");
    let message = "parlel-ec2 does not emulate signatures of version 2.";
    assert_eq!(refused(&ec2, old), told(400, "UnsupportedOperation", message));
    let half = Request::post("/").header("authorization", "AWS4-HMAC-SHA256 Credential=AKIAMINE/x");
    let message = "Authorization header requires 'Signature' parameter. Authorization header \
                   requires 'SignedHeaders' parameter. Authorization header requires existence of \
                   either a 'X-Amz-Date' or a 'Date' header. \
                   Authorization=AWS4-HMAC-SHA256 Credential=AKIAMINE/x";
    let wanted = told(400, "IncompleteSignature", message);
    assert_eq!(refused(&ec2, half.body(Body::from(VPCS)).unwrap()), wanted);
    let uri = MINE.presigned(60).replace("X-Amz-Date", "X-Amz-Data");
    let message = "The parameter X-Amz-Date of the signature is missing or malformed.";
    assert_eq!(refused(&ec2, get(&uri)), told(400, "IncompleteSignature", message));
    assert_eq!(refused(&ec2, get(&MINE.presigned(700_000))).1, "IncompleteSignature");
    let noon = Signer { moment: "20260131Tnoon", ..MINE };
    assert_eq!(refused(&ec2, noon.post(VPCS)).1, "IncompleteSignature");
    let ssm = Request::post("/").header("x-amz-target", "AmazonSSM.GetParameter");
    let (status, text) = ec2.send(ssm.body(Body::from("{}")).unwrap());
    assert!(status == 400 && text.contains("MissingAuthenticationTokenException"), "{text}");
}

#[test]
fn a_credential_has_five_elements() {
    let ec2 = server();
    let signer = Signer { key: "AKIA/MINE", ..MINE };
    let (status, code, message) = refused(&ec2, signer.post(VPCS));
    assert_eq!((status, code.as_str()), (401, "AuthFailure"));
    let words = "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term, got 'AKIA/MINE/20260131/";
    assert!(message.starts_with(words) && message.ends_with("/aws4_request'"), "{message}");
    let sts = Signer { service: "sts", ..signer };
    let (status, code, message) = refused(&ec2, sts.post(IDENTITY));
    assert_eq!((status, code.as_str()), (400, "IncompleteSignature"));
    assert!(message.starts_with(words), "{message}");
}

#[test]
fn wrong_keys_are_refused() {
    let ec2 = server();
    for service in ["ec2", "sts"] {
        let sts = service == "sts";
        let body = if sts { IDENTITY } else { VPCS };
        let signer = Signer { service, ..MINE };
        let invalid = "The security token included in the request is invalid";
        let unknown =
            if sts { told(403, "InvalidClientTokenId", invalid) } else { not_validated() };
        assert_eq!(refused(&ec2, Signer { key: "AKIAOTHER", ..signer }.post(body)), unknown);
        let session = Signer { key: "ASIASESSION", token: Some("token"), ..signer };
        assert_eq!(refused(&ec2, Signer { token: None, ..session }.post(body)), unknown);
        assert_eq!(refused(&ec2, Signer { token: Some("t"), ..session }.post(body)), unknown);
        let mismatch = told(403, "SignatureDoesNotMatch", MISMATCH);
        assert_eq!(refused(&ec2, Signer { secret: "S3cret", ..signer }.post(body)), mismatch);
        let mut changed = signer.post(body);
        *changed.body_mut() = Body::from(format!("{body}&DryRun=true"));
        assert_eq!(refused(&ec2, changed), mismatch);
    }
    let uri = MINE.presigned(60).replace("DescribeVpcs", "DescribeSubnets");
    assert_eq!(refused(&ec2, get(&uri)).1, "SignatureDoesNotMatch");
}

#[test]
fn time_is_the_servers() {
    let ec2 = server();
    let expired = told(400, "RequestExpired", "Request has expired.");
    let at = |moment| Signer { moment, ..MINE };
    assert_eq!(ec2.send(at("20260131T114500Z").post(VPCS)).0, 200);
    assert_eq!(refused(&ec2, at("20260131T114459Z").post(VPCS)), expired);
    assert_eq!(ec2.send(at("20260131T121500Z").post(VPCS)).0, 200);
    assert_eq!(refused(&ec2, at("20260131T121501Z").post(VPCS)), not_validated());
    let late = Signer { service: "sts", ..at("20260131T114459Z") };
    let message = "Signature expired: 20260131T114459Z is now earlier than 20260131T114500Z \
                   (20260131T120000Z - 15 min.)";
    assert_eq!(refused(&ec2, late.post(IDENTITY)), told(403, "SignatureDoesNotMatch", message));
    let early = Signer { service: "sts", ..at("20260131T121501Z") };
    let message = "Signature not yet current: 20260131T121501Z is still later than \
                   20260131T121500Z (20260131T120000Z + 15 min.)";
    assert_eq!(refused(&ec2, early.post(IDENTITY)), told(403, "SignatureDoesNotMatch", message));
    let presigned = MINE.presigned(60);
    ec2.advance(60);
    assert_eq!(ec2.send(get(&presigned)).0, 200);
    ec2.advance(1);
    assert_eq!(refused(&ec2, get(&presigned)), expired);
    let identity = Signer { service: "sts", ..MINE }.presigned(60);
    assert_eq!(ec2.send(get(&identity)).0, 200, "STS takes no notice of how long it says");
    // A session ends.
    ec2.advance(30 * 60);
    let session = Signer { key: "ASIASESSION", token: Some("token"), ..at("20260131T123000Z") };
    assert_eq!(refused(&ec2, session.post(VPCS)), expired);
    let message = "The security token included in the request is expired";
    let session = Signer { service: "sts", ..session };
    assert_eq!(refused(&ec2, session.post(IDENTITY)), told(403, "ExpiredToken", message));
}

#[test]
fn the_log_tells_whose_requests_were_refused() {
    let ec2 = server();
    refused(&ec2, Signer { secret: "x", ..MINE }.post(VPCS));
    let log = ec2.control("GET", "requests?error=SignatureDoesNotMatch", "");
    let request = &log["requests"][0];
    assert_eq!(request["accessKeyId"], "AKIAMINE");
    assert_eq!((&request["account"], &request["status"]), (&"111122223333".into(), &403.into()));
}
