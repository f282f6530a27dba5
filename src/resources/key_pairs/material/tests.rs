//! Known answers come from ssh-keygen 9.2 and openssl 3.0, as the line above each tells.

use super::*;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

// ssh-keygen -t rsa -b 1024; ssh-keygen -e -m PKCS8 -f KEY.pub | openssl pkey -pubin
// -outform DER | openssl md5 -c
const RSA_1024: &str = "\
    AAAAB3NzaC1yc2EAAAADAQABAAAAgQDVowf77wcOaVdC4MMnScKGDicVS1IUuu+2mrYroVNfa16GMhWoyaN39H\
    U5HfbdeGLYmShrXamo6+Z1MAoAK3pM+icT2OCPH/56QZBDlwll7b7MB8jE2e589EQrnX31kNHrvcs7UZtzxNd4\
    smWDYVw/KnRoyvkoxm8bzh2IGrfzFw==";
const RSA_1024_SPKI: &str = "\
    MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDVowf77wcOaVdC4MMnScKGDicVS1IUuu+2mrYroVNfa16GMh\
    WoyaN39HU5HfbdeGLYmShrXamo6+Z1MAoAK3pM+icT2OCPH/56QZBDlwll7b7MB8jE2e589EQrnX31kNHrvcs7\
    UZtzxNd4smWDYVw/KnRoyvkoxm8bzh2IGrfzFwIDAQAB";
const RSA_1024_MD5: &str = "c7:9c:ba:24:39:11:cb:90:5e:7d:52:41:60:e3:82:aa";
const RSA_2048: &str = "\
    AAAAB3NzaC1yc2EAAAADAQABAAABAQDpGPqLthsFvNP2BcdRge4bxpX9g83zg+V6APP2HRPKyZwUw9haVQuj6B\
    GOk5fzFUVwyQfbkFLLk0NgxRXf6C+6hAHmFly587VWuk41yW7iEMcJecmUc5PrTMF9JY6FGPMhuupwplJmxXdP\
    WZI07wVF6S+rbXzmxUpyi03NxIsfgX6ruAdOJlv4NeTiTKgu+HkAlBY9r+lksI3jztpWGwI0cci0zabDHMjwrM\
    VIGZ4iO6W5PxEJVVlM+DX8qCKPMMSa0Brq8x7wq+W1gQhvnuoFQZOvnYA3BkErY1tsM1fqVdxS5f5xLW9WovZN\
    KbDF4a9p0tR2YONJGvcTvfmmz5eH";
const RSA_2048_MD5: &str = "08:3a:b3:e6:23:f1:76:cd:61:3d:5b:de:72:cc:16:fd";
const RSA_3072: &str = "\
    AAAAB3NzaC1yc2EAAAADAQABAAABgQCxzjH80vik1RlCPxo85qckaJ3YSCmpbMaW8TN2GxMMGKh4PXESnuSCoP\
    gJKwUN5qbjUv086OthVIIk5K6NcgJl9BgX8eHTe2NDp3+dToCyuEF12KRvh1X8pKIfJ4DAD5oFu2/PzSTjdYT5\
    VTn3C49rBG8mwo9g0LndKerjwpCzl5T/sT6QH0DabbBAHL++sgB1rurFPNsGgh2HARsWU+DATlEXcTFaGRzNfg\
    oUZ8VPpVS4jn+l4zeUOXv/w+ZwIt7u6fq+P0coeiPwN3wXKN09qG1E6cxEaZ0nA9CUb2Wtlc2zZSzU0OFSw4Me\
    FS3DB8RgWoIw/A+qW65865rEdsO5FemPEF5pwwWdfAiBdB+tjx3W4WQGN2cHdhuDULKrQ1a2Dv+XqXZSrLCWRr\
    dSTeYx/ca1Ak4KWePZj3mWMcCkwkvx6lCG8fG+IxdxnsNf7T3RPV5/uvShJ10jV3AI3BAzlDSKp/gTxBcSA922\
    axG3wQlEIPFKJlbIeWO2XcnDmO8=";
