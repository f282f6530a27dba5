//! The names that requests to AWS's services are signed for, without those emulated here.

/// One a line, as botocore's models have them.
const NAMES: &str = include_str!("data/services.txt");

pub(crate) fn is_service(name: &str) -> bool {
    NAMES.lines().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::is_service;

    #[test]
    fn services_are_known_by_their_names() {
        assert!(is_service("s3") && is_service("elasticloadbalancing"));
        assert!(!is_service("127") && !is_service("ec2") && !is_service(""));
    }
}
