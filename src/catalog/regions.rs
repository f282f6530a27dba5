pub(crate) struct Region {
    pub name: &'static str,
    pub partition: Partition,
}
pub(crate) struct Partition;
impl Partition {
    pub fn as_str(&self) -> &'static str {
        "aws"
    }
}
static R: [Region; 2] = [
    Region { name: "us-east-1", partition: Partition },
    Region { name: "eu-west-1", partition: Partition },
];
pub(crate) fn find(name: &str) -> Option<&'static Region> {
    R.iter().find(|r| r.name == name)
}
