//! Why a request could not be decoded.

/// A refusal that needs nothing but the model: EC2's error code and message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    pub code: &'static str,
    pub message: String,
}

impl Invalid {
    pub(crate) fn missing(parameter: &str) -> Self {
        Self {
            code: "MissingParameter",
            message: format!("The request must contain the parameter {parameter}"),
        }
    }

    pub(crate) fn unknown(parameter: &str) -> Self {
        Self {
            code: "UnknownParameter",
            message: format!("The parameter {parameter} is not recognized"),
        }
    }

    /// EC2 names a parameter by its lower-case form in this message.
    pub(crate) fn value(parameter: &str, value: &str, reason: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!("Value ({value}) for parameter {parameter} is invalid. {reason}"),
        }
    }

    /// The blanks within the parentheses are EC2's own in this message.
    pub(crate) fn range(parameter: &str, value: &str, expecting: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!(
                "Value ( {value} ) for parameter {parameter} is invalid. Expecting {expecting}."
            ),
        }
    }
}

fn lower_first(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut letters = last.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
