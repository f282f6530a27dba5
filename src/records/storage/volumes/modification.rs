//! Elastic volumes: changing the size, type and performance of a volume while it is used.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html>
