//! Systems Manager's public parameters for images, read only: `AWS_ENDPOINT_URL` sends their
//! look-ups here. JSON 1.1, as in the service's API reference (GetParameter, GetParameters,
//! GetParametersByPath). An account has no parameters of its own here.

use super::Server;
use super::credentials::Scope;
use crate::catalog::image_parameters::{self, ImageParameter};
use crate::catalog::regions;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::Timestamp;

pub(super) const TARGET: &str = "AmazonSSM.";
/// What is emulated of it.
pub(super) const ACTIONS: [&str; 3] = ["GetParameter", "GetParameters", "GetParametersByPath"];
const MOST_NAMES: usize = 10;
const MOST_RESULTS: usize = 10;

type Result<T> = std::result::Result<T, Refusal>;

/// The type of a refusal, and its message, which ParameterNotFound has not.
struct Refusal(&'static str, Option<String>);

impl Refusal {
    fn validation(message: impl Into<String>) -> Self {
        Self("ValidationException", Some(message.into()))
    }
}

pub(super) fn respond(
    server: &Server,
    scope: &Scope,
    headers: &HeaderMap,
    body: &Bytes,
    request_id: &str,
) -> Response {
    let target = headers.get(super::TARGET).and_then(|value| value.to_str().ok());
    let action = target.and_then(|target| target.strip_prefix(TARGET)).unwrap_or_default();
    let result = match scope.caller(server) {
        Ok(caller) => act(action, &caller.region, body),
        Err(_) => {
            let message = "The security token included in the request is invalid.";
            Err(Refusal("UnrecognizedClientException", Some(message.into())))
        }
    };
    match result {
        Ok(answer) => written(StatusCode::OK, &answer, request_id),
        Err(Refusal(code, message)) => {
            refusal(StatusCode::BAD_REQUEST, (code, message.as_deref()), request_id)
        }
    }
}

/// An error in the service's own form.
pub(super) fn refusal(
    status: StatusCode,
    (code, message): (&str, Option<&str>),
    request_id: &str,
) -> Response {
    let mut answer = json!({ "__type": code });
    if let Some(message) = message {
        answer["message"] = message.into();
    }
    written(status, &answer, request_id)
}

fn written(status: StatusCode, answer: &Value, request_id: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/x-amz-json-1.1"),
        (HeaderName::from_static("x-amzn-requestid"), request_id),
    ];
    (status, headers, answer.to_string()).into_response()
}

fn act(action: &str, region: &str, body: &Bytes) -> Result<Value> {
    match action {
        "GetParameter" => get_parameter(region, &read(body)?),
        "GetParameters" => get_parameters(region, &read(body)?),
        "GetParametersByPath" => get_parameters_by_path(region, &read(body)?),
        _ => {
            let message = format!(
                "parlel-ec2 emulates GetParameter, GetParameters and GetParametersByPath of \
                 Systems Manager; not '{action}'."
            );
            Err(Refusal("UnknownOperationException", Some(message)))
        }
    }
}

/// # Errors
/// `SerializationException`, for members that the operation does not have, too.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal("SerializationException", Some(error.to_string())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct GetParameter {
    name: Option<String>,
    /// Nothing here is encrypted.
    #[serde(rename = "WithDecryption")]
    _with_decryption: Option<bool>,
}