const RSA_4096: &str = "\
    AAAAB3NzaC1yc2EAAAADAQABAAACAQCyOvhxcg931Y21Nk/uwNc1bS1Z9EHBWxpFnoNkc75mUtSZHrNOLvZxOL\
    EnP47yV1sIE/sZf/58xzebU7GeQBsEJXYZ7AGKewXlAWMWd3TIJa6ICju8hLPO7Y7bIjzyYbE7pgADQES6XJrp\
    vIbyosEirIT1ncFKLANV590vvrIBokd3z8l5nniHSaa+XMaL2Pff1pM7eiUcM4jaF5h52bPf0PTT4Sx1TuMYtw\
    qIIEc1E9LBCWskDIIU5IYE9DPbOcCIG/8JLbebCID2s0+K6upph3cPKonhk3fFa2kbJ4EeSIjois45tlece2Vv\
    pdhGI0V+VYUpzyewnvSni1kiD5/bA4jIcb8UnuwqKfaDF9UAmXCliLZJ2wwphDqiVLmhLlg719v4f7bcXnR5YC\
    988OY6z/ZRM7abNJwhu5YmZRHkM/zXnhJDpitpnfxQVv4BlXChJc2V7OO/fo7gb0wkJkrEcysmXd950+QcVY1R\
    2DZlx3cdFgQKzcT0Vz1R1wIxbyHiOktyXnm4/WiqJc5Ca0RslRugpxOokPFPuO6q59elHeUT8Vm59Vm7k06j5O\
    ZakOp2W9A5Me2G7yHr9X9xgemKhoPKIdgpf+4BrJmN8A1PFwV4VYj31ji/u3HiCfgai52xgKwraKqEr4eijtKP\
    yd53naCG83soj8LQ4bfKhiBp3Q==";
const RSA_4096_MD5: &str = "cd:12:04:8a:aa:16:42:da:e7:07:d9:f6:0c:82:ec:56";
// ssh-keygen -t ed25519; ssh-keygen -l -E sha256 shows it without the padding.
const ED25519_KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIFCiFK9Y8G/6rl/LO+HuKuBLsmXzhjbTUSj6eWmJzzvI";
const ED25519_SHA256: &str = "y/1hvt2/EUTIBKE4yYw48GsnGRDK9qyTENqYKQk014w=";
const ECDSA_KEY: &str = "\
    AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBCOzJtOdlG4jXMR4SquA0wLlyiKQ06O+ex\
    WgJrbDTwy2r1RxwZU2lrmT/GiFKc4ifuwyhnCCMxMCbNw2F2aV2IQ=";

fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

