//! The encodings that Vietnamese text was written in before UTF-8: which byte is which character.

/// How the bytes of an input are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8; UTF-16 where a byte-order mark says so.
    #[default]
    Auto,
    /// UTF-16, little end first unless a mark says otherwise.
    Utf16,
    /// TCVN 5712, as text for the fonts .VnTime, .VnArial ... is written.
    Tcvn3,
    /// The encoding of the fonts VNI-Times, VNI-Helve ...
    Vni,
    /// Windows-1258.
    Windows1258,
}

impl Encoding {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Windows1258 => "windows-1258",
        }
    }
}

/// The character that `byte` is in `encoding`, one of the single bytes; none where it has no meaning.
pub(super) fn character(encoding: Encoding, byte: u8) -> Option<char> {
    let table = match encoding {
        Encoding::Auto | Encoding::Utf16 => return None,
        Encoding::Tcvn3 => &TCVN3,
        Encoding::Vni => &WINDOWS_1252,
        Encoding::Windows1258 => &WINDOWS_1258,
    };
    let c = if byte < 0x80 { char::from(byte) } else { table[usize::from(byte - 0x80)] };
    let c = match (encoding, c) {
        (Encoding::Vni, c) => lone(c),
        (_, c) => c,
    };
    (c != char::REPLACEMENT_CHARACTER).then_some(c)
}

/// What a character that bears no mark is in a VNI font.
fn lone(c: char) -> char {
    const LONE: [(char, char); 18] = [
        ('í', 'í'),
        ('ì', 'ì'),
        ('æ', 'ỉ'),
        ('ó', 'ĩ'),
        ('ò', 'ị'),
        ('ô', 'ơ'),
        ('ö', 'ư'),
        ('î', 'ỵ'),
        ('ñ', 'đ'),
        ('Í', 'Í'),
        ('Ì', 'Ì'),
        ('Æ', 'Ỉ'),
        ('Ó', 'Ĩ'),
        ('Ò', 'Ị'),
        ('Ô', 'Ơ'),
        ('Ö', 'Ư'),
        ('Î', 'Ỵ'),
        ('Ñ', 'Đ'),
    ];
    LONE.iter().find(|(font, _)| *font == c).map_or(c, |(_, letter)| *letter)
}

/// The marks that `byte` puts on the vowel before it in a VNI font; a capital's look like a small letter's.
pub(super) fn vni_marks(byte: u8) -> Option<&'static str> {
    Some(match byte | 0x20 {
        _ if byte < 0xC0 => return None,
        0xF9 => "\u{301}",
        0xF8 => "\u{300}",
        0xFB => "\u{309}",
        0xF5 => "\u{303}",
        0xEF => "\u{323}",
        0xEA => "\u{306}",
        0xE9 => "\u{306}\u{301}",
        0xE8 => "\u{306}\u{300}",
        0xFA => "\u{306}\u{309}",
        0xFC => "\u{306}\u{303}",
        0xEB => "\u{306}\u{323}",
        0xE2 => "\u{302}",
        0xE1 => "\u{302}\u{301}",
        0xE0 => "\u{302}\u{300}",
        0xE5 => "\u{302}\u{309}",
        0xE3 => "\u{302}\u{303}",
        0xE4 => "\u{302}\u{323}",
        _ => return None,
    })
}

/// TCVN 5712, which the fonts called .VnTime follow: the upper half.
#[rustfmt::skip]
static TCVN3: [char; 128] = [
    'À', 'Ả', 'Ã', 'Á', 'Ạ', 'Ặ', 'Ậ', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ', 'Ệ', 'Ì', 'Ỉ', 'Ĩ',
    'Í', 'Ị', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ', 'Ộ', 'Ờ', 'Ở', 'Ỡ', 'Ớ', 'Ợ', 'Ù', 'Ủ', 'Ũ',
    '\u{a0}', 'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ',
    '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ', 'Ẵ',
    'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ',
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í', 'ị', 'ò',
    'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù',
    'Ỗ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', 'Ố',
];
/// Windows-1258: the upper half.
#[rustfmt::skip]
static WINDOWS_1258: [char; 128] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', '\u{fffd}', '‹', 'Œ', '\u{fffd}', '\u{fffd}', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', '\u{fffd}', '›', 'œ', '\u{fffd}', '\u{fffd}', 'Ÿ',
    '\u{a0}', '¡', '¢', '£', '¤', '¥', '¦', '§', '¨', '©', 'ª', '«', '¬', '\u{ad}', '®', '¯',
    '°', '±', '²', '³', '´', 'µ', '¶', '·', '¸', '¹', 'º', '»', '¼', '½', '¾', '¿',
    'À', 'Á', 'Â', 'Ă', 'Ä', 'Å', 'Æ', 'Ç', 'È', 'É', 'Ê', 'Ë', '\u{300}', 'Í', 'Î', 'Ï',
    'Đ', 'Ñ', '\u{309}', 'Ó', 'Ô', 'Ơ', 'Ö', '×', 'Ø', 'Ù', 'Ú', 'Û', 'Ü', 'Ư', '\u{303}', 'ß',
    'à', 'á', 'â', 'ă', 'ä', 'å', 'æ', 'ç', 'è', 'é', 'ê', 'ë', '\u{301}', 'í', 'î', 'ï',
    'đ', 'ñ', '\u{323}', 'ó', 'ô', 'ơ', 'ö', '÷', 'ø', 'ù', 'ú', 'û', 'ü', 'ư', '₫', 'ÿ',
];
/// Windows-1252, which the fonts of VNI follow: the upper half.
#[rustfmt::skip]
static WINDOWS_1252: [char; 128] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    '\u{a0}', '¡', '¢', '£', '¤', '¥', '¦', '§', '¨', '©', 'ª', '«', '¬', '\u{ad}', '®', '¯',
    '°', '±', '²', '³', '´', 'µ', '¶', '·', '¸', '¹', 'º', '»', '¼', '½', '¾', '¿',
    'À', 'Á', 'Â', 'Ã', 'Ä', 'Å', 'Æ', 'Ç', 'È', 'É', 'Ê', 'Ë', 'Ì', 'Í', 'Î', 'Ï',
    'Ð', 'Ñ', 'Ò', 'Ó', 'Ô', 'Õ', 'Ö', '×', 'Ø', 'Ù', 'Ú', 'Û', 'Ü', 'Ý', 'Þ', 'ß',
    'à', 'á', 'â', 'ã', 'ä', 'å', 'æ', 'ç', 'è', 'é', 'ê', 'ë', 'ì', 'í', 'î', 'ï',
    'ð', 'ñ', 'ò', 'ó', 'ô', 'õ', 'ö', '÷', 'ø', 'ù', 'ú', 'û', 'ü', 'ý', 'þ', 'ÿ',
];