fn get_parameter(region: &str, request: &GetParameter) -> Result<Value> {
    let name = request.name.as_deref().ok_or_else(|| missing("name"))?;
    Ok(json!({ "Parameter": shown(region, &found(region, name)?) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct GetParameters {
    names: Option<Vec<String>>,
    /// Nothing here is encrypted.
    #[serde(rename = "WithDecryption")]
    _with_decryption: Option<bool>,
}

fn get_parameters(region: &str, request: &GetParameters) -> Result<Value> {
    let names = request.names.as_deref().ok_or_else(|| missing("names"))?;
    let wanted = match names.len() {
        0 => Some("greater than or equal to 1"),
        count if count > MOST_NAMES => Some("less than or equal to 10"),
        _ => None,
    };
    if let Some(wanted) = wanted {
        return Err(Refusal::validation(format!(
            "1 validation error detected: Value '[{}]' at 'names' failed to satisfy constraint: \
             Member must have length {wanted}",
            names.join(", ")
        )));
    }
    let (mut parameters, mut invalid) = (Vec::new(), Vec::new());
    for name in names {
        match found(region, name) {
            Ok(found) => parameters.push(shown(region, &found)),
            Err(_) => invalid.push(name),
        }
    }
    Ok(json!({ "Parameters": parameters, "InvalidParameters": invalid }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct GetParametersByPath {
    path: Option<String>,
    recursive: Option<bool>,
    parameter_filters: Option<Vec<Value>>,
    max_results: Option<usize>,
    next_token: Option<String>,
    /// Nothing here is encrypted.
    #[serde(rename = "WithDecryption")]
    _with_decryption: Option<bool>,
}

fn get_parameters_by_path(region: &str, request: &GetParametersByPath) -> Result<Value> {
    let path = request.path.as_deref().ok_or_else(|| missing("path"))?;
    if !path.starts_with('/') {
        return Err(Refusal::validation(
            "The parameter doesn't meet the parameter name requirements. The parameter name must \
             begin with a forward slash \"/\".",
        ));
    }
    if request.parameter_filters.as_ref().is_some_and(|filters| !filters.is_empty()) {
        let message = "parlel-ec2 does not emulate ParameterFilters of GetParametersByPath.";
        return Err(Refusal::validation(message));
    }
    let most = request.max_results.unwrap_or(MOST_RESULTS);
    if !(1..=MOST_RESULTS).contains(&most) {
        let bound =
            if most == 0 { "greater than or equal to 1" } else { "less than or equal to 10" };
        return Err(Refusal::validation(format!(
            "1 validation error detected: Value '{most}' at 'maxResults' failed to satisfy \
             constraint: Member must have value {bound}"
        )));
    }
    let prefix = format!("{}/", path.trim_end_matches('/'));
    let is_recursive = request.recursive == Some(true);
    let is_below = |parameter: &&ImageParameter| {
        let rest = parameter.name.strip_prefix(&prefix);
        rest.is_some_and(|rest| is_recursive || !rest.contains('/'))
    };
    let parameters = image_parameters::in_region(region);
    // A token is the name of the last parameter of the page before.
    let from = match request.next_token.as_deref() {
        None => 0,
        Some(token) => {
            let at = parameters.iter().position(|parameter| parameter.name == token);
            1 + at.ok_or(Refusal("InvalidNextToken", None))?
        }
    };
    let mut below = parameters[from..].iter().filter(is_below);
    let page: Vec<&ImageParameter> = below.by_ref().take(most).collect();
    let last = page.last().filter(|_| below.next().is_some()).map(|last| last.name.as_str());
    let page: Vec<Value> =
        page.iter().map(|one| shown(region, &Found { parameter: one, selector: None })).collect();
    let mut answer = json!({ "Parameters": page });
    if let Some(last) = last {
        answer["NextToken"] = last.into();
    }
    Ok(answer)
}

struct Found<'a> {
    parameter: &'static ImageParameter,
    /// The version that was asked for.
    selector: Option<&'a str>,
}

/// A parameter by its name or ARN, perhaps with the number of its version.
///
/// # Errors
/// `ParameterNotFound`, without a message as AWS says it (aws-simple-cicd#10), and
/// `ParameterVersionNotFound`.
fn found<'a>(region: &str, name: &'a str) -> Result<Found<'a>> {
    let name = match name.strip_prefix("arn:").and_then(|_| name.split_once(":parameter")) {
        Some((before, name)) if before.ends_with(&format!(":ssm:{region}:")) => name,
        _ => name,
    };
    let (plain, selector) =
        name.split_once(':').map_or((name, None), |(name, version)| (name, Some(version)));
    let parameter = image_parameters::find(region, plain);
    let parameter = parameter.ok_or(Refusal("ParameterNotFound", None))?;
    if let Some(version) = selector.filter(|version| **version != *parameter.version.to_string()) {
        let message = format!(
            "Systems Manager could not find version {version} of {plain}. Verify the version and \
             try again."
        );
        return Err(Refusal("ParameterVersionNotFound", Some(message)));
    }
    Ok(Found { parameter, selector })
}

fn shown(region: &str, found: &Found<'_>) -> Value {
    let parameter = found.parameter;
    let partition = regions::find(region).map_or("aws", |region| region.partition.as_str());
    let modified = Timestamp::parse(parameter.image.creation_date).unwrap_or_default();
    // Canonical's are of this type, those of AWS and ECS are text, as recorded answers show.
    let is_canonical = parameter.name.starts_with("/aws/service/canonical/");
    let mut shown = json!({
        "Name": parameter.name,
        "Type": "String",
        "Value": parameter.value,
        "Version": parameter.version,
        "LastModifiedDate": modified.0 / 1_000,
        "ARN": format!("arn:{partition}:ssm:{region}::parameter{}", parameter.name),
        "DataType": if is_canonical { "aws:ec2:image" } else { "text" },
    });
    if let Some(version) = found.selector {
        shown["Selector"] = format!(":{version}").into();
    }
    shown
}

fn missing(member: &str) -> Refusal {
    Refusal::validation(format!(
        "1 validation error detected: Value null at '{member}' failed to satisfy constraint: \
         Member must not be null"
    ))
}
