//! A picture of a text console on which nothing stands: black, 80 columns and 25 rows of 9 by 16
//! points, as a baseline JPEG. All blocks but the first are as the one before, and take two bits.
//! <https://www.w3.org/Graphics/JPEG/itu-t81.pdf>

/// How many blocks of 8 by 8 points there are: 720 by 400 points.
const BLOCKS: usize = 90 * 50;

/// The first block: by how much it is darker than grey (`10`, then -128 in eight bits), and its end.
const FIRST: [u8; 2] = [0b1001_1111, 0b1100_0000];

/// The bits of the first block, and two for each other one.
const BITS: usize = 11 + 2 * (BLOCKS - 1);

pub(crate) fn black() -> Vec<u8> {
    let mut jpeg = Vec::with_capacity(1_400);
    jpeg.extend(b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    // Quantisation: each coefficient by eight.
    jpeg.extend(b"\xFF\xDB\x00\x43\x00");
    jpeg.extend([8; 64]);
    // The frame: eight bits, 400 rows, 720 columns, one component.
    jpeg.extend(b"\xFF\xC0\x00\x0B\x08\x01\x90\x02\xD0\x01\x01\x11\x00");
    // Huffman codes: `0` for a block that is as bright, `10` for a difference of eight bits; and
    // `0` for the end of a block.
    jpeg.extend(b"\xFF\xC4\x00\x15\x00\x01\x01");
    jpeg.extend([0; 14]);
    jpeg.extend(b"\x00\x08\xFF\xC4\x00\x14\x10\x01");
    jpeg.extend([0; 15]);
    jpeg.extend(b"\x00\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00");
    jpeg.extend(FIRST);
    jpeg.resize(jpeg.len() + BITS / 8 - FIRST.len(), 0);
    // The last bits, and ones behind them.
    jpeg.push(u8::MAX >> (BITS % 8));
    jpeg.extend(b"\xFF\xD9");
    jpeg
}
