//! Terms files: words, the stem groups they belong to, and their postings.

use alloc::vec::Vec;

use super::bytes::{Bits, Cursor, width};
use super::{FormatError, MAX_WEIGHT};

/// One document of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    /// The document.
    pub(crate) document: u32,
    /// 1 to [`MAX_WEIGHT`], on a square-root scale.
    pub(crate) weight: u32,
    /// Which of the document's own passage files the group is most at home in.
    pub(crate) passage: u32,
}

/// Is told a word, the terms file of its group (`None` is the same one) and the
/// group; answers whether to go on.
pub(crate) type WordVisitor<'a> = dyn FnMut(&[u8], Option<u32>, u32) -> bool + 'a;

/// A terms file, ready for look-ups.
pub(crate) struct TermsFile {
    data: Vec<u8>,
    words: u32,
    dictionary: usize,
    /// Where the postings of each group begin.
    groups: Vec<usize>,
}

/// What stands before the postings of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupHeader {
    /// Documents with the group; of a common group only those where it matters.
    pub(crate) documents: u32,
    /// Whether the group is so common that every document counts as having it.
    pub(crate) is_common: bool,
}

impl TermsFile {
    /// Checks `data` and finds its groups; `passages` as in the root.
    ///
    /// # Errors
    ///
    /// [`FormatError::Damaged`] if the bytes are not a terms file of this index.
    pub(crate) fn read(data: Vec<u8>, passages: &[(u32, u32)]) -> Result<TermsFile, FormatError> {
        let mut cursor = Cursor::new(&data, 0);
        let words = cursor.number()?;
        let count = cursor.number()?;
        let length = cursor.number()? as usize;
        let dictionary = cursor.at();
        cursor.take(length)?;
        let mut at = cursor.at();
        let mut groups = Vec::new();
        for _ in 0..count {
            groups.push(at);
            at = each_posting(&data, at, passages, &mut |_| {})?.1;
        }
        Ok(TermsFile { data, words, dictionary, groups })
    }

