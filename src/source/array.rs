//! Cuts JSON that is not in lines: the items of arrays, and values that follow each other.

use std::io::{self, BufRead, Read};

use super::buffered::Buffered;
use super::cut::{Cut, Growing};
use super::piece::Form;

/// How far an indented line is looked at, in bytes.
const INDENT: usize = 256;
const BROKEN_STRING: &str = "a string has no end before the end of its line; mend the record. What follows is read again from the next line that begins an object";

/// Cuts an input of JSON values. It looks at nothing but brackets, strings and commas; a record is checked when it is
/// read.
#[derive(Debug, Default)]
pub(super) struct Array {
    is_open: bool,
    /// Where the line begins that the next value stands in.
    line: u64,
}

impl Array {
    /// The next value.
    pub(super) fn next<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        bytes: &mut Vec<u8>,
        limit: usize,
    ) -> io::Result<Cut> {
        loop {
            self.blanks(input)?;
            let byte = input.taken();
            let Some(&first) = input.fill_buf()?.first() else { return Ok(self.finish(byte)) };
            match first {
                b'[' if !self.is_open => self.is_open = true,
                b']' if self.is_open => self.is_open = false,
                // A comma too many, as at the end of a list, hides no record.
                b',' if self.is_open => {}
                b'{' => return self.value(input, Growing::new(bytes, limit), byte),
                _ if self.is_open && !matches!(first, b']' | b'}' | b':') => {
                    return self.value(input, Growing::new(bytes, limit), byte);
                }
                _ => return self.stray(input, byte),
            }
            input.consume(1);
        }
    }

    fn finish(&mut self, byte: u64) -> Cut {
        if !std::mem::take(&mut self.is_open) {
            return Cut::End;
        }
        let message = "the array has no end: the input breaks off; fetch it again".to_owned();
        Cut::Fault { byte: Some(byte), code: "invalid-json", message }
    }

    /// Takes blanks; the line ends among them are noted.
    fn blanks<R: Read>(&mut self, input: &mut Buffered<R>) -> io::Result<()> {
        loop {
            let start = input.taken();
            let buffer = input.fill_buf()?;
            let length = buffer.iter().take_while(|b| b.is_ascii_whitespace()).count();
            if let Some(at) = memchr::memrchr(b'\n', &buffer[..length]) {
                self.line = start + at as u64 + 1;
            }
            let whole = length == buffer.len();
            input.consume(length);
            if !whole || length == 0 {
                return Ok(());
            }
        }
    }

    /// Takes the value that begins at `byte`.
    fn value<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        mut record: Growing<'_>,
        byte: u64,
    ) -> io::Result<Cut> {
        let mut scan = Scan::default();
        loop {
            let buffer = input.fill_buf()?;
            if buffer.is_empty() {
                self.is_open = false;
                return Ok(record.fail(byte, "invalid-json", "the record has no end: the input breaks off"));
            }
            let (length, end) = scan.read(buffer);
            record.push(&buffer[..length]);
            input.consume(length);
            match end {
                None => {}
                Some(Ended::Whole) => return Ok(record.end(Form::Json, byte)),
                Some(Ended::Broken) => {
                    let at = byte + record.size() as u64;
                    self.next_object(input, byte)?;
                    return Ok(record.fail(at, "invalid-json", BROKEN_STRING));
                }
            }
        }
    }

    /// Takes lines up to one that begins an object or ends the array, and is not further in than the value at `byte`.
    fn next_object<R: Read>(&mut self, input: &mut Buffered<R>, byte: u64) -> io::Result<()> {
        let column = (byte - self.line) as usize;
        loop {
            input.skip(|b| b != b'\n')?;
            if input.fill_buf()?.is_empty() {
                return Ok(());
            }
            input.consume(1);
            self.line = input.taken();
            let head = input.peek(INDENT)?;
            let indent = head.iter().take_while(|b| b.is_ascii_whitespace() && **b != b'\n').count();
            if indent <= column && matches!(head.get(indent), Some(b'{' | b']')) {
                return Ok(());
            }
        }
    }

    /// Passes over what is no value: up to where one may begin, or to the end of the line.
    fn stray<R: Read>(&mut self, input: &mut Buffered<R>, byte: u64) -> io::Result<Cut> {
        input.consume(1);
        let is_open = self.is_open;
        input.skip(|b| !(matches!(b, b'{' | b'[' | b'\n') || is_open && matches!(b, b',' | b']')))?;
        let message = "what stands here is neither an array nor an object; mend or remove it".to_owned();
        Ok(Cut::Fault { byte: Some(byte), code: "invalid-json", message })
    }
}

/// How a value ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// As it should.
    Whole,
    /// With a line end in a string.
    Broken,
}

/// How far a value was read.
#[derive(Debug, Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// A number or a word, which ends before what cannot be part of it.
    is_bare: bool,
}