fn pem_body(text: &str) -> Vec<u8> {
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

fn armoured(begin: &str, base64: &str, end: &str) -> String {
    let body: Vec<&str> =
        base64.as_bytes().chunks(70).map(|c| str::from_utf8(c).unwrap()).collect();
    format!("{begin}\n{}\n{end}\n", body.join("\n"))
}

fn ssh2(base64: &str) -> String {
    let begin = "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"a comment\\\ncontinued\"\nx-n: y";
    armoured(begin, base64, "---- END SSH2 PUBLIC KEY ----")
}

fn refused(material: &str) {
    assert_eq!(import(material.as_bytes(), "n"), Err(ImportError::Format), "{material}");
}

#[test]
fn the_same_generator_makes_the_same_key() {
    for kind in [KeyKind::Rsa, KeyKind::Ed25519] {
        let one = create(kind, KeyFormat::Pem, "n", &mut rng(1));
        assert_eq!(one, create(kind, KeyFormat::Pem, "n", &mut rng(1)));
        assert_ne!(one.fingerprint, create(kind, KeyFormat::Pem, "n", &mut rng(2)).fingerprint);
        let putty = create(kind, KeyFormat::Ppk, "n", &mut rng(1));
        assert_eq!(one.fingerprint, putty.fingerprint);
        assert_eq!(one.public_openssh, putty.public_openssh);
    }
}

#[test]
fn a_created_rsa_key_is_pkcs1_with_the_sha1_of_its_pkcs8() {
    let key = create(KeyKind::Rsa, KeyFormat::Pem, "my key", &mut rng(7));
    assert!(key.material.starts_with("-----BEGIN RSA PRIVATE KEY-----\nMII"));
    assert!(key.material.ends_with("\n-----END RSA PRIVATE KEY-----"));
    assert!(key.material.lines().nth(1).is_some_and(|line| line.len() == 64));

    let pkcs1 = pem_body(&key.material);
    let length = u16::try_from(pkcs1.len()).unwrap();
    let mut pkcs8 = vec![0x30, 0x82];
    pkcs8.extend((length + 22).to_be_bytes());
    pkcs8.extend(
        b"\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x82",
    );
    pkcs8.extend(length.to_be_bytes());
    pkcs8.extend(pkcs1);
    assert_eq!(key.fingerprint, colon_hex(&Sha1::digest(&pkcs8)));
    assert_eq!(key.fingerprint.len(), 59);

    let imported = import(key.public_openssh.as_bytes(), "my key").unwrap();
    assert_eq!(imported.public_openssh, key.public_openssh);
    assert_eq!(imported.fingerprint.len(), 47);
}

#[test]
fn a_created_ed25519_key_is_an_openssh_file() {
    let key = create(KeyKind::Ed25519, KeyFormat::Pem, "k", &mut rng(7));
    let file = pem_body(&key.material);
    let mut rest = file.strip_prefix(b"openssh-key-v1\0").unwrap();
    for _ in 0..3 {
        take_string(&mut rest).unwrap();
    }
    rest = rest.strip_prefix(&[0, 0, 0, 1]).unwrap();
    let public = take_string(&mut rest).unwrap();
    let private = take_string(&mut rest).unwrap();
    assert!(rest.is_empty() && private.len().is_multiple_of(8));
    assert_eq!(private[..4], private[4..8]);
    assert_eq!(key.public_openssh, format!("ssh-ed25519 {} k", STANDARD.encode(public)));
    assert_eq!(key.fingerprint, import(key.public_openssh.as_bytes(), "k").unwrap().fingerprint);
}

#[test]
fn a_putty_file_carries_the_mac_of_its_parts() {
    for kind in [KeyKind::Rsa, KeyKind::Ed25519] {
        let key = create(kind, KeyFormat::Ppk, "my key", &mut rng(7));
        let mut file = key.material.lines();
        let mut value = |name: &str| file.next().unwrap().strip_prefix(name).unwrap().to_owned();
        let algorithm = value("PuTTY-User-Key-File-2: ");
        assert_eq!(value("Encryption: "), "none");
        let comment = value("Comment: ");
        let mut body = |name: &str| {
            let count: usize = value(name).parse().unwrap();
            (0..count).map(|_| value("")).collect::<String>()
        };
        let parts = [body("Public-Lines: "), body("Private-Lines: ")];
        let [public, private] = parts.map(|part| STANDARD.decode(part).unwrap());
        assert_eq!(key.public_openssh, openssh_line(&algorithm, &public, "my key"));

        let mut data = Vec::new();
        for part in [algorithm.as_bytes(), b"none", comment.as_bytes(), &public, &private] {
            put_string(&mut data, part);
        }
        let secret = Sha1::digest(b"putty-private-key-file-mac-key");
        let mut mac = Hmac::<Sha1>::new_from_slice(&secret).unwrap();
        mac.update(&data);
        assert_eq!(value("Private-MAC: "), hex(&mac.finalize().into_bytes()).concat());
        assert_eq!(comment, "my key");
    }
}

#[test]
fn imports_have_the_fingerprints_of_ssh_keygen_and_openssl() {
    for (key, md5) in [(RSA_1024, RSA_1024_MD5), (RSA_2048, RSA_2048_MD5), (RSA_4096, RSA_4096_MD5)]
    {
        let imported = import(format!("ssh-rsa {key} user@host\n").as_bytes(), "n").unwrap();
        assert_eq!((imported.kind, imported.fingerprint.as_str()), (KeyKind::Rsa, md5));
        assert_eq!(imported.public_openssh, format!("ssh-rsa {key} n"));
    }
    let imported = import(format!("ssh-ed25519 {ED25519_KEY}").as_bytes(), "n").unwrap();
    assert_eq!(imported.kind, KeyKind::Ed25519);
    assert_eq!(imported.fingerprint, ED25519_SHA256);
    assert_eq!(imported.public_openssh, format!("ssh-ed25519 {ED25519_KEY} n"));
}

#[test]
fn every_documented_rsa_format_is_the_same_key() {
    let pem = armoured("-----BEGIN PUBLIC KEY-----", RSA_1024_SPKI, "-----END PUBLIC KEY-----");
    let line = format!("ssh-rsa {RSA_1024}");
    let crlf = pem.replace('\n', "\r\n");
    for material in
        [&line, &ssh2(RSA_1024), RSA_1024_SPKI, &armoured("", RSA_1024_SPKI, ""), &pem, &crlf]
    {
        let imported = import(material.as_bytes(), "n").unwrap();
        assert_eq!(imported.fingerprint, RSA_1024_MD5, "{material}");
        assert_eq!(imported.public_openssh, format!("ssh-rsa {RSA_1024} n"));
    }
}

#[test]
fn other_keys_are_refused() {
    refused("");
    refused("ssh-rsa");
    refused(&format!("ssh-rsa {RSA_3072} n"));
    refused(&format!("ssh-ed25519 {RSA_2048} n"));
    refused(&format!("ssh-rsa {ED25519_KEY} n"));
    refused(&format!("ecdsa-sha2-nistp256 {ECDSA_KEY} n"));
    refused(&format!("ssh-dss {ECDSA_KEY} n"));
    refused(&ssh2(ED25519_KEY));
    refused(&format!("ssh-rsa {RSA_1024}\nssh-rsa {RSA_2048}"));
    refused(&create(KeyKind::Ed25519, KeyFormat::Pem, "n", &mut rng(1)).material);
    // A byte too many, a negative modulus, an even one, and a length of four gigabytes.
    let mut blob = STANDARD.decode(RSA_1024).unwrap();
    let last = blob.len() - 1;
    let key_of = |blob: &[u8]| format!("ssh-rsa {}", STANDARD.encode(blob));
    refused(&key_of(&[&blob[..], b"x"].concat()));
    refused(&key_of(&[&blob[..21], &[0, 128], &blob[24..]].concat()));
    blob[last] ^= 1;
    refused(&key_of(&blob));
    blob[0] = 255;
    refused(&key_of(&blob));
}

/// Random bytes, and each format with a few bytes changed, cut or repeated: no panic.
#[test]
fn hostile_material_does_not_panic() {
    let mut rng = rng(0x00ba_dbad);
    let line = format!("ssh-rsa {RSA_1024} n");
    let short = format!("ssh-ed25519 {ED25519_KEY} n");
    let texts =
        [&line, &short, &ssh2(RSA_1024), RSA_1024_SPKI].map(|text| text.as_bytes().to_vec());
    let blobs = [RSA_1024, ED25519_KEY, RSA_1024_SPKI].map(|text| STANDARD.decode(text).unwrap());
    for round in 0..6_000 {
        let whole = &if round % 2 == 0 { &texts[..] } else { &blobs[..] };
        let mut bytes = whole[round / 2 % whole.len()].clone();
        mutate(&mut bytes, &mut rng);
        let _ = import(&bytes, "n");
        for prefix in ["", "ssh-rsa ", "ssh-ed25519 ", "-----BEGIN PUBLIC KEY-----"] {
            let _ = import(format!("{prefix}{}", STANDARD.encode(&bytes)).as_bytes(), "n");
        }
    }
}

fn mutate(bytes: &mut Vec<u8>, rng: &mut ChaCha12Rng) {
    for _ in 0..=rng.next_u32() % 4 {
        let at = rng.next_u32() as usize % (bytes.len() + 1);
        match rng.next_u32() % 5 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, rng.next_u32().to_be_bytes()[0]),
            2 => bytes.extend_from_within(at..),
            3 => bytes.splice(0..at, rng.next_u64().to_be_bytes()).for_each(drop),
            // Small numbers land in the lengths, which stand early.
            _ => {
                let at = at % 40;
                bytes.get_mut(at).into_iter().for_each(|b| *b ^= rng.next_u32().to_be_bytes()[0]);
            }
        }
    }
}