    /// Calls `visit` with every word and each group it points to, in order.
    ///
    /// # Errors
    ///
    /// [`FormatError::Damaged`] if the dictionary ends early.
    pub(crate) fn each_word(&self, visit: &mut WordVisitor<'_>) -> Result<(), FormatError> {
        let mut cursor = Cursor::new(&self.data, self.dictionary);
        let mut word = Vec::new();
        let mut group = 0u32;
        for _ in 0..self.words {
            cursor.word(&mut word)?;
            loop {
                let reference = cursor.number()?;
                let goes_on = if reference & 1 == 0 {
                    let step = reference >> 2;
                    group = group.wrapping_add(step >> 1 ^ (step & 1).wrapping_neg());
                    visit(&word, None, group)
                } else {
                    let file = cursor.number()?;
                    visit(&word, Some(file), reference >> 2)
                };
                if !goes_on {
                    return Ok(());
                }
                if reference & 2 == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Calls `visit` with every posting of a group; `None` if there is no such group.
    pub(crate) fn postings(
        &self,
        group: u32,
        passages: &[(u32, u32)],
        visit: &mut dyn FnMut(Posting),
    ) -> Option<GroupHeader> {
        let at = *self.groups.get(group as usize)?;
        each_posting(&self.data, at, passages, visit).ok().map(|(header, _)| header)
    }

    /// What stands before the postings of a group.
    pub(crate) fn header(&self, group: u32) -> Option<GroupHeader> {
        let at = *self.groups.get(group as usize)?;
        read_header(&self.data, at).ok().map(|(header, _)| header)
    }
}

fn read_header(data: &[u8], at: usize) -> Result<(GroupHeader, usize), FormatError> {
    let mut cursor = Cursor::new(data, at);
    let number = cursor.number()?;
    Ok((GroupHeader { documents: number >> 1, is_common: number & 1 == 1 }, cursor.at()))
}

fn each_posting(
    data: &[u8],
    at: usize,
    passages: &[(u32, u32)],
    visit: &mut dyn FnMut(Posting),
) -> Result<(GroupHeader, usize), FormatError> {
    let (header, at) = read_header(data, at)?;
    let mut bits = Bits::new(data, at);
    let parameter = bits.bits(4);
    let lowest = bits.bits(5);
    let weight_width = bits.bits(3);
    let mut document = u32::MAX;
    for _ in 0..header.documents {
        document = document.wrapping_add(bits.rice(parameter)).wrapping_add(1);
        let own = passages.get(document as usize).ok_or(FormatError::Damaged)?.1;
        let weight = (lowest + bits.bits(weight_width)).min(MAX_WEIGHT);
        visit(Posting { document, weight, passage: bits.bits(width(own)) });
    }
    let end = bits.end();
    if end > data.len() {
        return Err(FormatError::Damaged);
    }
    Ok((header, end))
}

#[cfg(feature = "write")]
pub(crate) use write::{GroupReference, encode_postings, write_terms};

#[cfg(feature = "write")]
mod write {
    use super::Posting;
    use crate::format::bytes::{BitWriter, put_number, put_word, rice_parameter, width};

    /// Where a word's postings are.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum GroupReference {
        /// A group of the same file.
        Here(u32),
        /// A group of another file.
        Elsewhere { file: u32, group: u32 },
    }

    /// Encodes the postings of one group, sorted by document.
    pub(crate) fn encode_postings(
        postings: &[Posting],
        is_common: bool,
        passages: &[(u32, u32)],
    ) -> Vec<u8> {
        let mut out = Vec::new();
        put_number((postings.len() as u32) << 1 | u32::from(is_common), &mut out);
        let mut next = 0;
        let gaps: Vec<u32> = postings
            .iter()
            .map(|posting| {
                let gap = posting.document - next;
                next = posting.document + 1;
                gap
            })
            .collect();
        let parameter = rice_parameter(&gaps);
        let lowest = postings.iter().map(|posting| posting.weight).min().unwrap_or(0);
        let highest = postings.iter().map(|posting| posting.weight).max().unwrap_or(0);
        let weight_width = width(highest - lowest + 1);
        let mut bits = BitWriter::default();
        bits.bits(parameter, 4);
        bits.bits(lowest, 5);
        bits.bits(weight_width, 3);
        for (gap, posting) in gaps.into_iter().zip(postings) {
            bits.rice(gap, parameter);
            bits.bits(posting.weight - lowest, weight_width);
            let own = passages[posting.document as usize].1;
            bits.bits(if own > 1 { posting.passage } else { 0 }, width(own));
        }
        out.extend(bits.finish());
        out
    }

    /// Writes a terms file: `words` sorted, `groups` as [`encode_postings`] gave them.
    pub(crate) fn write_terms(words: &[(&[u8], Vec<GroupReference>)], groups: &[&[u8]]) -> Vec<u8> {
        let mut dictionary = Vec::new();
        let mut previous: &[u8] = &[];
        let mut last = 0u32;
        for (word, references) in words {
            put_word(previous, word, &mut dictionary);
            previous = word;
            for (position, reference) in references.iter().enumerate() {
                let more = u32::from(position + 1 < references.len()) << 1;
                match *reference {
                    GroupReference::Here(group) => {
                        let step = group.wrapping_sub(last) as i32;
                        let zigzag = (step << 1 ^ step >> 31) as u32;
                        put_number(zigzag << 2 | more, &mut dictionary);
                        last = group;
                    }
                    GroupReference::Elsewhere { file, group } => {
                        put_number(group << 2 | more | 1, &mut dictionary);
                        put_number(file, &mut dictionary);
                    }
                }
            }
        }
        let mut out = Vec::new();
        put_number(words.len() as u32, &mut out);
        put_number(groups.len() as u32, &mut out);
        put_number(dictionary.len() as u32, &mut out);
        out.extend(dictionary);
        for group in groups {
            out.extend_from_slice(group);
        }
        out
    }
}