impl Scan {
    /// Reads on: how many of `bytes` belong to the value, and whether it ends there.
    fn read(&mut self, bytes: &[u8]) -> (usize, Option<Ended>) {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string && !self.is_escaped {
                let Some(length) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]) else { break };
                at += length;
            }
            let byte = bytes[at];
            let ends = match byte {
                b'\n' if self.in_string => return (at, Some(Ended::Broken)),
                _ if self.is_escaped => {
                    self.is_escaped = false;
                    false
                }
                b'\\' if self.in_string => {
                    self.is_escaped = true;
                    false
                }
                b'"' if self.in_string => {
                    self.in_string = false;
                    self.depth == 0
                }
                _ if self.is_bare => {
                    if byte.is_ascii_whitespace() || b",[]{}:\"".contains(&byte) {
                        return (at, Some(Ended::Whole));
                    }
                    false
                }
                b'"' => {
                    self.in_string = true;
                    false
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    false
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.depth == 0
                }
                _ => {
                    self.is_bare = self.depth == 0;
                    false
                }
            };
            at += 1;
            if ends {
                return (at, Some(Ended::Whole));
            }
        }
        (bytes.len(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Item, Options, Reader};

    /// Gives its bytes one at a time.
    struct Drops<'b>(&'b [u8]);

    impl std::io::Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(1);
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    /// The texts of the documents, and record, byte and code of the errors.
    fn read(json: &str, format: Format) -> Vec<String> {
        let options = Options { format, max_document: 100, ..Options::default() };
        let tell = |item: Item| match item {
            Ok(document) => document.text,
            Err(e) => format!("{} {} {}", e.record.unwrap(), e.byte.unwrap(), e.code),
        };
        let mut reader = Reader::new(json.as_bytes(), "-", options.clone());
        let whole: Vec<_> = std::iter::from_fn(|| reader.next()).map(tell).collect();
        let mut slow = Reader::new(Drops(json.as_bytes()), "-", options);
        assert_eq!(whole, std::iter::from_fn(|| slow.next()).map(tell).collect::<Vec<_>>(), "{json}");
        whole
    }

    #[test]
    fn items_of_arrays_are_records() {
        let a = r#"{"text": "a [1] \" }"}"#;
        for json in [
            format!("[{a},{{\"text\":\"b\"}}]"),
            format!(
                "\u{feff} [\n  {a} ,\r\n  {{\n    \"text\": \"b\",\n    \"x\": {{\"y\": [[]]}}\n  }},\n]\n"
            ),
            format!("[[{a}]]").replace("[[", "[").replace("]]", "][{\"text\":\"b\"}]"),
        ] {
            assert_eq!(read(&json, Format::Auto), ["a [1] \" }", "b"], "{json}");
        }
        assert_eq!(read(&format!("{a}\n{{\"text\":\n\"b\"}}"), Format::Json), ["a [1] \" }", "b"]);
        assert_eq!(read("[]", Format::Auto), [""; 0]);
        assert_eq!(read("", Format::Json), [""; 0]);
    }

    #[test]
    fn text_in_brackets_is_no_array() {
        assert_eq!(read("[Video] Nokia", Format::Auto), ["[Video] Nokia"]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_read() {
        let large = format!("[{{\"text\":\"{}\"}},{{\"text\":\"b\"}}]", "a".repeat(70_000));
        for (json, want) in [
            (
                r#"[{"text":"a"}, 5, "x,]", [{}], null, {"text":"b"}]"#,
                vec![
                    "a",
                    "2 15 invalid-json",
                    "3 18 invalid-json",
                    "4 25 invalid-json",
                    "5 31 invalid-json",
                    "b",
                ],
            ),
            ("[{\"text\":\"a},\n{\"text\":\"b\"}]", vec!["1 13 invalid-json", "b"]),
            (
                "[\n  {\n    \"text\": \"a,\n    \"x\": {\n      \"y\": 1\n    }\n  },\n  {\n    \"text\": \"b\"\n  }\n]",
                vec!["1 21 invalid-json", "b"],
            ),
            (r#"[{"text":"a"},{"text":"b"#, vec!["a", "2 14 invalid-json"]),
            (r#"[{"text":"a"}"#, vec!["a", "2 13 invalid-json"]),
            ("[{\"text\":\"a\"}] x y\n[{\"text\":\"b\"}]", vec!["a", "2 15 invalid-json", "b"]),
            (r#"[{"text":"a"}}, {"text":"b"}]"#, vec!["a", "2 13 invalid-json", "b"]),
            (r#"[{"text":"a" "b"},{"text":"b"}]"#, vec!["1 13 invalid-json", "b"]),
            (r#"[{"text":7},{"text":""},{"text":"b"}]"#, vec!["1 1 wrong-type", "2 12 empty-document", "b"]),
            (large.as_str(), vec!["1 1 too-large", "b"]),
        ] {
            assert_eq!(read(json, Format::Json), want, "{json}");
        }
    }
}
